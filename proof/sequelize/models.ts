import {
  type BelongsToGetAssociationMixin, type BelongsToManyGetAssociationsMixin, type CreationOptional, DataTypes, type ForeignKey, type HasManyGetAssociationsMixin, type HasOneGetAssociationMixin,
  type InferAttributes, type InferCreationAttributes, Model, type NonAttribute, Sequelize,
} from 'sequelize';
import * as sqlite3 from './sqlite3.ts';

const sent: string[] = [];
export const sequelize = new Sequelize({ dialect: 'sqlite', storage: ':memory:', dialectModule: sqlite3, logging: (sql) => void sent.push(sql) });

export class Topic extends Model<InferAttributes<Topic>, InferCreationAttributes<Topic>> {
  declare id: CreationOptional<number>;
  declare name: string;
}
Topic.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, name: { type: DataTypes.STRING, allowNull: false } }, { sequelize, tableName: 'topic', timestamps: false });

export class Author extends Model<InferAttributes<Author>, InferCreationAttributes<Author>> {
  declare id: CreationOptional<number>;
  declare name: string;
  declare posts?: NonAttribute<Post[]>;
  declare badge?: NonAttribute<Badge>;
  declare getPosts: HasManyGetAssociationsMixin<Post>;
  declare getBadge: HasOneGetAssociationMixin<Badge>;
}
Author.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, name: { type: DataTypes.STRING, allowNull: false } }, { sequelize, tableName: 'author', timestamps: false });

export class Badge extends Model<InferAttributes<Badge>, InferCreationAttributes<Badge>> {
  declare id: CreationOptional<number>;
  declare label: string;
  declare authorId: ForeignKey<Author['id']>;
}
Badge.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, label: { type: DataTypes.STRING, allowNull: false } }, { sequelize, tableName: 'badge', timestamps: false });

export class Tag extends Model<InferAttributes<Tag>, InferCreationAttributes<Tag>> {
  declare id: CreationOptional<number>;
  declare name: string;
}
Tag.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, name: { type: DataTypes.STRING, allowNull: false, unique: true } }, { sequelize, tableName: 'tag', timestamps: false });

export class Post extends Model<InferAttributes<Post>, InferCreationAttributes<Post>> {
  declare id: CreationOptional<number>;
  declare title: string;
  declare status: CreationOptional<'draft' | 'live' | 'archived'>;
  declare authorId: ForeignKey<Author['id']>;
  declare topicId: ForeignKey<Topic['id'] | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;
  declare deletedAt: CreationOptional<Date | null>;
  declare version: CreationOptional<number>;
  declare author?: NonAttribute<Author>;
  declare topic?: NonAttribute<Topic | null>;
  declare tags?: NonAttribute<Tag[]>;
  declare getAuthor: BelongsToGetAssociationMixin<Author>;
  declare getTopic: BelongsToGetAssociationMixin<Topic>;
  declare getTags: BelongsToManyGetAssociationsMixin<Tag>;
}
Post.init(
  {
    id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
    title: { type: DataTypes.STRING, allowNull: false, validate: { notEmpty: true } },
    status: { type: DataTypes.STRING, allowNull: false, defaultValue: 'draft' },
    createdAt: DataTypes.DATE,
    updatedAt: DataTypes.DATE,
    deletedAt: DataTypes.DATE,
    version: DataTypes.INTEGER,
  },
  { sequelize, tableName: 'post', paranoid: true, version: true, indexes: [{ fields: ['authorId'] }] },
);

Author.hasMany(Post, { as: 'posts', foreignKey: 'authorId' });
Author.hasOne(Badge, { as: 'badge', foreignKey: 'authorId' });
Badge.belongsTo(Author, { as: 'author', foreignKey: { name: 'authorId', allowNull: false } });
Post.belongsTo(Author, { as: 'author', foreignKey: { name: 'authorId', allowNull: false } });
Post.belongsTo(Topic, { as: 'topic', foreignKey: 'topicId' });
Post.belongsToMany(Tag, { as: 'tags', through: 'labelling', foreignKey: 'postId', otherKey: 'tagId', timestamps: false });

export { sent };

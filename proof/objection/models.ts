import { Model, snakeCaseMappers } from 'objection';
import { tell } from './told.ts';

class Base extends Model {
  static override columnNameMappers = snakeCaseMappers();
  declare id: number;

  override $afterInsert(): void {
    tell();
  }
  override $afterUpdate(): void {
    tell();
  }
  override $afterDelete(): void {
    tell();
  }
}

export class Topic extends Base {
  static override tableName = 'topic';
  declare name: string;
}

export class Tag extends Base {
  static override tableName = 'tag';
  static override useLimitInFirst = true;
  declare name: string;
}

export class Author extends Base {
  static override tableName = 'author';
  declare name: string;
  declare posts?: Post[];
  declare badge?: Badge;

  static override get relationMappings() {
    return {
      posts: { relation: Model.HasManyRelation, modelClass: Post, join: { from: 'author.id', to: 'post.author_id' } },
      badge: { relation: Model.HasOneRelation, modelClass: Badge, join: { from: 'author.id', to: 'badge.author_id' } },
    };
  }
}

export class Badge extends Base {
  static override tableName = 'badge';
  declare label: string;
  declare authorId: number;
}

export class Post extends Base {
  static override tableName = 'post';
  declare title: string;
  declare status: 'draft' | 'live' | 'archived';
  declare views: number;
  declare authorId: number;
  declare topicId: number | null;
  declare updatedAt: string;
  declare author: Author;
  declare topic?: Topic | null;
  declare tags?: Tag[];

  static override jsonSchema = {
    type: 'object',
    properties: {
      id: { type: 'integer' },
      title: { type: 'string' },
      status: { type: 'string', enum: ['draft', 'live', 'archived'] },
      views: { type: 'integer' },
      authorId: { type: 'integer' },
      topicId: { type: ['integer', 'null'] },
    },
  };

  static override relationMappings = () => ({
    author: { relation: Model.BelongsToOneRelation, modelClass: Author, join: { from: 'post.author_id', to: 'author.id' } },
    topic: { relation: Model.BelongsToOneRelation, modelClass: Topic, join: { from: 'post.topic_id', to: 'topic.id' } },
    tags: { relation: Model.ManyToManyRelation, modelClass: Tag, join: { from: 'post.id', through: { from: 'post_tag.post_id', to: 'post_tag.tag_id' }, to: 'tag.id' } },
  });

  override $beforeUpdate(): void {
    this.updatedAt = new Date().toISOString();
  }
}

import { AfterCreate, AfterDelete, AfterUpdate, Entity, ManyToMany, ManyToOne, OneToMany, OneToOne, PrimaryKey, Property } from '@mikro-orm/core';
import { Collection, type Opt, type Ref } from '@mikro-orm/libsql';
import { tell } from './told.ts';

@Entity({ abstract: true })
class Base {
  @PrimaryKey({ type: 'number' })
  id!: number;

  @AfterCreate()
  @AfterUpdate()
  @AfterDelete()
  tell(): void {
    tell();
  }
}

@Entity({ tableName: 'topic' })
export class Topic extends Base {
  @Property({ type: 'string' })
  name!: string;
}

@Entity({ tableName: 'tag' })
export class Tag extends Base {
  @Property({ type: 'string' })
  name!: string;
}

@Entity({ tableName: 'author' })
export class Author extends Base {
  @Property({ type: 'string' })
  name!: string;

  @OneToMany(() => Post, (post) => post.author)
  posts = new Collection<Post>(this);

  @OneToOne(() => Badge, (badge) => badge.author, { ref: true, nullable: true })
  badge?: Ref<Badge>;
}

@Entity({ tableName: 'badge' })
export class Badge extends Base {
  @Property({ type: 'string' })
  label!: string;

  @OneToOne(() => Author, { ref: true, fieldName: 'author_id' })
  author!: Ref<Author>;
}

@Entity({ tableName: 'post' })
export class Post extends Base {
  @Property({ type: 'string' })
  title!: string;

  @Property({ type: 'string' })
  status: ('draft' | 'live' | 'archived') & Opt = 'draft';

  @Property({ type: 'number' })
  views: number & Opt = 0;

  @ManyToOne(() => Author, { ref: true, fieldName: 'author_id' })
  author!: Ref<Author>;

  @ManyToOne(() => Topic, { ref: true, nullable: true, fieldName: 'topic_id' })
  topic?: Ref<Topic> | null;

  @ManyToMany({ entity: () => Tag, pivotTable: 'post_tag' })
  tags = new Collection<Tag>(this);

  @Property({ type: 'string', onUpdate: () => new Date().toISOString(), fieldName: 'updated_at' })
  updatedAt: string & Opt = '2020-01-01 00:00:00';

  @Property({ type: 'number', version: true })
  version!: number & Opt;
}

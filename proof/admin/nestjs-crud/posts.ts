import { TypeOrmCrudService } from '@dataui/crud-typeorm';
import { Column, DataSource, Entity, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

@Entity()
export class Post {
  @PrimaryColumn('integer')
  id!: number;

  @Column('varchar')
  title!: string;

  @OneToMany('Comment', 'post')
  comments!: Relation<Comment>[];
}

@Entity()
export class Comment {
  @PrimaryColumn('integer')
  id!: number;

  @Column('varchar')
  body!: string;

  @ManyToOne('Post', 'comments')
  post!: Relation<Post>;
}

let asked = 0;
const quiet = (): void => undefined;
const logger = { logQuery: () => void (asked += 1), logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet };
export const dataSource = new DataSource({ type: 'sqljs', entities: [Post, Comment], synchronize: true, logger, logging: ['query'] });

/** Statements since it was asked last. */
export function statements(): number {
  const before = asked;
  asked = 0;
  return before;
}

export class PostService extends TypeOrmCrudService<Post> {
  constructor() {
    super(dataSource.getRepository(Post));
  }
}

// Gives a page of nestjs-paginate, as a controller does, and counts the statements of TypeORM.
import 'reflect-metadata';
import paginating, { type PaginateConfig } from 'nestjs-paginate';
import { DataSource } from 'typeorm';
import { Comment, Post } from './entities.ts';

const POSTS = 2000;
let asked = 0;
let on = false;
const quiet = (): void => undefined;
const logger = { logQuery: () => void (asked += Number(on)), logQueryError: quiet, logQuerySlow: quiet, logSchemaBuild: quiet, logMigration: quiet, log: quiet };
const dataSource = await new DataSource({ type: 'sqljs', entities: [Post, Comment], synchronize: true, logger, logging: ['query'] }).initialize();
await dataSource.getRepository(Post).insert(Array.from({ length: POSTS }, (_, index) => ({ id: index + 1, title: `post ${index + 1}` })));
for (let start = 0; start < 3 * POSTS; start += POSTS) await dataSource.getRepository(Comment).insert(Array.from({ length: POSTS }, (_, index) => ({ id: start + index + 1, body: '…', post: { id: index + 1 } })));

export async function open({ config, limit }: { config: PaginateConfig<Post>; limit?: number }) {
  asked = 0;
  on = true;
  const { data } = await paginating.paginate({ path: 'http://localhost/posts', limit }, dataSource.getRepository(Post), config);
  on = false;
  return { asked, rows: data.reduce((sum, { comments = [] }) => sum + Math.max(1, comments.length), 0), shown: data.map(({ id, title }) => `${id} ${title}`) };
}

// Asks an application of NestJS for a list, and counts the statements of TypeORM.
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Comment, dataSource, Post, PostService, statements } from './posts.ts';

const POSTS = 2000;
await dataSource.initialize();
await dataSource.getRepository(Post).insert(Array.from({ length: POSTS }, (_, index) => ({ id: index + 1, title: `post ${index + 1}` })));
for (let start = 0; start < 3 * POSTS; start += POSTS) await dataSource.getRepository(Comment).insert(Array.from({ length: POSTS }, (_, index) => ({ id: start + index + 1, body: '…', post: { id: index + 1 } })));

export async function open({ PostController, request }: { PostController: new (...given: any[]) => object; request: string }) {
  class AppModule {}
  Module({ controllers: [PostController], providers: [PostService] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  statements();
  const answer = await (await fetch(`http://127.0.0.1:${port}/posts${request}`)).json();
  const asked = statements();
  await app.close();
  const posts: { id: number; title: string; comments?: unknown[] }[] = Array.isArray(answer) ? answer : answer.data;
  return { asked, rows: posts.reduce((sum, { comments = [] }) => sum + Math.max(1, comments.length), 0), shown: posts.map(({ id, title }) => `${id} ${title}`) };
}

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const NEST = '{ "dependencies": { "@dataui/crud": "5", "nestjs-paginate": "15", "@ptc-org/nestjs-query-graphql": "9", "@ptc-org/nestjs-query-typeorm": "9", "typeorm": "0.3" } }';

const ENTITIES = `import { Column, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
@Entity() export class Post { @PrimaryGeneratedColumn() id: number; @Column() title: string; @OneToMany(() => Comment, (comment) => comment.post) comments: Comment[]; }
@Entity() export class Comment { @PrimaryGeneratedColumn() id: number; @ManyToOne(() => Post, (post) => post.comments) post: Post; }
`;

const PROJECT = { 'package.json': NEST, 'src/entities.ts': ENTITIES };

/** What the pages of a file cost, as the rule words it. */
async function priced(files: ProjectFiles, target: string, option: object = {}): Promise<string[]> {
  const messages = await lintProject(files, target, { rules: { 'admin-scale/max-queries-per-page': ['error', { max: 1, remedies: 'ignored', ...option }] } });
  return messages.map(({ message, line }) => `${String(line)} ${message.replace(/, over the budget of \d+/, '').replace(/\. (?:Load|Remove) .*/, '')}`);
}

describe('NestJS-Paginate', () => {
  const EACH = 'for (const post of page.data) post.comments = await this.comments.count({ where: { post: { id: post.id } } });';
  const service = (config: string, body = '', source = 'this.posts'): ProjectFiles => ({
    ...PROJECT,
    'src/posts.service.ts': `import { paginate, PaginationType, type PaginateQuery } from 'nestjs-paginate';
import { Repository } from 'typeorm';
import { Comment, Post } from './entities';
export class PostsService {
  constructor(private readonly posts: Repository<Post>, private readonly comments: Repository<Comment>) {}
  async list(query: PaginateQuery, all: object) { const builder = this.posts.createQueryBuilder('post')${source === 'builder' ? ".leftJoinAndSelect('post.comments', 'comments')" : ''};
    const page = await paginate(query, ${source}, { sortableColumns: ['id'], ${config} }); ${body} return page; }
}
`,
  });
  const price = async (...given: Parameters<typeof service>): Promise<string[]> => priced(service(...given), 'src/posts.service.ts');

  it('tells the page, its count and the keys that joins take', async () => {
    expect(await price('')).toEqual(['7 The list of `Post` sends about 2 queries for a page of 20: 1 for the page and 1 for its count']);
    expect(await price("relations: ['comments']")).toEqual([expect.stringContaining('3 queries for a page of 20: 1 for the page, 1 for the keys of its rows and 1 for its count')]);
    expect(await price('loadEagerRelations: true')).toEqual([expect.stringContaining('1 for the keys of its rows')]);
    expect(await price("relations: ['comments'], paginationType: PaginationType.LIMIT_AND_OFFSET")).toEqual([expect.stringContaining('2 queries for a page of 20: 1 for the page and 1 for its count')]);
    expect(await price("relations: ['comments'], paginationType: PaginationType.CURSOR")).toEqual([expect.stringContaining('2 queries for a page of 20: 1 for the page and 1 for the keys of its rows')]);
    expect(await price('paginationType: PaginationType.CURSOR')).toEqual([]);
    expect(await price('', '', 'builder')).toEqual([expect.stringContaining('The list of `Post` sends about 3 queries')]);
  });

  it('tells what is asked for each row before the page is handed on', async () => {
    expect(await price('defaultLimit: 40', EACH)).toEqual(['7 The list of `Post` sends about 42 queries for a page of 40: 1 for the page, 1 for its count and 1 a row in the rows']);
    expect(await price('defaultLimit: 40, maxLimit: 25', EACH)).toEqual([expect.stringContaining('27 queries for a page of 25')]);
    expect(await price('maxLimit: -1', EACH)).toEqual([expect.stringContaining('22 queries for a page of 20')]);
    expect(await price('', 'const { data } = page; await Promise.all(data.map(async (post) => this.comments.count({ where: { post: { id: post.id } } })));')).toEqual([expect.stringContaining('22 queries for a page of 20')]);
    // of one loop the other rule tells
    expect(await priced(service('defaultLimit: 40', EACH), 'src/posts.service.ts', { max: 3, remedies: 'applied' })).toEqual([]);
    expect(await priced(service('defaultLimit: 40', EACH), 'src/posts.service.ts', { max: 2, remedies: 'applied' })).toEqual([expect.stringContaining('about 42 queries')]);
    expect(await price('', 'for (const kind of [1, 2]) await this.comments.count({ where: { id: kind } });')).toEqual([expect.stringContaining('2 queries for a page of 20')]);
  });

  it('gives no sum where the page size can not be read', async () => {
    expect(await price('defaultLimit: Number(process.env.LIMIT)', EACH)).toEqual([]);
    expect(await price('...all', EACH)).toEqual([]);
  });

  it('takes the rows for those of a page', async () => {
    const messages = await lintProject(service('', EACH), 'src/posts.service.ts', { preset: 'recommended' });
    expect(messages.map(({ message }) => message)).toEqual([expect.stringContaining('`this.comments.count` runs once for each of `page.data`: a query per row')]);
    const target = 'src/posts.service.ts';
    const text = service('', EACH)[target] ?? '';
    const own = 'export declare function paginate(...given: unknown[]): Promise<{ data: { id: number; comments: number }[] }>; export declare const PaginationType: object;';
    expect(await lintProject({ ...PROJECT, 'src/paging.ts': own, [target]: text.replace("'nestjs-paginate'", "'./paging'") }, target, { preset: 'recommended' })).toEqual([]);
  });
});

describe('NestJS-Crud', () => {
  const EACH = 'for (const post of page.data) post.title = await this.comments.count({ where: { post: { id: post.id } } });';
  const controller = (query: string, body = '', rest: ProjectFiles = {}): ProjectFiles => ({
    ...PROJECT,
    ...rest,
    'src/posts.controller.ts': `import { Crud, Override } from '@dataui/crud';
import { Repository } from 'typeorm';
import { Comment, Post } from './entities';
@Crud({ model: { type: Post }, query: { ${query} } })
export class PostsController {
  constructor(private readonly comments: Repository<Comment>) {}
  get base() { return this; }
  ${body}
}
`,
  });
  const own = (loop: string, decorator = '@Override()'): string => `${decorator} async getMany(req) { const page = await this.base.getManyBase(req); ${loop} return page; }`;
  const price = async (...given: Parameters<typeof controller>): Promise<string[]> => priced(controller(...given), 'src/posts.controller.ts');

  it('tells the page, its count and the keys that joins take', async () => {
    expect(await price('limit: 25, maxLimit: 100')).toEqual(['4 The list of `Post` sends about 2 queries for a page of 25: 1 for the page and 1 for its count']);
    expect(await price('limit: 25, join: { comments: { eager: true } }')).toEqual([expect.stringContaining('3 queries for a page of 25: 1 for the page, 1 for the keys of its rows and 1 for its count')]);
    expect(await price('maxLimit: 50, join: { comments: {} }')).toEqual([expect.stringContaining('2 queries for a page of 50')]);
    expect(await price('', '', { 'src/main.ts': "import { CrudConfigService } from '@dataui/crud';\nCrudConfigService.load({ query: { limit: 30 } });" })).toEqual([expect.stringContaining('a page of 30')]);
  });

  it('tells what the controller asks for each row before it hands the page on', async () => {
    expect(await price('limit: 25', own(EACH))).toEqual(['4 The list of `Post` sends about 27 queries for a page of 25: 1 for the page, 1 for its count and 1 a row in the rows']);
    expect(await price('limit: 25', own(EACH, "@Override('getManyBase')"))).toEqual([expect.stringContaining('27 queries')]);
    expect(await price('limit: 25', own("const rows = Array.isArray(page) ? page : page.data; for (const post of rows) post.title = await this.comments.count({ where: { post: { id: post.id } } });"))).toEqual([expect.stringContaining('27 queries')]);
    // a route of its own
    expect(await price('limit: 25', own(EACH, "@Get('export')"))).toEqual([expect.stringContaining('2 queries')]);
  });

  it('gives no sum of a page without a size, nor of a list that is read in another way', async () => {
    expect(await price('', own(EACH))).toEqual([]);
    expect(await price('limit: Number(process.env.LIMIT)', own(EACH))).toEqual([]);
    expect(await price('limit: 25', '@Override() async getMany(req) { return this.service.page(req); }')).toEqual([]);
  });

  it('takes the rows for those of a page', async () => {
    const perRow = async (files: ProjectFiles, target: string): Promise<string[]> => (await lintProject(files, target, { rules: { 'admin-scale/no-query-per-row': ['error', { impact: 'high' }] } })).map(({ line }) => String(line));
    expect(await perRow(controller('limit: 25', own(EACH)), 'src/posts.controller.ts')).toEqual(['8']);
    expect(await perRow(controller('limit: 25', own(EACH).replace('this.base.getManyBase', 'this.pages.getManyBase')), 'src/posts.controller.ts')).toEqual(['8']);
    const service = (base: string): ProjectFiles => ({ ...PROJECT, 'src/posts.service.ts': `import { TypeOrmCrudService } from '@dataui/crud-typeorm';
import { Repository } from 'typeorm';
import { Comment } from './entities';
class Service { async getMany(req) { return { data: [] }; } }
export class PostsService extends ${base} {
  private readonly comments: Repository<Comment>;
  async getMany(req) { const page = await super.getMany(req); ${EACH} return page; }
}
` });
    expect(await perRow(service('TypeOrmCrudService'), 'src/posts.service.ts')).toEqual(['7']);
    expect(await perRow(service('Service'), 'src/posts.service.ts')).toEqual([]);
  });
});

describe('NestJS-Query', () => {
  const dto = (decorators: string, packages = NEST): ProjectFiles => ({
    'package.json': packages,
    'src/post.dto.ts': `import { CursorConnection, FilterableRelation, OffsetConnection, QueryOptions, Relation, UnPagedRelation } from '@ptc-org/nestjs-query-graphql';
import { AuthorDTO, CommentDTO, TagDTO } from './dtos';
${decorators}
export class PostDTO { id: number; }
`,
  });
  const price = async (...given: Parameters<typeof dto>): Promise<string[]> => priced(dto(...given), 'src/post.dto.ts');

  it('tells a query for each relation of all rows, and one for each row where a relation is counted', async () => {
    expect(await price("@Relation('author', () => AuthorDTO)")).toEqual(['4 The list of `PostDTO` sends about 2 queries for a page of 10: 1 for the page and 1 for the relations of its rows']);
    expect(await price("@FilterableRelation('author', () => AuthorDTO) @UnPagedRelation('tags', () => TagDTO) @QueryOptions({ enableTotalCount: true })")).toEqual([expect.stringContaining('4 queries for a page of 10: 1 for the page, 1 for its total count and 2 for the relations of its rows')]);
    expect(await price("@OffsetConnection('comments', () => CommentDTO, { enableTotalCount: true }) @CursorConnection('tags', () => TagDTO, { enableTotalCount: true }) @QueryOptions({ defaultResultSize: 25 })")).toEqual([
      '4 The list of `PostDTO` sends about 53 queries for a page of 25: 1 for the page, 2 for the relations of its rows and 2 a row for `comments.totalCount` and `tags.totalCount`',
    ]);
    expect(await price("@OffsetConnection('comments', () => CommentDTO, { enableTotalCount: false })")).toEqual([expect.stringContaining('2 queries for a page of 10')]);
  });

  it('gives no sum for other adapters, for sizes that can not be read, and of what has no relations', async () => {
    expect(await price("@Relation('author', () => AuthorDTO)", NEST.replace('nestjs-query-typeorm', 'nestjs-query-sequelize'))).toEqual([]);
    expect(await price("@Relation('author', () => AuthorDTO) @QueryOptions({ defaultResultSize: size() })")).toEqual([]);
    expect(await price('@QueryOptions({ enableTotalCount: true })')).toEqual([]);
  });
});

describe('Strapi', () => {
  const EACH = "for (const post of result) post.votes = await strapi.db.query('api::vote.vote').count({ where: { post: post.id } });";
  const type = (attributes: object, rest: object = {}): string => JSON.stringify({ info: { singularName: 'blog-post' }, attributes, ...rest });
  const project = (body: string, schema: string, version = '^5.1.0'): ProjectFiles => ({
    'package.json': `{ "dependencies": { "@strapi/strapi": "${version}" } }`,
    'src/api/blog-post/content-types/blog-post/schema.json': schema,
    'src/api/blog-post/content-types/blog-post/lifecycles.js': `module.exports = { async afterFindMany({ result }) { ${body} } };\n`,
  });
  const price = async (...given: Parameters<typeof project>): Promise<string[]> => priced(project(...given), 'src/api/blog-post/content-types/blog-post/lifecycles.js');

  it('tells what the content manager asks, and what runs behind it', async () => {
    expect(await price(EACH, type({ title: { type: 'string' } }))).toEqual(['1 The list of `BlogPost` sends about 13 queries for a page of 10: 3 for the page, its count and other versions and 1 a row in the lifecycle `afterFindMany`']);
    const attributes = { author: { type: 'relation', relation: 'manyToOne', target: 'api::author.author' }, cover: { type: 'media' }, seo: { type: 'component', component: 'shared.seo' }, blocks: { type: 'dynamiczone', components: ['shared.text'] } };
    expect(await price('', type(attributes, { options: { draftAndPublish: true } }))).toEqual([expect.stringContaining('9 queries for a page of 10: 4 for the page, its count and other versions and 5 for relations, files and components')]);
    expect(await price(EACH, type({}, { config: { settings: { pageSize: 50 } } }))).toEqual([expect.stringContaining('53 queries for a page of 50')]);
    expect(await price("const votes = await strapi.db.query('api::vote.vote').findMany({ where: { post: result.map((post) => post.id) } });", type({}))).toEqual([expect.stringContaining('4 queries for a page of 10: 3 for the page, its count and other versions and 1 in the lifecycle')]);
  });

  it('gives no sum for what was not measured', async () => {
    expect(await price(EACH, type({}), '4.25.0')).toEqual([]);
    expect(await price(EACH, type({}, { pluginOptions: { i18n: { localized: true } } }))).toEqual([]);
    expect(await price(EACH, '{ "attributes": ')).toEqual([]);
    const elsewhere = project('', type({}));
    const lifecycles = 'src/api/blog-post/content-types/blog-post/lifecycles.js';
    expect(await priced({ ...elsewhere, 'src/hooks.js': 'exports.votes = async ({ result }) => {};', [lifecycles]: "const { votes } = require('../../../../hooks');\nmodule.exports = { afterFindMany: votes };\n" }, lifecycles)).toEqual([]);
  });
});

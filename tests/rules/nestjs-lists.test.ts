import { describe, expect, it } from 'vitest';
import { applyRemedies, lintProject, type ProjectFiles, ruleIds } from '../lint-project.ts';

const PACKAGE = '{ "dependencies": { "@dataui/crud": "5", "nestjs-paginate": "15", "@ptc-org/nestjs-query-graphql": "9", "typeorm": "0.3" } }';

const ENTITIES = `import { Column, CreateDateColumn, Entity, Index, ManyToMany, ManyToOne, OneToMany, PrimaryGeneratedColumn, ViewEntity } from 'typeorm';
@Entity() export class User { @PrimaryGeneratedColumn() id: number; @Column() name: string; @OneToMany(() => Post, (post) => post.user) posts: Post[]; }
@ViewEntity({ expression: 'select 1' }) export class PostStats { @ManyToOne(() => Post) post: Post; }
@Entity() export class Tag { @PrimaryGeneratedColumn() id: number; @Column({ unique: true }) name: string; }
@Entity() export class Post {
  @PrimaryGeneratedColumn() id: number;
  @Column() title: string;
  @Index() @Column() slug: string;
  @Column('text') content: string;
  @Column('text') excerpt: string;
  @Column({ type: 'bytea', select: false }) scan: Buffer;
  @Column({ type: 'boolean' }) published: boolean;
  @Column() userId: number;
  @CreateDateColumn() createdAt: Date;
  @ManyToOne(() => User, (user) => user.posts) user: User;
  @OneToMany(() => Comment, (comment) => comment.post) comments: Comment[];
  @ManyToMany(() => Tag) tags: Tag[];
  @ManyToOne(() => PostStats) stats: PostStats;
}
@Entity() export class Comment { @PrimaryGeneratedColumn() id: number; @Column() body: string; @ManyToOne(() => Post, (post) => post.comments) post: Post; }
`;

const PROJECT = { 'package.json': PACKAGE, 'src/entities.ts': ENTITIES };

const files = (text: string, rest: ProjectFiles = {}): ProjectFiles => ({ ...PROJECT, ...rest, 'src/list.ts': text });

async function told(text: string, rest: ProjectFiles = {}, settings: Readonly<Record<string, unknown>> = {}): Promise<string[]> {
  const messages = await lintProject(files(text, rest), 'src/list.ts', { settings });
  return messages.map(({ ruleId, message, line }) => `${String(line)} ${String(ruleId).replace('admin-scale/', '')}: ${message}`);
}

/** A controller whose `@Crud` has these options beside its model. */
const crud = (options: string, body = '', before = ''): string => `import { Crud, CrudController, Override } from '@dataui/crud';
import { Post } from './entities';
${before}
@Crud({ model: { type: Post }${options} })
export class PostController implements CrudController<Post> { ${body} }
`;

const UNLIMITED = 'Nothing limits how many rows of `Post` one request can read: `query.maxLimit` sets the limit.';
const LOADED = "CrudConfigService.load({ query: { limit: 25, maxLimit: 100 } });\nimport { AppModule } from './app.module';\n";
const main = (body: string): ProjectFiles => ({ 'src/main.ts': `import { CrudConfigService } from '@dataui/crud';\n${body}` });

/** Nothing large in the answers. */
const LEAN = "exclude: ['content']";

describe('NestJS-Crud: how many rows a request can ask for', () => {
  it.each([
    ['no query at all', ''],
    ['a default for requests that name none', `, query: { limit: 25, ${LEAN} }`],
    ['zero, which is none', `, query: { maxLimit: 0, ${LEAN} }`],
    ['pages always', `, query: { alwaysPaginate: true, ${LEAN} }`],
    ['routes with the list', `, query: { ${LEAN} }, routes: { only: ['getManyBase', 'getOneBase'] }`],
    ['routes without another one', `, query: { ${LEAN} }, routes: { exclude: ['createManyBase'] }`],
  ])('reports %s', async (_, options) => {
    expect((await told(crud(options))).filter((one) => one.includes('max-page-size'))).toEqual([expect.stringContaining(UNLIMITED)]);
  });

  it('says what a request without a limit gets', async () => {
    expect(await told(crud(`, query: { ${LEAN} }`))).toEqual([
      `4 max-page-size: ${UNLIMITED} Without it a request that names no \`limit\` gets the whole table, and \`?limit=1000000\` is taken as it comes. \`CrudConfigService.load({ query: { maxLimit: 100 } })\`, before the modules are imported, sets it for all.`,
    ]);
    expect((await told(crud(`, query: { limit: 25, ${LEAN} }`)))[0]).toContain('`limit` is only what a request gets that names none: `?limit=1000000`');
  });

  it.each([
    ['a limit', `, query: { maxLimit: 100, ${LEAN} }`],
    ['no list among the routes', `, query: { ${LEAN} }, routes: { only: ['getOneBase'] }`],
    ['the list left out', `, query: { ${LEAN} }, routes: { exclude: ['getManyBase'] }`],
    ['a list of routes that is computed', `, query: { ${LEAN} }, routes: { exclude: closed() }`],
    ['a limit of the environment', `, query: { maxLimit: Number(process.env.MAX), ${LEAN} }`],
    ['a part that is not known', `, query: { ...unknown, ${LEAN} }`],
  ])('is silent for %s', async (_, options) => {
    expect(await told(crud(options, '', 'declare const unknown: object; declare function closed(): string[];'))).toEqual([]);
  });

  it('heeds what the project loads for all, wherever it does so', async () => {
    expect(await told(crud(`, query: { ${LEAN} }`), main(LOADED))).toEqual([]);
    expect(await told(crud(`, query: { ${LEAN} }`), { ...main("import { general } from './general';\nCrudConfigService.load(general);"), 'src/general.ts': 'export const general = { query: { maxLimit: 50 } };' })).toEqual([]);
    expect(await told(crud(`, query: { ${LEAN} }`), main("import { general } from 'elsewhere';\nCrudConfigService.load(general);"))).toEqual([]);
    expect(await told(crud(`, query: { ${LEAN} }`), main("CrudConfigService.load({ query: { cache: 2000 } });"))).toEqual([expect.stringContaining(UNLIMITED)]);
    // its own word is the last one
    expect(await told(crud(`, query: { maxLimit: 0, ${LEAN} }`), main(LOADED))).toEqual([expect.stringContaining(UNLIMITED)]);
  });

  it('reads options from other files, through spreads and functions', async () => {
    const general = { 'src/general.ts': 'export const general = { query: { maxLimit: 100 } };\nexport function withLimit() { return { maxLimit: 100 }; }' };
    expect(await told(crud(`, query: { ...general.query, ${LEAN} }`, '', "import { general } from './general';"), general)).toEqual([]);
    expect(await told(crud(`, query: { ...withLimit(), ${LEAN} }`, '', "import { withLimit } from './general';"), general)).toEqual([]);
    expect(await told(crud(`, query: Object.assign({}, general.query, { ${LEAN} })`, '', "import { general } from './general';"), general)).toEqual([]);
    expect(await told(crud(`, query: { ...general.query, ${LEAN} }`, '', "import { general } from './general';"), { 'src/general.ts': 'export const general = { query: { cache: 1 } };' })).toEqual([expect.stringContaining(UNLIMITED)]);
  });

  it('leaves it to who answers lists by themselves', async () => {
    const options = `, query: { ${LEAN} }`;
    expect(await told(crud(options, "@Override('getManyBase') list(req) { return this.service.page(req); }"))).toEqual([]);
    expect(await told(crud(options, '@Override() getMany(req) { req.parsed.limit = Math.min(req.parsed.limit, 50); return this.base.getManyBase(req); }'))).toEqual([]);
    expect(await told(crud(options, '@Override() getMany(req) { return this.base.getManyBase(req); }'))).toEqual([expect.stringContaining(UNLIMITED)]);
    expect(await told(crud(options, "@Override('getOneBase') getMany(req) { return this.service.page(req); }"))).toEqual([expect.stringContaining(UNLIMITED)]);
    const service = (body: string): ProjectFiles => ({ 'src/service.ts': `import { TypeOrmCrudService } from '@dataui/crud-typeorm';\nexport class PostService extends TypeOrmCrudService<object> { ${body} }` });
    const own = crud(options, 'constructor(public service: PostService) {}', "import { PostService } from './service';");
    expect(await told(own, service('getTake() { return 20; }'))).toEqual([]);
    expect(await told(own, service('publish() { return 20; }'))).toEqual([expect.stringContaining(UNLIMITED)]);
  });

  it('reports limits above the maximum where they stand', async () => {
    expect(await told(crud(`, query: { maxLimit: 5000, ${LEAN} }`))).toEqual([expect.stringContaining('`query.maxLimit` lets one page of `Post` show 5000 rows')]);
    expect(await told("import { CrudConfigService } from '@dataui/crud';\nCrudConfigService.load({ query: { maxLimit: 1000 } });")).toEqual([expect.stringContaining('2 max-page-size: `query.maxLimit` lets one page of each list of Crud show 1000 rows')]);
    expect(await told(crud(`, query: { ${LEAN} }`), main('CrudConfigService.load({ query: { maxLimit: 1000 } });'))).toEqual([]);
  });

  it('writes the limit', async () => {
    expect(await applyRemedies(files(crud(`, query: { ${LEAN} }`)), 'src/list.ts')).toContain(`query: { ${LEAN}, maxLimit: 100 }`);
    const bare = await applyRemedies(files(crud('')), 'src/list.ts', { rules: { 'admin-scale/max-page-size': 'warn' } });
    expect(bare).toContain('@Crud({ model: { type: Post }, query: { maxLimit: 100 } })');
  });

  it('knows the decorator by its import', async () => {
    expect(await told(crud('').replace('@dataui/crud', './own'), { 'src/own.ts': 'export const Crud = (o: unknown) => (c: unknown) => c;' })).toEqual([]);
    expect((await told(crud(`, query: { ${LEAN} }`).replace('@dataui/crud', '@nestjsx/crud')))).toHaveLength(1);
    expect(ruleIds(await lintProject(files(crud(`, query: { ${LEAN} }`)), 'src/list.ts', { preset: 'recommended' }))).toEqual(['max-page-size']);
    expect(await told(crud(`, query: { ${LEAN} }`), {}, { rows: { Post: 40 } })).toEqual([]);
  });
});

describe('NestJS-Crud: what each row is loaded with', () => {
  const joined = (join: string): string => crud(`, query: { maxLimit: 100, ${LEAN}, join: { ${join} } }`);

  it('reports joins of many rows and of views', async () => {
    expect(await told(joined('comments: { eager: true }'))).toEqual([
      "4 no-over-fetching: Each row of the list of `Post` is loaded with `comments`, whether anything shows them or not. It is joined for every request, and a page of them takes a query with DISTINCT for its keys before the one for the rows: with `eager: false` the page that shows it asks for it with `?join=comments`.",
    ]);
    expect(await told(joined('stats: { eager: true }'))).toEqual([expect.stringContaining('`PostStats` is a view, which the database computes for every page')]);
    expect(await told(joined("user: { eager: true }, 'user.posts': { eager: true }"))).toEqual([expect.stringContaining('is loaded with `user.posts`')]);
    expect(await applyRemedies(files(joined('comments: { eager: true }')), 'src/list.ts')).toContain('comments: { eager: false }');
  });

  it.each([
    ['one row', 'user: { eager: true }'],
    ['a join that is asked for', 'comments: { eager: false }, tags: {}'],
    ['columns that were chosen', "tags: { eager: true, allow: ['name'] }"],
    ['a join that loads nothing', 'comments: { eager: true, select: false }'],
    ['a relation that the entity does not have', 'likes: { eager: true }'],
  ])('is silent for %s', async (_, join) => {
    expect(await told(joined(join))).toEqual([]);
  });

  it('reads options that code of the project hands on, and no limits of them', async () => {
    const config = (join: string): string => `import { Post } from './entities';
function getConfig(): BaseEntityModuleOptions { return { entity: Post, query: { ${LEAN}, join: { ${join} } } }; }
export default getConfig();`;
    expect(await told(config('stats: { eager: true }, user: { eager: true }'))).toEqual([expect.stringContaining('2 no-over-fetching: Each row of the list of `Post` is loaded with `stats`')]);
    expect(await told(config('stats: { eager: false }'))).toEqual([]);
    expect(await told(config('stats: { eager: true }'), { 'package.json': '{ "dependencies": { "typeorm": "0.3" } }' })).toEqual([]);
  });

  it('reports large columns that nothing leaves out', async () => {
    expect(await told(crud(', query: { maxLimit: 100 }'))).toEqual([
      "4 no-over-fetching: Each row of the list of `Post` is loaded with `content`, whether anything shows them or not. `query: { exclude: ['content'] }` leaves it out, of the answers for one row too: a page that needs it reads it by a route of its own.",
    ]);
    expect(await told(crud(", query: { maxLimit: 100, allow: ['title'] }"))).toEqual([]);
    expect(await told(crud(', query: { maxLimit: 100, exclude: [...heavy] }', '', "const heavy = ['content'] as const;"))).toEqual([]);
    expect(await told(crud(', query: { maxLimit: 100, exclude: heavy() }', '', 'declare function heavy(): string[];'))).toEqual([]);
    expect(await applyRemedies(files(crud(", query: { maxLimit: 100, exclude: ['slug'] }")), 'src/list.ts')).toContain("exclude: ['slug', 'content']");
    expect(await applyRemedies(files(crud(', query: { maxLimit: 100 }')), 'src/list.ts')).toContain("query: { maxLimit: 100, exclude: ['content'] }");
  });
});

/** A configuration of a list of posts. */
const paged = (options: string, before = ''): string => `import { FilterOperator, PaginateConfig, PaginationLimit } from 'nestjs-paginate';
import { Post } from './entities';
${before}
export const config: PaginateConfig<Post> = { sortableColumns: ['id'], ${options} };
`;

describe('NestJS-Paginate', () => {
  it.each([
    ['maxLimit: 1000', '`maxLimit` lets one page of `Post` show 1000 rows, over the maximum of 100'],
    ['maxLimit: -1', 'Nothing limits how many rows of `Post` one request can read: `maxLimit` sets the limit. `?limit=-1` gives the whole table'],
    ['maxLimit: PaginationLimit.NO_PAGINATION', 'Nothing limits how many rows of `Post`'],
  ])('reports %s', async (options, message) => {
    expect(await told(paged(options))).toEqual([expect.stringContaining(`4 max-page-size: ${message}`)]);
    expect(await applyRemedies(files(paged(options)), 'src/list.ts')).toContain('maxLimit: 100 }');
  });

  it('is silent for limits that hold, and for default ones, which they bound', async () => {
    expect(await told(paged('maxLimit: 100'))).toEqual([]);
    expect(await told(paged('defaultLimit: 500'))).toEqual([]);
    expect(await told(paged('maxLimit: limit()', 'declare function limit(): number;'))).toEqual([]);
  });

  it('reports the limit that holds for all', async () => {
    expect(await told("import { updateGlobalConfig } from 'nestjs-paginate';\nupdateGlobalConfig({ defaultMaxLimit: 1000 });")).toEqual([expect.stringContaining('`defaultMaxLimit` lets one page of')]);
  });

  it('reports to-many relations, and how they multiply', async () => {
    expect(await told(paged("relations: ['user', 'comments', 'tags']"))).toEqual([
      "4 no-over-fetching: Each row of the list of `Post` is loaded with `comments` and `tags`, whether anything shows them or not. A page takes a query with DISTINCT for its keys before the one for the rows, and each row comes back once for each combination of theirs. Leave out what the list doesn't show, or `select` the few columns that it does.",
    ]);
    expect(await told(paged('relations: { user: { posts: true }, tags: false }'))).toEqual([expect.stringContaining('is loaded with `user.posts`, whether')]);
  });

  it.each([
    ['to-one relations', "relations: ['user']"],
    ['columns that were chosen', "relations: ['comments'], select: ['id', 'comments.id']"],
    ['a relation that is sorted by', "relations: ['tags'], filterableColumns: { 'tags.name': [FilterOperator.EQ] }"],
    ['joins of its own', "relations: ['comments'], joinMethods: { comments: 'leftJoin' }"],
  ])('is silent for %s', async (_, options) => {
    expect(await told(paged(options))).toEqual([]);
  });

  it('reports what pages are sorted and filtered by without an index', async () => {
    expect(await told(paged("defaultSortBy: [['createdAt', 'DESC']]"))).toEqual([
      '4 require-index: The list of `Post` is sorted by `createdAt`, which no index begins with: every page sorts the whole table first. Add `@Index()` to `Post.createdAt`, which takes a migration.',
    ]);
    expect(await told(paged('').replace("['id']", "['title', 'id']"))).toEqual([expect.stringContaining('is sorted by `title`')]);
    expect(await told(paged('filterableColumns: { title: [FilterOperator.EQ], createdAt: true, slug: true }'))).toEqual([
      '4 require-index: The rows of `Post` are looked for by `title` or `createdAt`, which no index begins with: each lookup reads the whole table. `@Index()` on those that requests do filter by serves them.',
    ]);
  });

  it.each([
    ['an index', "defaultSortBy: [['slug', 'ASC']]"],
    ['a filter of its own, which may have one', "defaultSortBy: [['createdAt', 'DESC']], where: { published: true }"],
    ['columns of few values', 'filterableColumns: { published: [FilterOperator.EQ] }'],
    ['keys of relations, which some databases index by themselves', 'filterableColumns: { userId: [FilterOperator.EQ], user: true }'],
    ['parts of a text', 'filterableColumns: { title: [FilterOperator.ILIKE] }'],
  ])('is silent for %s', async (_, options) => {
    expect(await told(paged(options))).toEqual([]);
  });

  it('reports searches through other tables, and of texts where the table is large', async () => {
    expect(await told(paged("searchableColumns: ['title', 'comments.body']"))).toEqual([expect.stringContaining('The search of `Post` goes through `comments.body`, of which a row can have many')]);
    expect(await told(paged("searchableColumns: ['title', 'user.name']"))).toEqual([expect.stringContaining('also looks in `user.name`')]);
    expect(await told(paged("searchableColumns: ['title', 'content']"))).toEqual([]);
    expect(await told(paged("searchableColumns: ['title', 'content']"), {}, { rows: { Post: 2_000_000 } })).toEqual([expect.stringContaining('looks for each word anywhere in `title` and `content`')]);
  });

  it('finds configurations by what they are handed to, and by the type of the package alone', async () => {
    const service = `import { paginate, PaginateQuery } from 'nestjs-paginate';
import { Repository } from 'typeorm';
import { Post } from './entities';
export class Posts {
  constructor(private readonly posts: Repository<Post>) {}
  list(query: PaginateQuery) { return paginate(query, this.posts, { sortableColumns: ['id'], maxLimit: 2000 }); }
}`;
    expect(await told(service)).toEqual([expect.stringContaining('6 max-page-size: `maxLimit` lets one page of `Post` show 2000 rows')]);
    expect(await told(paged('maxLimit: 1000').replace("from 'nestjs-paginate'", "from './own'"))).toEqual([]);
  });
});

const query = (decorators: string, name = 'PostDTO'): string => `import { CRUDResolver, NestjsQueryGraphQLModule, OffsetConnection, PagingStrategies, QueryOptions, UnPagedRelation } from '@ptc-org/nestjs-query-graphql';
import { CommentDTO, CustomerDTO } from './dto';
${decorators}
export class ${name} {}
`;

describe('NestJS-Query', () => {
  it.each([
    ['@QueryOptions({ maxResultsSize: -1 })', 'Nothing limits how many rows of `PostDTO` one request can read: `maxResultsSize` sets the limit. With -1'],
    ['@QueryOptions({ maxResultsSize: 1000 })', '`maxResultsSize` lets one page of `PostDTO` show 1000 rows'],
    ['@QueryOptions({ pagingStrategy: PagingStrategies.NONE })', 'one request can read: `PagingStrategies.OFFSET` sets the limit. `PagingStrategies.NONE` answers'],
    ['@QueryOptions({ enableFetchAllWithNegative: true })', '`maxResultsSize` sets the limit. `enableFetchAllWithNegative` gives every row'],
    ['@Mod({ imports: [NestjsQueryGraphQLModule.forFeature({ resolvers: [{ DTOClass: PostDTO, read: { maxResultsSize: -1 } }] })] })', 'Nothing limits how many rows of `PostDTO`'],
  ])('reports %s', async (decorators, message) => {
    expect(await told(query(decorators))).toEqual([expect.stringContaining(message)]);
  });

  it('reports resolvers', async () => {
    expect(await told(query('class R extends CRUDResolver(CommentDTO, { read: { maxResultsSize: -1 } }) {}'))).toEqual([expect.stringContaining('how many rows of `CommentDTO`')]);
    expect(await applyRemedies(files(query('@QueryOptions({ maxResultsSize: -1 })')), 'src/list.ts')).toContain('maxResultsSize: 100');
  });

  it.each([
    ['what is usual', '@QueryOptions({ pagingStrategy: PagingStrategies.OFFSET, enableTotalCount: true })'],
    ['a limit', '@QueryOptions({ maxResultsSize: 100 })'],
    ['no list', '@Mod(NestjsQueryGraphQLModule.forFeature({ resolvers: [{ DTOClass: PostDTO, pagingStrategy: PagingStrategies.NONE, read: { disabled: true } }] }))'],
    ['children, of which a row has a handful', "@UnPagedRelation('comments', () => CommentDTO)"],
    ['pages of a relation that nobody counts', "@OffsetConnection('comments', () => CommentDTO)"],
  ])('is silent for %s', async (_, decorators) => {
    expect(await told(query(decorators))).toEqual([]);
  });

  it('reports relations without pages where their rows are known to be many', async () => {
    expect(await told(query("@UnPagedRelation('customers', () => CommentDTO)"), {}, { rows: { Comment: 500_000 } })).toEqual([expect.stringContaining('how many rows of `Comment` (500,000 rows) one request can read: `@OffsetConnection` sets the limit')]);
    expect(await told(query("@UnPagedRelation('members', () => MemberDTO)", 'CityDTO'))).toEqual([expect.stringContaining('how many rows of `MemberDTO` (one row per user of the program)')]);
  });

  it('reports counts of each row\'s relation', async () => {
    expect(await told(query("@OffsetConnection('comments', () => CommentDTO, { enableTotalCount: true })"))).toEqual([
      '3 no-exact-count: The rows of `CommentDTO` are counted once for each `PostDTO` of a page, where a list asks for their total: a query per row. Where a list needs the number, keep it in a column, or count for the rows of the page with one query of your own.',
    ]);
    expect(await told(query("@OffsetConnection('comments', () => CommentDTO, { enableTotalCount: false })"))).toEqual([]);
  });
});

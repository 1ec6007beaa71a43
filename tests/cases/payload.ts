import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const FILE = 'tests/fixtures/payload/src/file.ts';
const fine = (name: string, code: string): ValidCase => ({ name, code, filename: FILE });
const wrong = (name: string, code: string, messageId: string, output?: string): InvalidCase => ({
  name, code, filename: FILE, errors: [{ messageId, ...(output === undefined ? {} : { suggestions: [{ messageId: 'remedyChanging', output }] }) }],
});

/** A function that is handed the instance. */
const local = (body: string): string => `import type { Payload } from 'payload';
export async function work(payload: Payload, ids: string[]) {
  ${body}
}`;

/** A collection with this hook of reading. */
const hooked = (hook: string, type = 'CollectionConfig'): string => `import type { ${type} } from 'payload';
export const Articles: ${type} = { slug: 'articles', fields: [{ name: 'title', type: 'text' }], hooks: { afterRead: [${hook}] } };`;

/** A loop over all posts that calls a function, which reads a post where it isn't given one. */
const ofPost = (body: string, call: string): string => `import type { Payload } from 'payload';
async function total(payload: Payload, id: string, post?: { total: number }) { ${body} }
export async function work(payload: Payload) { const { docs } = await payload.find({ collection: 'posts', limit: 0 }); for (const row of docs) await ${call}; }`;
const READ = "await payload.findByID({ collection: 'posts', id })";

const QUERY = "await req.payload.find({ collection: 'volumes', where: { articles: { contains: doc.id } } })";

export const reads: CaseTable = {
  invalid: [
    wrong('a query per document in a hook of reading', hooked(`async ({ doc, req }) => ({ ...doc, volume: (${QUERY}).docs[0] })`), 'perRow'),
    wrong('a hook in a file of its own, by its type', `import type { CollectionAfterReadHook } from 'payload';
export const populate: CollectionAfterReadHook = async ({ doc, req: { payload } }) => {
  for (const author of doc.authors) doc.names.push((await payload.findByID({ collection: 'users', id: typeof author === 'object' ? author.id : author })).name);
  return doc;
};`, 'perRow'),
    wrong('a hook that another function makes, by its type', "import type { CollectionAfterReadHook } from 'payload';\nexport const countOf = (slug: string): CollectionAfterReadHook => async ({ doc, req }) => ({ ...doc, total: (await req.payload.count({ collection: slug, where: { article: { equals: doc.id } } })).totalDocs });", 'perRow'),
    wrong('a hook of a field', "import type { Field } from 'payload';\nexport const total: Field = { name: 'total', type: 'number', virtual: true, hooks: { afterRead: [async ({ data, req }) => (await req.payload.count({ collection: 'orders', where: { shop: { equals: data.id } } })).totalDocs] } };", 'perRow'),
    wrong('a loop over the documents of a read of all', local("const { docs } = await payload.find({ collection: 'posts', limit: 0 });\n  for (const post of docs) await payload.findByID({ collection: 'logs', id: post.title });"), 'perRow'),
    { ...wrong('the same for every document', hooked("async ({ doc, req }) => ({ ...doc, menu: await req.payload.findGlobal({ slug: 'menu' }) })"), 'perRow'), errors: [{
      messageId: 'perRow',
      data: {
        callee: 'req.payload.findGlobal', subject: 'for each document of `articles` that is read, in the hook `afterRead`', cost: 'a query per row',
        advice: 'It asks the same for every document: keep the promise in `req.context`.',
      },
    }] },
    { ...wrong('the same of a collection for every document', hooked("async ({ doc, req }) => ({ ...doc, menu: await req.payload.find({ collection: 'menus', where: { name: { equals: 'main' } } }) })"), 'perRow'), errors: [{
      messageId: 'perRow',
      data: {
        callee: 'req.payload.find', subject: 'for each document of `articles` that is read, in the hook `afterRead`', cost: '2 queries per row',
        advice: 'It asks the same for every document: keep the promise in `req.context`, or ask `req.payloadDataLoader.find`, which remembers what it was asked in one request.',
      },
    }] },
    { ...wrong('a number per row', local("const { docs } = await payload.find({ collection: 'tags', limit: 0 });\n  for (const tag of docs) { const { totalDocs } = await payload.find({ collection: 'posts', where: { tags: { contains: tag.id } } }); console.log(totalDocs); }"), 'perRow'), errors: [{
      messageId: 'perRow',
      data: {
        callee: 'payload.find', subject: 'for each of `docs`', cost: '2 queries per row',
        advice: "Read what is counted with one `payload.find({ collection: 'posts', where: { tags: { in: ids } }, select: { tags: true }, depth: 0, pagination: false })` before the loop and count the documents per `tags`: the local API has no count of groups.",
      },
    }] },
    wrong('what is read where it is missing, and missing it is', ofPost(`if (!post) post = ${READ}; return post.total;`, 'total(payload, row.id)'), 'perRowVia'),
    wrong('what is read where it is missing, and may be so by a test', ofPost(`if (!post) post = ${READ}; return post.total;`, "total(payload, row.id, row.total ? row : null)"), 'perRowVia'),
    wrong('what is read whether it is there or not', ofPost(`if (post) post = ${READ}; return post?.total;`, 'total(payload, row.id, row)'), 'perRowVia'),
    wrong('a loop over handed ids', local("for (const id of ids) await payload.findByID({ collection: 'posts', id });"), 'perRow'),
  ],
  valid: [
    fine('a hook that leaves lists out', hooked(`async ({ doc, req, findMany }) => { if (findMany) return doc; return { ...doc, volume: (${QUERY}).docs[0] }; }`)),
    fine('a hook that keeps its answers', hooked(`async ({ doc, req }) => { req.context.volumes ??= ${QUERY}; return { ...doc, volume: req.context.volumes }; }`)),
    fine('a hook that asks for what is no document yet', hooked(`async ({ doc, req }) => { if (typeof doc.author !== 'object') doc.volume = ${QUERY}; return doc; }`)),
    fine('a hook that asks for what a select left out', hooked(`async ({ doc, req }) => { if (!('author' in doc)) doc.volume = ${QUERY}; return doc; }`)),
    ...[`if (typeof post === 'undefined') post = ${READ}; return post.total;`, `if (!post) { post = ${READ}; } return post.total;`, `post ??= ${READ}; return post.total;`, `return (post ?? ${READ}).total;`, `return post == null ? (${READ}).total : post.total;`]
      .map((body) => fine(`what is read where it is missing, and isn't: ${body.slice(0, 30)}`, ofPost(body, 'total(payload, row.id, row)'))),
    fine('what is read where it is missing, and handed on where it is there', ofPost(`if (!post) post = ${READ}; return post.total;`, 'total(payload, row.id, row || null)')),
    fine('the hook of a global, which is one document', hooked(`async ({ doc, req }) => ({ ...doc, volume: ${QUERY} })`, 'GlobalConfig')),
    fine('a loop over the ten documents that a read gives by itself', local("const { docs } = await payload.find({ collection: 'posts' });\n  for (const post of docs) await payload.findByID({ collection: 'logs', id: post.title });")),
    fine('another collection in each round', local("for (const collection of ids) await payload.findByID({ collection: collection as 'posts', id: 1 });")),
    fine('something else that is called payload', 'export async function work({ payload }, ids) {\n  for (const id of ids) await payload.find({ id });\n}'),
  ],
};

export const writes: CaseTable = {
  invalid: [
    wrong('documents deleted one by one', local("const { docs } = await payload.find({ collection: 'posts', limit: 0 });\n  for (const post of docs) await payload.delete({ collection: 'posts', id: post.id });"), 'perRow'),
  ],
  valid: [
    fine('documents deleted by a filter', local("await payload.delete({ collection: 'posts', where: { id: { in: ids } } });")),
    { ...fine('what belongs to one document, by its id', local("const { docs } = await payload.find({ collection: ids[0] as 'posts', where: { author: { equals: ids[1].id } }, limit: 500 });\n  for (const post of docs) await payload.delete({ collection: 'posts', id: post.id });")), options: [{ impact: 'high' }] },
    fine('documents created, for which there is no bulk form', local("const { docs } = await payload.find({ collection: 'posts', limit: 0 });\n  for (const post of docs) await payload.create({ collection: 'logs', data: { post: post.id } });")),
  ],
};

/** A walk by pages whose loop begins so, with these options and this done with each batch. */
const walk = (head: string, options: string, body = ''): string => local(`let page = 1;
  ${head} { const { docs, hasNextPage } = await payload.find({ collection: 'posts', ${options} page, limit: 100 }); ${body} if (!hasNextPage) break; page += 1; }`);
const STATUS = "where: { status: { equals: 'open' } },";
const drift = (name: string, code: string, because: string): InvalidCase => ({ name, code, filename: FILE, errors: [{ messageId: 'drift', data: { callee: 'payload.find', because, advice: BY_ID } }] });
const UNCOUNTED = ', with `pagination: false` beside the limit, which spares the count of each page';
const ENDS = ' The last batch is the one with fewer than the limit: `totalPages` and `hasNextPage` tell of a single page then.';
const BY_ID = `Continue after the last document: \`where: { id: { greater_than: lastId } }\` and \`sort: 'id'\`${UNCOUNTED}.${ENDS}`;

export const batches: CaseTable = {
  invalid: [
    drift('a walk over rows that it takes out, by data of a name', walk('for (;;)', STATUS, "const data = { status: 'done' }; for (const { id } of docs) await payload.update({ collection: 'posts', id, data });"), '`payload.update` on line 4'),
    drift('a walk over rows that a function takes out', `${walk('for (;;)', STATUS, 'await Promise.all(docs.map(({ id }) => close(payload, id)));')}
const close = (payload: Payload, id: string) => payload.update({ collection: 'posts', id, data: { status: 'done' } });`, '`payload.update` through `close` on line 4'),
    drift('a short walk over rows that it takes out', walk('while (page <= 40)', STATUS, "for (const { id } of docs) await payload.delete({ collection: 'posts', id });"), '`payload.delete` on line 4'),
    wrong('a walk of many pages', walk('while (page <= 4000)', ''), 'offset'),
    wrong('a walk whose end is no number', walk('while (page <= ids.length)', ''), 'offset'),
    { ...wrong('a walk in an order of its own', walk('for (;;)', "sort: '-createdAt',"), 'offset'), errors: [{
      messageId: 'offset',
      data: { callee: 'payload.find', advice: `Continue after the last document: end \`sort\` with \`id\` and ask with \`where\` for the documents after the last one in that order${UNCOUNTED}; where the order is no matter, \`where: { id: { greater_than: lastId } }\` and \`sort: 'id'\` will do.${ENDS}` },
    }] },
    { ...wrong('a walk in the order of the key', walk('for (;;)', "sort: 'id',"), 'offset'), errors: [{ messageId: 'offset', data: { callee: 'payload.find', advice: BY_ID } }] },
    wrong('a walk by pages', local("let page = 1;\n  for (;;) { const { docs } = await payload.find({ collection: 'posts', page, limit: 100 }); if (docs.length === 0) break; page += 1; }"), 'offset')],
  valid: [fine('a walk of a few pages', walk('while (page <= 40 && ids.length > 0)', '')), fine('a walk by keys', local("let last = 0;\n  for (;;) { const { docs } = await payload.find({ collection: 'posts', where: { id: { greater_than: last } }, sort: 'id', limit: 100 }); if (docs.length === 0) break; last = docs[docs.length - 1].id; }"))],
};

/** The same beside the collections that it asks. */
const beside = (body: string): string => `import type { CollectionConfig } from 'payload';\nexport const Posts: CollectionConfig = { slug: 'posts', fields: [{ name: 'title', type: 'text' }, { name: 'body', type: 'richText' }] };\nexport const Tags: CollectionConfig = { slug: 'tags', fields: [{ name: 'label', type: 'text' }, { name: 'owner', type: 'relationship', relationTo: 'users' }] };\n${local(body)}`;

/** Every document, read by a function of this name. */
const all = (name: string): string => local("const { docs } = await payload.find({ collection: 'users', limit: 0 });\n  return docs;").replace('function work', `function ${name}`);

export const unbounded: CaseTable = {
  invalid: [
    { ...wrong('every document for a list', all('people'), 'unlimited'), options: [{ impact: 'high' }] },
    wrong('every document for a sitemap, which is told of where all is', all('sitemap'), 'unlimited'),
    wrong('a collection that is only counted', local("const posts = await payload.find({ collection: 'posts', depth: 0, limit: 0 });\n  return posts.totalDocs;"), 'length', local("const posts = await payload.count({ collection: 'posts' });\n  return posts.totalDocs;")),
    wrong('every document that is published', local("const { docs } = await payload.find({ collection: 'users', limit: 0, where: { _status: { equals: 'published' } } });\n  return docs;"), 'unlimited'),
    wrong('a collection that is only tested', local("const users = await payload.find({ collection: 'users', limit: 0 });\n  return users.totalDocs === 0;"), 'emptiness', local("const users = await payload.find({ collection: 'users', limit: 1, pagination: false });\n  return users.totalDocs === 0;")),
    wrong('a page of which only the number is used', local("const { totalDocs } = await payload.find({ collection: 'posts', limit: 5 });\n  return totalDocs;"), 'number', local("const { totalDocs } = await payload.count({ collection: 'posts' });\n  return totalDocs;")),
    wrong('a page of which only the number of pages is used', local("const posts = await payload.find({ collection: 'posts', limit: 10, depth: 0 });\n  return posts.totalPages > ids.length ? posts.totalPages : 0;"), 'number'),
    wrong('as many users as a limit of a thousand leaves', local("const { docs } = await payload.find({ collection: 'users', limit: 1000 });\n  return docs;"), 'bounded'),
    wrong('thousands of documents of which nothing else is known', local("const { docs } = await payload.find({ collection: 'gadgets', limit: 5000, sort: 'date' });\n  docs.forEach((post) => console.log(post));"), 'bounded'),
    { ...wrong('a document that is looked for among a thousand', beside("const posts = await payload.find({ collection: 'posts', limit: 1000 });\n  return posts.docs.find((title) => title.title === ids.title);"), 'filtered'), errors: [{
      messageId: 'filtered', data: { callee: 'payload.find', rows: 'up to 1,000 rows of `posts`', columns: '`title`', advice: 'Put the condition on `title` into the query, so that only these rows are read.' },
    }] },
    wrong('a thousand of which none is left out, for they are looked through for each of several', beside("const posts = await payload.find({ collection: 'posts', limit: 1000 });\n  return ids.map((id) => posts.docs.filter((post) => post.title === id));"), 'bounded'),
    wrong('a thousand documents that are counted', local("const { docs } = await payload.find({ collection: 'posts', limit: 1000, select: { id: true } });\n  return docs.length;"), 'length'),
    wrong('all that comes in for one parent', local("const { docs } = await payload.find({ collection: 'messages', limit: 0, where: { ticket: { equals: ids[0] } } });\n  return docs;"), 'unlimited'),
    wrong('all documents, without a limit', local("const { docs } = await payload.find({ collection: 'users', pagination: false });\n  return docs;"), 'unlimited'),
  ],
  valid: [
    { ...fine('every document for a sitemap', all('sitemap')), options: [{ impact: 'high' }] },
    { ...fine('every document for the pages of a build', all('generateStaticParams')), options: [{ impact: 'high' }] },

    fine('a page', local("const { docs } = await payload.find({ collection: 'users' });\n  return docs;")),
    fine('a page with the number of pages', local("const { docs, totalPages } = await payload.find({ collection: 'posts', limit: 10, depth: 0 });\n  return { docs, totalPages };")),
    fine('a limit without its count', local("const { docs } = await payload.find({ collection: 'users', limit: 5, pagination: false });\n  return docs;")),
    fine('a limit that may be a page', local("const { docs } = await payload.find({ collection: 'users', limit: 200 });\n  return docs;")),
    fine('a thousand of which nobody knows whether there are so many', local("const { docs } = await payload.find({ collection: 'gadgets', limit: 1000 });\n  return docs;")),
    fine('a thousand of what is few', local("const { docs } = await payload.find({ collection: 'categories', limit: 1000 });\n  return docs;")),
    fine('one column of thousands', local("const { docs } = await payload.find({ collection: 'users', limit: 5000, select: { email: true } });\n  return docs;")),
    fine('thousands for a file', local("const { docs } = await payload.find({ collection: 'users', limit: 5000 });\n  return docs;").replace('function work', 'function exportUsers')),
    fine('documents of which one is left out of what is written down', beside("const { docs } = await payload.find({ collection: 'posts', limit: 1000, select: { title: true } });\n  return docs.filter((post) => post.title !== 'home');")),
    fine('documents in a state', local("const { docs } = await payload.find({ collection: 'posts', limit: 0, where: { state: { equals: 'open' } } });\n  return docs;")),
    fine('one column of all', local("const { docs } = await payload.find({ collection: 'users', limit: 0, select: { email: true } });\n  return docs;")),
    { ...fine('all that comes in for one parent, where only high impact is wanted', local("const { docs } = await payload.find({ collection: 'messages', limit: 0, where: { ticket: { equals: ids[0] } } });\n  return docs;")), options: [{ impact: 'high' }] },
    fine('what belongs to one', local("const { docs } = await payload.find({ collection: 'posts', limit: 0, where: { author: { equals: ids[0] } } });\n  return docs;")),
  ],
};

/** A collection that has a relation of its own and others in its rows. */
const ordered = (read: string, items = "{ name: 'items', type: 'array', fields: [{ name: 'product', type: 'relationship', relationTo: 'products' }] }"): string => `import type { CollectionConfig } from 'payload';
export const Orders: CollectionConfig = { slug: 'orders', fields: [{ name: 'note', type: 'text' }, { name: 'customer', type: 'relationship', relationTo: 'users' }, ${items}] };
${local(`const { docs } = await payload.find({ collection: 'orders', limit: 50 });\n  return docs.map((order) => ${read});`)}`;

/** A collection of ten light columns, of whose documents one is read. */
const light = (options: string, fields = 10): string => `import type { CollectionConfig } from 'payload';\nexport const Codes: CollectionConfig = { slug: 'codes', fields: [${Array.from({ length: fields }, (_, index) => `{ name: 'part${String(index)}', type: 'text' }`).join(', ')}] };\n${local(`const { docs } = await payload.find({ collection: 'codes', ${options} });\n  return docs.map((code) => code.part0);`)}`;

export const columns: CaseTable = {
  invalid: [
    { ...wrong('light columns of a thousand documents', light('limit: 1000, pagination: false'), 'unread', light('limit: 1000, pagination: false, select: { part0: true }')) },

    wrong('a heavy column that nothing reads', beside("const { docs } = await payload.find({ collection: 'posts', limit: 50 });\n  return docs.map((post) => post.title);"), 'unread', beside("const { docs } = await payload.find({ collection: 'posts', limit: 50, select: { title: true } });\n  return docs.map((post) => post.title);")),
    wrong('relations that nothing reads', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50 });\n  return docs.map(({ label }) => label);"), 'unread', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50, depth: 0 });\n  return docs.map(({ label }) => label);")),
    wrong('a page with its number of documents', beside("const { docs, totalDocs } = await payload.find({ collection: 'posts', limit: 50, page: ids.length, depth: 0 });\n  return { totalDocs, titles: docs.map((post) => post.title) };"), 'unread', beside("const { docs, totalDocs } = await payload.find({ collection: 'posts', limit: 50, page: ids.length, depth: 0, select: { title: true } });\n  return { totalDocs, titles: docs.map((post) => post.title) };")),
    wrong('relations beside rows that nothing reads', ordered('order.note'), 'unread', ordered('order.note').replace('limit: 50', 'limit: 50, select: { note: true }')),
    wrong('relations beside a column that every collection has', ordered('order.createdAt', ''), 'unread', ordered('order.createdAt', '').replace('limit: 50', 'limit: 50, depth: 0')),
    wrong('relations that are loaded by a number, and nothing reads', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50, depth: 1 });\n  return docs.map(({ label }) => label);"), 'unread', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50, depth: 0 });\n  return docs.map(({ label }) => label);")),
  ],
  valid: [
    fine('light columns of a page', light('limit: 100, pagination: false')),
    fine('light columns of what belongs to one', light('limit: 1000, pagination: false, where: { owner_id: { equals: ids[0] } }')),
    fine('light columns of which a good part is read', light('limit: 1000, pagination: false', 14).replace('code.part0', '[code.part0, code.part1, code.part2, code.part3, code.part4]')),
    fine('a few light columns', light('limit: 1000, pagination: false', 5)),
    fine('light columns that a select leaves out', light('limit: 1000, pagination: false, select: { part0: true }')),

    fine('relations that are loaded and read', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50, depth: 1 });\n  return docs.map(({ label, owner }) => [label, owner]);")),
    fine('relations within what is read', ordered('order.items')),
    fine('relations that a plugin may have put into what is read', ordered('order.meta', '')),
    fine('relations that are loaded as deep as somebody says', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50, depth: ids.length });\n  return docs.map(({ label }) => label);")),
    fine('an answer of which more than a page is taken', beside("const answer = await payload.find({ collection: 'posts', limit: 50, depth: 0 });\n  return [answer.cached, answer.docs.map((post) => post.title)];")),
    fine('selected columns', beside("const { docs } = await payload.find({ collection: 'posts', limit: 50, select: { title: true } });\n  return docs.map((post) => post.title);")),
    fine('the column is read', beside("const { docs } = await payload.find({ collection: 'posts', limit: 50 });\n  return docs.map((post) => post.body);")),
    fine('the documents are handed on', beside("const { docs } = await payload.find({ collection: 'posts', limit: 50 });\n  return docs;")),
    fine('a document is handed on', beside("const { docs } = await payload.find({ collection: 'posts', limit: 50 });\n  return docs.map((post) => String(post));")),
    fine('relations stay ids', beside("const { docs } = await payload.find({ collection: 'tags', limit: 50, depth: 0 });\n  return docs.map(({ label }) => label);")),
    fine('a handful', beside("const { docs } = await payload.find({ collection: 'posts', limit: 2 });\n  return docs.map((post) => post.title);")),
  ],
};

export const counts: CaseTable = {
  invalid: [
    wrong('a count that nobody looks at', local("const { docs } = await payload.find({ collection: 'posts', limit: 5 });\n  return docs;"), 'unread', local("const { docs } = await payload.find({ collection: 'posts', limit: 5, pagination: false });\n  return docs;")),
    wrong('ten documents and their number for one', local("const found = await payload.find({ collection: 'posts', where: { total: { equals: 1 } } });\n  return found.docs[0].total;"), 'unread', local("const found = await payload.find({ collection: 'posts', where: { total: { equals: 1 } }, limit: 1, pagination: false });\n  return found.docs[0].total;")),
    wrong('the first that a pattern takes', local("const { docs: [post] } = await payload.find({ collection: ids[0] });\n  return post;"), 'unread', local("const { docs: [post] } = await payload.find({ collection: ids[0], limit: 1, pagination: false });\n  return post;")),
  ],
  valid: [
    fine('several documents', local("const found = await payload.find({ collection: 'posts' });\n  return [found.docs[0], ...found.docs];")),
    fine('the first and the number of all', local("const found = await payload.find({ collection: 'posts' });\n  return [found.docs[0], found.totalDocs];")),
    fine('the count is left out', local("const { docs } = await payload.find({ collection: 'posts', limit: 5, pagination: false });\n  return docs;")),
    fine('the number of pages is used', local("const { docs, totalPages } = await payload.find({ collection: 'posts', limit: 5 });\n  return [docs, totalPages];")),
    fine('the answer is handed on', local("const posts = await payload.find({ collection: 'posts', limit: 5 });\n  return posts;")),
  ],
};

const collection = (options: string, fields = "{ name: 'rank', type: 'number' }"): string => `import type { CollectionConfig } from 'payload';
export const Shops: CollectionConfig = { slug: 'shops', ${options}, fields: [${fields}] };`;

export const pages: CaseTable = {
  invalid: [
    { ...wrong('a first page of hundreds', collection('admin: { pagination: { defaultLimit: 500 } }'), 'tooLarge'), errors: [{ messageId: 'tooLarge', suggestions: 1 }] },
    { ...wrong('a join that brings all', collection('labels: {}', "{ name: 'posts', type: 'join', collection: 'posts', on: 'shop', defaultLimit: 0 }"), 'unlimited'), errors: [{ messageId: 'unlimited', suggestions: 1 }] },
  ],
  valid: [fine('the pages that Payload offers', collection('admin: { pagination: { defaultLimit: 50, limits: [10, 50, 100] } }'))],
};

/** Documents that their owner alone may read. */
const OWNED = collection('access: { read: ({ req }) => ({ owner: { equals: req.user.id } }) }', "{ name: 'owner', type: 'relationship', relationTo: 'users' }");

/** A collection with these fields, and a function that looks for documents of it by `where`. */
const asking = (where: string, fields: string, slug = 'tickets'): string => `import type { CollectionConfig, Payload } from 'payload';
export const Tickets: CollectionConfig = { slug: '${slug}', fields: [${fields}] };
export const ask = (payload: Payload, given: string) => payload.find({ collection: '${slug}', where: ${where}, limit: 5 });`;
const NUMBER = "{ name: 'number', type: 'text' }";
const SHOP = "{ name: 'shop', type: 'relationship', relationTo: 'shops' }";
const BY_NUMBER = '{ number: { equals: given } }';

export const indexes: CaseTable = {
  invalid: [
    { ...wrong('a field that a call looks for', asking(BY_NUMBER, NUMBER), 'filter'), errors: [{
      messageId: 'filter', data: { fields: '`number`', field: 'number', table: '`tickets`', advice: '`payload.find` (file.ts:3) looks for documents by it: add `index: true`.' },
    }] },
    wrong('the reference of several fields that a call looks for', asking('{ and: [{ number: { equals: given } }, { shop: { in: [given] } }] }', `${NUMBER}, ${SHOP}`), 'filter'),
    wrong('a field beside a status that nearly all documents have', asking("{ _status: { equals: 'published' }, number: { equals: given } }", NUMBER), 'filter'),
    wrong('a field beside one of another collection', asking("{ 'shop.name': { equals: 'a' }, number: { equals: given } }", `${NUMBER}, { name: 'shop', type: 'relationship', relationTo: 'shops', index: true }`), 'filter'),
    wrong('a list sorted without an index', collection("defaultSort: '-rank'"), 'order'),
    wrong('a field in a tab, beside a tab of another file', collection("defaultSort: '-rank'", "{ type: 'tabs', tabs: [seoTab, { label: 'Order', fields: [{ name: 'rank', type: 'number' }] }] }"), 'order'),
    { ...wrong('a reference in a plugin, which may be installed on MongoDB', OWNED, 'filter'), filename: FILE.replace('payload', 'payload-plugin') },
    wrong('a reference that MongoDB has no index for', OWNED, 'filter'),
  ],
  valid: [
    fine('a field with an index', asking(BY_NUMBER, "{ name: 'number', type: 'text', index: true }")),
    fine('a unique field', asking(BY_NUMBER, "{ name: 'number', type: 'text', unique: true }")),
    fine('a field beside one with an index', asking('{ number: { equals: given }, shop: { equals: given } }', `${NUMBER}, { name: 'shop', type: 'relationship', relationTo: 'shops', index: true }`)),
    fine('a field beside the key', asking('{ number: { equals: given }, id: { in: [given] } }', NUMBER)),
    fine('a field beside one that a plugin adds', asking('{ number: { equals: given }, tenant: { equals: given } }', NUMBER)),
    fine('a field of a handful of choices', asking("{ state: { equals: 'open' } }", "{ name: 'state', type: 'select', options: ['open', 'closed'] }")),
    fine('a value that the code writes down', asking("{ number: { equals: 'none' } }", NUMBER)),
    fine('a text that is searched', asking('{ number: { contains: given } }', NUMBER)),
    fine('one of two conditions', asking('{ or: [{ number: { equals: given } }, { title: { equals: given } }] }', `${NUMBER}, { name: 'title', type: 'text' }`)),
    fine('a collection of which there are few documents', asking(BY_NUMBER, NUMBER, 'countries')),
    { ...fine('a reference that a call looks for on PostgreSQL', asking('{ shop: { equals: given } }', SHOP)), filename: FILE.replace('payload', 'payload-postgres') },
    fine('a list sorted by an index', collection("defaultSort: '-rank'", "{ name: 'rank', type: 'number', index: true }")),
    fine('an index of the collection', collection("defaultSort: '-rank', indexes: [{ fields: ['rank', 'id'] }]")),
    fine('a column that every collection has', collection("defaultSort: '-createdAt'")),
    fine('a field of another file', collection("defaultSort: '-order'")),
    { ...fine('a reference on PostgreSQL, which has an index for it', OWNED), filename: FILE.replace('payload', 'payload-postgres') },
    fine('an index on the reference', collection('access: { read: ({ req }) => ({ owner: { equals: req.user.id } }) }', "{ name: 'owner', type: 'relationship', relationTo: 'users', index: true }")),
  ],
};

/** A reference whose condition reads this. */
const options = (find: string): string => collection('labels: {}', `{ name: 'branch', type: 'relationship', relationTo: 'shops', filterOptions: async ({ req, user }) => { const { docs } = await req.payload.find(${find}); return { id: { in: docs.map(({ id }) => id) } }; } }`);

export const filters: CaseTable = {
  invalid: [wrong('a collection read for every view of a list', options("{ collection: 'shops', limit: 0, depth: 0 }"), 'query')],
  valid: [fine('a page of it', options("{ collection: 'shops', depth: 0 }"))],
};

/** What the list of a collection costs as it stands, over a budget that none keeps to. */
const cost = (options: string, fields: string | undefined, queries: number, size: number, parts: string, advice = 'Remove from the list what nobody needs.'): InvalidCase => ({
  code: collection(options, fields), filename: FILE, options: [{ max: 1, remedies: 'ignored' }],
  errors: [{ messageId: 'tooMany', data: { name: 'shops', queries: String(queries), unit: 'queries', size: String(size), max: '1', parts, advice } }],
});
const BASE = '5 for the page, its count, locks and preferences';
const READING = "async ({ doc, req }) => ({ ...doc, votes: (await req.payload.count({ collection: 'votes', where: { shop: { equals: doc.id } } })).totalDocs })";

export const costs: CaseTable = {
  invalid: [
    cost('labels: {}', undefined, 5, 10, BASE),
    cost(`admin: { pagination: { defaultLimit: 50 } }, hooks: { afterRead: [${READING}] }`, undefined, 55, 50, `${BASE} and 1 a row in hooks of reading`, 'Load what is read in hooks of reading with the rows of the page, or remove it from the list.'),
    cost('labels: {}', "{ name: 'owner', type: 'relationship', relationTo: 'users' }, { name: 'maker', type: 'relationship', relationTo: 'users' }", 6, 10, `${BASE} and 1 for the cells of relations`),
    cost('labels: {}', "{ name: 'branch', type: 'relationship', relationTo: 'shops', filterOptions: async ({ req }) => { const { docs } = await req.payload.find({ collection: 'shops', depth: 0, pagination: false }); return { id: { in: docs.map(({ id }) => id) } }; } }", 7, 10, `${BASE}, 1 for the cells of relations and 1 in \`filterOptions\``),
  ].map((one, index) => ({ ...one, name: `the cost of a list (${String(index)})` })),
  valid: [
    { ...fine('hooks of another file', collection('hooks: { afterRead: [elsewhere] }')), options: [{ max: 1 }] },
    { ...fine('fields of another file', collection('labels: {}', 'elsewhere')), options: [{ max: 1 }] },
    { ...fine('what a hook costs, where it is reported', collection(`hooks: { afterRead: [${READING}] }`)), options: [{ max: 6 }] },
  ],
};

const part = (options: string, rest: string): string => local(`const { docs } = await payload.find({ collection: 'lines', ${options} }); ${rest}`);
const CLOSED = "for (const line of docs) await payload.update({ collection: 'lines', id: line.id, data: { closed: true } });";
const OF_LINES = "return payload.count({ collection: 'parcels', where: { line: { in: docs.map((line) => line.id) } } });";

const SUM = 'return docs.reduce((sum, line) => sum + line.amount, 0);';
const ONE = 'return docs.find((line) => line.name === ids[0]);';

/** The first ten documents, which the code takes for all. */
export const cutOff: CaseTable = {
  invalid: [
    {
      ...wrong('writes of each of them', part("where: { order: { equals: ids[0] } }", CLOSED), 'broken'),
      errors: [{
        messageId: 'broken', line: 3,
        data: {
          problem: '`payload.find` gives the first 10 documents of `lines` where nothing sets a limit, and `payload.update` writes these alone: whatever comes after them is silently left out.',
          advice: 'Say with `pagination: false` that all are meant, or set the `limit` that is.',
        },
        suggestions: [{ messageId: 'remedyChanging', data: { title: 'Read all that match', changes: 'every document that matches is read' }, output: part("where: { order: { equals: ids[0] } }, pagination: false", CLOSED) }],
      }],
    },
    wrong('in one of a few states', part("where: { status: { in: ['open', 'late'] } }", CLOSED), 'broken', part("where: { status: { in: ['open', 'late'] } }, pagination: false", CLOSED)),
    wrong('what belongs to them', part('where: { open: { equals: true } }', OF_LINES), 'broken', part('where: { open: { equals: true } }, pagination: false', OF_LINES)),
    wrong('a sum of them', part('where: { open: { equals: true } }', SUM), 'broken', part('where: { open: { equals: true } }, pagination: false', SUM)),
    wrong('one of them, by a value', part('where: { open: { equals: true } }', ONE), 'broken', part('where: { open: { equals: true } }, pagination: false', ONE)),
    wrong('whether one of them has a value', part('depth: 0', ONE.replace('find', 'some')), 'broken', part('depth: 0, pagination: false', ONE.replace('find', 'some'))),
    wrong('what belongs to the rows of another read', part("pagination: false", "return (await payload.find({ collection: 'parcels', where: { line: { in: docs.map((line) => line.id) } } })).docs;"), 'broken', part("pagination: false", "return (await payload.find({ collection: 'parcels', where: { line: { in: docs.map((line) => line.id) } }, pagination: false })).docs;")),
  ],
  valid: [
    fine('a limit', part('limit: 100', CLOSED)),
    fine('a sum of a page', part("sort: '-createdAt'", SUM)),
    fine('whether there is another one', part('where: { name: { equals: ids[0] } }', 'return docs.some((line) => line.id !== ids[1]);')),
    fine('whether one is another one', part('where: { name: { equals: ids[0] } }', "return docs.some((line) => line.state === 'open' && line.id !== ids[1]);")),
    fine('one of a kind that there are few of', part('depth: 0', ONE).replaceAll("'lines'", "'tariffs'")),
    fine('all of them', part('pagination: false', CLOSED)),
    fine('the latest, by their order', part("sort: '-createdAt'", CLOSED)),
    fine('as many as are written down', part("where: { order: { in: ['first', 'second'] } }", CLOSED)),
    fine('one document', part('where: { id: { equals: ids[0] } }', OF_LINES)),
    fine('documents that are shown', part('where: { open: { equals: true } }', 'return docs.map((line) => line.name);')),
    fine('documents beside their number', local(`const found = await payload.find({ collection: 'lines' }); if (found.hasNextPage) throw new Error('too many'); for (const line of found.docs) await payload.delete({ collection: 'lines', id: line.id });`)),
    fine('what is of few', part('depth: 0', OF_LINES).replaceAll("'lines'", "'roles'")),
    fine('as long as there are any', local(`while (true) { const { docs } = await payload.find({ collection: 'lines' }); if (docs.length === 0) return; for (const line of docs) await payload.delete({ collection: 'lines', id: line.id }); }`)),
    fine('as many as are handed in', local("return (await payload.find({ collection: 'lines', where: { id: { in: ids } } })).docs;")),
  ],
};

// Renders the list view of Payload's admin as its server does, and counts the statements of its adapter for SQLite.
import { register } from 'node:module';
import { sqliteAdapter } from '@payloadcms/db-sqlite';
import { buildConfig, type CollectionConfig, createClientConfig, createLocalReq, getAccessResults, getPayload } from 'payload';

// Next brings styles to the browser, and finds its own files without their endings.
register(`data:text/javascript,${encodeURIComponent(`
  export const load = (url, context, next) => (/\\.(s?css|svg|png)($|\\?)/.test(url) ? { format: 'module', source: 'export default {}', shortCircuit: true } : next(url, context));
  export const resolve = (source, context, next) => next(/^next\\/[a-z/]+$/.test(source) ? source + '.js' : source, context);
`)}`);
const { renderListView } = await import('@payloadcms/next/views');

// each page has a database of its own, with the same tables
process.env.PAYLOAD_FORCE_DRIZZLE_PUSH = 'true';
const ORDERS = 1200;
const PIECE = 100;
let asked = 0;
let databases = 0;

const collections: CollectionConfig[] = [
  { slug: 'users', auth: true, fields: [] },
  { slug: 'customers', admin: { useAsTitle: 'name' }, fields: [{ name: 'name', type: 'text' }, { name: 'tier', type: 'text' }] },
  { slug: 'items', fields: [{ name: 'order', type: 'relationship', relationTo: 'orders' }] },
];

async function started(orders: CollectionConfig) {
  databases += 1;
  const db = sqliteAdapter({ client: { url: `file:${process.cwd()}/payload-${databases}.db` }, push: true, logger: { logQuery: () => void (asked += 1) } });
  const payload = await getPayload({ config: buildConfig({ secret: 'secret', telemetry: false, db, admin: { user: 'users' }, collections: [...collections, orders], typescript: { autoGenerate: false } }), disableOnInit: true, key: `payload-${databases}` });
  const insert = async (table: string, columns: string, row: (id: number) => string): Promise<void> => {
    const { client } = payload.db as unknown as { client: { execute(sql: string): Promise<unknown> } };
    for (let start = 0; start < ORDERS; start += PIECE) await client.execute(`INSERT INTO ${table} (id, ${columns}) VALUES ${Array.from({ length: PIECE }, (_, index) => `(${start + index + 1}, ${row(start + index + 1)})`).join()}`);
  };
  await insert('customers', 'name, tier', (id) => `'customer ${id}', '${id % 3 === 0 ? 'a' : 'b'}'`);
  await insert('orders', 'no, customer_id', (id) => `'order ${id}', ${((id * 7) % ORDERS) + 1}`);
  await insert('items', 'order_id', (id) => String((id * 5) % ORDERS + 1));
  const user = await payload.create({ collection: 'users', data: { email: 'a@example.org', password: 'secret' } });
  return { payload, user: { ...user, collection: 'users' as const } };
}

export async function open({ Orders }: { Orders: CollectionConfig }) {
  const { payload, user } = await started(Orders);
  const req = await createLocalReq({ user: user as never }, payload);
  const permissions = await getAccessResults({ req });
  const clientConfig = createClientConfig({ config: payload.config, i18n: req.i18n, importMap: {}, user: user as never });
  const visibleEntities = { collections: ['orders', 'customers', 'items', 'users'], globals: [] };
  const initPageResult = { collectionConfig: payload.collections.orders!.config, permissions, req, locale: undefined, visibleEntities, languageOptions: [], cookies: new Map(), docID: undefined, globalConfig: undefined, redirectTo: undefined, translations: {} };
  const render = () => renderListView({ clientConfig, enableRowSelections: true, importMap: {}, params: {}, searchParams: {}, query: undefined, initPageResult } as never);
  // the first visits keep the user's preferences
  await render();
  await render();
  asked = 0;
  const { List } = await render();
  const seen = asked;
  if (List == null) throw new Error('The list is not rendered.');
  // the documents that the view was rendered with
  const limit = Orders.admin?.pagination?.defaultLimit;
  const { docs } = await payload.find({ collection: 'orders', depth: 0, limit, overrideAccess: false, user: user as never });
  return { asked: seen, rows: docs.length, shown: docs.map(({ updatedAt, createdAt, ...doc }) => JSON.stringify(doc)) };
}

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const FILES = {
  'package.json': '{ "name": "asked", "dependencies": { "@prisma/client": "^6.0.0" } }\n',
  'schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n\nmodel Order {\n  id Int @id\n}\n',
  'src/orders.ts': "import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nrouter.get('/orders', async (req, res) => {\n  const { limit } = req.query;\n  res.json(await prisma.order.findMany({ take: limit }));\n});\n",
};

async function adviceBeside(page: string, handler = FILES['src/orders.ts']): Promise<string> {
  const [report] = await lintProject({ ...FILES, 'src/orders.ts': handler, 'web/Payments.tsx': page }, 'src/orders.ts', { rules: { 'admin-scale/max-page-size': 'error' } });
  return (report?.message ?? '').replace(/^.*Cap it where it is read: /, '').replace(' A negative `take` reads as many rows from the end.', '');
}

const PAGE = '`Math.min(Math.max(limit, 1), 100)`.';
const LARGER = '`Math.min(Math.max(limit, 1), 500)`. Code of the project asks for up to 500 of them (Payments.tsx:2), which less would cut off.';

describe('the maximum that is advised for what pages of the project ask for', () => {
  it.each([
    ['a hook', 'export function Payments() {\n  const orders = useOrders({ clientId, limit: 500 });\n}\n'],
    ['a client with parameters of its own', "export const all = () =>\n  api.get<Order[]>('/v1/orders', { params: { limit: 500 } });\n"],
    ['an address', 'export const all = () =>\n  fetch(`${BASE}/orders?page=1&limit=500`);\n'],
  ])('is no less than that of %s', async (_name, page) => {
    expect(await adviceBeside(page)).toBe(LARGER);
  });

  it.each([
    ['what a name stands for', "const count = Number(req.query.limit) || 10;"],
    ['what a pattern takes out', 'const { limit: count } = req.query;'],
  ])('goes by how the request calls it, not by %s', async (_name, named) => {
    const handler = FILES['src/orders.ts'].replace('const { limit } = req.query;', named).replace('take: limit', 'take: count');
    expect(await adviceBeside("export const all = () =>\n  fetch('/orders?limit=500');\n", handler)).toBe(LARGER.replace('limit, 1', 'count, 1'));
    expect(await adviceBeside("export const all = () =>\n  fetch('/orders?count=500');\n", handler)).toBe(PAGE.replace('limit, 1', 'count, 1'));
  });

  it('is that of a page where more is asked for than a page holds', async () => {
    expect(await adviceBeside('ordersApi.getAll({ limit: 5000 });\n')).toBe('`Math.min(Math.max(limit, 1), 100)`. Code of the project asks for up to 5000 of them (Payments.tsx:1), which that cuts off: it needs a read of its own first.');
  });

  it.each([
    ['rows of something else', 'useWorkOrders({ limit: 500 });\n'],
    ['as many as a page holds', 'useOrders({ limit: 50 });\n'],
    ['another number', 'useOrders({ offset: 500, limits: 500 });\n'],
    ['what a comment says', '// GET /orders?limit=500\nexport const limit = 1;\n'],
  ])('knows nothing of %s', async (_name, page) => {
    expect(await adviceBeside(page)).toBe(PAGE);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limits } from '../cases/asked-limits.ts';
import { lintProject } from '../lint-project.ts';
import { runCases } from '../run-cases.ts';

runCases({ 'max-page-size': limits });

const SERVICE = `import { prisma } from './db';
export class OrdersService {
  list(query: { limit?: number }) {
    return prisma.order.findMany({ take: query.limit ?? 20 });
  }
}
`;

const CONTROLLER = `import { Controller, Get, Query } from '@nestjs/common';
import { OrdersService } from './orders.service';
import { Page } from './page';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}
  @Get() list(@Query() page: Page) { return this.orders.list(page); }
}
`;

/** What is said of a service, where the class of what its controller is asked for says this of the number. */
async function messages(declared: string, service = SERVICE): Promise<readonly { readonly line: number; readonly message: string }[]> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.1.0" } }', 'src/orders.controller.ts': CONTROLLER, 'src/orders.service.ts': service,
    'src/page.ts': `import { IsInt, Max, Min } from 'class-validator';\nexport class Page { ${declared} }\n`,
    ...Object.fromEntries(['prisma/schema.prisma', 'src/db.ts'].map((path) => [path, readFileSync(`tests/fixtures/served/${path}`, 'utf8')])),
  };
  return lintProject(files, 'src/orders.service.ts', { rules: { 'admin-scale/max-page-size': 'error' } });
}

async function reported(decorator: string): Promise<number[]> {
  return (await messages(`@IsInt() ${decorator} limit?: number;`)).map(({ line }) => line);
}

it.each([
  ['that nobody has to name', '@IsInt() limit?: number;', 'Math.min(Math.max(query.limit ?? 100, 1), 100)'],
  ['that has to be named', '@IsInt() limit: number;', 'Math.min(Math.max(query.limit, 1), 100)'],
  ['that has a value of its own', '@IsInt() limit?: number = 20;', 'Math.min(Math.max(query.limit, 1), 100)'],
])('a limit of a class in another file %s', async (_name, declared, advised) => {
  expect((await messages(declared, SERVICE.replace('limit?: number', 'limit: number').replace(' ?? 20', ''))).map(({ message }) => message)).toEqual([expect.stringContaining(`\`${advised}\``)]);
});

it('a limit that a controller hands to its service', async () => { expect(await reported('@Min(1)')).toEqual([4]); });

it('one that has a largest number in the class of another file', async () => { expect(await reported('@Max(100)')).toEqual([]); });

const HANDLERS = `import { prisma } from './db';
export const listOrders = async (req, res) => {
  res.json(await prisma.order.findMany({ take: Number(req.query.limit) }));
};
`;

/** Lines of a handler's file that are reported, where another one routes to it with `beside` before it. */
async function reportedBeside(beside: string, handler = 'Orders.listOrders'): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.1.0" } }', 'src/orders.handlers.ts': HANDLERS, 'src/handlers.ts': "export * as Orders from './orders.handlers';\n",
    'src/routes.ts': `import { celebrate, Joi, Segments } from 'celebrate';\nimport { Orders } from './handlers';\nrouter.get('/orders', ${beside}${handler});\n`,
    ...Object.fromEntries(['prisma/schema.prisma', 'src/db.ts'].map((path) => [path, readFileSync(`tests/fixtures/served/${path}`, 'utf8')])),
  };
  return (await lintProject(files, 'src/orders.handlers.ts', { rules: { 'admin-scale/max-page-size': 'error' } })).map(({ line }) => line);
}

it('a handler that another file routes to', async () => { expect(await reportedBeside('')).toEqual([3]); });

it('a handler beside which another file checks who asks', async () => { expect(await reportedBeside('checkAuth, ')).toEqual([3]); });

it('a handler beside which another file checks the query', async () => {
  expect(await reportedBeside('celebrate({ [Segments.QUERY]: Joi.object({ limit: Joi.number().max(100) }) }), ')).toEqual([]);
  expect(await reportedBeside('{ schema: { querystring: { type: "object", properties: { limit: { type: "integer", maximum: 100 } } } } }, ', 'Orders.listOrders as any')).toEqual([]);
});

describe('what a 0 does', () => {
  /** What is said of a limit of Payload's, where `limit: 0` asks for all. */
  async function saidOf(limit: string): Promise<readonly string[]> {
    const files = {
      'package.json': '{ "dependencies": { "payload": "3.0.0" } }',
      'src/orders.ts': `import type { Payload } from 'payload';\nexport async function GET(request: Request, payload: Payload) {\n  const limit = Number(new URL(request.url).searchParams.get('limit'));\n  return Response.json(await payload.find({ collection: 'orders', limit: ${limit} }));\n}\n`,
    };
    return (await lintProject(files, 'src/orders.ts', { rules: { 'admin-scale/max-page-size': 'error' } })).map(({ message }) => message);
  }

  it.each(['limit', 'limit ?? 0', 'limit || 0'])('is said of %s', async (limit) => { expect(await saidOf(limit)).toEqual([expect.stringContaining('`limit: 0` asks for all of them.')]); });

  it.each(['limit || undefined', 'limit || 20', 'limit || 20 || 0'])('is not said of %s, which puts something else in its place', async (limit) => { expect(await saidOf(limit)).toEqual([expect.not.stringContaining('`limit: 0`')]); });
});

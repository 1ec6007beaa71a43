import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const SCHEMA = `generator client {
  provider = "prisma-client-js"
}
model Order {
  id Int @id
}
`;

const CONTROLLER = `import { Controller, Get, Post } from '@nestjs/common';
import { OrdersService } from './orders.service';

@Controller('orders')
export class OrdersController {
  constructor(private readonly orders: OrdersService) {}

  @Get()
  async list() {
    const { rows } = await this.orders.page();
    return { data: rows.map((row) => row) };
  }

  @Get('latest')
  async latest() {
    const { rows } = await this.orders.beside();
    return rows;
  }

  @Get('export')
  async exportCsv() {
    return this.orders.everything();
  }

  @Post('close')
  async close() {
    await this.orders.closed();
  }
}
`;

/** What is said of a service whose methods a controller of NestJS calls. */
async function said(body: string): Promise<string[]> {
  const files = {
    'package.json': '{ "private": true, "dependencies": { "@prisma/client": "^6.0.0", "@nestjs/common": "^11.0.0" } }',
    'prisma/schema.prisma': SCHEMA,
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\nexport const add = () => prisma.order.create({ data: { id: 1 } });\n",
    'src/orders.controller.ts': CONTROLLER,
    'src/orders.service.ts': `import { prisma } from './db';\nexport class OrdersService {\n  ${body}\n}\n`,
  };
  const messages = await lintProject(files, 'src/orders.service.ts', { rules: { 'admin-scale/no-unbounded-read': 'error' } });
  return messages.map(({ message }) => message);
}

describe('rows that a service gives to a controller', () => {
  it('are read for whoever asks the controller', async () => {
    const [message, ...others] = await said('async page() { const rows = await prisma.order.findMany(); return { rows, more: false }; }');
    expect(others).toEqual([]);
    expect(message).toContain('each time `OrdersController.list` (orders.controller.ts:10) runs');
  });

  it.each([
    ['a part of the answer that nobody takes', 'async beside() { return { rows: [], all: await prisma.order.findMany() }; }'],
    ['a handler that answers with nothing', 'async closed() { return prisma.order.findMany(); }'],
  ])('%s holds them all the same', async (_, body) => {
    const [message, ...others] = await said(body);
    expect(others).toEqual([]);
    expect(message).toContain('in memory at once');
  });

  it.each([
    ['a file of all rows', 'async everything() { return prisma.order.findMany(); }'],
    ['a method that no handler calls', 'async page() { return { rows: [] }; }\n  async others() { return prisma.order.findMany(); }'],
  ])('%s says nothing', async (_, body) => {
    expect(await said(body)).toEqual([]);
  });
});

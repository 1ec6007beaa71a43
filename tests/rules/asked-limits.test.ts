import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
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

/** Lines of a service that are reported, where the class of what its controller is asked for says `decorator` of the number. */
async function reported(decorator: string): Promise<number[]> {
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6.1.0" } }', 'src/orders.controller.ts': CONTROLLER, 'src/orders.service.ts': SERVICE,
    'src/page.ts': `import { IsInt, Max, Min } from 'class-validator';\nexport class Page { @IsInt() ${decorator} limit?: number; }\n`,
    ...Object.fromEntries(['prisma/schema.prisma', 'src/db.ts'].map((path) => [path, readFileSync(`tests/fixtures/served/${path}`, 'utf8')])),
  };
  return (await lintProject(files, 'src/orders.service.ts', { rules: { 'admin-scale/max-page-size': 'error' } })).map(({ line }) => line);
}

it('a limit that a controller hands to its service', async () => { expect(await reported('@Min(1)')).toEqual([4]); });

it('one that has a largest number in the class of another file', async () => { expect(await reported('@Max(100)')).toEqual([]); });

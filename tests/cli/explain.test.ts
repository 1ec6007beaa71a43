import { afterEach, describe, expect, it } from 'vitest';
import { TemporaryProject } from './stub.ts';

let project: TemporaryProject;

afterEach(() => {
  project.remove();
});

const FILES = {
  'package.json': '{ "dependencies": { "@prisma/client": "7.0.0" } }',
  'src/jobs.ts': `import { prisma } from './db';
export async function close() {
  const orders = await prisma.order.findMany();
  for (const order of orders) {
    await prisma.$transaction(async (tx) => {
      await tx.order.update({ where: { id: order.id }, data: { total: order.total } });
    });
  }
  for (const order of orders) await prisma.orderItem.count({ where: { orderId: order.id } });
}
`,
  'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const prisma = new PrismaClient();\n",
  'prisma/schema.prisma': 'model Order {\n  id Int @id\n  total Int\n}\nmodel OrderItem {\n  id Int @id\n  orderId Int\n}\n',
  'shop/models.py': 'from django.db import models\nclass Order(models.Model):\n    total = models.IntegerField()\nclass Item(models.Model):\n    order = models.ForeignKey(Order, on_delete=models.CASCADE)\n    product = models.ForeignKey("Product", on_delete=models.CASCADE)\nclass Product(models.Model):\n    name = models.TextField()\n',
  'shop/jobs.py': `from .models import Item, Order
def close():
    for order in Order.objects.all():
        print(Item.objects.filter(order=order).count())
        order.total += 1
        # one by one on purpose: each is shown while it is counted
        order.save()
def tell():
    items = Item.objects.all()
    for item in items:
        print(item.order.total)
        print('of')
        print(item.product.name)
`,
  'shop/admin.py': 'from django.contrib import admin\nfrom .models import Order\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ["total"]\nadmin.site.register(Order, OrderAdmin)\n',
  'shop/tests/test_jobs.py': 'a = 1\n',
};

function explain(place: string): ReturnType<TemporaryProject['run']> {
  project = new TemporaryProject(FILES);
  return project.run(['explain', place], { dependencies: {} });
}

describe('admin-scale explain', () => {
  it('says why a query is silent, with the line of what decides', async () => {
    const { code, stdout } = await explain('src/jobs.ts:6');
    expect(code).toBe(0);
    expect(stdout).toContain('src/jobs.ts:6:13  query `tx.order.update` (update of Order)\n');
    expect(stdout).toMatch(/ {2}silent: .*a transaction of its own \(line 5\)\n$/);
  });

  it('says what is reported, how much it weighs and why', async () => {
    const { stdout } = await explain('src/jobs.ts:9');
    expect(stdout).toContain('runs once for each of `orders`: a query per row; rows: table');
    expect(stdout).toContain('report, impact high: the rows are those of a table');
  });

  it('says what one remedy mends at each of the lines that ask for it', async () => {
    for (const line of [11, 13]) expect((await explain(`shop/jobs.py:${String(line)}`)).stdout).toContain('shop/jobs.py:11:20  relations `order` and `product`\n');
    expect((await explain('shop/jobs.py:12')).stdout).toContain('nothing was read on this line');
  });

  it('says which rule reports it, in which presets', async () => {
    expect((await explain('src/jobs.ts:9')).stdout).toContain('no-query-per-row: reported in `recommended` and `strict`\n  `prisma.orderItem.count` runs once for each of `orders`: a query per row.\n');
    expect((await explain('src/jobs.ts:6')).stdout).not.toContain('reported');
  });

  it('says what is reported of a list beside its columns', async () => {
    const { code, stdout } = await explain('shop/admin.py:3');
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('shop/admin.py:3:7  no-exact-count: reported in `strict` alone\n  The list of `Order` counts twice at every request') as string });
  });

  it('keeps to the width of a terminal', async () => {
    project = new TemporaryProject(FILES);
    const { stdout } = await project.run(['explain', 'src/jobs.ts:9'], { dependencies: {}, tty: true, columns: 60 });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(stdout).toContain('query per row; rows:\n    table (`Order`: it grows (grows with use)); the remedy\n    spares statements\n');
  });

  it('says it of Python in the same words', async () => {
    expect((await explain('shop/jobs.py:7')).stdout).toContain('silent: a comment says that it is done one by one on purpose (line 6)');
    expect((await explain('shop/jobs.py:4:5')).stdout).toContain('report, impact high');
  });

  it('takes a file without a line', async () => {
    const { stdout } = await explain('src/jobs.ts');
    expect(stdout.match(/query `/g)).toHaveLength(3);
    expect(stdout).toContain('silent: nothing around it runs once per row');
  });

  it('says where there is something to explain, and what is left out', async () => {
    expect(await explain('src/jobs.ts:2')).toEqual({ code: 1, stdout: 'src/jobs.ts:2\n  nothing was read on this line; facts stand on the lines 3, 6, 9\n', stderr: '' });
    expect((await explain('src/db.ts:1')).stdout).toContain('nothing was read in this file');
    expect((await explain('shop/tests/test_jobs.py:1')).stdout).toContain('not checked: left out in tests/');
  });

  it('ends with the reason where it cannot explain', async () => {
    expect(await explain('src/none.ts:1')).toEqual({ code: 2, stdout: '', stderr: 'admin-scale: "src/none.ts": no such file.\n' });
    expect((await project.run(['explain'])).stderr).toContain('explain takes one place');
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import plugin from '../../src/index.ts';
import { withoutProcessor } from '../lint-project.ts';

const TYPESCRIPT = {
  'package.json': '{ "name": "shop", "dependencies": { "@prisma/client": "^6.0.0" } }\n',
  'schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n\nmodel Order {\n  id Int @id\n}\n\nmodel Note {\n  id Int @id\n  orderId Int\n}\n',
  'src/orders.ts': [
    "import { PrismaClient } from '@prisma/client';",
    'const prisma = new PrismaClient();',
    "router.get('/orders', async (req, res) => { res.json(await prisma.order.findMany({ take: Number(req.query.limit) })); });",
    "router.get('/all', async (req, res) => { res.json(await prisma.order.findMany()); });",
    'export async function notes(orders) { for (const order of orders) await prisma.note.findMany({ where: { orderId: order.id } }); }',
    '',
  ].join('\n'),
};

const DJANGO = {
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/models/__init__.py': 'from django.db import models\n\nclass Customer(models.Model):\n    name = models.CharField(max_length=20)\n\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE)\n',
  'shop/admin.py': 'from django.contrib import admin\nfrom .models import Customer, Order\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ("pk", "customer")\n',
  'shop/views.py': 'from django.shortcuts import render\nfrom .models import Customer, Order\n\ndef orders(request):\n    if request.method == "POST":\n        Customer.objects.create(name=request.POST["name"])\n    return render(request, "shop/orders.html", {"orders": Order.objects.all()})\n',
  'shop/templates/shop/orders.html': '{% for order in orders %}{{ order.customer.name }}{% endfor %}\n',
};

/** What is said of the files of a project that lies in `folder`, without the folder. */
async function saidIn(folder: string, files: Readonly<Record<string, string>>): Promise<unknown[]> {
  const top = mkdtempSync(join(tmpdir(), 'shop-'));
  const root = join(top, folder);
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: plugin.configs.strict.map(withoutProcessor) });
    const results = await eslint.lintFiles(Object.keys(files).filter((path) => /\.(?:ts|py)$/.test(path)));
    return results.flatMap(({ filePath, messages }) => messages.map(({ ruleId, line, message }) => [filePath.slice(root.length), ruleId, line, message]));
  } finally {
    rmSync(top, { recursive: true });
  }
}

it.each([['TypeScript', TYPESCRIPT], ['Django', DJANGO]])('where somebody keeps a project says nothing of its files: %s', async (_name, files) => {
  const plain = await saidIn('work', files);
  expect(plain.length).toBeGreaterThan(2);
  for (const folder of ['admin', 'jobs/export', 'cli/scripts', 'models/templates', 'controllers/api', 'management/commands', 'demo/default', 'csv']) expect(await saidIn(folder, files)).toEqual(plain);
});

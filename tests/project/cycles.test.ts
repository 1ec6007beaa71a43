import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../lint-project.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Each of these took a minute or never came to an end: the time limit of a test is what they are measured by. */
describe('projects that refer to themselves', () => {
  it('packages that import themselves by star', async () => {
    const modules = numbers(40).map((n) => [`shop/models/m${String(n)}.py`, `from django.db import models\nfrom shop.models import *\n\nclass Base${String(n)}(Missing):\n    pass\n`] as const);
    const files = {
      'manage.py': '', 'shop/__init__.py': '', 'shop/models/__init__.py': `${numbers(40).map((n) => `from .m${String(n)} import *`).join('\n')}\nfrom .order import *\n`, ...Object.fromEntries(modules),
      'shop/models/order.py': 'from django.db import models\nfrom shop.models import *\n\nclass Customer(models.Model):\n    name = models.TextField()\n\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n',
      'shop/views.py': 'from shop.models import Order\n\ndef run(request):\n    for order in Order.objects.all():\n        print(order.customer.name)\n',
    };
    expect(ruleIds(await lintProject(files, 'shop/views.py'))).toEqual(['require-eager-loading']);
  });

  it('packages whose modules import a name of the package from the package', async () => {
    const files = {
      'manage.py': '', 'shop/__init__.py': '', 'shop/models/__init__.py': 'from .a import *\nfrom .b import *\n',
      'shop/models/a.py': 'from shop.models import Customer\n',
      'shop/models/b.py': 'from django.db import models\n\nclass Customer(models.Model):\n    name = models.TextField()\n\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n',
      'shop/views.py': 'from shop.models import Customer\n\ndef run(request):\n    for customer in Customer.objects.all():\n        print(customer.order_set.count())\n',
    };
    expect(ruleIds(await lintProject(files, 'shop/views.py'))).toEqual(['no-query-per-row']);
  });

  it('blocks longer than a call may have arguments', async () => {
    const files = {
      'manage.py': '', 'shop/__init__.py': '',
      'shop/models.py': `from django.db import models\n\nclass Customer(models.Model):\n    name = models.TextField()\n\nclass Order(models.Model):\n${'    a=1\n'.repeat(150_000)}    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n`,
      'shop/views.py': 'from shop.models import Order\n\ndef run(request):\n    for order in Order.objects.all():\n        print(order.customer.name)\n',
    };
    expect(ruleIds(await lintProject(files, 'shop/views.py'))).toEqual(['require-eager-loading']);
  });

  it('configs that refer to each other and extend themselves', async () => {
    const config = (n: number): string => JSON.stringify({ extends: ['./tsconfig.json', './tsconfig.json'], references: numbers(30).map((other) => ({ path: `../p${String((n + other) % 30)}` })) });
    const client = "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n";
    const files = {
      'package.json': '{"dependencies":{"@prisma/client":"6"}}',
      'prisma/schema.prisma': 'generator client {\n  provider = "prisma-client-js"\n}\n\nmodel Order {\n  id Int @id\n}\n\nmodel Log {\n  id Int @id\n  orderId Int\n\n  @@index([orderId])\n}\n',
      ...Object.fromEntries(numbers(30).map((n) => [`p${String(n)}/tsconfig.json`, config(n)])),
      'p29/tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./src/*'] } } }), 'p29/src/db.ts': client,
      'p0/src/a.ts': "import { db } from '@/db';\nexport async function run() {\n  for (const order of await db.order.findMany()) await db.log.findMany({ where: { orderId: order.id } });\n}\n",
    };
    expect(ruleIds(await lintProject(files, 'p0/src/a.ts'))).toEqual(['no-query-per-row']);
  });
});

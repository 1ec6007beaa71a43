import { describe, expect, it } from 'vitest';
import { isPerRow, lintProject } from '../lint-project.ts';

const MODELS = 'from django.db import models\n\nclass Customer(models.Model):\n    name = models.CharField(max_length=9)\n\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n    state = models.CharField(max_length=9)\n';

/** What is said of a loop over all customers that counts the orders of each in these states. */
async function toldInPython(states: readonly string[], more = ''): Promise<string[]> {
  const counts = states.map((state) => `        found["${state}"] = Order.objects.filter(customer=customer, state="${state}").count()\n`).join('');
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/tasks.py': `from .models import Customer, Order\n\ndef count():\n    found = {}\n    for customer in Customer.objects.all():\n${counts}${more}    return found\n` };
  return (await lintProject(files, 'shop/tasks.py')).filter(isPerRow).map(({ message }) => message);
}

async function toldInTypeScript(states: readonly string[]): Promise<string[]> {
  const counts = states.map((state) => `    found.push(await prisma.order.count({ where: { customerId: customer.id, state: '${state}' } }));\n`).join('');
  const files = {
    'package.json': '{ "dependencies": { "@prisma/client": "6" } }',
    'prisma/schema.prisma': 'model Customer {\n id Int @id\n}\nmodel Order {\n id Int @id\n customerId Int\n state String\n}\n',
    'src/count.ts': `import { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexport async function count() {\n  const found = [];\n  for (const customer of await prisma.customer.findMany()) {\n${counts}  }\n  return found;\n}\n`,
  };
  return (await lintProject(files, 'src/count.ts')).filter(isPerRow).map(({ message }) => message);
}

const STATES = ['open', 'paid', 'sent', 'lost', 'done'];

describe('queries of one round that are advised alike', () => {
  it('are told one by one, where they are few', async () => {
    expect(await toldInPython(STATES.slice(0, 3))).toHaveLength(3);
    expect(await toldInTypeScript(STATES.slice(0, 3))).toHaveLength(3);
  });

  it('are one finding, where they are many', async () => {
    expect(await toldInPython(STATES)).toEqual([expect.stringMatching(/4 more queries of the round are like it, up to line 10\.$/)]);
    expect(await toldInTypeScript(STATES)).toEqual([expect.stringMatching(/4 more queries of the round are like it, up to line 10\.$/)]);
  });

  it('are two, where they stand in two rounds', async () => {
    const again = `    for customer in Customer.objects.filter(name="a"):\n${STATES.map((state) => `        found["${state}"] += Order.objects.filter(customer=customer, state="${state}").count()\n`).join('')}`;
    expect(await toldInPython(STATES, again)).toHaveLength(2);
  });

  it('leave alone what is advised otherwise', async () => {
    expect(await toldInPython(STATES, '        found["first"] = Order.objects.get(pk=customer.pk)\n')).toHaveLength(2);
  });
});

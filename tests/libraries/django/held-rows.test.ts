import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    number = models.CharField(max_length=40)

class Refund(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
`;

const view = (body: string): string => `from collections import defaultdict
from itertools import chain, groupby
from .models import Order, Refund

def report(keys, first, second, connect):
    orders = Order.objects.filter(number="x")
${body.split('\n').map((line) => `    ${line}`).join('\n')}

report([], None, None, None)
`;

async function messages(body: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': view(body) };
  return (await lintProject(files, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

async function told(body: string): Promise<void> {
  const [only, ...others] = await messages(body);
  expect(others).toEqual([]);
  expect(only).toContain('`customer` is loaded once for each');
  expect(only).toContain('Add `.select_related("customer")`');
}

describe('rows that a dictionary holds', () => {
  it.each([
    ['its values', 'held = {order.pk: order for order in orders}\nreturn [order.customer.name for order in held.values()]'],
    ['its items', 'held = {order.pk: order for order in orders}\nfor key, order in held.items():\n    print(key, order.customer.name)'],
    ['of in_bulk()', 'held = orders.in_bulk()\nreturn [order.customer.name for order in held.values()]'],
    ['one by one under its keys', 'held = {}\nfor order in orders:\n    held[order.number] = order\nreturn [order.customer.name for order in held.values()]'],
    ['in lists', 'held = defaultdict(list)\nfor order in orders:\n    held[order.number].append(order)\nfor number, some in held.items():\n    print(number, [order.customer.name for order in some])'],
  ])('are read without what was not loaded: %s', async (_name, body) => {
    await told(body);
  });

  it.each([
    ['its keys', 'held = {order.pk: order for order in orders}\nreturn [key.customer.name for key in held]'],
    ['something made of the rows', 'held = {order.pk: first(order) for order in orders}\nreturn [order.customer.name for order in held.values()]'],
    ['rows and something else', 'held = {}\nfor order in orders:\n    held[order.number] = order\nheld["x"] = first\nreturn [order.customer.name for order in held.values()]'],
    ['what the rows bring along', 'held = {order.pk: order for order in orders.select_related("customer")}\nreturn [order.customer.name for order in held.values()]'],
  ])('is told of by nobody: %s', async (_name, body) => {
    expect(await messages(body)).toEqual([]);
  });

  it('were read with the relation before', async () => {
    await told('held = {order.customer.name: order for order in orders}\nreturn [order.customer.name for order in held.values()]');
  });
});

describe('rows that a list was filled with', () => {
  it('are read without what was not loaded', async () => {
    await told('found = []\nfor order in orders:\n    if order.number in keys:\n        found.append(order)\nreturn [order.customer.name for order in found]');
  });

  it.each([
    ['the loop has set the relation', 'found = []\nfor order in orders:\n    order.customer = first\n    found.append(order)\nreturn [order.customer.name for order in found]'],
    ['others come in', 'found = []\nfor order in orders:\n    found.append(order)\nfound.extend(second)\nreturn [order.customer.name for order in found]'],
    ['something made of them', 'found = []\nfor order in orders:\n    found.append(first(order))\nreturn [order.customer.name for order in found]'],
    ['it did not begin empty', 'found = [first]\nfor order in orders:\n    found.append(order)\nreturn [order.customer.name for order in found]'],
  ])('may bring it along: %s', async (_name, body) => {
    expect(await messages(body)).toEqual([]);
  });
});

describe('a lambda that is run for each row', () => {
  it.each([
    'sorted(orders, key=lambda order: order.customer.name)',
    'max(orders, key=lambda order: order.customer.name)',
    'list(map(lambda order: order.customer.name, orders))',
    'list(filter(lambda order: order.customer.name, list(orders)))',
    '[number for number, some in groupby(orders, key=lambda order: order.customer.name)]',
    '[number for number, some in groupby(orders, lambda order: order.customer.name)]',
  ])('reads what the rows lack: %s', async (expression) => {
    await told(`return ${expression}`);
  });

  it('is told of as what it is', async () => {
    const [only] = await messages('return sorted(orders.filter(number__in=[key for key in keys if key]), key=lambda order: order.customer.name)');
    expect(only).toContain('for each `order` of the call on line 7');
  });

  it('reads what the rows of a sorted list lack', async () => {
    await told('found = list(orders)\nfound.sort(key=lambda order: order.customer.name)\nreturn found');
  });

  it.each([
    'max(first, second, key=lambda order: order.customer.name)',
    'connect(lambda order: order.customer.name, orders)',
    'sorted(orders.select_related("customer"), key=lambda order: order.customer.name)',
    'sorted(orders, key=lambda order: order.number)',
    'list(map(lambda order, other: order.customer.name, orders, keys))',
  ])('costs nothing, or nobody knows what: %s', async (expression) => {
    expect(await messages(`return ${expression}`)).toEqual([]);
  });
});

describe('rows of several querysets, one behind the other', () => {
  it('are read without what none of them has loaded', async () => {
    await told('return [order.customer.name for order in chain(orders, Order.objects.filter(number="y"))]');
  });

  it.each([
    ['of several models', 'chain(orders, Refund.objects.all())'],
    ['of something else as well', 'chain(orders, second)'],
  ])('are not judged: %s', async (_name, rows) => {
    expect(await messages(`return [order.customer.name for order in ${rows}]`)).toEqual([]);
  });
});

describe('rows that a function picks out', () => {
  const given = (picking: string): string => `from .models import Order

def picked():
${picking.split('\n').map((line) => `    ${line}`).join('\n')}

def report():
    return [order.customer.name for order in picked()]
`;
  const told = async (picking: string): Promise<(number | undefined)[]> => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS.replace('class Refund', '    def is_ours(self):\n        return self.customer.name == "us"\n\nclass Refund'), 'shop/views.py': given(picking) };
    return (await lintProject(files, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ line }) => line);
  };

  it.each([
    ['put into a list', 'found = []\nfor order in Order.objects.filter(number="x"):\n    if order.customer.name:\n        found.append(order)\nreturn found', 6],
    ['in a comprehension', 'return [order for order in Order.objects.filter(number="x") if order.customer.name]', 4],
    ['one by one', 'for order in Order.objects.filter(number="x"):\n    if order.customer.name:\n        yield order', 5],
    ['by a method of the model', 'return [order for order in Order.objects.filter(number="x") if order.is_ours()]', 4],
  ])('bring along what it has read of them: %s', async (_name, picking, line) => {
    expect(await told(picking)).toEqual([line]);
  });

  it.each([
    ['put into a list', 'found = []\nfor order in Order.objects.filter(number="x"):\n    if order.number:\n        found.append(order)\nreturn found'],
    ['in a comprehension', 'return [order for order in Order.objects.filter(number="x") if order.number]'],
    ['by the key alone', 'return [order for order in Order.objects.filter(number="x") if order.customer_id]'],
  ])('bring along nothing else: %s', async (_name, picking) => {
    expect(await told(picking)).toHaveLength(1);
    expect((await told(picking))[0]).toBeGreaterThan(6);
  });
});

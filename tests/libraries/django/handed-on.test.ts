import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    product = models.ForeignKey(Region, on_delete=models.CASCADE)
`;

const SERVICES = `import requests
from functools import lru_cache
from django.db.models import prefetch_related_objects
from .models import Customer, Order

def describe(order, sep=":"):
    return order.number + sep + order.customer.name

def through(order):
    return describe(order, sep="-")

def whole(customer):
    return customer.region.name

def sometimes(order):
    if order.number:
        return order.customer.name

def number(order):
    return order.number

def closes(order):
    order.number = order.customer.name
    order.save()

def moves(order, customer):
    order.customer = customer
    order.number = order.customer.name
    order.save()

def adds(order):
    order.customer.name += "!"

def clears(item):
    item.delete()
    return list(item.order.items.all())

def keeps(order):
    order.save()
    return list(order.items.all())

def parts(order):
    yield order.number
    yield order.customer.name

def loads(order):
    prefetch_related_objects([order], "customer")
    return order.customer.name

def again(order):
    order = Order.objects.select_related("customer").get(pk=order.pk)
    return order.customer.name

def tell(order):
    requests.post("/", json={"name": order.customer.name})

def rename(order):
    Customer.objects.filter(pk=order.customer.pk).update(name="x")

def ask(order):
    return order.customer.name, order.items.filter(product=1).count()

@lru_cache
def kept(order):
    return order.customer.name

def lines(order):
    return [item.product.name for item in order.items.all()]

def has(order, item):
    return item in order.items.all()

class Writer:
    def line(self, order, sep):
        return order.customer.name

    @staticmethod
    def plain(order):
        return order.customer.name
`;

const HEAD = 'from . import services\nfrom .models import Item, Order\nfrom .services import Writer, adds, again, ask, clears, closes, describe, has, keeps, kept, lines, loads, moves, number, parts, rename, sometimes, tell, through, whole\n\n';

const project = (body: string): ProjectFiles => ({
  'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/services.py': SERVICES, 'shop/export.py': `${HEAD}${body}\nexport(print)\n`,
});

async function told(body: string): Promise<string[]> {
  return (await lintProject(project(body), 'shop/export.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

const loop = (call: string): string => `def export(write):\n    for order in Order.objects.all():\n        ${call}\n`;

describe('a row that is handed to a function', () => {
  it('is told of at the call, with the function that reads', async () => {
    expect(await told(loop('write(describe(order))'))).toEqual([
      '`customer` is loaded once for each of `Order.objects.all()`: a query per row. The rows are read here without it. `describe` reaches it. Add `.select_related("customer")` to the queryset.',
    ]);
  });

  it.each([
    ['by name', loop('write(describe(sep="-", order=order))'), '`customer`'],
    ['through another function', loop('write(through(order))'), '`customer`'],
    ['through its module', loop('write(services.describe(order))'), '`customer`'],
    ['to a method that the class has from another', 'class Export(Writer):\n    def run(self, write):\n        for order in Order.objects.all():\n            write(self.line(order, ","))\n\nexport = Export().run\n', '`customer`'],
    ['to a static method', loop('write(Writer.plain(order))'), '`customer`'],
    ['what the row leads to', loop('write(whole(order.customer))'), '`customer__region`'],
    ['rows inside', loop('write(lines(order))'), '`items__product`'],
    ['rows inside that something is looked for among', loop('write(has(order, 1))'), '`items`'],
    ['that writes as well', loop('closes(order)'), '`customer`'],
    ['that reads many behind a write of the row itself', loop('write(keeps(order))'), '`items`'],
    ['that changes what the row leads to', loop('adds(order)'), '`customer`'],
    ['that gives it part by part', loop('write(list(parts(order)))'), '`customer`'],
    ['of its own', 'def export(write):\n    def name(order):\n        return order.customer.name\n    for order in Order.objects.all():\n        write(name(order))\n', '`customer`'],
    ['in a comprehension', 'def export(write):\n    write([describe(order) for order in Order.objects.all()])\n', '`customer`'],
  ])('%s', async (_name, body, path) => {
    expect((await told(body)).map((message) => message.split(' is loaded')[0])).toEqual([path]);
  });

  it.each([
    ['rows that bring it along', 'def export(write):\n    for order in Order.objects.select_related("customer"):\n        write(describe(order))\n'],
    ['a function that reads it for some rows', loop('write(sometimes(order))')],
    ['a function that reads a column', loop('write(number(order))')],
    ['a function that sets it before', loop('moves(order, None)')],
    ['a function that reads many behind a write of one of them', 'def export(write):\n    for item in Item.objects.select_related("order"):\n        write(clears(item))\n'],
    ['a function of its own that reads a column', 'def export(write):\n    def name(order):\n        return order.number\n    for order in Order.objects.all():\n        write(name(order))\n'],
    ['one of two functions of its own', 'def export(write, full):\n    if full:\n        def name(order):\n            return order.customer.name\n    else:\n        def name(order):\n            return order.number\n    for order in Order.objects.all():\n        write(name(order))\n'],
    ['a function that loads by itself', loop('write(loads(order))')],
    ['a function that reads the row again', loop('write(again(order))')],
    ['a function that waits for somebody else', loop('tell(order)')],
    ['a function that writes', loop('rename(order)')],
    ['a function that asks for more of the row', loop('write(ask(order))')],
    ['a round in a context of its own', 'def export(write):\n    for order in Order.objects.all():\n        with scope(order=order):\n            write(describe(order))\n'],
    ['a function that keeps its answers', loop('write(kept(order))')],
    ['another argument', loop('write(describe(other, order.number))')],
    ['a function that is not known', loop('write(unknown(order))')],
    ['arguments that are spread', loop('write(describe(*first, order))')],
  ])('is silent: %s', async (_name, body) => {
    expect(await told(body)).toEqual([]);
  });
});

describe('rows that are handed to a function together', () => {
  const LISTS = `from .models import Order

def found(orders):
    for order in orders:
        if order.customer.name:
            return order

def until(orders):
    for order in orders:
        if order.customer.name:
            break
    return order

def all_names(orders):
    return [order.customer.name for order in orders]

def looped(rows, sep):
    found = []
    for row in rows:
        found.append(sep + row.customer.name)
    return found

def loads(orders):
    orders = orders.select_related("customer")
    return [order.customer.name for order in orders]

def narrowed(orders):
    return [order.customer.name for order in orders if order.number]

def first(orders):
    return orders[0].number

def saves(orders):
    for order in orders:
        order.number = order.customer.name
        order.save()

def given(orders):
    for order in orders:
        yield order.customer.name

def sometimes(orders, full):
    if full:
        return [order.customer.name for order in orders]
    return []
`;
  const listed = async (body: string, options: readonly object[] = []): Promise<string[]> => {
    const files = { ...project(body), 'shop/lists.py': LISTS, 'shop/export.py': `from .lists import all_names, first, found, given, loads, looped, narrowed, saves, sometimes, until\nfrom .models import Order\n\ndef export(write, rows=None):\n    ${body}\n\nexport(print)\n` };
    return (await lintProject(files, 'shop/export.py', { rules: { 'admin-scale/require-eager-loading': ['error', ...options] } })).map(({ message }) => message);
  };

  it('are told of where they are read', async () => {
    expect(await listed('write(all_names(Order.objects.filter(number="1")))')).toEqual([
      '`customer` is loaded once per row that `all_names` goes over: a query per row. `all_names` (shop/lists.py:14) reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset.',
    ]);
  });

  it.each([
    ['by a loop', 'write(looped(Order.objects.all(), ","))'],
    ['by name', 'write(looped(sep=",", rows=Order.objects.all()))'],
    ['under a name', 'orders = Order.objects.all()\n    write(all_names(orders))'],
    ['as a list', 'write(all_names(list(Order.objects.all())))'],
    ['of which some are left out', 'write(narrowed(Order.objects.all()))'],
    ['by a function that writes', 'write(saves(Order.objects.all()))'],
    ['by a generator', 'write(list(given(Order.objects.all())))'],
  ])('%s', async (_name, body) => {
    expect((await listed(body)).map((message) => message.split(' is loaded')[0])).toEqual(['`customer`']);
  });

  it.each([
    ['by a function that does no more', 'write(all_names(Order.objects.all()))', 1],
    ['by a function that writes as well, which weighs less', 'write(saves(Order.objects.all()))', 0],
  ])('weigh what they spare: %s', async (_name, body, reports) => {
    expect(await listed(body, [{ impact: 'high' }])).toHaveLength(reports);
  });

  it.each([
    ['which are loaded', 'write(all_names(Order.objects.select_related("customer")))'],
    ['to a function that loads by itself', 'write(loads(Order.objects.all()))'],
    ['to a function that takes one', 'write(first(Order.objects.all()))'],
    ['to a function that looks for the first that has one', 'write(found(Order.objects.all()))'],
    ['to a function that goes as far as one that has one', 'write(until(Order.objects.all()))'],
    ['to a function that reads it for some callers', 'write(sometimes(Order.objects.all(), True))'],
    ['to a function that is not known', 'write(unknown(Order.objects.all()))'],
    ['of unknown make', 'write(all_names(rows))'],
  ])('is silent: %s', async (_name, body) => {
    expect(await listed(body)).toEqual([]);
  });
});

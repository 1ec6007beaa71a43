import { describe, expect, it } from 'vitest';
import { lintProject } from '../../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    product = models.ForeignKey(Customer, related_name="+", on_delete=models.CASCADE)
`;

const HEAD = 'from functools import cached_property\nfrom django.shortcuts import get_object_or_404\nfrom .models import Customer, Item, Order\n\n';

const READS = 'for order in self.orders:\n            self.write(order.customer.name)';
const READS_ITEMS = 'for item in self.order.items.all():\n            self.write(item.product.name)';

/** What is told of a class in a file of its own. */
async function told(body: string, more: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/report.py': `${HEAD}${body}\nReport().run()\n`, ...more };
  const messages = await lintProject(files, 'shop/report.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
  return messages.map(({ message }) => /^(.*?) (?:is|are) loaded/.exec(message)?.[1] ?? message);
}

const report = (methods: string, bases = ''): string => `class Report${bases}:\n${methods}\n`;

describe('rows that an object holds', () => {
  it.each([
    ['set in the method itself', report(`    def run(self):\n        self.orders = Order.objects.filter(number="1")\n        ${READS}`)],
    ['set when it is made', report(`    def __init__(self):\n        self.orders = Order.objects.all()\n\n    def run(self):\n        ${READS}`)],
    ['set where the class has nothing yet', report(`    orders = None\n\n    def load(self):\n        self.orders = Order.objects.all()\n\n    def run(self):\n        self.load()\n        ${READS}`)],
    ['set to nothing first', report(`    def __init__(self):\n        self.orders = None\n\n    def load(self):\n        self.orders = list(Order.objects.all())\n\n    def run(self):\n        ${READS}`)],
    ['set in a base class', `class Base:\n    def __init__(self):\n        self.orders = Order.objects.all()\n\n${report(`    def run(self):\n        ${READS}`, '(Base)')}`],
    ['answered by a property', report(`    @property\n    def orders(self):\n        return Order.objects.all()\n\n    def run(self):\n        ${READS}`)],
    ['answered by a property that is kept', report(`    @cached_property\n    def orders(self):\n        return list(Order.objects.all())\n\n    def run(self):\n        ${READS}`)],
    ['given as a list by a method', report('    def orders(self):\n        return list(Order.objects.all())\n\n    def run(self):\n        for order in self.orders():\n            self.write(order.customer.name)')],
  ])('are followed: %s', async (_, body) => {
    expect(await told(body)).toEqual(['`customer`']);
  });

  it.each([
    ['loaded', report(`    def __init__(self):\n        self.orders = Order.objects.select_related("customer")\n\n    def run(self):\n        ${READS}`)],
    ['loaded in another method', report(`    def __init__(self):\n        self.orders = Order.objects.all()\n\n    def load(self):\n        self.orders = Order.objects.select_related("customer")\n\n    def run(self):\n        ${READS}`)],
    ['made of themselves', report(`    def __init__(self):\n        self.orders = Order.objects.all()\n\n    def load(self):\n        self.orders = whole(self.orders)\n\n    def run(self):\n        ${READS}`)],
    ['a part of what something gives', report(`    def __init__(self):\n        self.orders, self.total = found()\n\n    def other(self):\n        self.orders = Order.objects.all()\n\n    def run(self):\n        ${READS}`)],
    ['added to', report(`    def __init__(self):\n        self.orders = Order.objects.all()\n\n    def add(self, orders):\n        self.orders += orders\n\n    def run(self):\n        ${READS}`)],
    ['put through a loop', report(`    def other(self, parts):\n        self.orders = Order.objects.all()\n        for self.orders in parts:\n            pass\n\n    def run(self):\n        ${READS}`)],
    ['opened', report(`    def other(self):\n        self.orders = Order.objects.all()\n        with opened() as self.orders:\n            pass\n\n    def run(self):\n        ${READS}`)],
    ['handed in', report(`    def __init__(self, orders):\n        self.orders = orders\n\n    def run(self):\n        ${READS}`)],
    ['behind a decorator of another kind', report(`    @remembered\n    def orders(self):\n        return Order.objects.all()\n\n    def run(self):\n        ${READS}`)],
  ])('are silent: %s', async (_, body) => {
    expect(await told(body)).toEqual([]);
  });

  it('are those of the method around before all others', async () => {
    expect(await told(report(`    def other(self):\n        self.orders = Order.objects.select_related("customer")\n\n    def run(self):\n        self.orders = Order.objects.all()\n        ${READS}`))).toEqual(['`customer`']);
  });
});

describe('rows that another object gives', () => {
  const READER = 'class Reader:\n    def orders(self):\n        return Order.objects.all()\n\n    @staticmethod\n    def newest():\n        return Order.objects.order_by("-pk")\n\n    @classmethod\n    def some(cls, orders):\n        return orders.filter(number="1")\n\n    @remembered\n    def kept(self):\n        return Order.objects.all()\n\n    def loaded(self):\n        return Order.objects.select_related("customer")\n\n';
  const run = (before: string, rows: string): string => `${READER}${report(`    def run(self):\n        ${before}for order in ${rows}:\n            self.write(order.customer.name)`)}`;

  it.each([
    ['by a method of one that is made there', run('', 'Reader().orders()')],
    ['by a name for it', run('reader = Reader()\n        ', 'reader.orders()')],
    ['by its class', run('', 'Reader.newest()')],
    ['by its class, of what it is handed', run('', 'Reader.some(Order.objects.all())')],
  ])('are followed: %s', async (_, body) => {
    expect(await told(body)).toEqual(['`customer`']);
  });

  it.each([
    ['loaded', run('', 'Reader().loaded()')],
    ['behind a decorator', run('', 'Reader().kept()')],
    ['by one of several objects', run('reader = Reader()\n        if self.number:\n            reader = found()\n        ', 'reader.orders()')],
    ['loaded before its class is handed them', run('', 'Reader.some(Order.objects.select_related("customer"))')],
  ])('are silent: %s', async (_, body) => {
    expect(await told(body)).toEqual([]);
  });
});

describe('one row that an object holds', () => {
  it.each([
    ['answered by a property', report(`    @cached_property\n    def order(self):\n        return Order.objects.get(number=self.number)\n\n    def run(self):\n        ${READS_ITEMS}`)],
    ['given by a method', report('    def order(self):\n        return get_object_or_404(Order, number=self.number)\n\n    def run(self):\n        for item in self.order().items.all():\n            self.write(item.product.name)')],
    ['found of some', report(`    @property\n    def order(self):\n        return get_object_or_404(Order.objects.filter(number="1"), pk=self.pk)\n\n    def run(self):\n        ${READS_ITEMS}`)],
  ])('leads to its own without more: %s', async (_, body) => {
    expect(await told(body)).toEqual(['`product`']);
  });

  it('is given by a function', async () => {
    expect(await told(`def found(number):\n    return Order.objects.get(number=number)\n\n${report('    def run(self):\n        for item in found(self.number).items.all():\n            self.write(item.product.name)')}`)).toEqual(['`product`']);
  });

  it.each([
    ['with its own', report(`    @property\n    def order(self):\n        return get_object_or_404(Order.objects.prefetch_related("items__product"), pk=self.pk)\n\n    def run(self):\n        ${READS_ITEMS}`)],
    ['by a manager that loads', report(`    @property\n    def order(self):\n        return get_object_or_404(Order, pk=self.pk)\n\n    def run(self):\n        ${READS_ITEMS}`), { 'shop/models.py': MODELS.replace('class Order(models.Model):', 'class Loading(models.Manager):\n    def get_queryset(self):\n        return super().get_queryset().prefetch_related("items__product")\n\nclass Order(models.Model):\n    objects = Loading()') }],
    ['the row of a loop elsewhere', report(`    def other(self):\n        for order in Order.objects.prefetch_related("items__product"):\n            self.order = order\n\n    def run(self):\n        ${READS_ITEMS}`)],
  ])('may have been read: %s', async (_, body, more: Readonly<Record<string, string>> = {}) => {
    expect(await told(body, more)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)

    def __str__(self):
        return self.name

class Tag(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)

    def who(self):
        return self.customer.name
`;

const VIEW = `import django_tables2 as tables
from django_tables2.utils import A
from .models import Order


class OrderTable(tables.Table):
COLUMNS


class OrderView(tables.SingleTableView):
    table_class = OrderTable
    queryset = Order.objects.all()
`;

const META = 'class Meta:\n    model = Order\n    fields = ("number",)\n';

const lint = async (code: string): Promise<string[]> => {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': code };
  return (await lintProject(files, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
};

const told = (columns: string, view: (code: string) => string = (code) => code): Promise<string[]> => lint(view(VIEW.replace('COLUMNS', columns.replaceAll(/^(?=.)/gm, '    '))));

describe('a table of django-tables2', () => {
  it('is told of what its columns read of each row, with the view that gives the rows', async () => {
    expect(await told(`who = tables.Column(accessor="customer__name")\n${META}`)).toEqual([
      '`customer` is loaded once per row that `OrderTable` shows: up to 26 queries for a page of 25. `OrderTable.who` (shop/views.py:7) reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset on line 16.',
    ]);
  });

  it.each([
    ['an accessor with dots', 'who = tables.Column(accessor="customer.region.name")', '"customer__region"'],
    ['an accessor that is called', 'who = tables.Column(accessor=A("customer__name"))', '"customer"'],
    ['a method of the model', 'who = tables.Column()', '"customer"'],
    ['the label of what a key leads to', 'customer = tables.Column()', '"customer"'],
    ['a method of the table', 'number = tables.Column()\n\ndef render_number(self, value, record):\n    return record.customer.name', '"customer"'],
    ['what a method does with the value', 'customer = tables.Column()\n\ndef render_customer(self, value):\n    return value.region.name', '"customer__region"'],
    ['the rows of a relation', 'tags = tables.ManyToManyColumn()', 'prefetch_related("tags")'],
    ['fields of the model by name', 'class Meta:\n    model = Order\n    fields = ["number", "customer__name"]', '"customer"'],
    ['all fields of the model', 'class Meta:\n    model = Order', '"customer"'],
    ['relations to many that are named', 'class Meta:\n    model = Order\n    fields = ["tags"]', 'prefetch_related("tags")'],
  ])('reads %s', async (_, columns, advice) => {
    expect(await told(columns)).toEqual([expect.stringContaining(advice)]);
  });

  const WHO = 'who = tables.Column(accessor="customer__name")\n';

  it.each([
    ['its own columns alone', `number = tables.Column()\n${META}`],
    ['keys', 'who = tables.Column(accessor="customer_id")'],
    ['a manager, which a plain column shows as such', 'tags = tables.Column()'],
    ['what is left out', `${WHO}class Meta:\n    model = Order\n    fields = ("number",)\n    exclude = ("who",)`],
    ['what nobody sees', 'who = tables.Column(accessor="customer__name", visible=False)'],
  ])('is silent of %s', async (_, columns) => {
    expect(await told(columns)).toEqual([]);
  });

  it.each([
    ['the rows bring it along', (code: string) => code.replace('.objects.all()', '.objects.select_related("customer")')],
    ['the view hands over other rows', (code: string) => `${code}\n    def get_table_data(self):\n        return rows(self)\n`],
    ['the table loads it by itself', (code: string) => code.replace('\n\nclass OrderView', '    def before(self, rows):\n        return rows.select_related("customer")\n\nclass OrderView')],
    ['the table decides on its columns while it runs', (code: string) => code.replace('\n\nclass OrderView', '    def before_render(self, request):\n        self.columns.hide("who")\n\nclass OrderView')],
  ])('is silent where %s', async (_, view) => {
    expect(await told(WHO, view)).toEqual([]);
  });

  it.each([
    ['of the table', (code: string) => code, 25],
    ['of the view', (code: string) => `${code}    paginate_by = 40\n`, 40],
    ['of its options', (code: string) => `${code}    table_pagination = {"per_page": 50}\n`, 50],
  ])('has the page %s', async (_, view, size) => {
    expect(await told(WHO, view)).toEqual([expect.stringContaining(`for a page of ${String(size)}`)]);
  });

  it('has no page where it is not cut into any', async () => {
    expect(await told(WHO, (code) => `${code}    table_pagination = False\n`)).toEqual([expect.stringContaining('shows: a query per row.')]);
  });

  const byCall = (call: string): ((code: string) => string) => (code) => code.replace(/class OrderView[^]*/, `def orders(request):\n    return ${call}\n`);

  it('is told of where code makes it of rows', async () => {
    expect(await told(WHO, byCall('OrderTable(Order.objects.filter(number="1"))'))).toEqual([expect.stringMatching(/`customer` is loaded once per row that `OrderTable` shows.*\.select_related\("customer"\)/)]);
  });

  const inFunction = (body: string): ((code: string) => string) => (code) => code.replace(/class OrderView[^]*/, `def orders(request):\n    ${body.replaceAll('\n', '\n    ')}\n    return table\n`);

  it.each([
    ['a configuration of the request', 'table = OrderTable(Order.objects.all())\nRequestConfig(request).configure(table)'],
    ['its own method', 'table = OrderTable(Order.objects.all())\ntable.paginate(page=1)'],
    ['a configuration where it is made', 'table = RequestConfig(request).configure(OrderTable(Order.objects.all()))'],
  ])('has pages by %s', async (_, body) => {
    expect(await told(WHO, inFunction(body))).toEqual([expect.stringContaining('up to 26 queries for a page of 25')]);
  });

  it.each([
    ['nothing cuts it', 'other = 1\ntable = OrderTable(Order.objects.all())'],
    ['the configuration does not', 'table = OrderTable(Order.objects.all())\nRequestConfig(request, paginate=False).configure(table)'],
    ['another one is cut', 'table = OrderTable(Order.objects.all())\nRequestConfig(request).configure(other)'],
  ])('has none where %s', async (_, body) => {
    expect(await told(WHO, inFunction(body))).toEqual([expect.stringContaining('shows: a query per row.')]);
  });

  it('is silent where the call says which columns there are', async () => {
    expect(await told(WHO, byCall('OrderTable(Order.objects.all(), exclude=["who"])'))).toEqual([]);
  });
});

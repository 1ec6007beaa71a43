import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)

class Tag(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)

    @property
    def region_name(self):
        return self.customer.region.name

    def label(self):
        return self.customer.name

class Item(models.Model):
    name = models.CharField(max_length=40)
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
`;

const SCHEMAS = `from typing import List, Optional
from ninja import Field, ModelSchema, Schema
from .models import Order


class CustomerOut(Schema):
    name: str


class ItemOut(Schema):
    name: str


class OrderOut(BASE):
FIELDS
`;

const API = `from typing import List
from ninja import NinjaAPI, Router
from ninja.pagination import RouterPaginated, paginate
from .models import Order
from .schemas import CustomerOut, OrderOut

router = Router()


@router.get("/orders", response=List[OrderOut])
def orders(request):
    return Order.objects.all()
`;

interface Written {
  readonly base?: string;
  readonly api?: (code: string) => string;
}

async function told(fields: string, { base = 'Schema', api = (code) => code }: Written = {}): Promise<string[]> {
  const schemas = SCHEMAS.replace('BASE', base).replace('FIELDS', fields.replaceAll(/^(?=.)/gm, '    '));
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/schemas.py': schemas, 'shop/api.py': api(API) };
  return (await lintProject(files, 'shop/api.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

const NESTED = 'number: str\ncustomer: CustomerOut';

describe('an operation of django-ninja', () => {
  it('is told of what its schema reads of each row, with the query that gives the rows', async () => {
    expect(await told(NESTED)).toEqual([
      '`customer` is loaded once per row that `OrderOut` writes out: a query per row. `OrderOut.customer` (shop/schemas.py:16) reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset.',
    ]);
  });

  it.each([
    ['a list of a reverse relation', 'items: List[ItemOut]', '`items`'],
    ['one that may be missing', 'customer: Optional[CustomerOut] = None', '`customer`'],
    ['the newer form of that', 'customer: CustomerOut | None = None', '`customer`'],
    ['a schema by its name', 'customer: "CustomerOut"', '`customer`'],
    ['a path', 'region: str = Field(..., alias="customer.region.name")', '`customer__region`'],
    ['a property', 'region_name: str', '`customer__region`'],
    ['a method', 'label: str', '`customer`'],
    ['a resolver', 'who: str\n\n@staticmethod\ndef resolve_who(order):\n    return order.customer.name', '`customer`'],
    ['a resolver that gives what a schema writes out', 'who: CustomerOut\n\n@staticmethod\ndef resolve_who(order, context):\n    return order.customer', '`customer`'],
  ])('reads %s', async (_name, fields, relation) => {
    const [message, ...more] = await told(fields);
    expect(message).toMatch(new RegExp(`^${relation} is loaded once per row that \`OrderOut\` writes out`));
    expect(more).toEqual([]);
  });

  it.each([
    ['the rows of a many-to-many', 'class Meta:\n    model = Order\n    fields = ["number", "tags"]', 1],
    ['all that the model has', 'class Meta:\n    model = Order\n    fields = "__all__"', 1],
    ['all but them', 'class Meta:\n    model = Order\n    exclude = ["tags"]', 0],
    ['a key, which shows itself', 'class Meta:\n    model = Order\n    fields = ["number", "customer"]', 0],
    ['a schema in the place of a key', 'customer: CustomerOut\n\nclass Meta:\n    model = Order\n    fields = ["number", "customer"]', 1],
  ])('reads of a model schema: %s', async (_name, fields, reports) => {
    expect(await told(fields, { base: 'ModelSchema' })).toHaveLength(reports);
  });

  it.each([
    ['by status', 'response={200: List[OrderOut], 404: CustomerOut}', 'return 200, Order.objects.all()'],
    ['as a list', 'response=list[OrderOut]', 'return list(Order.objects.all())'],
  ])('gives its rows: %s', async (_name, response, body) => {
    expect(await told(NESTED, { api: (code) => code.replace('response=List[OrderOut]', response).replace('return Order.objects.all()', body) })).toHaveLength(1);
  });

  it.each([
    ['by its decorator', 'http_get', 'response={200: List[OrderOut]}'],
    ['by a route', 'route.get', 'response=List[OrderOut]'],
    ['in pages', 'http_get', 'response=PaginatedResponseSchema[OrderOut]'],
  ])('is a method of a controller of django-ninja-extra: %s', async (_name, by, response) => {
    const api = (): string => `from typing import List\nfrom ninja_extra import api_controller, http_get, route\nfrom ninja_extra.schemas import PaginatedResponseSchema\nfrom .models import Order\nfrom .schemas import OrderOut\n\n@api_controller("/orders")\nclass OrderController:\n    @${by}("", ${response})\n    def orders(self):\n        return Order.objects.all()\n`;
    expect(await told(NESTED, { api })).toHaveLength(1);
    expect(await told(NESTED, { api: () => api().replace('from ninja_extra import', 'from elsewhere import') })).toEqual([]);
  });

  it.each([
    ['in pages', (code: string) => code.replace('def orders', '@paginate\ndef orders'), 'about 101 queries for a page of 100'],
    ['in pages of another size', (code: string) => code.replace('def orders', '@paginate(page_size=20)\ndef orders'), 'about 21 queries for a page of 20'],
    ['in pages by its router', (code: string) => code.replace('router = Router()', 'router = RouterPaginated()'), 'about 101 queries for a page of 100'],
  ])('gives them %s', async (_name, api, cost) => {
    expect((await told(NESTED, { api }))[0]).toContain(cost);
  });

  it.each([
    ['rows that come with it', NESTED, (code: string) => code.replace('objects.all()', 'objects.select_related("customer")')],
    ['rows that a decorator loads by what it is given', NESTED, (code: string) => code.replace('def orders', '@listed(select_related=["customer"])\ndef orders')],
    ['rows that a decorator of the project loads', NESTED, (code: string) => code.replace('router = Router()', 'router = Router()\n\n\ndef listed(fn):\n    return lambda request: fn(request).select_related("customer")').replace('def orders', '@listed\ndef orders')],
    ['one row', NESTED, (code: string) => code.replace('List[OrderOut]', 'OrderOut').replace('objects.all()', 'objects.get(pk=1)')],
    ["a schema of another package's", NESTED, (code: string) => code.replace('import CustomerOut, OrderOut', 'import CustomerOut\nfrom elsewhere import OrderOut')],
    ["another package's router", NESTED, (code: string) => code.replace('from ninja import NinjaAPI, Router', 'from elsewhere import Router')],
    ['a resolver that is no static method, which the package refuses', 'who: str\n\ndef resolve_who(self, order):\n    return order.customer.name', undefined],
    ['a plain column, and the key', 'number: str\ncustomer_id: int', undefined],
  ] as [string, string, ((code: string) => string) | undefined][])('says nothing of %s', async (_name, fields, api) => {
    expect(await told(fields, api === undefined ? {} : { api })).toEqual([]);
  });
});

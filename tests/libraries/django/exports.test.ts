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
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE)

    def get_absolute_url(self):
        return f"/orders/{self.customer.name}/{self.pk}/"

class Plain(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

    def get_absolute_url(self):
        return f"/plain/{self.pk}/"
`;

const RULES = { 'admin-scale/require-eager-loading': 'error' } as const;

const project = (path: string, text: string, more: ProjectFiles = {}): ProjectFiles => ({ 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, [path]: text, ...more });

async function told(path: string, text: string, more: ProjectFiles = {}): Promise<string[]> {
  return (await lintProject(project(path, text, more), path, { rules: RULES })).map(({ message, line }) => `${String(line)}: ${message}`);
}

const IMPORTS = 'from django.contrib import admin\nfrom import_export import fields, resources\nfrom import_export.admin import ExportMixin\nfrom .models import Customer, Order\n\n';

const resource = (body = 'order.customer.name', more = ''): string =>
  `class OrderResource(resources.ModelResource):\n    who = fields.Field()\n\n    class Meta:\n        model = Order\n        fields = ("id", "who")\n\n    def dehydrate_who(self, order):\n        return ${body}\n${more}\n`;

const admin = (more = ''): string => `@admin.register(Order)\nclass OrderAdmin(ExportMixin, admin.ModelAdmin):\n    resource_classes = [OrderResource]\n    list_display = ("number",)\n${more}`;

describe('what an export asks of each row', () => {
  it('is told of where it is read, with the admin that gives the rows', async () => {
    expect(await told('shop/admin.py', IMPORTS + resource() + admin())).toEqual([
      '14: `customer` is loaded once per row that `OrderResource` exports: a query per row. `OrderResource.dehydrate_who` (shop/admin.py:13) reads it, and the rows are read without it. Add `.select_related("customer")` in `OrderAdmin.get_export_queryset()`.',
    ]);
  });

  it('is told of a resource that no admin takes', async () => {
    const [message] = await told('shop/resources.py', IMPORTS + resource('order.customer.region.name'));
    expect(message).toContain('Add `.select_related("customer__region")` in `OrderResource.get_queryset()`.');
  });

  it.each([
    ['a column', resource('order.number') + admin()],
    ['the key', resource('order.customer_id') + admin()],
    ['a list that joins', resource() + admin('    list_select_related = ("customer",)\n')],
    ['an export that joins', resource() + admin('\n    def get_export_queryset(self, request):\n        return super().get_export_queryset(request).select_related("customer")\n')],
    ['a resource that joins', resource(undefined, '\n    def get_queryset(self):\n        return super().get_queryset().select_related("customer")\n')],
    ['a resource that is made by hand', `${resource()}\ndef export(rows):\n    return OrderResource().export(rows)\n`],
    ['a class of another library', resource().replace('resources.ModelResource', 'object') + admin()],
  ])('is silent: %s', async (_name, text) => {
    expect(await told('shop/admin.py', IMPORTS + text)).toEqual([]);
  });
});

const columns = (declared: string, fields = '("id", "region")', more = ''): string => `class OrderResource(resources.ModelResource):\n    region = ${declared}\n\n    class Meta:\n        model = Order\n        fields = ${fields}\n${more}\n`;

const REGION = 'fields.Field(column_name="region", attribute="customer__region__name")';

describe('what an export asks of each row that the list of its admin asks as well', () => {
  const listed = (column: string, more = ''): string => admin(more).replace('("number",)', `("number", "${column}")`);
  const SHOWN = '\n    def shown(self, order):\n        return order.customer.region.name\n';
  const resources = (text: string): Promise<string[]> => told('shop/resources.py', IMPORTS + columns(REGION), { 'shop/admin.py': `${IMPORTS}from .resources import OrderResource\n\n${text}` });

  it('is told of at the list, which mends the export', async () => {
    expect(await resources(listed('shown', SHOWN))).toEqual([]);
    expect(await told('shop/admin.py', `${IMPORTS}from .resources import OrderResource\n\n${listed('shown', SHOWN)}`, { 'shop/resources.py': IMPORTS + columns(REGION) })).toHaveLength(1);
  });

  it('is told of where the list asks for less', async () => {
    const [message, ...others] = await resources(listed('shown', SHOWN.replace('.region', '')));
    expect(message).toContain('`customer__region` is loaded once per row that `OrderResource` exports: a query per row.');
    expect(others).toEqual([]);
    expect((await resources(listed('pk')))[0]).toContain('2 queries per row.');
  });

  it('is told of where the list asks for the key alone', async () => {
    expect((await resources(listed('shown', SHOWN.replace('.region.name', '.pk'))))[0]).toContain('2 queries per row.');
  });
});

describe('what the columns of an export name by a path', () => {
  it('is told of where the column is declared', async () => {
    expect(await told('shop/admin.py', IMPORTS + columns(REGION) + admin())).toEqual([
      '7: `customer__region` is loaded once per row that `OrderResource` exports: 2 queries per row. `OrderResource.region` (shop/admin.py:7) reads it, and the rows are read without it. Add `.select_related("customer__region")` in `OrderAdmin.get_export_queryset()`.',
    ]);
  });

  it('is told of where the list of fields names it', async () => {
    const [message] = await told('shop/resources.py', IMPORTS + columns('None', '("id", "customer__name")'));
    expect(message).toContain('`OrderResource.customer__name` (shop/resources.py:11) reads it');
  });

  it.each([
    ['a column of the row', columns('fields.Field(attribute="number")') + admin()],
    ['the key', columns('fields.Field(attribute="customer_id")') + admin()],
    ['rows that bring it along', columns(REGION) + admin('    list_select_related = ("customer__region",)\n')],
    ['a column that is left out', columns(REGION, '("id", "number")') + admin()],
    ['a column that is excluded', columns(REGION, '("id", "region")\n        exclude = ("region",)') + admin()],
    ['a list that is worked out', columns(REGION, 'chosen()') + admin()],
    ['a method that gives its value', columns(REGION, undefined, '\n    def dehydrate_region(self, order):\n        return order.number\n') + admin()],
    ['a field of something else', columns(REGION.replace('fields.Field', 'found.Field')) + admin()],
  ])('is silent: %s', async (_name, text) => {
    expect(await told('shop/admin.py', IMPORTS + text)).toEqual([]);
  });
});

const SITEMAP = 'from django.contrib.sitemaps import Sitemap\nfrom .models import Order, Plain\n\n';

describe('what a sitemap asks of each item', () => {
  it('is told of at its items', async () => {
    expect(await told('shop/sitemaps.py', `${SITEMAP}class OrderSitemap(Sitemap):\n    def items(self):\n        return Order.objects.all()\n`)).toEqual([
      '6: `customer` is loaded once per item of `OrderSitemap`: a query per row. `OrderSitemap.location` (shop/models.py:14) through `Order.get_absolute_url` reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset.',
    ]);
  });

  it('is told of its own methods', async () => {
    const text = `${SITEMAP}class PlainSitemap(Sitemap):\n    def items(self):\n        return Plain.objects.all()\n\n    def lastmod(self, obj):\n        return obj.customer.name\n`;
    expect((await told('shop/sitemaps.py', text))[0]).toContain('`PlainSitemap.lastmod` (shop/sitemaps.py:8) reads it');
  });

  it.each([
    ['items that bring it along', 'class OrderSitemap(Sitemap):\n    def items(self):\n        return Order.objects.select_related("customer")\n'],
    ['items that need nothing', 'class PlainSitemap(Sitemap):\n    def items(self):\n        return Plain.objects.all()\n'],
    ['a location of its own', 'class OrderSitemap(Sitemap):\n    def items(self):\n        return Order.objects.all()\n\n    def location(self, obj):\n        return f"/{obj.pk}/"\n'],
    ['a class that is no sitemap', 'class OrderSitemap:\n    def items(self):\n        return Order.objects.all()\n'],
    ['items of unknown make', 'class OrderSitemap(Sitemap):\n    def items(self):\n        return self.rows\n'],
  ])('is silent: %s', async (_name, text) => {
    expect(await told('shop/sitemaps.py', SITEMAP + text)).toEqual([]);
  });
});

const FEED = 'from django.contrib.syndication.views import Feed\nfrom .models import Labelled, Order, Plain\n\n';
const LABELLED = `${MODELS}\nclass Labelled(Plain):\n    def __str__(self):\n        return self.customer.name\n`;

describe('what a feed asks of each item', () => {
  it('is told of at its items, with the method that reads', async () => {
    const text = `${FEED}class PlainFeed(Feed):\n    def items(self):\n        return Plain.objects.order_by("-pk")[:50]\n\n    def item_author_name(self, item):\n        return item.customer.name\n`;
    expect(await told('shop/feeds.py', text)).toEqual([
      '6: `customer` is loaded once per item of `PlainFeed`: a query per row. `PlainFeed.item_author_name` (shop/feeds.py:8) reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset.',
    ]);
  });

  it('is told of where a class that inherits the items has none of its own', async () => {
    const heirs = 'class OpenFeed(PlainFeed):\n    def items(self):\n        return super().items().select_related("customer")\n\nclass OldFeed(PlainFeed):\n    title = "Old"\n';
    expect(await told('shop/feeds.py', `${FEED}class PlainFeed(Feed):\n    def items(self):\n        return Plain.objects.all()\n\n    def item_author_name(self, item):\n        return item.customer.name\n\n${heirs}`)).toHaveLength(1);
  });

  it('is told of items of the object that it is about', async () => {
    const about = (found: string): string => `from .models import Customer\n\nclass VisitFeed(Feed):\n    def get_object(self, request, pk):\n        return ${found}\n\n    def items(self, obj):\n        return obj.visits.all()\n\n    def item_title(self, item):\n        return item.seller.name\n`;
    const models = { 'shop/models.py': `${LABELLED}\nclass Visit(models.Model):\n    customer = models.ForeignKey(Customer, related_name="visits", on_delete=models.CASCADE)\n    seller = models.ForeignKey(Customer, related_name="+", on_delete=models.CASCADE)\n` };
    const [message, ...others] = await told('shop/feeds.py', FEED + about('Customer.objects.get(pk=pk)'), models);
    expect(others).toEqual([]);
    expect(message).toContain('`seller` is loaded once per item of `VisitFeed`');
    expect(await told('shop/feeds.py', FEED + about('Customer.objects.prefetch_related("visits__seller").get(pk=pk)'), models)).toEqual([]);
    expect(await told('shop/feeds.py', FEED + about('find(pk)'), models)).toEqual([]);
  });

  it.each([
    ['the address of a row', 'Order', '`OrderFeed.item_link` (shop/models.py:14) through `Order.get_absolute_url` reads it'],
    ['the text of a row', 'Labelled', '`LabelledFeed.item_title` (shop/models.py:24) through `Labelled.__str__` reads it'],
  ])('is %s where no method says it', async (_name, model, reader) => {
    const [message] = await told('shop/feeds.py', `${FEED}class ${model}Feed(Feed):\n    def items(self):\n        return ${model}.objects.all()\n`, { 'shop/models.py': LABELLED });
    expect(message).toContain(reader);
  });

  it.each([
    ['items that bring it along', 'class OrderFeed(Feed):\n    def items(self):\n        return Order.objects.select_related("customer")\n'],
    ['items that each class which inherits them goes on with', 'class BaseFeed(Feed):\n    def items(self):\n        return Order.objects.all()\n\nclass OrderFeed(BaseFeed):\n    def items(self):\n        return super().items().select_related("customer")\n'],
    ['items that need nothing', 'class PlainFeed(Feed):\n    def items(self):\n        return Plain.objects.all()\n'],
    ['a link of its own', 'class OrderFeed(Feed):\n    def items(self):\n        return Order.objects.all()\n\n    def item_link(self, item):\n        return f"/{item.pk}/"\n'],
    ['templates in place of the text', 'class LabelledFeed(Feed):\n    title_template = "feeds/title.html"\n    description_template = "feeds/description.html"\n\n    def items(self):\n        return Labelled.objects.all()\n'],
    ['what it says of itself', 'class PlainFeed(Feed):\n    def items(self):\n        return Plain.objects.all()\n\n    def author_name(self, obj):\n        return obj.customer.name\n'],
    ['a class that is no feed', 'class OrderFeed:\n    def items(self):\n        return Order.objects.all()\n'],
  ])('is silent: %s', async (_name, text) => {
    expect(await told('shop/feeds.py', FEED + text, { 'shop/models.py': LABELLED })).toEqual([]);
  });
});

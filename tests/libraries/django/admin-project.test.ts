import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { djangoProjectOf, type DjangoProject } from '../../../src/libraries/django/project.ts';
import { readAdmin } from '../../../src/libraries/django/admin/read.ts';
import { moduleOf } from '../../../src/python/syntax/module.ts';
import { parsePython } from '../../../src/python/syntax/parse.ts';
import { parseSettings } from '../../../src/project/settings.ts';

const root = join(import.meta.dirname, '../../fixtures/django-shop');

function shop(raw?: unknown): DjangoProject {
  return djangoProjectOf({ filename: join(root, 'shop/admin.py'), cwd: root, settings: parseSettings(raw, root).settings });
}

function resources(text: string, raw?: unknown): ReturnType<typeof readAdmin> {
  const filename = join(root, 'shop/admin.py');
  const parsed = parsePython(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const module = moduleOf(filename, text, parsed.ast);
  return readAdmin(module, djangoProjectOf({ filename, cwd: root, settings: parseSettings(raw, root).settings }, module));
}

describe('the index of a Django project', () => {
  const django = shop();

  it('finds the root by manage.py, models by label and the user model by its setting', () => {
    expect(django.root).toBe(root);
    expect(django.modelNamed('shop.Order')?.file).toBe(join(root, 'shop/models/orders.py'));
    expect(django.modelNamed('Order')?.label).toBe('shop.Order');
    expect(django.modelNamed('auth.User')?.label).toBe('auth.User');
    expect(django.modelNamed('nothing.Here')).toBeUndefined();
    expect(django.models.userModel()?.label).toBe('customers.Member');
  });

  it('reads fields of the model, of abstract bases and of built-in ones', () => {
    const parcel = django.modelNamed('shop.Parcel');
    expect([...(parcel?.forward.keys() ?? [])]).toEqual(['owner', 'order', 'code', 'id']);
    expect(parcel?.fields.get('owner')).toMatchObject({ nullable: true, kind: 'foreign-key', attname: 'owner_id', relation: { target: 'Member', cardinality: 'to-one', keys: ['owner_id'] } });
    expect(django.modelNamed('customers.Member')?.fields.get('email')).toMatchObject({ type: 'EmailField', relation: undefined });
    expect(django.modelNamed('shop.Order')?.fields.get('status')).toMatchObject({ choices: true, nullable: false });
    expect(django.modelNamed('shop.Order')?.fields.get('created')).toMatchObject({ autoNow: true, editable: false });
  });

  it('knows the accessors that other models leave', () => {
    const order = django.modelNamed('shop.Order');
    expect(order?.fields.get('items')).toMatchObject({ reverse: true, relation: { target: 'OrderItem', cardinality: 'to-many' } });
    expect(order?.fields.get('parcel_set')).toMatchObject({ reverse: true, queryName: 'parcel' });
    expect(order?.fields.get('profile')).toMatchObject({ reverse: true, relation: { cardinality: 'to-one' } });
    expect(django.modelNamed('customers.Member')?.fields.get('parcel_set')).toMatchObject({ reverse: true });
    expect(django.modelNamed('customers.Customer')?.fields.has('manager')).toBe(true);
    expect(django.modelNamed('customers.Member')?.fields.has('customer_set')).toBe(false);
  });

  it('keeps the tables of multi-table inheritance apart', () => {
    const [place, depot] = ['shop.Place', 'shop.Depot'].map((label) => django.modelNamed(label));
    expect([...(depot?.forward.keys() ?? [])]).toEqual(['parent', 'region', 'code', 'place_ptr']);
    expect(depot?.forward.get('parent')?.target?.label).toBe('shop.Place');
    expect(place?.fields.get('depot')).toMatchObject({ reverse: true, relation: { cardinality: 'to-one', target: 'Depot' } });
    expect(django.modelNamed('customers.Region')?.fields.has('place_set')).toBe(true);
    expect(django.modelNamed('customers.Region')?.fields.has('depot_set')).toBe(false);
    expect(depot?.fields.get('children')).toMatchObject({ reverse: true });
  });

  it('takes the version from the settings, else the newest', () => {
    expect(django.version).toEqual([5, 2]);
    expect(shop({ django: '4.2' }).version).toEqual([4, 2]);
  });

  it('knows a table from its rows, and a growing one from the admin', () => {
    const size = (name: string, project = django): string | undefined => {
      const model = project.modelNamed(name);
      return model === undefined ? undefined : project.tableSize(model).growth;
    };
    expect([size('Member'), size('Region'), size('contenttypes.ContentType')]).toEqual(['growing', 'few', 'small']);
    expect([size('Region', shop({ rows: { Region: 20 } })), size('Region', shop({ rows: { 'customers.Region': 90_000 } }))]).toEqual(['small', 'growing']);
  });
});

const IMPORTS = 'from django.contrib import admin\nfrom .models import Order, OrderItem\n\n';

describe('the cost of a list', () => {
  it('is two counts and the page, more for filters and dates, one for each relation and row', () => {
    const { resources: [plain] } = resources(`${IMPORTS}@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ("id",)\n`);
    expect(plain).toMatchObject({ name: 'OrderAdmin', model: 'Order', list: { pageSize: 100, cost: { now: { fixed: 3, perRow: 0 }, remedied: { fixed: 3, perRow: 0 } } } });
    const body = '    list_display = ("supplier", "labels")\n    list_filter = ("customer", "status")\n    date_hierarchy = "created"\n    show_full_result_count = False\n    list_per_page = 25\n\n    def labels(self, obj):\n        return list(obj.tags.all())\n';
    const { resources: [full] } = resources(`${IMPORTS}@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n${body}`);
    expect(full?.list).toMatchObject({ pageSize: 25, cost: { now: { fixed: 5, perRow: 2 }, remedied: { fixed: 6, perRow: 0 } } });
  });

  it.each([
    ['queries that no loading spares', '    list_display = ("few",)\n\n    def few(self, obj):\n        return obj.items.filter(quantity=1).count(), OrderItem.objects.filter(order=obj).first()\n', 2, 2],
    ['what is offered no remedy', '    list_display = ("supplier",)\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related()\n', 1, 1],
    ['what the remedy takes away', '    list_display = ("supplier",)\n', 1, 0],
    ['what is reported together', '    list_display = ("place", "labels")\n\n    def place(self, obj):\n        return obj.supplier.name, obj.shipper.region.name\n\n    def labels(self, obj):\n        return [obj.supplier, obj.tags.all()[0]]\n', 4, 0],
    ['less on one of several ways', '    list_display = ("supplier",)\n\n    def get_queryset(self, request):\n        if request.user.is_superuser:\n            return super().get_queryset(request).select_related("customer")\n        return super().get_queryset(request)\n', 1, 0],
  ])('counts %s', (_, body, now, remedied) => {
    const { resources: [page] } = resources(`${IMPORTS}@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n${body}`);
    expect([page?.list?.cost.now.perRow, page?.list?.cost.remedied.perRow, page?.list?.unread]).toEqual([now, remedied, undefined]);
  });

  it.each([
    ['a function that is not found', '    list_display = ("badge",)\n\n    def badge(self, obj):\n        return badge_of(obj)\n'],
    ['columns that are not found', '    list_display = COLUMNS\n'],
    ['an attribute by a computed name', '    list_display = ("value",)\n\n    def value(self, obj):\n        return getattr(obj, self.name)\n'],
    ['filters that ask per option', '    list_display = ("id",)\n    list_filter = ("shipper",)\n'],
  ])('promises nothing for pages with %s', (_, body) => {
    const { resources: [page] } = resources(`${IMPORTS}@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n${body}`);
    expect(page?.list?.unread).toBe(true);
  });

  it('is given for what a file registers, whatever shape the registration has', () => {
    const text = `${IMPORTS}class OrderAdmin(admin.ModelAdmin):\n    pass\n\n\nsite = admin.AdminSite()\nsite.register([Order, OrderItem], OrderAdmin)\n`;
    expect(resources(text).resources.map(({ name, model }) => [name, model])).toEqual([['OrderAdmin', 'Order'], ['OrderAdmin', 'OrderItem']]);
  });
});

describe('robustness', () => {
  it.each([
    'class A(B):\n    pass\n\n\nclass B(A):\n    list_display = A.list_display + B.list_display\n',
    'from .admin import *\nfrom .models import *\n@register(Order)\nclass OrderAdmin(OrderAdmin): list_display = OrderAdmin.list_display\n',
    'from django.contrib import admin\nfrom .models import Order\n@admin.register(Order)\nclass A(admin.ModelAdmin):\n    x = y\n    y = x\n    list_display = (*x, *y)\n    fieldsets = [(None, None), None, ()]\n    inlines = [A]\n    def get_queryset(self, request):\n        return self.get_queryset(request)\n',
    'from django.db import models\nclass M(models.Model):\n    me = models.ForeignKey("M", models.CASCADE)\n    def __str__(self):\n        return str(self.me)\n',
    'from django.contrib import admin\nadmin.site.register()\nadmin.site.register(*models)\n@admin.register\nclass A: pass\n',
  ])('reads odd code without an exception: %j', (text) => {
    expect(() => resources(text)).not.toThrow();
  });
});

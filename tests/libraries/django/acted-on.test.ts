import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.contrib.auth.models import User
from django.db import models

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=40)
    region = models.ForeignKey(Region, null=True, on_delete=models.CASCADE)
    user = models.OneToOneField(User, on_delete=models.CASCADE)
    team = models.CharField(max_length=40)

class Order(models.Model):
    title = models.CharField(max_length=40)
    number = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    region = models.ForeignKey(Region, null=True, on_delete=models.CASCADE)
    source = models.CharField(max_length=40)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
`;

const VIEWS = `from django.contrib.auth.models import User
from .models import Customer, Item, Order

def sign_up(request):
    user = User.objects.create_user(request.POST["name"])
    Customer.objects.create(user=user)

def invite(request):
    Customer.objects.create(user=User.objects.create_user(request.POST["name"]))

def order(request):
    found = Order.objects.create(customer=request.user.customer)
    Item.objects.create(order=found)

def repeat(request):
    found = Order.objects.create(customer=request.user.customer)
    Item.objects.create(order=found)
`;

function project(admin: string, more: ProjectFiles = {}): ProjectFiles {
  return { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/views.py': VIEWS, 'shop/admin.py': `from django.contrib import admin\nfrom .models import Customer, Item, Order\n\n${admin}`, ...more };
}

function adminOf(model: string, body: string): string {
  return `@admin.register(${model})\nclass ${model}Admin(admin.ModelAdmin):\n    ${body}\n`;
}

describe('a DISTINCT filter', () => {
  const found = async (model: string, column: string, settings = {}): Promise<string[]> =>
    ruleIds(await lintProject(project(adminOf(model, `list_filter = ["${column}"]`)), 'shop/admin.py', { preset: 'recommended', settings })).filter((rule) => rule === 'no-uncached-filter-lookups');

  it.each([
    ['rows of each of those of another growing table', 'Order', 'source', {}],
    ['a column whose values are as many as the rows', 'Order', 'number', {}],
    ['a table that settings say is very long', 'Customer', 'team', { rows: { Customer: 100_000 } }],
  ])('is worth acting on: %s', async (_name, model, column, settings) => {
    expect(await found(model, column, settings)).toHaveLength(1);
  });

  it.each([
    ['as many rows as there are users', 'Customer', 'team', {}],
    ['a table that settings say is long, but not that long', 'Order', 'source', { rows: { Order: 90_000 } }],
  ])('is not: %s', async (_name, model, column, settings) => {
    expect(await found(model, column, settings)).toEqual([]);
    const strict = await lintProject(project(adminOf(model, `list_filter = ["${column}"]`)), 'shop/admin.py', { rules: { 'admin-scale/no-uncached-filter-lookups': 'error' }, settings });
    expect(strict).toHaveLength(1);
  });
});

describe('a filter by the rows of another table', () => {
  const RELATED_ONLY = 'admin.RelatedOnlyFieldListFilter';
  it.each([
    ['which some rows have', 'Order', 'region', true, 'If few of them are used'],
    ['each of which has rows', 'Order', 'customer', false, 'Remove it from `list_filter`'],
    ['each of which has one', 'Customer', 'user', false, 'Each of them has one row at most: remove it from `list_filter`'],
  ])('is advised by what RelatedOnly would find: %s', async (_name, model, field, isRelatedOnly, advice) => {
    const [only] = await lintProject(project(adminOf(model, `list_filter = ["${field}"]`)), 'shop/admin.py', { rules: { 'admin-scale/no-uncached-filter-lookups': 'error' } });
    expect(only?.message).toContain(advice);
    expect(only?.message.includes(RELATED_ONLY)).toBe(isRelatedOnly);
  });
});

describe('an admin that a setting switches on', () => {
  const ADMIN = adminOf('Order', 'list_display = ["title", "region", "items_open"]\n    list_filter = ["customer"]\n\n    def items_open(self, obj):\n        return obj.items.filter(pk__gt=5).count()');
  const urls = (test: string): ProjectFiles => ({ 'config/__init__.py': '', 'config/urls.py': `from django.conf import settings\nfrom django.contrib import admin\nfrom django.urls import path\n\nurlpatterns = []\nif ${test}:\n    urlpatterns += [path("admin/", admin.site.urls)]\n` });
  const ALL = ['no-query-per-row', 'no-unbounded-options', 'no-uncached-filter-lookups', 'require-eager-loading'];
  const found = async (test: string, settings: string): Promise<string[]> =>
    [...new Set(ruleIds(await lintProject(project(ADMIN, { ...urls(test), 'config/settings.py': `INSTALLED_APPS = ["shop"]\n${settings}\n` }), 'shop/admin.py', { preset: 'recommended' })))].sort();

  it.each([
    ['that development alone turns on', 'settings.DEBUG', 'DEBUG = True'],
    ['that is false', 'settings.ADMIN_ON', 'ADMIN_ON = False'],
    ['that the environment may set', 'settings.ADMIN_ON', 'ADMIN_ON = env.bool("ADMIN_ON", default=False)'],
    ['that is declared as false', 'settings.ADMIN_ON', 'env = environ.Env(\n    ADMIN_ON=(bool, False),\n)\nADMIN_ON = env("ADMIN_ON")'],
    ['that is asked for by name', 'getattr(settings, "ADMIN_ON", False)', 'ADMIN_ON = False'],
  ])('is a page that few have, by a setting %s', async (_name, test, settings) => {
    expect(await found(test, settings)).toEqual([]);
  });

  it.each([
    ['by one that is true', 'settings.ADMIN_ON', 'ADMIN_ON = True'],
    ['by one that is set to both', 'settings.ADMIN_ON', 'ADMIN_ON = False\nADMIN_ON = True'],
    ['by one of which nothing is known', 'settings.ADMIN_ON', ''],
    ['by one that is declared as true', 'settings.ADMIN_ON', 'env = environ.Env(ADMIN_ON=(bool, True))\nADMIN_ON = env("ADMIN_ON")'],
    ['by something else', 'True', 'ADMIN_ON = False'],
  ])('is a page like any other %s', async (_name, test, settings) => {
    expect(await found(test, settings)).toEqual(ALL);
  });
});

describe('the form of an admin', () => {
  const found = async (body: string): Promise<string[]> =>
    ruleIds(await lintProject(project(`class Other(admin.ModelAdmin):\n    pass\n\n${adminOf('Order', `def change_view(self, request, object_id, form_url="", extra_context=None):\n        ${body}`)}`), 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } }));

  it('is not its own where another one answers', async () => {
    expect(await found('return Other(self.model, self.admin_site).change_view(request, object_id, form_url, extra_context)')).toEqual([]);
  });

  it.each(['return super().change_view(request, object_id, form_url, extra_context)', 'return admin.ModelAdmin.change_view(self, request, object_id, form_url, extra_context)'])('is its own: %s', async (body) => {
    expect(await found(body)).not.toEqual([]);
  });
});

describe('a relation that a loop reads', () => {
  const METHOD = '    def close(self):\n        for item in self.items.all():\n            work(item)\n';
  const models = MODELS.replace('    source = models.CharField(max_length=40)\n', `    source = models.CharField(max_length=40)\n\n${METHOD}`);
  const read = async (body: string, preset: 'recommended' | 'strict'): Promise<string[]> => {
    const files = { ...project(''), 'shop/models.py': models, 'shop/jobs.py': `from django.contrib.auth.models import User\nfrom .models import Customer, Item, Order\n\ndef run(work):\n${body}` };
    return ruleIds(await lintProject(files, 'shop/jobs.py', { preset })).filter((rule) => rule === 'require-eager-loading');
  };

  it.each([
    ['through a method that is called for what it does', '    for order in Order.objects.all():\n        order.close()\n', []],
    ['through a method that gives something', '    for order in Order.objects.all():\n        work(order.close())\n', ['require-eager-loading']],
    ['in a loop over a whole table that asks each time', '    for order in Order.objects.all():\n        for user in User.objects.all():\n            work(order.customer.name, Item.objects.filter(order__customer__user=user).count())\n', []],
    ['in a loop over what belongs to the row', '    for order in Order.objects.all():\n        for item in Item.objects.filter(order=order):\n            work(order.customer.name, Item.objects.filter(pk__gt=item.pk).count())\n', ['require-eager-loading']],
    ['in a loop over a whole table that asks for nothing', '    for order in Order.objects.all():\n        for user in User.objects.all():\n            work(order.customer.name, user)\n', ['require-eager-loading']],
    ['beside such a loop', '    for order in Order.objects.all():\n        work(order.customer.name)\n        for user in User.objects.all():\n            work(Item.objects.filter(order__customer__user=user).count())\n', ['require-eager-loading']],
  ])('weighs by what the round does besides: %s', async (_name, body, expected) => {
    expect(await read(body, 'recommended')).toEqual(expected);
    expect(await read(body, 'strict')).toEqual(['require-eager-loading']);
  });

  it('is named with all others where `select_related()` names none', async () => {
    const files = { ...project(''), 'shop/jobs.py': 'from .models import Order\n\ndef run(work):\n    for order in Order.objects.select_related():\n        work(order.region.name, order.customer.name)\n' };
    const [only, ...others] = await lintProject(files, 'shop/jobs.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
    expect(others).toEqual([]);
    expect(only?.message).toContain('Name in `select_related()` on line 4 every relation that is read, `"region"` among them: without names it joins only keys that can\'t be null, and a second call with names takes these joins away.');
    expect([only?.fix, only?.suggestions]).toEqual([undefined, undefined]);
  });
});

describe('a function that calls itself', () => {
  const run = async (last: string): Promise<string[]> => {
    const job = `from .models import Order\n\ndef undo(key, depth):\n    order = Order.objects.get(pk=key)\n    ${last}\n\ndef run(keys):\n    for key in keys:\n        undo(key, 5)\n`;
    return ruleIds(await lintProject({ ...project(''), 'shop/jobs.py': job }, 'shop/jobs.py', { rules: { 'admin-scale/no-query-per-row': 'error' } }));
  };

  it('goes on by what it finds, which no query ahead tells', async () => {
    expect(await run('return undo(order.customer_id, depth - 1) if depth else order')).toEqual([]);
    expect(await run('return order')).toEqual(['no-query-per-row']);
  });
});

describe('a query of a column that no relation leads to', () => {
  const advice = async (condition: string): Promise<string | undefined> => {
    const models = `${MODELS.replace('class Region(models.Model):\n', 'class RegionQuerySet(models.QuerySet):\n    def near(self, order):\n        return self.filter(CONDITION)\n\nclass Region(models.Model):\n    objects = RegionQuerySet.as_manager()\n').replace('CONDITION', condition)}\nclass Parcel(models.Model):\n    source = models.CharField(max_length=40)\n`;
    const admin = `from .models import Parcel, Region\n\n${adminOf('Parcel', 'list_display = ["regions"]\n\n    def regions(self, obj):\n        return [region.pk for region in Region.objects.near(obj)]')}`;
    const [only] = await lintProject({ ...project(admin), 'shop/models.py': models }, 'shop/admin.py', { rules: { 'admin-scale/no-query-per-row': 'error' } });
    return only?.message;
  };

  it('is told so, where a method of the manager narrows it by a plain column', async () => {
    expect(await advice('name__contains=order.source')).toContain('No relation leads from the rows to it, so that no prefetch does: annotate one value in `ParcelAdmin.get_queryset()` with a `Subquery`, or a list of them with an `ArraySubquery` (PostgreSQL)');
    expect(await advice('order__source=order.source')).toContain('`Prefetch(…, to_attr=…)` for rows.');
  });
});

describe('a relation that a method of its manager narrows', () => {
  const advice = async (method: string, rows: string): Promise<string | undefined> => {
    const models = `from django.db import models\n\nclass MakerQuerySet(models.QuerySet):\n    def ready(self, shop=None):\n        return ${method}\n\nclass Maker(models.Model):\n    name = models.CharField(max_length=40)\n    objects = MakerQuerySet.as_manager()\n\nclass Licence(models.Model):\n    maker = models.ForeignKey(Maker, related_name="licences", on_delete=models.CASCADE)\n    valid = models.BooleanField()\n\nclass Good(models.Model):\n    name = models.CharField(max_length=40)\n    makers = models.ManyToManyField(Maker)\n`;
    const views = `from .models import Good\n\ndef show(request):\n    for good in ${rows}:\n        print(good.makers.ready(shop=good.name))\n        for maker in good.makers.ready(shop=good.name):\n            print(maker.name)\n`;
    const messages = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models, 'shop/views.py': views }, 'shop/views.py', { rules: { 'admin-scale/no-query-per-row': 'error' } });
    return messages.map(({ message }) => message).join(' ');
  };

  it('is chosen from with what the method asks of other tables', async () => {
    expect(await advice('self.filter(licences__valid=True)', 'Good.objects.all()')).toContain('`prefetch_related("makers", "makers__licences")`, and choose among `makers.all()` in Python');
    expect(await advice('self.filter(name="a")', 'Good.objects.all()')).toContain('`prefetch_related("makers")`, and choose among `makers.all()` in Python');
  });
});

describe('a relation of which a column shows what lies beyond it', () => {
  const MODELS = 'from django.db import models\n\nclass Firm(models.Model):\n    name = models.CharField(max_length=40)\n\nclass Person(models.Model):\n    name = models.CharField(max_length=40)\n\nclass Membership(models.Model):\n    person = models.ForeignKey(Person, related_name="memberships", on_delete=models.CASCADE)\n    firm = models.ForeignKey(Firm, on_delete=models.CASCADE)\n    role = models.CharField(max_length=40)\n';
  const advice = async (asked: string): Promise<string> => {
    const admin = `from django.contrib import admin\nfrom .models import Person\n\n@admin.register(Person)\nclass PersonAdmin(admin.ModelAdmin):\n    list_display = ("name", "firms")\n\n    def firms(self, obj):\n        return ", ".join(${asked})\n`;
    const [only] = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': admin }, 'shop/admin.py', { rules: { 'admin-scale/no-query-per-row': 'error' } });
    return only?.message ?? '';
  };

  it.each([
    ['the name of what each leads to', 'obj.memberships.values_list("firm__name", flat=True)', '"memberships", "memberships__firm"'],
    ['in a dictionary', '[row["firm__name"] for row in obj.memberships.values("role", "firm__name")]', '"memberships", "memberships__firm"'],
    ['a column of its own', 'obj.memberships.values_list("role", flat=True)', '"memberships"'],
    ['the key of what each leads to', 'obj.memberships.values_list("firm__id", flat=True)', '"memberships"'],
  ])('is prefetched with that: %s', async (_name, asked, prefetched) => {
    expect(await advice(asked)).toContain(`\`prefetch_related(${prefetched})\`, and choose among \`memberships.all()\` in Python`);
  });
});

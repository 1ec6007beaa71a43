import { describe, expect, it } from 'vitest';
import { lintProject } from '../../../lint-project.ts';

const models = (head: string, manager: string): string => `from django.db import models
${head}
class Customer(models.Model):
    name = models.CharField(max_length=80)

class LoadingManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("customer")

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    objects = ${manager}
`;

const TASKS = 'from .models import Order\n\ndef names():\n    for order in Order.objects.all():\n        print(order.customer.name)\n';

async function told(head: string, manager: string): Promise<number> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': models(head, manager), 'shop/tasks.py': TASKS };
  return (await lintProject(files, 'shop/tasks.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).length;
}

describe('rows of a manager of a package', () => {
  it.each([
    ['Django itself', 'from django.contrib.sites.managers import CurrentSiteManager', 'CurrentSiteManager()'],
    ['django-scopes', 'from django_scopes import ScopedManager', 'ScopedManager(shop="customer")'],
    ['django-mptt', 'from mptt.managers import TreeManager', 'TreeManager()'],
    ['Wagtail, by its module', 'from wagtail import models as pages', 'pages.models.PageManager()'.replace('pages.models', 'pages')],
  ])('come as they are: %s', async (_name, head, manager) => {
    expect(await told(head, manager)).toBe(1);
  });

  it.each([
    ['by its name', 'RowQuerySet(self.model, using=self._db)', 1],
    ['as the manager holds it', 'self.queryset_class(self.model).filter(pk__gt=1)', 1],
    ['under another name', 'self.rows_of(self.model)', 0],
    ['of another model', 'self.queryset_class(Customer)', 0],
  ])('which makes them of a queryset class: %s', async (_name, made, reports) => {
    const head = `class RowQuerySet(models.QuerySet):\n    pass\n\nclass Orders(models.Manager):\n    queryset_class = RowQuerySet\n    rows_of = RowQuerySet\n\n    def get_queryset(self):\n        return ${made}\n`;
    expect(await told(head, 'Orders()')).toBe(reports);
  });

  it.each([
    ['a package that nobody has read', 'from loading import LoadingManager as Loaded', 'Loaded()'],
    ['django-polymorphic, which reads rows again by their kinds', 'from polymorphic.managers import PolymorphicManager', 'PolymorphicManager()'],
    ['django-scopes, with a class of the project', 'from django_scopes import ScopedManager', 'ScopedManager(shop="customer", _manager_class=LoadingManager)'],
  ])('may bring anything along: %s', async (_name, head, manager) => {
    expect(await told(head, manager)).toBe(0);
  });

  it.each([
    ['which takes the name of its class', 'class Rows(models.QuerySet):\n    pass\n\nclass Orders(models.Manager):\n    pass\n\nOrders = Orders.from_queryset(Rows)\n', 1],
    ['which takes the name of a class that loads', 'class Rows(models.QuerySet):\n    pass\n\nclass Orders(models.Manager):\n    def get_queryset(self):\n        return super().get_queryset().select_related("customer")\n\nOrders = Orders.from_queryset(Rows)\n', 0],
    ['which has two names that are each made from the other', 'class Rows(models.QuerySet):\n    pass\n\nOrders = Others.from_queryset(Rows)\nOthers = Orders.from_queryset(Rows)\n', 0],
  ])('are those of a class made from querysets: %s', async (_name, head, reports) => {
    expect(await told(head, 'Orders()')).toBe(reports);
  });
});

describe('a related manager that answers all() in a way of its own', () => {
  const files = (own: string): Record<string, string> => ({
    'manage.py': '', 'shop/__init__.py': '',
    'shop/models.py': `from django.db import models

class Items(models.Manager):
    def ${own}(self):
        return self.get_queryset().exclude(hidden=True)

class Order(models.Model):
    title = models.CharField(max_length=40)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    hidden = models.BooleanField(default=False)
    objects = Items()
`,
    'shop/tasks.py': 'from .models import Order\n\ndef names():\n    for order in Order.objects.prefetch_related("items"):\n        print(list(order.items.filter(hidden=False)))\n',
  });

  it.each([
    ['all', 'Load them with the rows: `prefetch_related(Prefetch("items", queryset=…, to_attr=…))`, the same conditions in its queryset, and read what `to_attr` sets: `Items` answers `all()` by a query of its own, whatever is prefetched.'],
    ['shown', 'Choose among `items.all()` in Python, which the rows bring along: `filter()` asks the database all the same.'],
  ])('is told so where it has %s()', async (own, advice) => {
    const [message] = await lintProject(files(own), 'shop/tasks.py', { rules: { 'admin-scale/no-query-per-row': 'error' } });
    expect(message?.message).toContain(advice);
  });
});

describe('rows that a method of a queryset class gives', () => {
  const ROWS = (body: string): string => `class Rows(models.QuerySet):\n    def shown(self):\n${body.replaceAll(/^/gm, '        ')}\n`;

  async function shown(body: string): Promise<number> {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': models(ROWS(body), 'Rows.as_manager()'), 'shop/tasks.py': TASKS.replace('all()', 'shown()') };
    return (await lintProject(files, 'shop/tasks.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).length;
  }

  it.each([
    ['narrowed by the keys of others', 'others = Customer.objects.all()\nreturn self.filter(customer__in=others.values("pk"))', 1],
    ['of another kind', 'return self.filter(pk=1).values("pk")', 0],
    ['of another kind by a name', 'rows = self.filter(pk=1)\npairs = rows.values("pk")\nreturn pairs.order_by("pk")', 0],
  ])('%s', async (_name, body, reports) => {
    expect(await shown(body)).toBe(reports);
  });
});

describe("a manager's own method", () => {
  const own = (unique: string, tail = ''): string => `from django.db import models

class OrderManager(models.Manager):
    def clear(self, key):
        for order in self.filter(key=key):
            order.delete()

class Order(models.Model):
    key = models.CharField(max_length=40${unique})
    objects = OrderManager()
${tail}`;

  async function reports(text: string): Promise<number> {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': text };
    return (await lintProject(files, 'shop/models.py', { rules: { 'admin-scale/no-write-per-row': 'error' } })).length;
  }

  const SHARED = '\nclass Parcel(models.Model):\n    key = models.CharField(max_length=40)\n    objects = OrderManager()\n';

  it.each([
    ['finds one row by a unique column', own(', unique=True'), 0],
    ['finds many by another', own(''), 1],
    ['is that of all models that have the manager', own(', unique=True', SHARED), 1],
    ['is that of the heirs of an abstract model', own(', unique=True', '    class Meta:\n        abstract = True\n'), 1],
    ['is that of the model whose manager inherits it', own(', unique=True').replace('objects = OrderManager()', 'objects = Busy()').replace('class Order(', 'class Busy(OrderManager):\n    pass\n\nclass Order('), 0],
  ])('%s', async (_name, text, expected) => {
    expect(await reports(text)).toBe(expected);
  });
});

describe("a filter's options by a manager's method", () => {
  const shop = (method: string): string => `from django.contrib import admin
from django.db import models

class OrderManager(models.Manager):
${method.replaceAll(/^/gm, '    ')}

class Order(models.Model):
    name = models.CharField(max_length=40)
    objects = OrderManager()

class OrderFilter(admin.SimpleListFilter):
    title = parameter_name = "order"

    def lookups(self, request, model_admin):
        return Order.objects.states()
`;

  it.each([
    ['that gives what the code has', '@staticmethod\ndef states():\n    return [("new", "New"), ("done", "Done")]', 0],
    ['that gives what the code has, with a manager that it passes by', 'def states(self):\n    return [("new", "New"), ("done", "Done")]', 0],
    ['that asks', 'def states(self):\n    return self.values_list("pk", "name")', 1],
    ['that asks by the model', '@staticmethod\ndef states():\n    return Order.objects.values_list("pk", "name")', 1],
  ])('%s', async (_name, method, reports) => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': shop(method) };
    expect(await lintProject(files, 'shop/models.py', { rules: { 'admin-scale/no-uncached-filter-lookups': 'error' } })).toHaveLength(reports);
  });
});

describe("an update() of the project's own", () => {
  const shop = (update: string): string => `from django.db import models

class OrderRows(models.QuerySet):
    ${update}

class Order(models.Model):
    state = models.CharField(max_length=40)
    changed = models.DateTimeField(auto_now=True)
    objects = OrderRows.as_manager()

def close():
    for order in Order.objects.filter(state="new"):
        order.state = "closed"
        order.save()
`;

  it.each([
    ['may renew the dates', 'def update(self, **values):\n        return super().update(changed=now(), **values)', false],
    ['is not there: nobody renews them', 'pass', true],
  ])('%s', async (_name, update, isTold) => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': shop(update) };
    const [found] = await lintProject(files, 'shop/models.py', { rules: { 'admin-scale/no-write-per-row': 'error' } });
    expect(found?.message.includes('which only `save()` renews')).toBe(isTold);
  });
});

describe('the manager that advice names', () => {
  const shop = (rows: string, meta = ''): string => `from django.db import models

class Order(models.Model):
    state = models.CharField(max_length=40)
${meta}
    @classmethod
    def close(cls, orders, log):
        for order in ${rows}:
            order.state = "closed"
            order.save()
            log.append(order.pk)
`;

  const ABSTRACT = '\n    class Meta:\n        abstract = True\n';

  it.each([
    ['is that of the class the method runs on', shop('cls.objects.filter(state="new")', ABSTRACT), '`cls.objects.filter(pk__in=…).update('],
    ['is that of the model', shop('Order.objects.filter(state="new")'), '`Order.objects.filter(pk__in=…).update('],
  ])('%s', async (_name, text, advice) => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': text };
    const [found] = await lintProject(files, 'shop/models.py', { rules: { 'admin-scale/no-write-per-row': 'error' } });
    expect(found?.message).toContain(advice);
  });

  it('is none where the class is abstract and the rows are handed in', async () => {
    const handed = shop('orders', ABSTRACT).replace('def close(cls, orders, log)', 'def close(cls, orders: list["Order"], log)');
    const [found] = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': handed }, 'shop/models.py', { rules: { 'admin-scale/no-write-per-row': 'error' } });
    expect(found?.message).toContain('write `filter(pk__in=…).update(');
  });
});

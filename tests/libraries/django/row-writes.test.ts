import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = (method: string): string => `import requests
from django.db import models

class Order(models.Model):
    number = models.CharField(max_length=20)
    status = models.CharField(max_length=9)

${method.split('\n').map((line) => `    ${line}`).join('\n')}

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    note = models.CharField(max_length=9)
`;

const ACTION = `from django.contrib import admin
from .models import Order

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    actions = ["run"]

    def run(self, request, queryset):
        for order in queryset:
            order.close()
`;

async function told(method: string, code = ACTION, preset?: 'recommended'): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS(method), 'shop/admin.py': code };
  const messages = await lintProject(files, 'shop/admin.py', preset === undefined ? { rules: { 'admin-scale/no-write-per-row': 'error' } } : { preset });
  return messages.filter(({ ruleId }) => ruleId === 'admin-scale/no-write-per-row').map(({ line, message }) => `${String(line)}: ${message}`);
}

const SAVES = 'def close(self):\n    self.status = "closed"\n    self.save()';

describe('methods of a row that write, for each row that somebody selects', () => {
  it.each<[name: string, method: string, says: RegExp, code?: string]>([
    ['a save', SAVES, /^10: `self\.save` \(models\.py:10, through `order\.close`\) runs once for each selected row: a query per row\. If nothing else hangs on each save, let `close\(\)` change the row only, and write them together behind the loop: `Order\.objects\.bulk_update\(objects, \[…\]\)`/],
    ['a save in a comprehension', SAVES, /through `order\.close`/, ACTION.replace('for order in queryset:\n            order.close()', '[order.close() for order in queryset]')],
    ['a save behind what refuses some', 'def close(self):\n    if self.status == "sent":\n        raise ValueError\n    self.save()', /`self\.save` \(models\.py:11/],
    ['a deletion of what belongs to it', 'def close(self):\n    self.items.all().delete()', /`self\.items\.all\(\)\.delete` .* Delete what belongs to all rows by one query/],
    ['an update', 'def close(self):\n    self.items.update(note="")', /`self\.items\.update` .* Write it for all rows by one query/],
    ['a creation', 'def close(self):\n    Item.objects.create(order=self)', /`Item\.objects\.create` .* insert them together by `bulk_create\(\)`/],
  ])('%s', async (_name, method, says, code) => {
    const [only, ...others] = await told(method, code);
    expect(others).toEqual([]);
    expect(only).toMatch(says);
  });

  it('weighs less than a write in the loop', async () => {
    expect(await told(SAVES, ACTION, 'recommended')).toEqual([]);
    expect(await told(SAVES, ACTION.replace('order.close()', 'order.status = "closed"\n            order.save()'), 'recommended')).toHaveLength(1);
  });

  it.each<[name: string, method: string, code?: string]>([
    ['a save under a condition', 'def close(self):\n    if self.status == "open":\n        self.save()'],
    ['a save behind a way out', 'def close(self):\n    if self.status == "closed":\n        return\n    self.save()'],
    ['a piece of work of its own', 'def close(self):\n    self.save()\n    self.items.update(note="")\n    Item.objects.create(order=self)\n    self.items.filter(note="x").delete()'],
    ['what it sets of a relation', 'def close(self):\n    self.items.set([Item(order=self)])'],
    ['a write for each of several', 'def close(self):\n    for note in ("a", "b"):\n        Item.objects.create(order=self, note=note)'],
    ['a write that has nothing of the row', 'def close(self):\n    Item.objects.create(note="closed")'],
    ['a method that asks somebody else', 'def close(self):\n    requests.post("https://shop.example", json={"number": self.number})\n    self.save()'],
    ['a method that is called in another way', `@wrapped\n${SAVES}`],
    ['no write', 'def close(self):\n    return self.items.count()'],
    ['rows that nobody selects', SAVES, ACTION.replace('queryset:', 'Order.objects.filter(number=request.GET["n"]):').replace('def run(self, request, queryset)', 'def walk(self, request)').replace('    actions = ["run"]\n', '')],
    ['a round that deals with its own failure', SAVES, ACTION.replace('            order.close()', '            try:\n                order.close()\n            except Exception as error:\n                self.message_user(request, str(error))')],
  ])('is silent: %s', async (_name, method, code) => {
    expect(await told(method, code)).toEqual([]);
  });
});

describe('a method called as what belongs to the row', () => {
  const inline = (name: string, body: string): string => `from django.contrib import admin
from .models import Item, Order

class OrderInline(admin.TabularInline):
    model = Order
    readonly_fields = ("${name}",)

    def ${name}(self, obj):
        return ${body}

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ("number", "${name}")

    def ${name}(self, obj):
        return ${body}
`;
  const reads = async (code: string): Promise<string[]> => {
    const messages = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS('pass'), 'shop/admin.py': code }, 'shop/admin.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
    return messages.map(({ message }) => message.split(' ', 1).join(' '));
  };

  it('goes before the rows', async () => {
    expect(await reads(inline('items', '", ".join(item.note for item in obj.items.all())'))).toEqual(['`items`']);
    expect(await reads(inline('items', 'obj.number'))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../../lint-project.ts';

const MODELS = `from django.db import models

class Order(models.Model):
    number = models.CharField(max_length=20)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    size = models.IntegerField()

class Ordered(models.Model):
    class Meta:
        abstract = True
        ordering = ["-pk"]

class Note(Ordered):
    order = models.ForeignKey(Order, related_name="notes", on_delete=models.CASCADE)
`;

const HEAD = 'from django.contrib import admin\nfrom django.db.models import Prefetch\nfrom .models import Item, Note, Order\n\n';

async function told(body: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': HEAD + body };
  return (await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-query-per-row': 'error' } })).map(({ message }) => message);
}

const loop = (loads: string, read: string): string => `def run():\n    for order in Order.objects.all()${loads}:\n        print(${read})\n\nrun()\n`;
const list = (loads: string, read: string): string =>
  `@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ("number", "told")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request)${loads}\n\n    def told(self, order):\n        return ${read}\n`;

const BY_PREFETCH = '.prefetch_related(Prefetch("items", queryset=Item.objects.order_by("size")))';

describe.each([['a loop', loop], ['a column', list]])('the first of what was prefetched, in %s', (_where, code) => {
  it.each([
    ['ordered by Meta', '.prefetch_related("notes")', 'order.notes.first()'],
    ['ordered by Meta, through all()', '.prefetch_related("notes")', 'order.notes.all().first()'],
    ['ordered by the Prefetch', BY_PREFETCH, 'order.items.first()'],
  ])('asks for nothing where it is %s', async (_name, loads, read) => {
    expect(await told(code(loads, read))).toEqual([]);
  });

  it.each([
    ['without an order', '.prefetch_related("items")', 'order.items.first()', 'Choose among `items.all()` in Python'],
    ['the last', '.prefetch_related("notes")', 'order.notes.last()', 'Choose among `notes.all()` in Python'],
    ['narrowed', '.prefetch_related("notes")', 'order.notes.filter(pk=1).first()', 'Choose among `notes.all()` in Python'],
    ['under another name', '.prefetch_related(Prefetch("notes", queryset=Note.objects.all(), to_attr="found"))', 'order.notes.first()', '`prefetch_related("notes")`'],
    ['not prefetched', '', 'order.notes.first()', '`prefetch_related("notes")`, from which `first()` takes it, as they have an order.'],
    ['not prefetched, without an order', '', 'order.items.first()', "`first()` doesn't use the prefetch cache"],
  ])('asks anew where it is %s', async (_name, loads, read, advice) => {
    const [message, ...others] = await told(code(loads, read));
    expect(others).toEqual([]);
    expect(message).toContain(advice);
  });
});

describe('the price of a page whose column takes a first row', () => {
  async function queries(loads: string, read: string): Promise<string> {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': HEAD + list(loads, read) };
    const [only] = await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/max-queries-per-page': ['error', { max: 1, remedies: 'ignored' }] } });
    return /sends about (\S+) queries/.exec(only?.message ?? '')?.[1] ?? 'not told';
  }

  it.each([
    ['prefetched in the order of Meta', '.prefetch_related("notes")', 'order.notes.first()', '4'],
    ['prefetched in the order of the Prefetch', BY_PREFETCH, 'order.items.all().first()', '4'],
    ['prefetched without an order', '.prefetch_related("items")', 'order.items.first()', '104'],
    ['the last', '.prefetch_related("notes")', 'order.notes.last()', '104'],
    ['not prefetched', '', 'order.notes.first()', '103'],
  ])('is that of what is asked: %s', async (_name, loads, read, sum) => {
    expect(await queries(loads, read)).toBe(sum);
  });

  it('counts what one of several ways leaves out', async () => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': HEAD + list('', 'order.notes.first()').replace('        return super()', '        if request.user.is_staff:\n            return super().get_queryset(request).prefetch_related("notes")\n        return super()') };
    const [only] = await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/max-queries-per-page': ['error', { max: 5 }] } });
    expect(only?.message).toContain('1 a row for column `told`');
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=80)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    number = models.CharField(max_length=20)
    code = models.CharField(max_length=20, primary_key=True)
    place = models.IntegerField()
    note = models.TextField()
`;

const LEFT_OUT = ['note', 'place', 'customer_id'];

async function messages(body: string): Promise<{ line: number; message: string; suggested: string | undefined }[]> {
  const code = `from .models import Order\n\ndef show(request):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;
  const found = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/views.py': code }, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
  return found.map(({ line, message, suggestions }) => {
    const [fix] = suggestions?.map((one) => one.fix) ?? [];
    return { line, message, suggested: fix === undefined ? undefined : code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]) };
  });
}

describe('columns that only() or defer() leaves out', () => {
  it('are told of together where a loop reads them of each row, and named in only()', async () => {
    const [one, ...others] = await messages('for order in Order.objects.only("number", "note"):\n    print(order.number, order.place, order.note, order.customer_id)');
    expect(others).toEqual([]);
    expect(one?.line).toBe(5);
    expect(one?.message).toMatch(/^`place` and `customer_id` are loaded once for each of .*: 2 queries per row\. The `only\(\)` on line 4 leaves them out\. Add `"place"` and `"customer_id"` to it\.$/);
    expect(one?.suggested).toContain('only("number", "note", "place", "customer_id")');
  });

  it('are to be taken out of defer()', async () => {
    const [one, ...others] = await messages('orders = Order.objects.defer("note")\nprint([order.note for order in orders])');
    expect(others).toEqual([]);
    expect(one?.message).toContain('The `defer()` on line 4 leaves it out. Take `"note"` out of it.');
    expect(one?.suggested).toBeUndefined();
  });

  it('on each of the ways on which the rows come', async () => {
    const chosen = (one: string, other: string): string => `orders = Order.objects.${one}\nif request.GET:\n    orders = ${other}\nfor order in orders:\n    print(order.note)`;
    expect(await messages(chosen('only("number")', 'orders.filter(place=1)'))).toHaveLength(1);
    expect(await messages(chosen('only("number")', 'Order.objects.filter(place=1)'))).toHaveLength(0);
    expect(await messages(chosen('filter(place=1)', 'Order.objects.only("number")'))).toHaveLength(0);
  });

  it('are remembered by rows that a name holds', async () => {
    const twice = (again: string): string => `orders = Order.objects.only("number")\nfor order in orders:\n    print(order.note)\nfor order in ${again}:\n    print(order.note)`;
    expect((await messages(twice('orders'))).map(({ line }) => line)).toEqual([6]);
    expect((await messages(twice('orders.all()'))).map(({ line }) => line)).toEqual([6, 8]);
    const either = 'orders = Order.objects.only("number")\nif request.GET:\n    names = [order.note for order in orders]\nelse:\n    names = [order.note for order in orders]';
    expect((await messages(either)).map(({ line }) => line)).toEqual([6, 8]);
  });

  it.each([
    ['by the last only()', 'Order.objects.only("note").only("number")'],
    ['by several columns', 'Order.objects.defer("place", "note")'],
    ['beside a path', 'Order.objects.select_related("customer").only("customer__name")'],
  ])('%s', async (_name, orders) => {
    expect(await messages(`for order in ${orders}:\n    print(order.note)`)).toHaveLength(1);
  });

  it.each([
    ['are named', `Order.objects.only(${LEFT_OUT.map((name) => `"${name}"`).join(', ')})`],
    ['are not the ones deferred', 'Order.objects.defer("number")'],
    ['come back by a second call', 'Order.objects.defer("note").defer(None)'],
    ['are named by the last of two calls', 'Order.objects.only("number").only("note", "place", "customer")'],
    ['are named by both kinds of calls', 'Order.objects.only("number").defer("note")'],
    ['are named elsewhere', 'Order.objects.only(*request.GET)'],
    ['are annotated by other means', 'Order.objects.only("number").extra(select={"note": "number"})'],
    ['are read as values', 'Order.objects.only("number").values("note")'],
  ])('silent where they %s', async (_name, orders) => {
    expect(await messages(`for order in ${orders}:\n    print(${LEFT_OUT.map((name) => `order.${name}`).join(', ')})`)).toEqual([]);
  });

  it.each([
    ['is the key', 'print(order.pk, order.code)'],
    ['is named', 'print(order.number)'],
    ['is read of some rows', 'if order.number == "1":\n        print(order.note)'],
    ['is set first', 'order.note = ""\n    print(order.note)'],
    ['is loaded by hand', 'order.refresh_from_db(fields=["note"])\n    print(order.note)'],
    ['is asked for as left out', 'print(order.get_deferred_fields())\n    print(order.note)'],
    ['is a method', 'print(order.full_clean)'],
  ])('silent where what is read %s', async (_name, body) => {
    expect(await messages(`for order in Order.objects.only("number"):\n    ${body}`)).toEqual([]);
  });

  it('a key is there where a path goes through it', async () => {
    expect(await messages('for order in Order.objects.select_related("customer").only("customer__name"):\n    print(order.customer_id)')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const RULES = { 'admin-scale/require-eager-loading': 'error' } as const;

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=20)

class OpenManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().filter(number="1")

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    every = models.Manager()
    objects = OpenManager()
`;

async function lint(body: string): Promise<{ messages: string[]; fixed: string | undefined }> {
  const code = `from .models import Order\n\ndef names(request):\n${body.replaceAll(/^/gm, '    ')}\n`;
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': code };
  const found = await lintProject(files, 'shop/views.py', { rules: RULES });
  const fix = found[0]?.fix;
  return { messages: found.map(({ message }) => message), fixed: fix === undefined ? undefined : code.slice(0, fix.range[0]) + fix.text + code.slice(fix.range[1]) };
}

const LOOP = '\nreturn [order.customer.name for order in orders]';

describe('rows that begin in several places', () => {
  it('are told of and mended where each of them begins', async () => {
    const { messages, fixed } = await lint(`if request.user.is_staff:\n    orders = Order.every.order_by("-number")\nelse:\n    orders = Order.objects.order_by("number")${LOOP}`);
    expect(messages).toEqual([expect.stringContaining('The rows are read on lines 5 and 7 without it. Add `.select_related("customer")` to the querysets on lines 5 and 7.')]);
    expect(fixed).toContain('order_by("-number").select_related("customer")');
    expect(fixed).toContain('order_by("number").select_related("customer")');
  });

  it('are told of by the one place where all of them come together', async () => {
    const { messages, fixed } = await lint(`orders = Order.objects.order_by("number")\nif request.user.is_staff:\n    orders = Order.every.order_by("-number")\norders = orders.select_related(None).select_related("pk")${LOOP}`);
    expect(messages).toEqual([expect.stringContaining('to the queryset on line 7.')]);
    expect(fixed?.match(/select_related\("pk", "customer"\)/g)).toHaveLength(1);
  });

  it('are told of where some begin, where others are none', async () => {
    const { messages } = await lint(`orders = Order.objects.none()\nif request.user.is_staff:\n    orders = Order.every.order_by("-number")${LOOP}`);
    expect(messages).toEqual([expect.stringContaining('to the queryset on line 6.')]);
  });

  it('are not edited where one of them refuses a join', async () => {
    const { messages, fixed } = await lint(`if request.user.is_staff:\n    orders = Order.every.union(Order.objects.all())\nelse:\n    orders = Order.objects.order_by("number")${LOOP}`);
    expect(fixed).toBeUndefined();
    expect(messages).toEqual([]);
  });

  it.each([
    ['a branch', 'if request.user.is_staff:\n    orders = Order.every.select_related("customer")\nelse:\n    orders = Order.objects.order_by("number")', 7],
    ['a branch, narrowed afterwards', 'if request.user.is_staff:\n    orders = Order.every.all()\nelse:\n    orders = Order.objects.select_related("customer")\norders = orders.filter(number="1")', 5],
    ['a part of a chain', 'more = Order.every.select_related("customer")\nless = Order.objects.all()\norders = chain(more, less)', 5],
  ])('are told of where one of them lacks it: %s', async (_, body, line) => {
    const { messages, fixed } = await lint(body + LOOP);
    expect(messages).toEqual([expect.stringContaining(`The rows are read on line ${String(line)} without it. Add \`.select_related("customer")\` to the queryset on line ${String(line)}.`)]);
    expect(fixed?.match(/select_related\("customer"\)/g) ?? []).toHaveLength(fixed === undefined ? 0 : 2);
  });

  it.each([
    ['a condition', 'return [order.customer.name if request.user.is_staff else "" for order in orders]'],
    ['rows left out', 'for order in orders:\n    if not request.user.is_staff:\n        continue\n    show(order.customer.name)'],
    ['rows picked', 'return [order.customer.name for order in orders if order.number]'],
  ])('are left where the loop may tell them apart: %s', async (_, loop) => {
    expect((await lint(`if request.user.is_staff:\n    orders = Order.every.select_related("customer")\nelse:\n    orders = Order.objects.order_by("number")\n${loop}`)).messages).toEqual([]);
  });

  it('are found among what goes along with them', async () => {
    expect((await lint('orders = Order.every.all()\nreturn [f"{mark} {order.customer.name}" for mark, order in zip(request.marks(), orders)]')).messages).toHaveLength(1);
    expect((await lint('marks = request.POST.getlist("marks")\norders = Order.every.all()\nreturn [f"{mark} {order.customer.name}" for mark, order in zip(marks, orders)]')).messages).toHaveLength(1);
  });

  it.each([
    ['where one goes on from another', 'orders = Order.objects.order_by("number")\nif request.user.is_staff:\n    orders = orders.select_related("customer")'],
    ['as one query', 'orders = Order.every.select_related("customer") | Order.every.filter(number="1")'],
    ['on the way that has rows', 'if request.user.is_staff:\n    orders = Order.every.select_related("customer")\nelse:\n    orders = Order.objects.none()'],
    ['on all of them', 'orders = Order.objects.order_by("number")\nif request.user.is_staff:\n    orders = Order.every.all()\norders = orders.select_related("customer")'],
    ['or come from elsewhere', 'orders = Order.objects.order_by("number")\nif request.user.is_staff:\n    orders = request.user.orders(Order)'],
  ])('are left where they bring it along %s', async (_, body) => {
    expect((await lint(body + LOOP)).messages).toEqual([]);
  });
});

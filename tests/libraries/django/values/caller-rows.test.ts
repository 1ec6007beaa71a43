import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    text = models.CharField(max_length=20)
`;

const BODY = `def close(orders, log=None):
    for order in orders:
        order.number = log.next()
        order.save()
        log.add(order.items.filter(text="").count())
`;

/** What is said of `close`, of which the callers stand in another file. */
async function found(calls: string, body = BODY): Promise<string[]> {
  const tasks = `from .models import Customer, Item, Order\nfrom .work import close\n\ndef run(log, rows):\n${calls.replaceAll(/^/gm, '    ')}\n\nrun(print, [])\n`;
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/work.py': `from .models import Customer\n\n${body}`, 'shop/tasks.py': tasks };
  return ruleIds(await lintProject(files, 'shop/work.py', { rules: { 'admin-scale/no-write-per-row': 'error', 'admin-scale/no-query-per-row': 'error', 'admin-scale/require-eager-loading': 'error' } }));
}

const BOTH = ['no-write-per-row', 'no-query-per-row'];

describe('a parameter that every caller hands rows', () => {
  it.each([
    ['a queryset', 'close(Order.objects.filter(number=""), log)'],
    ['a queryset by name', 'close(log=log, orders=Order.objects.all())'],
    ['a list of them', 'close(list(Order.objects.all()), log)'],
    ['from two places', 'close(Order.objects.filter(number=""), log)\nclose(list(Order.objects.exclude(number="")), log)'],
  ])('holds rows of the model: %s', async (_, calls) => {
    expect(await found(calls)).toEqual(BOTH);
  });

  it.each([
    ['rows of unknown make', 'close(rows, log)'],
    ['rows of unknown make from one of two places', 'close(Order.objects.all(), log)\nclose(rows, log)'],
    ['rows of another model from one of two places', 'close(Order.objects.all(), log)\nclose(Item.objects.all(), log)'],
    ['values', 'close(Order.objects.values("number"), log)'],
    ['a function that is handed on', 'close(Order.objects.all(), log)\nlog.register(close)'],
    ['nothing', 'log(close)'],
  ])('is left alone: %s', async (_, calls) => {
    expect(await found(calls)).toEqual([]);
  });

  it('is what its annotation says', async () => {
    expect(await found('close(Order.objects.all(), log)', BODY.replace('orders,', 'orders: list[Customer],'))).toEqual(['no-write-per-row']);
  });

  it('may be handed on in a circle', async () => {
    expect(await found('close(Order.objects.all(), log)', `${BODY}        again(orders, log)\n\ndef again(orders, log):\n    for order in orders:\n        close(orders, log)\n`)).toEqual([]);
  });
});

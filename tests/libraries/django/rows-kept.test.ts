import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=80)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    payer = models.ForeignKey(Customer, related_name="+", on_delete=models.CASCADE)
`;

async function lines(body: string): Promise<number[]> {
  const code = `from .models import Order\n\ndef show(request):\n    orders = Order.objects.filter(pk__gt=1)\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;
  const messages = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/views.py': code }, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
  return messages.map(({ line }) => line);
}

const LOOP = 'for order in orders:\n    print(order.customer.name)';

describe('rows that a queryset under a name remembers', () => {
  it('have what an earlier loop has read of them', async () => {
    expect(await lines(`names = [order.customer.name for order in orders]\n${LOOP}`)).toEqual([5]);
  });

  it.each(['enumerate(orders)', 'enumerate(list(orders), 1)', 'tqdm(orders)'])('through a call that gives the same rows: %s', async (rows) => {
    const counted = rows.startsWith('enumerate') ? 'place, order' : 'order';
    expect(await lines(`for ${counted} in ${rows}:\n    print(order.customer.name)\nfor ${counted} in ${rows}:\n    print(order.customer.name)`)).toEqual([6]);
  });

  it.each([
    ['read anew beside a list', `names = [order.customer.name for order in orders]\nfor name, order in zip(names, orders.all()):\n    print(order.customer.name)`, [5, 7]],
    ['another key', `names = [order.payer.name for order in orders]\n${LOOP}`, [5, 7]],
    ['read anew', `names = [order.customer.name for order in orders.all()]\n${LOOP}`, [5, 7]],
    ['in the other branch', `if request.GET:\n    names = [order.customer.name for order in orders]\nelse:\n${LOOP.split('\n').map((line) => `    ${line}`).join('\n')}`, [6, 9]],
    ['set to others between', `names = [order.customer.name for order in orders]\norders = Order.objects.filter(pk__lt=1)\n${LOOP}`, [5, 8]],
  ])('but not: %s', async (_name, body, expected) => {
    expect(await lines(body)).toEqual(expected);
  });
});

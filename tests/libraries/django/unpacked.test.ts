import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    title = models.CharField(max_length=40)
`;

describe('a dictionary in a loop over rows', () => {
  it.each([
    ['that ends with another one', '{order.title: order.customer.name, **extra}'],
    ['that begins with another one', '{**extra, order.title: order.customer.name}'],
    ['with nothing but another one', '{**extra}, {order.title: order.customer.name}'],
    ['in a call', 'dict({order.title.lower(): order.customer.name, **extra(order)})'],
  ])('is read: %s', async (_, made) => {
    const jobs = `from .models import Order\n\ndef told(extra):\n    for order in Order.objects.all():\n        print(${made})\n`;
    const messages = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/jobs.py': jobs }, 'shop/jobs.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
    expect(ruleIds(messages)).toEqual(['require-eager-loading']);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Tag(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    title = models.CharField(max_length=40)
    tags = models.ManyToManyField(Tag)

    def close(self):
        self.title = self.customer.name
        self.save()

    def describe(self):
        return self.customer.name

    def charge(self):
        Invoice.objects.create(order=self)

    def bill(self):
        invoice = Invoice(order=self)
        invoice.save()

class Invoice(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
    number = models.CharField(max_length=40)
`;

const ADMIN = (body: string): string => `from django.contrib import admin
from .models import Customer, Invoice, Order

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    actions = ["work"]

    def work(self, request, queryset):
        for order in queryset:
            ${body.replaceAll('\n', '\n            ')}
`;

async function found(body: string, preset: 'recommended' | 'strict', rule: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': ADMIN(body) };
  return ruleIds(await lintProject(files, 'shop/admin.py', { preset })).filter((one) => one === rule);
}

describe('a relation that a round reads beside what it writes', () => {
  it.each([
    ['a method of the row saves it', 'order.close()'],
    ['a method of the row makes another one', 'order.charge()\nprint(order.customer.name)'],
    ['a method of the row saves another one', 'order.bill()\nprint(order.customer.name)'],
    ['the round looks for the row that it writes', 'Invoice.objects.update_or_create(number=order.customer.name)'],
    ['the round sets a relation of the row', 'order.tags.set([])\nprint(order.customer.name)'],
  ])('weighs little, as the write stays: %s', async (_, body) => {
    expect(await found(body, 'strict', 'require-eager-loading')).toEqual(['require-eager-loading']);
    expect(await found(body, 'recommended', 'require-eager-loading')).toEqual([]);
  });

  it.each([
    ['nothing is written', 'print(order.customer.name)'],
    ['a method of the row only reads', 'print(order.describe())'],
    ['a set that is none of the row', 'names = {}\nnames.set(order.customer.name)'],
    ['what is written goes by one call for all', 'order.title = order.customer.name\norder.save()'],
  ])('weighs as ever: %s', async (_, body) => {
    expect(await found(body, 'recommended', 'require-eager-loading')).toEqual(['require-eager-loading']);
  });
});

describe('a query that a round sends beside what it writes', () => {
  const ASKED = 'print(Invoice.objects.filter(order=order).count())';

  it('weighs little where the write stays', async () => {
    expect(await found(`${ASKED}\norder.close()`, 'strict', 'no-query-per-row')).toEqual(['no-query-per-row']);
    expect(await found(`${ASKED}\norder.close()`, 'recommended', 'no-query-per-row')).toEqual([]);
  });

  it('weighs as ever where nothing is written', async () => {
    expect(await found(ASKED, 'recommended', 'no-query-per-row')).toEqual(['no-query-per-row']);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=20)

class Order(models.Model):
    customer = models.ForeignKey(Customer, null=True, on_delete=models.CASCADE)

class Claim(models.Model):
    code = models.CharField(max_length=20)
    order_number = models.IntegerField()
`;

const HEAD = `from django.contrib import admin
from django.contrib.admin.actions import delete_selected as delete_of_django
from .models import Claim, Order


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    raw_id_fields = ("customer",)
    actions = ["remove"]

    def remove(self, request, queryset):
`;

async function rules(body: string, preset: 'recommended' | 'strict'): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': `${HEAD}${body.replaceAll(/^/gm, '        ')}\n` };
  return ruleIds(await lintProject(files, 'shop/admin.py', { preset })).filter((rule) => rule === 'no-query-per-row' || rule === 'require-eager-loading');
}

const QUERY = 'for order in queryset:\n    if Claim.objects.filter(order_number=order.pk).exists():\n        self.message_user(request, order.pk)';
const RELATION = 'for order in queryset:\n    self.message_user(request, order.customer.name)';

describe('what an action asks of each row that it deletes', () => {
  it.each([
    ['a query, then the rows', QUERY, 'queryset.delete()', 'no-query-per-row'],
    ["a query, then Django's own action", QUERY, 'return delete_of_django(self, request, queryset)', 'no-query-per-row'],
    ['a relation, then the rows', RELATION, 'queryset.delete()', 'require-eager-loading'],
  ])('weighs less: %s', async (_, loop, deletes, rule) => {
    expect(await rules(`${loop}\n${deletes}`, 'strict')).toEqual([rule]);
    expect(await rules(`${loop}\n${deletes}`, 'recommended')).toEqual([]);
  });

  it.each([
    ['nothing is deleted', `${QUERY}\nqueryset.update(customer=None)`],
    ['other rows are', `${QUERY}\nClaim.objects.all().delete()`],
    ['they are deleted by a function of another name', `${QUERY}\ndelete_selected(self, request, queryset)`],
    ['what is left is read', `queryset.filter(pk=1).delete()\n${QUERY}`],
  ])('weighs what it does elsewhere where %s', async (_, body) => {
    expect(await rules(body, 'recommended')).toEqual(['no-query-per-row']);
  });
});

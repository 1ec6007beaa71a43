import { describe, expect, it } from 'vitest';
import { lintProject } from '../../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=20)

class LoadedManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("customer")

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

class Claim(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    objects = LoadedManager()
`;

const RULES = { 'admin-scale/require-eager-loading': 'error' } as const;

async function found(rows: string, imports = 'from guardian.shortcuts import get_objects_for_group, get_objects_for_user'): Promise<string[]> {
  const files = {
    'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/templates/shop/order_list.html': '{% for order in object_list %}{{ order.customer.name }}{% endfor %}',
    'shop/views.py': `${imports}\nfrom django.views.generic import ListView\nfrom .models import Claim, Order\n\nclass Orders(ListView):\n    template_name = "shop/order_list.html"\n    model = ${rows.toLowerCase().includes('claim') ? 'Claim' : 'Order'}\n\n    def get_queryset(self):\n        return ${rows}\n`,
    'shop/reports.py': `${imports}\nfrom .models import Claim, Order\n\ndef names(user):\n    return [order.customer.name for order in ${rows.replace('self.request.user', 'user')}]\n`,
  };
  const messages = [...await lintProject(files, 'shop/views.py', { rules: RULES }), ...await lintProject(files, 'shop/reports.py', { rules: RULES })];
  return messages.map(({ message }) => message.split(' ', 1)[0] ?? '');
}

describe('rows that somebody may see, by django-guardian', () => {
  it.each([
    ['of the model of the permission', 'get_objects_for_user(self.request.user, "shop.view_order").order_by("-pk")'],
    ['of the model of the first of several permissions', 'get_objects_for_user(self.request.user, ["shop.view_order", "shop.change_order"])'],
    ['of a model', 'get_objects_for_user(self.request.user, "see", Order)'],
    ['of a queryset', 'get_objects_for_user(self.request.user, "see", klass=Order.objects.filter(pk__gt=5))'],
    ['of a group', 'get_objects_for_group(self.request.user, "shop.delete_order")'],
  ])('are those of its table: %s', async (_name, rows) => {
    expect(await found(rows)).toEqual(['`customer`', '`customer`']);
  });

  it.each([
    ['bring along what the queryset loads', 'get_objects_for_user(self.request.user, "see", Order.objects.select_related("customer"))'],
    ['bring along what the manager loads', 'get_objects_for_user(self.request.user, "shop.view_claim")'],
    ['bring along what the manager of a model that is named loads', 'get_objects_for_user(self.request.user, "see", Claim)'],
    ['are not known by a permission of the project\'s own', 'get_objects_for_user(self.request.user, "shop.approve_order")'],
  ])('%s', async (_name, rows) => {
    expect(await found(rows)).toEqual([]);
  });

  it('are not known of a function of another name', async () => {
    expect(await found('get_objects_for_user(self.request.user, "shop.view_order")', 'from other.shortcuts import get_objects_for_user')).toEqual([]);
  });
});

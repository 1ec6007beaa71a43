import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=80)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
`;

/** How the joins are offered for a loop over orders with these annotations: as a fix, or as a suggestion that says this. */
async function offered(annotations: string): Promise<string | undefined> {
  const views = `from django.db.models import Case, Count, Exists, F, OuterRef, Subquery, Sum, Value, When\nfrom .models import Item, Order\n\ndef names(total):\n    return [order.customer.name for order in Order.objects.annotate(${annotations})]\n`;
  const [message] = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': views }, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
  return message?.fix === undefined ? message?.suggestions?.[0]?.desc : 'fix';
}

describe('a join beside annotations', () => {
  it.each([
    ['that are grouped', 'n=Count("items")'],
    ['that are grouped by another name', 'n=total'],
    ['that are grouped within a case', 'n=Case(When(number="a", then=Sum("items__pk")), default=Value(0))'],
    ['of which one is grouped', 'found=Exists(Item.objects.filter(order=OuterRef("pk"))), n=Count("items")'],
    ['by a function that nothing is known of', 'n=Total("items")'],
  ])('widens what is grouped: %s', async (_name, annotations) => {
    expect(await offered(annotations)).toContain('(widens a GROUP BY of the annotations)');
  });

  it.each([
    ['a test', 'found=Exists(Item.objects.filter(order=OuterRef("pk")))'],
    ['a subquery', 'last=Subquery(Item.objects.filter(order=OuterRef("pk")).values("pk")[:1])'],
    ['a case', 'rank=Case(When(number="a", then=Value(1)), default=Value(0))'],
    ['a column', 'code=F("number")'],
  ])('only loads beside %s', async (_name, annotations) => {
    expect(await offered(annotations)).toBe('fix');
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../../lint-project.ts';

const MODELS = `from django.db import models

class Product(models.Model):
    name = models.CharField(max_length=20)

class Order(models.Model):
    number = models.CharField(max_length=20)

class LoadedManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("product")

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    open = models.BooleanField(default=True)
    objects = models.Manager()
    loaded = LoadedManager()
`;

const RULES = { 'admin-scale/require-eager-loading': 'error' } as const;

const SERIALIZERS = `from rest_framework import serializers
from .models import Item, Order

class ItemSerializer(serializers.ModelSerializer):
    product = serializers.CharField(source="product.name")

    class Meta:
        model = Item
        fields = ["product"]

class OrderSerializer(serializers.ModelSerializer):
    items = ItemSerializer(many=True)

    class Meta:
        model = Order
        fields = ["items"]
`;

/** What is reported of a loop and of a view whose orders are prefetched by what `prefetch` makes. */
async function found(prefetch: string): Promise<string[][]> {
  const head = 'from django.db.models import Prefetch\nfrom other import rows\nfrom rest_framework import viewsets\nfrom .models import Item, Order\nfrom .serializers import OrderSerializer\n\n';
  const loop = `${head}def names():\n    return [item.product.name for order in Order.objects.prefetch_related(${prefetch}) for item in order.items.all()]\n`;
  const view = `${head}class Orders(viewsets.ReadOnlyModelViewSet):\n    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Order.objects.prefetch_related(${prefetch})\n`;
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/serializers.py': SERIALIZERS, 'shop/loops.py': loop, 'shop/views.py': view };
  const messages = [await lintProject(files, 'shop/loops.py', { rules: RULES }), await lintProject(files, 'shop/views.py', { rules: RULES })];
  return messages.map((of) => of.map(({ message }) => message.split(' ', 1)[0] ?? ''));
}

describe('a Prefetch with a queryset', () => {
  it.each([
    ['all rows', 'Prefetch("items", queryset=Item.objects.all())'],
    ['some', 'Prefetch("items", Item.objects.filter(open=True).order_by("pk"))'],
    ['rows that bring along the order', 'Prefetch("items", queryset=Item.objects.select_related("order"))'],
  ])('loads what its rows bring along: %s', async (_name, prefetch) => {
    expect(await found(prefetch)).toEqual([[expect.stringContaining('product')], [expect.stringContaining('product')]]);
  });

  it.each([
    ['that joins', 'Prefetch("items", queryset=Item.objects.select_related("product"))'],
    ['that prefetches', 'Prefetch("items", queryset=Item.objects.prefetch_related("product"))'],
    ['that prefetches by a queryset', 'Prefetch("items", queryset=Item.objects.prefetch_related(Prefetch("product", queryset=Item.product.get_queryset())))'],
    ['that joins all that it can', 'Prefetch("items", queryset=Item.objects.select_related())'],
    ['of a manager that joins', 'Prefetch("items", queryset=Item.loaded.filter(open=True))'],
    ['that comes from elsewhere', 'Prefetch("items", queryset=rows)'],
    ['that is handed to a function', 'Prefetch("items", queryset=rows(Item.objects.all()))'],
    ['beside the path itself', 'Prefetch("items", queryset=Item.objects.all()), "items__product"'],
  ])('is silent of one %s', async (_name, prefetch) => {
    expect(await found(prefetch)).toEqual([[], []]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const FILES = {
  'manage.py': '', 'shop/__init__.py': '',
  'shop/models.py': `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Shop(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)
`,
  'shop/serializers.py': `from rest_framework import serializers
from .models import Order

class OrderSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="customer.name")

    class Meta:
        model = Order
        fields = ["id", "name"]

class BothSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="customer.name")
    shop = serializers.CharField(source="shop.name")

    class Meta:
        model = Order
        fields = ["id", "name", "shop"]

class KeySerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "customer"]
`,
};

const view = (body: string): string => `from rest_framework.response import Response
from .models import Order
from .serializers import BothSerializer, KeySerializer, OrderSerializer

def orders(request):
${body.split('\n').map((line) => `    ${line}`).join('\n')}

orders(None)
`;

async function messages(body: string): Promise<string[]> {
  return (await lintProject({ ...FILES, 'shop/views.py': view(body) }, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

describe('a row of a loop that a serializer writes out by itself', () => {
  it.each([
    ['in a comprehension', 'return Response([OrderSerializer(order).data for order in Order.objects.all()])'],
    ['in a loop, with a context', 'found = []\nfor order in Order.objects.all():\n    found.append(OrderSerializer(instance=order, context={"request": request}).data)\nreturn Response(found)'],
    ['under a name', 'found = []\nfor order in Order.objects.all():\n    serializer = OrderSerializer(order)\n    found.append(serializer.data)\nreturn Response(found)'],
  ])('is read with what its fields reach: %s', async (_name, body) => {
    const [only, ...others] = await messages(body);
    expect(others).toEqual([]);
    expect(only).toContain('`customer` is loaded once for each');
    expect(only).toContain('`OrderSerializer` reaches it.');
    expect(only).toContain('.select_related("customer")');
  });

  it('is said once of several relations', async () => {
    const [only, ...others] = await messages('return Response([BothSerializer(order).data for order in Order.objects.all()])');
    expect(others).toEqual([]);
    expect(only).toContain('`BothSerializer` reaches `customer` and `shop`. Add');
  });

  it.each([
    ['what the rows bring along', 'return Response([OrderSerializer(order).data for order in Order.objects.select_related("customer")])'],
    ['the key alone', 'return Response([KeySerializer(order).data for order in Order.objects.all()])'],
    ['what is taken in', 'for order in Order.objects.all():\n    serializer = OrderSerializer(order, data=request.data)\n    serializer.is_valid()\n    print(serializer.data)'],
    ['what nobody writes', 'for order in Order.objects.all():\n    print(OrderSerializer(order).fields)'],
  ])('costs nothing more: %s', async (_name, body) => {
    expect(await messages(body)).toEqual([]);
  });
});

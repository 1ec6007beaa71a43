import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = (members: string): string => `from django.db import models
from django.utils.functional import cached_property

class Order(models.Model):
    title = models.CharField(max_length=40)
    is_open = models.BooleanField(default=True)
    _total = models.IntegerField(null=True)

${members}

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    created = models.DateTimeField(auto_now_add=True)
`;

const SERIALIZER = (method: string): string => `from rest_framework import serializers
from .models import Item, Order

class OrderSerializer(serializers.ModelSerializer):
    last = serializers.SerializerMethodField()

    class Meta:
        model = Order
        fields = ["title", "total", "last"]

    def get_last(self, obj):
        ${method.replaceAll('\n', '\n        ')}
`;

const VIEWS = `from rest_framework import viewsets
from .models import Order
from .serializers import OrderSerializer

class OrderViewSet(viewsets.ModelViewSet):
    queryset = Order.objects.all()
    serializer_class = OrderSerializer
`;

const LAST = (decorator: string): string => `    @${decorator}
    def last_item(self):
        return Item.objects.filter(order=self).order_by("created").last()
`;

async function columnsOf(members: string, method: string, preset: 'recommended' | 'strict' = 'strict', file = 'shop/serializers.py'): Promise<number[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS(members), 'shop/serializers.py': SERIALIZER(method), 'shop/views.py': VIEWS };
  const messages = await lintProject(files, file, { preset });
  return messages.filter(({ ruleId }) => ruleId?.endsWith('no-query-per-row') === true).map(({ column }) => column);
}

const TWICE = 'return obj.last_item.created if obj.last_item else None';
const FIRST_ASKED = TWICE.indexOf('obj.last_item else') + 9;

describe('a property that keeps its answer', () => {
  it('asks where it is read first: in the condition of a conditional expression', async () => {
    expect(await columnsOf(LAST('cached_property'), TWICE)).toEqual([FIRST_ASKED]);
  });

  it('asks where it is read first: in the line above', async () => {
    expect(await columnsOf(LAST('cached_property'), 'last = obj.last_item\nreturn obj.last_item.created')).toEqual(['last = '.length + 9]);
  });

  it('asks each time where it keeps nothing', async () => {
    expect(await columnsOf(LAST('property'), 'last = obj.last_item\nreturn obj.last_item.created')).toHaveLength(2);
  });
});

describe('what a row keeps of an answer', () => {
  const total = (guard: string, store: string): string => `    @property
    def total(self):
${guard}
        found = Item.objects.filter(order=self).order_by("created").count()
${store}
        return found
`;

  it.each([
    ['a column', '        if self._total is not None:\n            return self._total', '        self._total = found\n        self.save()'],
    ['a column, by its truth', '        if self._total:\n            return self._total', '        self._total = found'],
  ])('is given back before: %s', async (_, guard, store) => {
    expect(await columnsOf(total(guard, store), 'return obj.total', 'strict', 'shop/models.py')).toEqual([]);
  });

  const byKey = (guard: string, store: string): string => `    @property
    def total(self):
        kept = totals_of(self)
        if ${guard}:
            return kept[self.title]
        found = Item.objects.filter(order=self).order_by("created").count()
        ${store}
        return found
`;

  it('is given back before: what stands under its key', async () => {
    expect(await columnsOf(byKey('self.title in kept', 'kept[self.title] = found'), 'return obj.total', 'strict', 'shop/models.py')).toEqual([]);
  });

  it.each([
    ['another key is asked for', 'self.pk in kept', 'kept[self.title] = found'],
    ['nothing is put there', 'self.title in kept', 'print(found)'],
  ])('is no reason where %s', async (_, guard, store) => {
    expect(await columnsOf(byKey(guard, store), 'return obj.total', 'strict', 'shop/models.py')).toHaveLength(1);
  });

  it.each([
    ['nothing is kept', '        if self._total is not None:\n            return self._total', '        print(found)'],
    ['something else is given back', '        if self._total is not None:\n            return self.title', '        self._total = found'],
    ['something else is asked', '        if self.is_open:\n            return self._total', '        self._total = found'],
  ])('is no reason where %s', async (_, guard, store) => {
    expect(await columnsOf(total(guard, store), 'return obj.total', 'strict', 'shop/models.py')).toHaveLength(1);
  });
});

describe('what a request has to ask for', () => {
  const ASKED = 'return Item.objects.filter(order=obj).order_by("created").last()';

  it.each([
    ['by its address', 'if self.context["request"].query_params.get("with_last"):\n    ' + ASKED + '\nreturn None'],
    ['under a name', 'wanted = self.context["request"].query_params.get("with_last")\nif wanted:\n    ' + ASKED],
    ['with a way out before', 'request = self.context["request"]\nif not request.GET.get("with_last"):\n    return None\n' + ASKED],
  ])('is for strict: %s', async (_, method) => {
    expect(await columnsOf('    pass\n', method, 'strict')).toHaveLength(1);
    expect(await columnsOf('    pass\n', method, 'recommended')).toEqual([]);
  });

  it('is told as ever where the condition asks the row', async () => {
    expect(await columnsOf('    pass\n', `if obj.title:\n    ${ASKED}`, 'recommended')).toHaveLength(1);
  });

  it('is told as ever where the parameter decides nothing', async () => {
    expect(await columnsOf('    pass\n', `print(self.context["request"].query_params.get("page"))\n${ASKED}`, 'recommended')).toHaveLength(1);
  });
});

describe('a value that a query annotates under the name of a property', () => {
  const QUERYSET = (name: string): string => `class OrderQuerySet(models.QuerySet):
    def with_all(self):
        return self.annotate(${name}=models.Count("items"))

`;
  const MEMBERS = (decorator: string): string => `    objects = OrderQuerySet.as_manager()

    @${decorator}
    def total(self):
        return Item.objects.filter(order=self).count()

    @${decorator}
    def names(self):
        return [item.created for item in self.items.all()]
`;

  async function toldOf(decorator: string, annotated: string, file: string, { views = VIEWS, queryset = QUERYSET(annotated) } = {}): Promise<(string | null)[]> {
    const models = MODELS(MEMBERS(decorator).replace('    objects = OrderQuerySet.as_manager()\n', queryset === '' ? '' : '    objects = OrderQuerySet.as_manager()\n')).replace('class Order(', `${queryset}class Order(`);
    const serializers = SERIALIZER('return obj.total').replace('"last"]', '"last", "names"]');
    return (await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models, 'shop/serializers.py': serializers, 'shop/views.py': views }, file, { preset: 'strict' })).map(({ ruleId }) => ruleId);
  }

  it.each(['shop/models.py', 'shop/serializers.py'])('is on the row, where the property is never asked (%s)', async (file) => {
    expect(await toldOf('cached_property', 'total', file)).toEqual([]);
  });

  it.each(['shop/models.py', 'shop/serializers.py'])('leaves other properties alone (%s)', async (file) => {
    expect(await toldOf('cached_property', 'sum', file)).toEqual(['admin-scale/no-query-per-row']);
  });

  it.each(['shop/models.py', 'shop/serializers.py'])('can\'t be set over a property that keeps nothing (%s)', async (file) => {
    expect(await toldOf('property', 'total', file)).toEqual(['admin-scale/no-query-per-row']);
  });

  it('is there for what relations the property would have read, too', async () => {
    expect(await toldOf('cached_property', 'names', 'shop/views.py')).toEqual([]);
    expect(await toldOf('cached_property', 'sum', 'shop/views.py')).toEqual(['admin-scale/require-eager-loading']);
  });

  it('may come of any query of the model', async () => {
    const views = (model: string): string => `from .models import Item\n${VIEWS.replace('queryset = Order.objects.all()', 'queryset = Order.objects.all()\n    more = MODEL.objects.annotate(total=Count("pk"))').replace('MODEL', model)}`;
    expect(await toldOf('cached_property', '', 'shop/models.py', { queryset: '', views: views('Order') })).toEqual([]);
    expect(await toldOf('cached_property', '', 'shop/models.py', { queryset: '', views: views('Item') })).toEqual(['admin-scale/no-query-per-row']);
  });
});

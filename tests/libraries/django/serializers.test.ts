import { describe, expect, it } from 'vitest';
import { applyRemedies, lintProject, type ProjectFiles } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Region(models.Model):
    name = models.CharField(max_length=40)

class Customer(models.Model):
    name = models.CharField(max_length=80)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)

    def __str__(self):
        return f"{self.name} ({self.region.name})"

class Tag(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    seller = models.ForeignKey(Customer, null=True, related_name="sold", on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)

    @property
    def customer_name(self):
        return self.customer.name

    @property
    def place_name(self):
        if self.number == "1":
            return self.customer.name
        return ""

    @property
    def open_total(self):
        return self.items.filter(open=True).count()

    @property
    def asked_total(self):
        return Item.objects.filter(order=self).count()

    def told_total(self):
        return Item.objects.filter(order=self).count()

class Item(models.Model):
    order = models.ForeignKey(Order, related_name="items", on_delete=models.CASCADE)
    open = models.BooleanField(default=True)
    product = models.ForeignKey(Customer, related_name="+", on_delete=models.CASCADE)
`;

const SETTINGS = 'REST_FRAMEWORK = {"DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination", "PAGE_SIZE": 50}\n';

const HEAD = 'from rest_framework import serializers\nfrom .models import Customer, Item, Order, Region, Tag\n\n';

const VIEWS = 'from rest_framework import generics, mixins, views, viewsets\nfrom rest_framework.decorators import action\nfrom rest_framework.response import Response\nfrom .models import Order\nfrom .serializers import *\n\n';

const VIEW = 'class OrderViewSet(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n';

const project = (serializers: string, views: string, more: ProjectFiles = {}): ProjectFiles => ({
  'manage.py': '', 'config/settings.py': SETTINGS, 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/serializers.py': HEAD + serializers, 'shop/views.py': VIEWS + views, ...more,
});

/** A serializer of orders with these lines in its body. */
const fields = (body: string, names: string, meta = ''): string =>
  `class OrderSerializer(serializers.ModelSerializer):\n${body === '' ? '' : `${body}\n`}\n    class Meta:\n        model = Order\n        fields = [${names}]\n${meta}`;

const BY_PLACE = '    place = serializers.CharField(source="customer.name")\n\n';

/** A serializer that does something with its fields when it is made. */
const initialised = (body: string): string => fields(`${BY_PLACE}    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n${body}`, '"number", "place"');

/** One whose maker may ask for less, after `first` and before `then`. */
const asking = (first: string, then: string): string => fields(`${BY_PLACE}    def __init__(self, *args, **kwargs):\n${first}        super().__init__(*args, **kwargs)\n${then}`, '"number", "place"');

/** A constructor that leaves the fields that its maker asks for. */
const ASKING = '    def __init__(self, *args, fields=None, **kwargs):\n        super().__init__(*args, **kwargs)\n        if fields:\n            for name in set(self.fields) - set(fields):\n                self.fields.pop(name)\n\n';

/** One that says which fields it has. */
const gotten = (body: string): string => fields(`${BY_PLACE}    def get_fields(self):\n${body}`, '"number", "place"');

const RULES = { 'admin-scale/require-eager-loading': 'error', 'admin-scale/no-query-per-row': 'error' } as const;

async function told(files: ProjectFiles, target = 'shop/views.py', rules: Readonly<Record<string, 'error'>> = { 'admin-scale/require-eager-loading': 'error' }): Promise<string[]> {
  return (await lintProject(files, target, { rules })).map(({ message }) => message);
}

/** What is said of the paths, in front of what it costs. */
async function paths(serializers: string, views = VIEW): Promise<string[]> {
  return (await told(project(serializers, views))).map((message) => /^(.*?) (?:is|are) (?:loaded|counted|tested)/.exec(message)?.[1] ?? message);
}

it('fields of a serializer that hands its rows to those of their classes are written by nobody', async () => {
  const polymorphic = (base: string): string => `from rest_polymorphic.serializers import PolymorphicSerializer\n\n${fields(BY_PLACE, '"number", "place"').replace('serializers.ModelSerializer', base)}`;
  expect(await paths(polymorphic('PolymorphicSerializer, serializers.ModelSerializer'))).toEqual([]);
  expect(await paths(polymorphic('serializers.ModelSerializer'))).toEqual(['`customer`']);
});

describe('the fields of a serializer', () => {
  const NESTED = 'class CustomerSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Customer\n        fields = ["name"]\n\n';
  const DEEP = 'class CustomerSerializer(serializers.ModelSerializer):\n    region = serializers.StringRelatedField()\n\n    class Meta:\n        model = Customer\n        fields = ["region"]\n\n';
  const BASE = 'class BaseSerializer(serializers.ModelSerializer):\n    customer = serializers.StringRelatedField()\n\n    class Meta:\n        model = Order\n        fields = ["customer"]\n\n';

  it.each([
    ['a serializer inside', NESTED + fields('    customer = CustomerSerializer()', '"customer"'), ['`customer`']],
    ['a serializer of many rows inside', `class TagSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Tag\n        fields = ["name"]\n\n${fields('    tags = TagSerializer(many=True)', '"tags"')}`, ['`tags`']],
    ['a relation of what a serializer inside writes', DEEP + fields('    customer = CustomerSerializer()', '"customer"'), ['`customer__region`']],
    ['a dotted source', fields('    place = serializers.CharField(source="customer.region.name")', '"place"'), ['`customer__region`']],
    ['a method', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        return obj.customer.region.name', '"place"'), ['`customer__region`']],
    ['a method by another name', fields('    place = serializers.SerializerMethodField(method_name="where")\n\n    def where(self, obj):\n        return obj.customer.name', '"place"'), ['`customer`']],
    ['a method that asks for a part of what every context has, by a name', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        user = self.context["request"].user\n        if user.is_staff:\n            return obj.customer.name\n        return ""', '"place"'), ['`customer`']],
    ['a method that asks what a row may have by another name', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        if getattr(obj, "open", None) is None:\n            return obj.customer.name', '"place"'), ['`customer`']],
    ['a method that asks what every context has', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        if self.context.get("request"):\n            return obj.customer.name', '"place"'), ['`customer`']],
    ['a property of the model', fields('', '"customer_name"'), ['`customer`']],
    ['the text of a row', fields('    customer = serializers.StringRelatedField()', '"customer"'), ['`customer__region`']],
    ['the texts of many rows', fields('    tags = serializers.StringRelatedField(many=True)', '"tags"'), ['`tags`']],
    ['a slug', fields('    customer = serializers.SlugRelatedField(slug_field="name", read_only=True)', '"customer"'), ['`customer`']],
    ['the keys of many rows', fields('', '"number", "tags"'), ['`tags`']],
    ['a key behind a relation', fields('    region = serializers.PrimaryKeyRelatedField(source="customer.region", read_only=True)', '"region"'), ['`customer`']],
    ['depth', fields('', '"customer"', '        depth = 2\n'), ['`customer__region`']],
    ['all fields', 'class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = "__all__"\n', ['`tags`']],
    ['to_representation', fields('    def to_representation(self, instance):\n        data = super().to_representation(instance)\n        data["who"] = instance.customer.name\n        return data', '"number"'), ['`customer`']],
    ['a serializer that a method calls', `${NESTED}class ItemSerializer(serializers.ModelSerializer):\n    product = CustomerSerializer()\n\n    class Meta:\n        model = Item\n        fields = ["product"]\n\n${fields('    lines = serializers.SerializerMethodField()\n\n    def get_lines(self, obj):\n        return ItemSerializer(obj.items.all(), many=True).data', '"lines"')}`, ['`items__product`']],
    ['fields of a base', `${BASE}class OrderSerializer(BaseSerializer):\n    class Meta(BaseSerializer.Meta):\n        fields = BaseSerializer.Meta.fields + ["tags"]\n`, ['`customer__region`', '`tags`']],
    ['several joins together', fields('    place = serializers.CharField(source="customer.name")\n    by = serializers.CharField(source="seller.name")', '"place", "by"'), ['`customer` and `seller`']],
    ['rows that are counted', fields('    n = serializers.SerializerMethodField()\n\n    def get_n(self, obj):\n        return obj.items.count()', '"n"'), ['`items`']],
    ['a reverse relation by its key', fields('', '"items"'), ['`items`']],
    ['a field beside one that is taken out', initialised('        self.fields.pop("number")'), ['`customer`']],
    ['a field that is set', initialised('        self.fields["place"].read_only = True\n        for field in self.fields.values():\n            field.required = False'), ['`customer`']],
    ['a field of which a serializer inside is read', `${NESTED}${fields('    customer = CustomerSerializer()\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.names = list(self.fields["customer"].fields.keys())', '"customer"')}`, ['`customer`']],
    ['a field beside one that to_representation takes out', fields(`${BY_PLACE}    def to_representation(self, instance):\n        self.fields.pop("number", None)\n        return super().to_representation(instance)`, '"number", "place"'), ['`customer`']],
    ['a field beside one that get_fields takes out', gotten('        fields = super().get_fields()\n        if "number" in fields:\n            del fields["number"]\n        return fields'), ['`customer`']],
    ['a field that goes where the request asks for others', initialised('        request = self.context.get("request")\n        if request:\n            wanted = request.query_params.get("fields")\n            if wanted:\n                for name in set(self.fields) - set(wanted.split(",")):\n                    self.fields.pop(name)'), ['`customer`']],
    ['a field that goes where a keyword asks for others', asking('        wanted = kwargs.pop("fields", None)\n', '        if wanted is not None:\n            for name in set(self.fields) - set(wanted):\n                self.fields.pop(name)'), ['`customer`']],
    ['a field that goes where a keyword names it', asking('        without = kwargs.pop("without", [])\n', '        for name in without:\n            self.fields.pop(name, None)'), ['`customer`']],
    ['a field that goes behind a way out for whoever asks for nothing', initialised('        wanted = self.context["request"].GET.getlist("fields")\n        if not wanted:\n            return\n        for name in set(self.fields) - set(wanted):\n            del self.fields[name]'), ['`customer`']],
    ['a field that get_fields leaves out where it is asked to', gotten('        fields = super().get_fields()\n        wanted = self.context["request"].query_params.get("fields", "")\n        if "fields" in self.context["request"].query_params:\n            return {name: fields[name] for name in wanted.split(",")}\n        return fields'), ['`customer`']],
    ['a field that goes for users who may not see it', gotten('        fields = super().get_fields()\n        for name in list(fields):\n            if not self.context["request"].user.has_perm(f"shop.view_{name}"):\n                fields.pop(name)\n        return fields'), ['`customer`']],
    ['a field that goes by its name for users who may not see it', initialised('        if not self.context["request"].user.is_staff:\n            self.fields.pop("customer")'), ['`customer`']],
    ['a field beside those that Meta names', initialised('        for name in self.Meta.hidden:\n            self.fields.pop(name)').replace(/$/, '        hidden = ["number"]\n'), ['`customer`']],
    ['a field beside those of a list that is counted', initialised('        gone = ["number"]\n        for place, name in enumerate(gone):\n            del self.fields[name]'), ['`customer`']],
    ['a field beside one that get_field_names leaves out', fields(`${BY_PLACE}    def get_field_names(self, *args):\n        names = list(super().get_field_names(*args))\n        names.remove("number")\n        return [name for name in names if name != "id"] + ["pk"]\n`, '"number", "place"'), ['`customer`']],
    ['a field beside a further one whose name is made up', initialised('        for extension in EXTENSIONS:\n            self.fields[f"more_{extension}"] = serializers.CharField()'), ['`customer`']],
    ['the keys of rows by a field of which the arguments are set', fields('    def build_relational_field(self, name, info):\n        cls, kwargs = super().build_relational_field(name, info)\n        kwargs["required"] = False\n        return cls, kwargs\n', '"tags"'), ['`tags`']],
  ])('%s', async (_name, serializers, expected) => {
    expect(await paths(serializers)).toEqual(expected);
  });

  it('are those of the last class of a name', async () => {
    const other = 'class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = ["number"]\n\n';
    expect(await paths(`${other}${fields('', '"tags"')}`)).toEqual(['`tags`']);
    expect(await paths(`${fields('', '"tags"')}\n${other}`)).toEqual([]);
    // of two in branches, nobody knows which it is
    expect(await paths(`try:\n    import gone\n${`${fields('', '"tags"')}\n${other}`.replace(/^(?=.)/gm, '    ').replace(/\n {4}class OrderSerializer(?![^]*class OrderSerializer)/, '\nexcept ImportError:\n    class OrderSerializer')}`)).toEqual(['`tags`']);
  });

  it.each([
    ['a key, which the row has', fields('', '"customer", "number"')],
    ['a key as written out', fields('    customer = serializers.PrimaryKeyRelatedField(read_only=True)', '"customer"')],
    ['the key column', fields('    who = serializers.IntegerField(source="customer_id")', '"who"')],
    ['a link by the key', fields('    customer = serializers.HyperlinkedRelatedField(view_name="c", read_only=True)', '"customer"')],
    ['what is only taken in', `${NESTED}${fields('    customer = CustomerSerializer(write_only=True)', '"customer"')}`],
    ['extra_kwargs of what is only taken in', fields('', '"tags"', '        extra_kwargs = {"tags": {"write_only": True}}\n')],
    ['a field that Meta leaves out', `class OrderSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        exclude = ["tags"]\n`],
    ['to_representation in place of the fields', fields('    tags = serializers.StringRelatedField(many=True)\n\n    def to_representation(self, instance):\n        return {"number": instance.number}', '"tags"')],
    ['what a method reads for whoever sets a flag', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        if self.context.get("whole"):\n            return obj.customer.region.name\n        return ""', '"place"')],
    ['what a method reads behind a way out without a flag', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        if not self.context.get("whole"):\n            return ""\n        return obj.customer.region.name', '"place"')],
    ['what a method reads where nobody has kept it on the row', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        places = getattr(obj, "_prefetched_places", None)\n        if places is None:\n            return obj.customer.region.name\n        return places[0]', '"place"')],
    ['what a method reads behind a way out for rows that hold it', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        if hasattr(obj, "prefetched_place"):\n            return obj.prefetched_place\n        return obj.customer.region.name', '"place"')],
    ['what a method reads where the context holds nothing, by a name', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        places = self.context.get("places")\n        if places is not None:\n            return places[obj.pk]\n        return obj.customer.region.name', '"place"')],
    ['what an expression reads for whoever sets a flag', fields('    place = serializers.SerializerMethodField()\n\n    def get_place(self, obj):\n        return obj.customer.name if "whole" in self.context else ""', '"place"')],
    ['a field that is taken out', initialised('        self.fields.pop("place")')],
    ['a field that is deleted', initialised('        if self.context.get("short"):\n            del self.fields["place"]')],
    ['a field that another takes the place of', initialised('        self.fields["place"] = serializers.CharField()')],
    ['a field that to_representation takes out', fields(`${BY_PLACE}    def to_representation(self, instance):\n        self.fields.pop("place", None)\n        return super().to_representation(instance)`, '"number", "place"')],
    ['a field of a serializer inside that is taken out', `${DEEP}${fields('    customer = CustomerSerializer()\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        self.fields["customer"].fields.pop("region")', '"customer"')}`],
    ['a field of each of many rows inside that is taken out', `class TagSerializer(serializers.ModelSerializer):\n    orders = serializers.StringRelatedField(source="order_set", many=True)\n\n    class Meta:\n        model = Tag\n        fields = ["orders"]\n\n${fields('    tags = TagSerializer(many=True)\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n        del self.fields["tags"].child.fields["orders"]', '"tags"')}`],
    ['a field that is taken in alone', initialised('        self.fields["place"].write_only = True')],
    ['fields whose names are worked out', initialised('        for name in kwargs["without"]:\n            self.fields.pop(name)')],
    ['fields that are deleted by names', initialised('        for name in WITHOUT:\n            del self.fields[name]')],
    ['a field that a list names', initialised('        for name in ["number", "place"]:\n            self.fields.pop(name)')],
    ['a field that Meta names', initialised('        for name in getattr(self.Meta, "hidden", ()):\n            self.fields.pop(name)').replace(/$/, '        hidden = ["place"]\n')],
    ['fields of which few are there unless a keyword asks for more', asking('        wanted = kwargs.pop("fields", ["number"])\n', '        if wanted:\n            for name in set(self.fields) - set(wanted):\n                self.fields.pop(name)')],
    ['fields that go where nobody asks for them', initialised('        wanted = self.context["request"].query_params.get("fields")\n        if wanted is None:\n            for name in list(self.fields):\n                self.fields.pop(name)')],
    ['fields that go where the request asks for others, or where it is the default', initialised('        wanted = self.context["request"].query_params.get("fields")\n        if not wanted:\n            wanted = "number"\n        if wanted:\n            for name in set(self.fields) - {wanted}:\n                self.fields.pop(name)')],
    ['a field that get_field_names leaves out', fields(`${BY_PLACE}    def get_field_names(self, *args):\n        return [name for name in super().get_field_names(*args) if name not in ("place",)]\n`, '"number", "place"')],
    ['fields that go behind a way out for another reason', initialised('        if self.instance is None:\n            return\n        for name in list(self.fields):\n            self.fields.pop(name)')],
    ['names of which get_field_names keeps few', fields(`${BY_PLACE}    def get_field_names(self, *args):\n        return [name for name in super().get_field_names(*args) if name in ("number",)]\n`, '"number", "place"')],
    ['names that get_field_names picks', fields(`${BY_PLACE}    def get_field_names(self, *args):\n        return [name for name in super().get_field_names(*args) if self.shows(name)]\n`, '"number", "place"')],
    ['names that get_field_names makes', fields(`${BY_PLACE}    def get_field_names(self, *args):\n        return ["number"]\n`, '"number", "place"')],
    ['a relation by a field class of its own', fields('    def build_relational_field(self, name, info):\n        return TagsField, {}\n', '"tags"')],
    ['a serializer inside that is asked for less', `class CustomerSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Customer\n        fields = ["region", "orders"]\n\n    orders = serializers.StringRelatedField(source="order_set", many=True)\n\n${ASKING}${fields('    customer = CustomerSerializer(fields=["region"])', '"customer"')}`],
    ['fields that are handed on', initialised('        trim(self.fields)')],
    ['fields in place of these', initialised('        self.fields = {}')],
    ['fields that get_fields makes', gotten('        return {"number": serializers.CharField()}')],
    ['fields that get_fields picks', gotten('        fields = super().get_fields()\n        return {name: fields[name] for name in ASKED}')],
    ['a field that get_fields takes out', gotten('        fields = super().get_fields()\n        fields.pop("place", None)\n        return fields')],
    ['a field of the same name of another library', `from marshmallow import fields as other\n\n${fields('    customer = other.StringRelatedField()', '"number"')}`],
    ['what a branch of the model reads', fields('', '"place_name"')],
    ['a field that a subclass takes away', `${BASE}class OrderSerializer(BaseSerializer):\n    customer = None\n\n    class Meta(BaseSerializer.Meta):\n        fields = ["number"]\n`],
  ])('are silent: %s', async (_name, serializers) => {
    expect(await paths(serializers)).toEqual([]);
  });

  it('end where serializers hold each other', async () => {
    expect(await paths(fields('    twin = serializers.SerializerMethodField()\n\n    def get_twin(self, obj):\n        return OrderSerializer(obj.customer.sold.all(), many=True).data', '"twin"'))).toEqual(['`customer__sold`']);
  });
});

const PLACE = fields('    place = serializers.CharField(source="customer.name")', '"number", "place"');
const LIGHT = '\nclass LightSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Order\n        fields = ["number"]\n';
const view = (body: string, bases = 'viewsets.ModelViewSet'): string => `class OrderViewSet(${bases}):\n${body}\n`;
const choosing = (body: string): string => view(`    queryset = Order.objects.all()\n    serializer_class = LightSerializer\n\n    def get_serializer_class(self):\n${body}`);

/** A base class that leaves the model to those that inherit from it. */
const ROWS_OF_BASE = 'class Base(viewsets.ModelViewSet):\n    model = None\n\n    def get_queryset(self):\n        return self.model.objects.all()\n\n';
const LOADED_BY_BASE = ROWS_OF_BASE.replace('all()', 'select_related("customer")');

/** A base class with a list of its own, which puts something around the answer. */
const LISTING = `class Base(viewsets.ModelViewSet):
    def list(self, request, *args, **kwargs):
        queryset = self.filter_queryset(self.get_queryset())
        page = self.paginate_queryset(queryset)
        if page is not None:
            return self.get_paginated_response(self.get_serializer(page, many=True).data)
        return Response({"results": self.get_serializer(queryset, many=True).data})

`;

describe('the rows of a view', () => {
  it('name the field once that reads several', async () => {
    const pair = fields('    pair = serializers.SerializerMethodField()\n\n    def get_pair(self, obj):\n        return obj.customer.name + obj.seller.name', '"pair"');
    expect(await told(project(pair, VIEW))).toEqual([expect.stringMatching(/`OrderSerializer\.get_pair` \(shop\/serializers\.py:\d+\) reads `customer` and `seller`, and the rows are read without them\./)]);
  });

  it('are told of at the queryset, with the field that reads, the page and what to write', async () => {
    expect(await told(project(PLACE, VIEW))).toEqual([
      '`customer` is loaded once per row that `OrderSerializer` writes out: about 51 queries for a page of 50. `OrderSerializer.place` (shop/serializers.py:5) reads it, and the rows are read without it. Add `.select_related("customer")` to the queryset on line 8.',
    ]);
  });

  it('are told of once: not where the serializer stands', async () => {
    expect(await told(project(PLACE, VIEW), 'shop/serializers.py', RULES)).toEqual([]);
  });

  it.each([
    ['get_queryset', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Order.objects.filter(number="1")')],
    ['get_queryset that goes on from the class attribute', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return super().get_queryset().filter(number="1")')],
    ['a list view', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'generics.ListAPIView')],
    ['a mixin', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'mixins.ListModelMixin, viewsets.GenericViewSet')],
    ['a base class', `class Base(viewsets.ModelViewSet):\n    queryset = Order.objects.all()\n\n${view('    serializer_class = OrderSerializer', 'Base')}`],
    ['a serializer for this action', choosing('        if self.action == "list":\n            return OrderSerializer\n        return LightSerializer')],
    ['a serializer of the class, where a dictionary has none for the action', `class ByAction(viewsets.GenericViewSet):\n    def get_serializer_class(self):\n        if self.action not in self.serializers_by_action:\n            return super().get_serializer_class()\n        return self.serializers_by_action[self.action]\n\n${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    serializers_by_action = {"create": LightSerializer}', 'ByAction, viewsets.ModelViewSet')}`],
    ['a serializer of the class, where it has no dictionary', choosing('        if hasattr(self, "serializers_by_action"):\n            return LightSerializer\n        return OrderSerializer')],
    ['a serializer for all but others', choosing('        if self.action in ["retrieve", "create"]:\n            return LightSerializer\n        return OrderSerializer')],
    ['a serializer for an action under a name', choosing('        action = getattr(self, "action", None)\n        if action == "retrieve":\n            return LightSerializer\n        return OrderSerializer')],
    ['a serializer by a dictionary', choosing('        return {"list": OrderSerializer}.get(self.action, super().get_serializer_class())')],
    ['a serializer by a dictionary that has one for the action', `class ByAction(viewsets.GenericViewSet):\n    def get_serializer_class(self):\n        if hasattr(self, "action") and hasattr(self, "serializers_by_action"):\n            if self.action in self.serializers_by_action.keys():\n                return self.serializers_by_action[self.action]\n        return super().get_serializer_class()\n\n${view('    queryset = Order.objects.all()\n    serializers_by_action = {"list": OrderSerializer, "create": LightSerializer}', 'ByAction, viewsets.ModelViewSet')}`],
    ['a serializer for reading', choosing('        if self.request.method not in ["GET"]:\n            return LightSerializer\n        return OrderSerializer')],
    ['self.queryset that get_queryset sets', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        self.queryset = Order.objects.filter(number="1")\n        return super().get_queryset()')],
    ['what filter_queryset narrows', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return self.filter_queryset(Order.objects.filter(number="1"))')],
    ['a base class whose rows are of the model that a view names', `${ROWS_OF_BASE}${view('    model = Order\n    serializer_class = OrderSerializer', 'Base')}`],
    ['a list by what a base class gives', `${ROWS_OF_BASE}${view('    model = Order\n\n    def list(self, request):\n        return Response(OrderSerializer(self.get_queryset(), many=True).data)', 'Base')}`],
    ['a list by what a base class gives and the view narrows', `${ROWS_OF_BASE}${view('    model = Order\n\n    def get_queryset(self):\n        return super().get_queryset().filter(number="1")\n\n    def list(self, request):\n        return Response(OrderSerializer(self.get_queryset(), many=True).data)', 'Base')}`],
    ['what a class gives that is handed rows', `class Visible:\n    @classmethod\n    def of(cls, orders):\n        return orders.filter(number="1")\n\n${view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Visible.of(Order.objects.all())')}`],
    ['rows of an object that a method finds', view('    serializer_class = CustomersOrderSerializer\n\n    def customer(self):\n        return Customer.objects.get(pk=1)\n\n    def get_queryset(self):\n        return self.customer().sold.distinct()').replace('CustomersOrderSerializer', 'OrderSerializer').replace('class', 'from .models import Customer\n\nclass')],
    ['the first of them', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Order.objects.order_by("pk")[:100]')],
    ['a list of them', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return list(Order.objects.order_by("pk")[:100])')],
    ['what a function gives that is handed the model', `def visible(model, user):\n    return model.objects.filter(number=user.name)\n\n${view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return visible(Order, self.request.user).distinct()')}`],
    ['what filter_queryset loads besides', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def filter_queryset(self, queryset):\n        return super().filter_queryset(queryset).prefetch_related("tags")')],
    ['what filter_queryset puts in the place of them', view('    queryset = Order.objects.select_related("customer")\n    serializer_class = OrderSerializer\n\n    def filter_queryset(self, queryset):\n        return Order.objects.filter(number="1").prefetch_related("tags")')],
    ['a page that the view holds', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request):\n        self.object_list = self.filter_queryset(self.get_queryset())\n        self.page = self.paginate_queryset(self.object_list)\n        return self.get_paginated_response(self.get_serializer(self.page, many=True).data)')],
    ['one way of several', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        if self.request.user.is_staff:\n            return Order.objects.select_related("customer")\n        return Order.objects.filter(number="1")')],
    ['a call', 'class Orders(views.APIView):\n    def get(self, request):\n        orders = Order.objects.filter(number__gt="1")\n        return Response(OrderSerializer(orders, many=True).data)\n'],
    ['a call of a function', 'def orders(request):\n    return Response(OrderSerializer(Order.objects.all(), many=True).data)\n'],
    ['an action', choosing('        return LightSerializer\n\n    @action(detail=False, serializer_class=OrderSerializer)\n    def newest(self, request):\n        page = self.paginate_queryset(Order.objects.order_by("-pk"))\n        return Response(self.get_serializer(page, many=True).data)')],
    ['an action that makes its own one', `${LIGHT}${view('    queryset = Order.objects.select_related("customer")\n    serializer_class = LightSerializer\n\n    @action(detail=False, serializer_class=OrderSerializer)\n    def newest(self, request):\n        return Response(self.serializer_class(Order.objects.order_by("-pk"), many=True).data)')}`],
    ['a list of its own, of rows that many branches narrow', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        orders = Order.objects.all()\n        if self.request.GET.get("gone"):\n            orders = Order.objects.filter(number="0")\n' + ['a', 'b', 'c', 'd', 'e'].map((name) => `        if self.request.GET.get("${name}"):\n            orders = orders.exclude(number="${name}")\n`).join('') + '        return orders\n\n    def list(self, request):\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own that leaves where a row is named', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request, *args, **kwargs):\n        if "pk" in kwargs:\n            return Response([])\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own that leaves where the address names a row', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request, *args, **kwargs):\n        if self.lookup_field in self.kwargs:\n            return Response([])\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own that leaves where it is asked for one row', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request, *args, **kwargs):\n        if self.detail:\n            return Response([])\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own that may leave', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request, *args, **kwargs):\n        if "year" not in kwargs:\n            return Response([])\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request):\n        queryset = self.filter_queryset(self.get_queryset())\n        page = self.paginate_queryset(queryset)\n        if page is not None:\n            return self.get_paginated_response(self.get_serializer(page, many=True).data)\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of a base class that shows what the view itself would', `${LISTING}${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'Base')}`],
  ])('%s', async (_name, views) => {
    expect(await paths(PLACE + LIGHT, views)).toEqual(['`customer`']);
  });

  it.each([
    ['writes out other rows', LISTING.replace('self.get_queryset()', 'self.chosen(request)')],
    ['loads them', LISTING.replace('self.get_queryset()', 'self.get_queryset().select_related("customer")')],
    ['writes them out by other serializers', LISTING.replaceAll('self.get_serializer(', 'self.writer(')],
    ['writes none out', LISTING.replaceAll(', many=True', '')],
  ])('are silent where the list of a base class %s', async (_name, base) => {
    expect(await paths(PLACE + LIGHT, `${base}${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'Base')}`)).toEqual([]);
  });

  it('a base class of a package that takes a module of its own from itself', async () => {
    const more = { 'shop/api/__init__.py': 'from rest_framework import viewsets\nfrom . import mixins\n\nclass Base(mixins.Plain, viewsets.ModelViewSet):\n    pass\n', 'shop/api/mixins.py': 'class Plain:\n    pass\n' };
    const views = `from .api import Base\n\n${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'Base')}`;
    expect(await told(project(PLACE, views, more))).toHaveLength(1);
    expect(await told(project(PLACE, views, { ...more, 'shop/api/mixins.py': 'class Plain:\n    def get_queryset(self):\n        return super().get_queryset().select_related("customer")\n' }))).toEqual([]);
  });

  it.each([
    ['loaded', view('    queryset = Order.objects.select_related("customer")\n    serializer_class = OrderSerializer')],
    ['prefetched', view('    queryset = Order.objects.prefetch_related("customer")\n    serializer_class = OrderSerializer')],
    ['loaded by get_queryset', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return super().get_queryset().select_related("customer")')],
    ['loaded for the list', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        queryset = super().get_queryset()\n        if self.action == "list":\n            queryset = queryset.select_related("customer")\n        return queryset')],
    ['loaded in what self.queryset is set to', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        self.queryset = Order.objects.select_related("customer")\n        return super().get_queryset()')],
    ['loaded in what another method sets', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def initial(self, request, *args, **kwargs):\n        super().initial(request, *args, **kwargs)\n        self.queryset = orders_of(request.user)')],
    ['loaded by a mixin', `class Loading:\n    def get_queryset(self):\n        return super().get_queryset().select_related("customer")\n\n${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'Loading, viewsets.ModelViewSet')}`],
    ['loaded on the way to the serializer', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def filter_queryset(self, queryset):\n        return super().filter_queryset(queryset).select_related("customer")')],
    ['loaded by the filter_queryset of a base class', `class Base(viewsets.ModelViewSet):\n    def filter_queryset(self, queryset):\n        return super().filter_queryset(queryset).select_related("customer")\n\n${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def filter_queryset(self, queryset):\n        return super().filter_queryset(queryset).prefetch_related("tags")', 'Base')}`],
    ['loaded in what a class gives that is handed rows', `class Visible:\n    @staticmethod\n    def of(orders):\n        return orders.select_related("customer")\n\n${view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Visible.of(Order.objects.all())')}`],
    ['a list of its own, of loaded rows that many branches narrow', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        orders = Order.objects.all()\n        if self.request.GET.get("gone"):\n            orders = Order.objects.filter(number="0")\n' + ['a', 'b', 'c', 'd', 'e'].map((name) => `        if self.request.GET.get("${name}"):\n            orders = orders.exclude(number="${name}")\n`).join('') + '        return orders.select_related("customer")\n\n    def list(self, request):\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own that gives nothing where no row is named', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request, *args, **kwargs):\n        direct = "pk" not in kwargs or kwargs["pk"] == "list"\n        if direct:\n            return Response([])\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a list of its own that only another action comes to', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def list(self, request, *args, **kwargs):\n        if self.action != "other":\n            return Response([])\n        queryset = self.filter_queryset(self.get_queryset())\n        return Response(self.get_serializer(queryset, many=True).data)')],
    ['a page of loaded rows that the view holds', view('    queryset = Order.objects.select_related("customer")\n    serializer_class = OrderSerializer\n\n    def list(self, request):\n        self.page = self.paginate_queryset(self.get_queryset())\n        return self.get_paginated_response(self.get_serializer(self.page, many=True).data)')],
    ['the first of loaded rows', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return list(Order.objects.select_related("customer")[:100])')],
    ['one of them', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Order.objects.order_by("pk")[0]')],
    ['loaded by a function that is handed the model', `def visible(model, user):\n    return model.objects.select_related("customer")\n\n${view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return visible(Order, self.request.user).distinct()')}`],
    ['loaded in what filter_queryset narrows', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return self.filter_queryset(Order.objects.select_related("customer"))')],
    ['loaded by the base class that a list asks', `${LOADED_BY_BASE}${view('    model = Order\n\n    def list(self, request):\n        return Response(OrderSerializer(self.get_queryset(), many=True).data)', 'Base')}`],
    ['loaded by the base class whose rows a list narrows', `${LOADED_BY_BASE}${view('    model = Order\n\n    def get_queryset(self):\n        return super().get_queryset().filter(number="1")\n\n    def list(self, request):\n        return Response(OrderSerializer(self.get_queryset(), many=True).data)', 'Base')}`],
    ['of another kind in a base class', `${ROWS_OF_BASE.replace('all()', 'values("number")')}${view('    model = Order\n\n    def list(self, request):\n        return Response(OrderSerializer(self.get_queryset(), many=True).data)', 'Base')}`],
    ['one row', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'generics.RetrieveAPIView')],
    ['one row by its key', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Order.objects.filter(pk=self.request.user.pk).order_by("pk")')],
    ['one row by its key, or none', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        if self.request.user.is_anonymous:\n            return Order.objects.none()\n        return Order.objects.filter(pk=self.request.user.pk).order_by("pk")')],
    ['one row by a call', 'def order(request, pk):\n    return Response(OrderSerializer(Order.objects.get(pk=pk)).data)\n'],
    ['another serializer for an action, which stands in the place of the own one', `${LIGHT}${view('    queryset = Order.objects.select_related("customer")\n    serializer_class = OrderSerializer\n\n    @action(detail=False, serializer_class=LightSerializer)\n    def newest(self, request):\n        return Response(self.serializer_class(Order.objects.order_by("-pk"), many=True).data)')}`],
    ['another serializer for the list', choosing('        if self.action == "list":\n            return LightSerializer\n        return OrderSerializer')],
    ['another serializer for reading', choosing('        if self.request.method == "POST":\n            return OrderSerializer\n        return LightSerializer')],
    ['a base that loads by itself', `from rest_framework_json_api.views import ModelViewSet as Loading\n\n${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'Loading, viewsets.ModelViewSet')}`],
    ['rows of another kind', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return Order.objects.values("number")')],
    ['rows that cannot be told', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return search(self.request)')],
    ['a call that loads', 'def orders(request):\n    return Response(OrderSerializer(Order.objects.select_related("customer"), many=True).data)\n'],
    ['rows that a call writes', 'def orders(request):\n    serializer = OrderSerializer(Order.objects.all(), data=request.data, many=True)\n    serializer.save()\n'],
    ['rows that a call is handed', 'def orders(request, rows):\n    return Response(OrderSerializer(rows, many=True).data)\n'],
    ['an answer that is kept', `from django.utils.decorators import method_decorator\nfrom django.views.decorators.cache import cache_page\n\n@method_decorator(cache_page(60), name="list")\n${VIEW}`],
    ...['list', 'dispatch'].map((name): [string, string] => [`an answer that is kept: ${name}`, `from django.utils.decorators import method_decorator\nfrom django.views.decorators.cache import cache_page\n\n${VIEW}\n    @method_decorator(cache_page(60))\n    def ${name}(self, request, *args, **kwargs):\n        return super().${name}(request, *args, **kwargs)\n`]),
    ['no list at all', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    http_method_names = ["post"]')],
  ])('are silent: %s', async (_name, views) => {
    expect(await paths(PLACE + LIGHT, views)).toEqual([]);
  });

  const WHOLE = 'class ItemSerializer(serializers.ModelSerializer):\n    product = serializers.StringRelatedField()\n\n    class Meta:\n        model = Item\n        fields = ["product"]\n\n' + fields('    items = ItemSerializer(many=True)\n    place = serializers.CharField(source="customer.name")', '"items", "place"');

  it('are one row with rows inside, which read one by one', async () => {
    expect(await paths(WHOLE, view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'generics.RetrieveAPIView'))).toEqual(['`items__product__region`']);
  });

  const OBJECT = 'from django.shortcuts import get_object_or_404\n\ndef order(request, pk):\n    order = get_object_or_404(Order, pk=pk)\n    return Response(OrderSerializer(order, context={"request": request}).data)\n';

  it('are one row that a call writes out, with rows inside, which read one by one', async () => {
    expect(await told(project(WHOLE, OBJECT))).toEqual([
      '`items__product__region` is loaded once for each row inside what `OrderSerializer` writes out: 2 queries per row. `ItemSerializer.product` (shop/serializers.py:5) through `Customer.__str__` reads it, and the rows are read without it. Hand `Order.objects.prefetch_related("items__product__region")` over in place of `Order`.',
    ]);
  });

  it('are one row that a call writes out by a serializer of any name', async () => {
    const numbered = (code: string): string => code.replace('OrderSerializer', 'OrderSerializerV2');
    expect(await paths(numbered(WHOLE), numbered(OBJECT))).toEqual(['`items__product__region`']);
  });

  it.each([
    ['loaded', OBJECT.replace('(Order,', '(Order.objects.prefetch_related("items__product__region"),')],
    ['taken in', OBJECT.replace('OrderSerializer(order,', 'OrderSerializer(order, data=request.data,')],
    ['just made', OBJECT.replace('def order(request, pk)', 'class Orders(views.APIView):\n    def create(self, request, pk)').replace(/\n {4}(order|return)/g, '\n        $1')],
    ['of another class', OBJECT.replace('OrderSerializer(order', 'Response(order')],
  ])('are silent as one row that a call writes out: %s', async (_name, views) => {
    expect(await paths(WHOLE, views)).toEqual([]);
  });

  it.each([
    ['loaded', view('    queryset = Order.objects.prefetch_related("items__product__region")\n    serializer_class = OrderSerializer', 'generics.RetrieveAPIView')],
    ['found elsewhere', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def get_object(self):\n        return self.found', 'generics.RetrieveAPIView')],
    ['shown by code of its own', view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n\n    def retrieve(self, request):\n        return Response({})', 'generics.RetrieveAPIView')],
  ])('are silent as one row that is %s', async (_name, views) => {
    expect(await paths(WHOLE, views)).toEqual([]);
  });

  it.each([
    ['of other actions only', '{"post": "create"}', false],
    ['of none but one row', '{"get": "retrieve", "put": "update"}', false],
    ['of the list', '{"get": "list", "post": "create"}', true],
    ['of what is worked out', 'ACTIONS', true],
    ['of two places', '{"post": "create"}), OrderViewSet.as_view({"get": "list"}', true],
  ])('have a route %s', async (_name, actions, reported) => {
    const urls = `from .views import OrderViewSet\n\nviews = [OrderViewSet.as_view(${actions})]\n`;
    expect((await told(project(PLACE, VIEW, { 'shop/urls.py': urls }))).length).toBe(reported ? 1 : 0);
  });

  it('have a route of other actions and one that a router makes', async () => {
    const urls = 'from rest_framework.routers import DefaultRouter\nfrom .views import OrderViewSet\n\nrouter = DefaultRouter()\nrouter.register("orders", OrderViewSet)\nview = OrderViewSet.as_view({"post": "create"})\n';
    expect((await told(project(PLACE, VIEW, { 'shop/urls.py': urls }))).length).toBe(1);
  });

  it('are told of once where several serializers read the same of one queryset', async () => {
    const two = `${fields(BY_PLACE, '"place"')}\nclass LongSerializer(OrderSerializer):\n    pass\n`;
    expect(await told(project(two, `${VIEW}\nclass LongViewSet(OrderViewSet):\n    serializer_class = LongSerializer\n`))).toHaveLength(1);
    expect(await told(project(two, `${VIEW}\nclass LongViewSet(OrderViewSet):\n    queryset = Order.objects.filter(number="1")\n    serializer_class = LongSerializer\n`))).toHaveLength(2);
  });

  it('are silent where somebody asks the serializer for less', async () => {
    const given = asking('        wanted = kwargs.pop("fields", None)\n', '        if wanted:\n            for name in set(self.fields) - set(wanted):\n                self.fields.pop(name)');
    expect(await told(project(given, VIEW))).toHaveLength(1);
    expect(await told(project(given, `${VIEW}\n    def get_serializer(self, *args, **kwargs):\n        return super().get_serializer(*args, fields=["number"], **kwargs)\n`))).toEqual([]);
    const written = (call: string): string => `class AllView(views.APIView):\n    def get(self, request):\n        return Response(${call}.data)\n`;
    expect(await told(project(given, written('OrderSerializer(Order.objects.all(), many=True)')))).toHaveLength(1);
    expect(await told(project(given, written('OrderSerializer(Order.objects.all(), many=True, fields=["number"])')))).toEqual([]);
    expect(await told(project(given, written('OrderSerializer(Order.objects.all(), many=True, **self.given)')))).toEqual([]);
  });

  it('are silent where a view puts into the context what the serializer asks for', async () => {
    const flagged = initialised('        wanted = self.context.get("wanted")\n        if wanted:\n            for name in set(self.fields) - set(wanted):\n                self.fields.pop(name)\n');
    const context = (text: string): string => `${VIEW}\n    def get_serializer_context(self):\n        return {**super().get_serializer_context(), ${text}}\n`;
    expect(await told(project(flagged, context('"now": 1')))).toHaveLength(1);
    expect(await told(project(flagged, context('"wanted": ["number"]')))).toEqual([]);
    const written = (text: string): string => `class AllView(views.APIView):\n    def get(self, request):\n        return Response(OrderSerializer(Order.objects.all(), many=True, context=${text}).data)\n`;
    expect(await told(project(flagged, written('{"request": request}')))).toHaveLength(1);
    expect(await told(project(flagged, written('{"wanted": ["number"]}')))).toEqual([]);
    expect(await told(project(flagged, written('self.context()')))).toEqual([]);
  });

  it('are loaded by a view that loads them for whoever asks for them', async () => {
    const less = '        wanted = self.context["request"].query_params.get("fields")\n        if wanted:\n            for name in set(self.fields) - set(wanted.split(",")):\n                self.fields.pop(name)\n';
    const view = 'class OrderViewSet(viewsets.ModelViewSet):\n    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        orders = Order.objects.all()\n        if self.asks("place"):\n            orders = orders.select_related("customer")\n        return orders\n';
    expect(await told(project(initialised(less), view))).toEqual([]);
    expect(await told(project(initialised(less), view.replace('"customer"', '"seller"')))).toHaveLength(1);
    expect(await told(project(initialised(''.padEnd(8) + 'pass\n'), view))).toHaveLength(1);
    const inside = `class CustomerSerializer(serializers.ModelSerializer):\n    class Meta:\n        model = Customer\n        fields = ["name"]\n\n    def __init__(self, *args, **kwargs):\n        super().__init__(*args, **kwargs)\n${less}\n`;
    expect(await told(project(`${inside}${fields('    customer = CustomerSerializer()', '"customer"')}`, view))).toEqual([]);
  });

  it('have no number of rows where nothing cuts them into pages', async () => {
    const [message] = await told(project(PLACE, view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    pagination_class = None')));
    expect(message).toContain('once per row that `OrderSerializer` writes out: a query per row.');
  });

  it('are loaded by a call whose line is told, not that on which its chain begins', async () => {
    const [message] = await told(project(PLACE, view('    queryset = (\n        Order.objects.all()\n        .select_related("seller")\n    )\n    serializer_class = OrderSerializer')));
    const line = (VIEWS + view('    queryset = (\n        Order.objects.all()\n        .select_related("seller")')).split('\n').findIndex((text) => text.includes('.select_related')) + 1;
    expect(message).toContain(`to \`select_related\` on line ${String(line)}.`);
  });

  it.each([
    ['is loaded, and that of one row is not', "        if self.action == 'list':\n            return Order.objects.select_related('customer')\n        return Order.objects.all()", 0],
    ['is loaded, by a property that says so', "        if self.asked in ('list', 'search'):\n            if self.kwargs:\n                return Order.objects.select_related('customer')\n            else:\n                return Order.objects.none()\n        return Order.objects.all()\n\n    @property\n    def asked(self):\n        return getattr(self, 'action', None)", 0],
    ['is not, and that of one row is', "        if self.action == 'retrieve':\n            return Order.objects.select_related('customer')\n        return Order.objects.all()", 1],
  ])('of the list is asked for loaded rows: %s', async (_name, body, reports) => {
    expect(await told(project(PLACE, view(`    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n${body}`)))).toHaveLength(reports);
  });

  it('have the page size of their own paginator', async () => {
    const [message] = await told(project(PLACE, `from rest_framework.pagination import PageNumberPagination\n\nclass Pages(PageNumberPagination):\n    page_size = 20\n\n${view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    pagination_class = Pages')}`));
    expect(message).toContain('about 21 queries for a page of 20.');
  });

  it.each([
    ['one that a call makes', 'pages_of(20)', 'a query per row.'],
    ['what such a call is kept as', 'Pages', 'a query per row.'],
    ['one of REST framework', 'LimitOffsetPagination', 'about 51 queries for a page of 50.'],
  ])('have the page size that the settings say where their paginator asks them: %s', async (_name, paginator, cost) => {
    const made = 'from rest_framework.pagination import LimitOffsetPagination\n\ndef pages_of(limit):\n    class Limited(LimitOffsetPagination):\n        default_limit = limit\n    return Limited\n\nPages = pages_of(20)\n\n';
    const [message] = await told(project(PLACE, made + view(`    queryset = Order.objects.all()\n    serializer_class = OrderSerializer\n    pagination_class = ${paginator}`)));
    expect(message).toContain(`once per row that \`OrderSerializer\` writes out: ${cost}`);
  });

  const ITEMS = 'class ItemSerializer(serializers.ModelSerializer):\n    place = serializers.CharField(source="product.name")\n    others = serializers.SerializerMethodField()\n\n    def get_others(self, obj):\n        return obj.order.items.filter(open=True).count()\n\n    class Meta:\n        model = Item\n        fields = ["place", "others"]\n';
  const items = (body: string): string => `from .models import Item\n\nclass ItemViewSet(viewsets.ModelViewSet):\n    serializer_class = ItemSerializer\n\n    def get_queryset(self):\n${body}`;

  it.each([
    ['those of one parent that the URL names', '        return Item.objects.filter(order_id=self.kwargs["order_pk"])', '2 queries per row.', 'a query per row.'],
    ['under a name', '        order = self.kwargs.get("order_pk")\n        return sorted(Item.objects.filter(order=order), key=str)', '2 queries per row.', 'a query per row.'],
    ['of a row that the URL names', '        order = get_object_or_404(Order, pk=self.kwargs["order_pk"])\n        return Item.objects.filter(order=order)', '2 queries per row.', 'a query per row.'],
    ['those of a kind that the URL names', '        return Item.objects.filter(open=self.kwargs["open"])', 'about 101 queries for a page of 50.', 'about 51 queries for a page of 50.'],
    ['those of one parent that the URL does not name', '        return Item.objects.filter(order_id=self.request.user.order_id)', 'about 101 queries for a page of 50.', 'about 51 queries for a page of 50.'],
    ['all of them for some', '        if self.request.user.is_staff:\n            return Item.objects.all()\n        return Item.objects.filter(order_id=self.kwargs["order_pk"])', 'about 101 queries for a page of 50.', 'about 51 queries for a page of 50.'],
  ])('fill no page where they belong to one parent: %s', async (_name, body, cost, each) => {
    const files = project(ITEMS, items(body));
    expect((await told(files))[0]).toContain(`once per row that \`ItemSerializer\` writes out: ${cost}`);
    expect((await told(files, 'shop/serializers.py', RULES))[0]).toContain(`once per row for \`others\` of \`ItemSerializer\`: ${each}`);
  });

  it('weigh as much as a page where a table is known to grow, and less where nothing says so', async () => {
    const body = '        return Item.objects.filter(order_id=self.kwargs["order_pk"])';
    const high = async (rows: Readonly<Record<string, number>>): Promise<number> =>
      (await lintProject(project(ITEMS, items(body)), 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': ['error', { impact: 'high' }] }, settings: { rows } })).length;
    expect(await high({ Item: 5000 })).toBe(1);
    expect(await high({})).toBe(0);
  });

  it('are loaded by the queryset, not by what sorts its rows', async () => {
    const sorted = (rows: string): string => view(`    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return sorted(${rows}, key=str)\n`);
    expect(await applyRemedies(project(PLACE, sorted('Order.objects.all()')), 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).toBe(VIEWS + sorted('Order.objects.all().select_related("customer")'));
  });

  it.each([
    ['a class attribute', VIEW, VIEW.replace('Order.objects.all()', 'Order.objects.all().select_related("customer")')],
    ['a call that stands there', VIEW.replace('Order.objects.all()', 'Order.objects.select_related("seller")'), VIEW.replace('Order.objects.all()', 'Order.objects.select_related("seller", "customer")')],
    ['each return', view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        if self.kwargs:\n            return Order.objects.filter(number="1")\n        return Order.objects.all()'), view('    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        if self.kwargs:\n            return Order.objects.filter(number="1").select_related("customer")\n        return Order.objects.all().select_related("customer")')],
    ['a call', 'def orders(request):\n    rows = Order.objects.all()\n    return Response(OrderSerializer(rows, many=True).data)\n', 'def orders(request):\n    rows = Order.objects.all().select_related("customer")\n    return Response(OrderSerializer(rows, many=True).data)\n'],
  ])('are loaded by the remedy: %s', async (_name, before, after) => {
    expect(await applyRemedies(project(PLACE, before), 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).toBe(VIEWS + after);
  });
});

describe('a method of a serializer', () => {
  const METHOD = 'class OrderSerializer(serializers.ModelSerializer):\n    open = serializers.SerializerMethodField()\n\n    class Meta:\n        model = Order\n        fields = ["open"]\n\n    def get_open(self, obj):\n        return obj.items.filter(open=True).count()\n';
  const listing = (rows: string): string => view(`    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return ${rows}`);

  it('asks once for each row of a list', async () => {
    expect(await told(project(METHOD, listing('Order.objects.filter(number="1")')), 'shop/serializers.py', RULES)).toHaveLength(1);
  });

  it('asks once where the list is one row', async () => {
    expect(await told(project(METHOD, listing('Order.objects.filter(pk=self.request.user.pk).order_by("pk").all()')), 'shop/serializers.py', RULES)).toEqual([]);
  });
});

describe('what code has made of rows', () => {
  const written = (made: string, serializer = 'OrderSerializer'): string => `def orders(request):\n    rows = open_orders()\n    return Response(${serializer}(rows, many=True).data)\n\ndef open_orders():\n    orders = Order.objects.filter(number="1")\n    return ${made}\n`;
  const PLACES = 'class PlaceSerializer(serializers.Serializer):\n    open = serializers.SerializerMethodField()\n\n    def get_open(self, obj):\n        return obj.items.filter(open=True).count()\n';

  it.each([
    ['dictionaries', '[{"number": order.number} for order in orders]', 0],
    ['sorted dictionaries', 'sorted([{"number": order.number} for order in orders], key=str)', 0],
    ['texts', '[order.number for order in orders]', 0],
    ['what a function gives for each', '[made_of(order.number) for order in orders]', 0],
    ['the rows themselves', '[order for order in orders]', 1],
    ['some of the rows', '[order for order in orders if order.number]', 1],
    ['all of the rows', 'list(orders)', 1],
  ])('has no relations to load: %s', async (_name, made, reports) => {
    expect(await told(project(fields(BY_PLACE, '"place"'), written(made)))).toHaveLength(reports);
    expect(await told(project(PLACES, written(made, 'PlaceSerializer')), 'shop/serializers.py', RULES)).toHaveLength(reports);
  });
});

describe('queries in what a serializer runs for each row', () => {
  const asking = fields('    open = serializers.SerializerMethodField()\n\n    def get_open(self, obj):\n        return obj.items.filter(open=True).count()', '"open"');

  it('are told of where they stand', async () => {
    const [message, ...others] = await told(project(asking, VIEW), 'shop/serializers.py', RULES);
    expect(others).toEqual([]);
    expect(message).toMatch(/^`obj\.items\.filter\(…\)\.count` runs once per row for `open` of `OrderSerializer`: about 51 queries for a page of 50\. .*in `OrderViewSet\.get_queryset\(\)`/);
  });

  it.each([
    ['rows', 'list(obj.items.filter(open=True))', 'filter'],
    ['the first of them', 'obj.items.exclude(open=True).first()', 'exclude'],
    ['the first in another order', 'obj.items.order_by("-open").first()', 'order_by'],
  ])('choose among what is there, as a row of a form\'s answer has no attribute of a prefetch: %s', async (_name, asked, method) => {
    const [message] = await told(project(asking.replace('obj.items.filter(open=True).count()', asked), VIEW), 'shop/serializers.py', RULES);
    expect(message).toContain(`\`prefetch_related("items")\`, and choose among \`items.all()\` in Python: a further \`${method}()\` doesn't use the prefetch cache.`);
    expect(message).not.toContain('to_attr');
  });

  it.each([
    ['without a prefetch', 'Order.objects.all()', 'and choose among `items.all()` in Python'],
    ['behind one', 'Order.objects.prefetch_related("items")', 'Choose among `items.all()` in Python, which the rows bring along: `filter()` asks the database all the same.'],
  ])('are told of in one that names no model, by the rows that it is handed: %s', async (_name, rows, advice) => {
    const plain = 'class OrderSerializer(serializers.Serializer):\n    open = serializers.SerializerMethodField()\n\n    def get_open(self, obj):\n        return list(obj.items.filter(open=True))\n';
    const [message, ...others] = await told(project(plain, `def export(request):\n    orders = ${rows}\n    return Response(OrderSerializer(orders, many=True).data)\n`), 'shop/serializers.py', RULES);
    expect(others).toEqual([]);
    expect(message).toContain(advice);
  });

  it('are told of in a property of the model', async () => {
    const [message, ...others] = await told(project(fields('', '"open_total"'), VIEW), 'shop/models.py', RULES);
    expect(others).toEqual([]);
    expect(message).toMatch(/^`self\.items\.filter\(…\)\.count` runs once per row for `open_total` of `OrderSerializer`/);
  });

  it.each([
    ['asked_total', ', under another name than `asked_total`: a property can\'t be set, and has to read the annotation.'],
    ['told_total', '.'],
  ])('say how what takes the place of %s is called', async (name, end) => {
    const [message] = await told(project(fields('', `"${name}"`), VIEW), 'shop/models.py', RULES);
    expect(message?.endsWith(`Annotate it in \`OrderViewSet.get_queryset()\` with a \`Subquery\` over \`OuterRef("pk")\`${end}`)).toBe(true);
  });

  it.each([
    ['no list uses it', asking, view('    queryset = Order.objects.all()\n    serializer_class = OrderSerializer', 'generics.RetrieveAPIView')],
    ['a prefetch answers it, which is told of at the view', fields('    n = serializers.SerializerMethodField()\n\n    def get_n(self, obj):\n        return obj.items.count()', '"n"'), VIEW],
    ['a flag decides about it', fields('    open = serializers.SerializerMethodField()\n\n    def get_open(self, obj):\n        if not self.context.get("counts", False):\n            return 0\n        return obj.items.filter(open=True).count()', '"open"'), VIEW],
    ['a flag decides about it by a branch', fields('    open = serializers.SerializerMethodField()\n\n    def get_open(self, obj):\n        return obj.items.filter(open=True).count() if self.context["counts"] else 0', '"open"'), VIEW],
    ['no field runs it', fields('    def get_open(self, obj):\n        return obj.items.filter(open=True).count()', '"number"'), VIEW],
  ])('are silent: %s', async (_name, serializers, views) => {
    expect(await told(project(serializers, views), 'shop/serializers.py', RULES)).toEqual([]);
  });
});

describe('the managers of a view', () => {
  const MANAGED = `class OpenQuerySet(models.QuerySet):
    def since(self, day):
        return self.filter(number__gte=day)

    def whole(self):
        return self.select_related("customer")

    def asking(self):
        return self.filter(pk__in=Item.objects.select_related("order", "customer").values("order"))

    def numbers(self):
        return self.filter(number="1").values("number")

OpenManagerBase = models.Manager.from_queryset(OpenQuerySet)

class OpenManager(OpenManagerBase):
    pass

class LateManager(models.Manager):
    def shown(self):
        return self.get_queryset().filter(number="1")

    def since(self, day):
        return self.get_queryset().filter(number=day).select_related("customer")

class PassingManager(models.Manager):
    def get_queryset(self):
        return OpenQuerySet(self.model, using=self._db)

    def since(self, day):
        return self.get_queryset().since(day)

    def whole(self):
        return self.get_queryset().whole()

class LoadingManager(models.Manager.from_queryset(OpenQuerySet)):
    def shown(self):
        return self.get_queryset().select_related("customer")

class Order(`;
  const DECLARED = 'customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n    open = OpenManager()\n    late = LateManager()\n    passing = PassingManager()\n    loading = LoadingManager()\n';
  const models = MODELS.replace('class Order(', MANAGED).replace('customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n    seller', `${DECLARED}    seller`);
  const shown = (queryset: string): string => view(`    serializer_class = OrderSerializer\n\n    def get_queryset(self):\n        return ${queryset}`);
  const rows = async (views: string): Promise<number> => (await told(project(PLACE, views, { 'shop/models.py': models }))).length;

  it.each([
    ['a method of one that is not called objects', 'Order.late.shown()'],
    ['a method of a queryset that its class is made from', 'Order.open.since("1")'],
    ['a method that hands on to the queryset', 'Order.passing.since("1")'],
    ['one of several methods of that name', 'Order.loading.since("1")'],
    ['a method with a subquery of its own', 'Order.open.asking()'],
    ['rows of two querysets', 'Order.open.all() | Order.open.whole()'],
    ['rows of none and of a queryset', 'Order.open.none() | Order.open.all()'],
  ])('%s', async (_name, queryset) => {
    expect(await rows(shown(queryset))).toBe(1);
  });

  it.each([
    ['a method that loads', 'Order.open.whole()'],
    ['a method that gives columns', 'Order.open.numbers()'],
    ['a method that hands on to what loads', 'Order.passing.whole()'],
    ['that of several methods which loads', 'Order.late.since("1")'],
    ['the method of another one which loads', 'Order.loading.shown()'],
    ['rows of a queryset that loads and of another', 'Order.open.whole() | Order.open.all()'],
    ['rows of none and of a queryset that loads', 'Order.open.none() | Order.open.whole()'],
    ['one of several, nobody knows which', 'self.chosen().since("1")'],
    ['the sum of what is no queryset', 'Order.open.all() + extra'],
  ])('are silent: %s', async (_name, queryset) => {
    expect(await rows(shown(queryset))).toBe(0);
  });
});

describe('a serializer of all fields', () => {
  const models = MODELS.replace('class Region(', 'class Note(models.Model):\n    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)\n    object_id = models.PositiveIntegerField()\n    about = GenericForeignKey()\n\nclass Region(').replace('import models\n', 'import models\nfrom django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation\nfrom django.contrib.contenttypes.models import ContentType\n').replace('tags = models.ManyToManyField(Tag)', 'tags = models.ManyToManyField(Tag)\n    notes = GenericRelation(Note)');
  const all = (body: string, names: string): string => `class OrderSerializer(serializers.ModelSerializer):\n${body}    class Meta:\n        model = Order\n        fields = ${names}\n`;

  it.each([
    ['has no generic relations', all('', '"__all__"'), '`tags` is loaded'],
    ['has those that it names', all('', '["number", "notes"]'), '`notes` is loaded'],
  ])('%s', async (_name, serializer, start) => {
    const found = await told(project(serializer, VIEW, { 'shop/models.py': models }));
    expect(found).toEqual([expect.stringContaining(start)]);
  });
});

describe('rows of a view that begin elsewhere', () => {
  const MANAGED = MODELS.replace('    tags = models', '    buyer = models.ForeignKey("auth.User", null=True, related_name="bought", on_delete=models.CASCADE)\n    tags = models').replace('class Item(', `    @classmethod
    def open_to(cls, user):
        return cls.objects.filter(seller=user)

    @classmethod
    def shown_to(cls, user, orders=None):
        return cls.open_to(user) if orders is None else orders.filter(number="1")

    @classmethod
    def found_for(cls, user, orders=None):
        if orders is None:
            orders = cls.objects.all()
        return orders.filter(number="1")

    @staticmethod
    def whole_for(user):
        return Order.objects.select_related("customer")

    @classmethod
    def numbers_of(cls, user):
        return cls.objects.filter(seller=user).values("number")

class Item(`);
  const given = (queryset: string, more = ''): string => `from django.shortcuts import get_object_or_404\nfrom django.db.models import Prefetch\nfrom .models import Customer, Item, Tag\n\n${view(`    serializer_class = OrderSerializer\n    model_class = Order\n${more}\n    def get_queryset(self):\n        ${queryset}`)}`;
  const rows = async (views: string): Promise<string[]> => (await told(project(PLACE, views, { 'shop/models.py': MANAGED }))).map((message) => message.split(' is loaded')[0] ?? '');

  it.each([
    ['with a method of the model\'s class', 'return Order.open_to(self.request.user)'],
    ['with one that asks for another', 'return Order.shown_to(self.request.user)'],
    ['with one that narrows what it is handed', 'return Order.shown_to(self.request.user, orders=Order.objects.all())'],
    ['with a method of the class of what is narrowed', 'queryset = Order.objects.all()\n        return queryset.model.open_to(self.request.user)'],
    ['with the model that the class names', 'return self.model_class.objects.filter(number="1")'],
    ['with what belongs to one row by another key', 'customer = get_object_or_404(Customer, pk=self.kwargs["pk"])\n        return customer.sold.filter(number="1")'],
    ['and ask for a column of others', 'sellers = Customer.objects.filter(name="a").values_list("pk", flat=True)\n        return Order.objects.filter(seller__in=sellers)'],
    ['with the model of the serializer', 'return self.serializer_class.Meta.model.objects.filter(number="1")'],
    ['with the model of the serializer that is asked for', 'return self.get_serializer_class().Meta.model.objects.filter(number="1")'],
    ['with what belongs to who asks', 'return self.request.user.bought.all()'],
    ['and load what the class names', 'return self.model_class.objects.select_related(self.other)', '    other = "seller"\n'],
    ['and have a prefetch under a name', 'items = Prefetch("items", queryset=Item.objects.order_by("pk"))\n        return Order.objects.prefetch_related(items)'],
  ])('%s', async (_name, queryset, more = '') => {
    expect(await rows(given(queryset, more))).toEqual(['`customer`']);
  });

  it.each([
    ['with what belongs to who asks, loaded', 'return self.request.user.bought.select_related("customer")'],
    ['with what belongs to another user', 'return self.other.user.bought.all()'],
    ['with what belongs to one row, which each of them has', 'customer = get_object_or_404(Customer, pk=self.kwargs["pk"])\n        return customer.order_set.defer("number")'],
    ['and load the relation that the class names', 'return self.model_class.objects.select_related(self.other)', '    other = "customer"\n'],
    ['with a method that loads', 'return Order.whole_for(self.request.user)'],
    ['with one that narrows what is loaded', 'return Order.shown_to(self.request.user, orders=Order.objects.select_related("customer"))'],
    ['with one that begins only where it is handed nothing', 'return Order.found_for(self.request.user, Order.objects.select_related("customer"))'],
    ['with a method that gives columns', 'return Order.numbers_of(self.request.user)'],
    ['with a method that nobody has', 'return Order.all_of(self.request.user)'],
    ['with the model of the class, loaded', 'return self.model_class.objects.select_related("customer")'],
    ['with rows of another kind', 'return self.model_class.objects.values("number")'],
    ['with what is prefetched for one row', 'customer = get_object_or_404(Customer.objects.prefetch_related("order_set__customer"), pk=self.kwargs["pk"])\n        return customer.order_set.all()'],
    ['and have a prefetch of the relation under a name', 'loaded = Prefetch("customer", queryset=Customer.objects.order_by("pk"))\n        return Order.objects.prefetch_related(loaded)'],
    ['and have one under a name that may be several things', 'loaded = "items"\n        if self.kwargs:\n            loaded = "customer"\n        return Order.objects.prefetch_related(loaded)'],
  ])('are silent: %s', async (_name, queryset, more = '') => {
    expect(await rows(given(queryset, more))).toEqual([]);
  });

  it('with the model that each class names are told of at each class', async () => {
    const base = 'class Base(viewsets.ModelViewSet):\n    def get_queryset(self):\n        return self.model_class.objects.filter(pk__gt=1)\n\n';
    const [message, ...others] = await told(project(PLACE, `${base}${view('    model_class = Order\n    serializer_class = OrderSerializer', 'Base')}`));
    expect(others).toEqual([]);
    expect(message).toContain('Add `.select_related("customer")` to the queryset of `OrderViewSet`.');
  });

  it.each([
    ['in a loop', 'def names(request):\n    return [order.customer.name for order in Order.open_to(request.user)]\n', 1],
    ['in a loop, loaded', 'def names(request):\n    return [order.customer.name for order in Order.whole_for(request.user)]\n', 0],
    ['in what a call writes out', 'def orders(request):\n    return Response(OrderSerializer(Order.open_to(request.user), many=True).data)\n', 1],
    ['in what a call writes out, loaded', 'def orders(request):\n    return Response(OrderSerializer(Order.whole_for(request.user), many=True).data)\n', 0],
  ])('with a method of the model\'s class, %s', async (_name, views, reported) => {
    expect(await rows(views)).toHaveLength(reported);
  });
});

describe('a view that nothing names', () => {
  const WHOLE = { 'config/settings.py': `INSTALLED_APPS = ["shop"]\n${SETTINGS}`, 'config/urls.py': 'urlpatterns = []\n' };
  const SERIALIZERS = fields('    place = serializers.CharField(source="customer.name")\n    n = serializers.SerializerMethodField()\n\n    def get_n(self, obj):\n        return Item.objects.filter(order=obj).count()', '"place", "n"');
  const LOOP = '\n    def numbers(self, request):\n        return [Tag.objects.get(name=order.number) for order in Order.objects.all()]\n';

  async function rules(more: ProjectFiles, views = VIEW): Promise<(string | null)[]> {
    const files = project(SERIALIZERS, `from .models import Tag\n\n${views}${LOOP}`, { ...WHOLE, ...more });
    const found = await Promise.all(['shop/views.py', 'shop/serializers.py'].map((target) => lintProject(files, target, { rules: RULES })));
    return found.flat().map(({ ruleId }) => ruleId?.replace('admin-scale/', '') ?? null);
  }

  const ALL = ['no-query-per-row', 'require-eager-loading', 'no-query-per-row'];

  it.each<[string, ProjectFiles, string?]>([
    ['', {}],
    [', but a test', { 'shop/tests/test_views.py': 'from shop.views import OrderViewSet\n\nOrderViewSet()\n' }],
    [', but another of that name', { 'shop/other.py': 'class OrderViewSet:\n    pass\n\nrouter.register(OrderViewSet)\n' }],
    [', but an import', { 'shop/other.py': 'from .views import OrderViewSet\n' }],
    [', but itself', {}, VIEW.replace('serializer_class', 'title = super(OrderViewSet)\n    serializer_class')],
  ])('answers nobody: nothing%s', async (_name, more, views) => {
    expect(await rules(more, views)).toEqual([]);
  });

  it.each<[string, ProjectFiles, string?]>([
    ['a URL names it', { 'config/urls.py': 'from shop.views import OrderViewSet\n\nurlpatterns = [path("", OrderViewSet.as_view({"get": "list"}))]\n' }],
    ['a text names it', { 'config/urls.py': 'urlpatterns = [path("", load("shop.views.OrderViewSet"))]\n' }],
    ['its own file names it', {}, `def routes(router):\n    router.register("orders", OrderViewSet)\n\n${VIEW}`],
    ['its own file names it in a text', {}, `__all__ = ["OrderViewSet"]\n\n${VIEW}`],
    ['a template names it', { 'shop/templates/shop/a.html': '{{ OrderViewSet }}' }],
    ['its package hands it out', { 'shop/__init__.py': 'from .views import OrderViewSet\n' }],
    ['a module is asked for it', { 'config/urls.py': 'from shop import views\n\nurlpatterns = [path("", views.OrderViewSet.as_view())]\n' }],
    ['somebody names it that nothing declares', { 'config/urls.py': 'urlpatterns = [path("", OrderViewSet.as_view())]\n' }],
    ['another one inherits from it', { 'shop/more.py': 'from .views import OrderViewSet\n\nclass MoreViewSet(OrderViewSet):\n    pass\n' }],
    ['it is decorated', {}, `@registered\n${VIEW}`],
    ['the project has no addresses', { 'config/urls.py': '' }],
  ])('may answer somebody where %s', async (_name, more, views) => {
    expect((await rules(more, views)).toSorted()).toEqual(ALL.toSorted());
  });
});

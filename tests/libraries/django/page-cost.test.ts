import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models
from colours.fields import ColourField

class Region(models.Model):
    name = models.CharField(max_length=40)
    def __str__(self):
        return self.name

class City(models.Model):
    name = models.CharField(max_length=40)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    def __str__(self):
        return f"{self.name}, {self.region}"

class Customer(models.Model):
    name = models.CharField(max_length=40)
    city = models.ForeignKey(City, on_delete=models.CASCADE)
    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    def __str__(self):
        return self.name

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    paid = models.BooleanField()
    note = models.TextField()
    colour = ColourField()
    shade = ColourField(choices=[("l", "light")])
    tags = models.ManyToManyField(Region)
    def __str__(self):
        return self.number

class JoiningManager(models.Manager):
    def get_queryset(self):
        return super().get_queryset().select_related("order__customer")
    def sizes(self):
        return [("s", "small")]

class Parcel(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="parcels")
    objects = JoiningManager()

class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    text = models.CharField(max_length=20)
`;

const HEAD = `from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.utils.html import format_html_join
from ranges.filters import RangeFilter
from .models import City, Customer, Line, Order, Parcel, Region

class Estimate(Paginator):
    count = 1000

class Counting(Paginator):
    @property
    def count(self):
        return self.object_list.count()

class Asking(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [(region.pk, region.name) for region in Region.objects.filter(pk__in=City.objects.values("region"))]

class Bounded(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [(region.pk, region.name) for region in self.recent()]
    def recent(self):
        return Region.objects.order_by("-pk")[:5]

class Labels(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [(city.pk, str(city)) for city in City.objects.all()]

class Cached(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return cache.get_or_set("regions", lambda: list(Region.objects.values_list("pk", "name")))

class Answered(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return Parcel.objects.sizes()

class Fixed(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [("a", "A")]

class Input(Fixed):
    template = "input.html"
    def choices(self, changelist):
        return [next(super().choices(changelist))]

class Tested(Fixed):
    def has_output(self):
        return Region.objects.exists()

class Ranged(RangeFilter):
    def lookups(self, request, model_admin):
        return []

class Own(admin.FieldListFilter):
    pass

`;

/** The sum that the message spells out; "not told" where a part of the page couldn't be read. */
async function sumOf(body: string, model: string): Promise<string> {
  const code = `${HEAD}@admin.register(${model})\nclass SomeAdmin(admin.ModelAdmin):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': code };
  const [only] = await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/max-queries-per-page': ['error', { max: 1, remedies: 'ignored' }] } });
  return /over the budget of 1: (.*?)\. [A-Z]/.exec(only?.message ?? '')?.[1] ?? 'not told';
}

const LOADS = (chain: string): string => `def get_queryset(self, request):\n    return super().get_queryset(request).${chain}`;
const COUNTS = '2 for the page and its count';

describe('what a page of a list asks', () => {
  it.each<[name: string, body: string, sum: string, model?: string]>([
    ['a paginator that knows', 'paginator = Estimate', COUNTS],
    ['a paginator that asks', 'paginator = Counting', '3 for the page and its counts'],
    ['a paginator that a method chooses', 'paginator = Estimate\ndef get_paginator(self, request, queryset, *args):\n    return Paginator(queryset, 10)', '3 for the page and its counts'],
    ['each step of what is prefetched', `show_full_result_count = False\n${LOADS('prefetch_related("lines__order__customer", "lines")')}`, `${COUNTS} and 3 for what is prefetched`],
    ['what is joined is not prefetched', `show_full_result_count = False\n${LOADS('select_related("customer").prefetch_related("customer__city")')}`, `${COUNTS} and 1 for what is prefetched`],
    ['what is joined by the option is not prefetched', `show_full_result_count = False\nlist_select_related = ["customer"]\n${LOADS('prefetch_related("customer__city")')}`, `${COUNTS} and 1 for what is prefetched`],
    ['rows of a queryset of their own', `show_full_result_count = False\n${LOADS('prefetch_related(Prefetch("lines", Line.objects.all(), to_attr="found"), "lines")')}`, `${COUNTS} and 2 for what is prefetched`],
    ['what a manager joins is not prefetched', `show_full_result_count = False\n${LOADS('prefetch_related("parcels__order__customer__city")')}`, `${COUNTS} and 2 for what is prefetched`],
    ['texts that are joined', 'list_display = ("names",)\ndef names(self, obj):\n    return ", ".join(tag.name for tag in obj.tags.all())', '3 for the page and its counts and 1 a row for `tags`'],
    ['rows shown in a list', 'list_display = ("cities",)\ndef cities(self, obj):\n    return format_html_join("", "<b>{}</b>", [(line.order.customer.city,) for line in obj.lines.all()])', '3 for the page and its counts, 1 a row for `lines` and 3 a row for `customer__city__region`'],
    ['rows whose manager joins what leads back to the row', 'list_display = ("names",)\ndef names(self, obj):\n    return ", ".join(parcel.order.customer.name for parcel in obj.parcels.all())', '3 for the page and its counts and 1 a row for `parcels__order__customer`'],
    ['rows handed to code that is not known', 'list_display = ("names",)\ndef names(self, obj):\n    return self.join(tag.name for tag in obj.tags.all())', 'not told'],
    ['types that their manager keeps', 'list_display = ("kind",)\ndef kind(self, obj):\n    return ContentType.objects.get_for_model(obj).pk', '3 for the page and its counts'],
    ['types that it does not keep', 'list_display = ("kind",)\ndef kind(self, obj):\n    return ContentType.objects.get(model=obj.number).pk', '3 for the page and its counts and 1 a row for column `kind`'],
    ['the label at the end of a column', 'list_display = ("customer__city",)', '3 for the page and its counts and 3 a row for `customer__city__region`'],
    ['no label where a column of the row ends it', 'list_display = ("customer__city__name",)', '3 for the page and its counts and 2 a row for `customer__city`'],
    ['the input of a key in each row', 'list_display = ("number", "customer")\nlist_editable = ("customer",)', '3 for the page and its counts and 1 a row for the input of `customer`'],
    ['inputs of other columns', 'list_display = ("number", "paid")\nlist_editable = ("paid",)', '3 for the page and its counts'],
    ['inputs whose options have labels to ask for', 'list_display = ("name", "city")\nlist_editable = ("city",)', 'not told', 'Customer'],
    ['inputs of the project\'s own', 'list_display = ("number", "customer")\nlist_editable = ("customer",)\ndef formfield_for_foreignkey(self, *args, **kwargs):\n    return FIELD', 'not told'],
    ['inputs that are computed', 'list_display = ("number", "customer")\nlist_editable = EDITABLE', 'not told'],
    ['a column that is deferred', `list_display = ("number", "note")\n${LOADS('defer("note")')}`, 'not told'],
    ['a deferred column that a method shows', `list_display = ("number", "start")\n${LOADS('defer("note")')}\ndef start(self, obj):\n    return obj.note[:10]`, 'not told'],
    ['deferred columns that are computed', `list_display = ("number",)\n${LOADS('defer(*LARGE)')}`, 'not told'],
    ['a deferred column that nothing shows', `list_display = ("number",)\n${LOADS('defer("note")')}`, '3 for the page and its counts'],
    ['columns that only some are loaded of', `list_display = ("number",)\n${LOADS('only("number")')}`, 'not told'],
    ['a filter that asks', 'list_filter = (Asking,)', '3 for the page and its counts and 1 for filters'],
    ['a filter that asks for a few', 'list_filter = (Bounded, Fixed)', '3 for the page and its counts and 1 for filters'],
    ['a filter that keeps what it read', 'list_filter = (Cached,)', '3 for the page and its counts'],
    ['a filter whose options a manager has without asking', 'list_filter = (Answered,)', '3 for the page and its counts'],
    ['a filter that shows an input', 'list_filter = (Input,)', '3 for the page and its counts'],
    ['a filter that asks whether to show', 'list_filter = (Tested,)', '3 for the page and its counts and 1 for filters'],
    ['a filter whose options have labels to ask for', 'list_filter = (Labels,)', 'not told'],
    ['a filter of another package', 'list_filter = (("number", RangeFilter),)', 'not told'],
    ['a filter class without lookups', 'list_filter = (("number", Own),)', 'not told'],
    ['filters of Django\'s that ask nobody', 'list_filter = ("paid", ("number", admin.EmptyFieldListFilter))', '3 for the page and its counts'],
    ['a filter of a column that nobody knows', 'list_filter = ("taste",)', 'not told'],
    ['a filter of a kind of column that nobody knows', 'list_filter = ("colour",)', 'not told'],
    ['a filter of such a column with choices', 'list_filter = ("shade",)', '3 for the page and its counts'],
    ['a class on a filter of another package', 'list_filter = (Ranged,)', 'not told'],
    ['filters that a method gives', 'def get_list_filter(self, request):\n    return ["customer"]', '3 for the page and its counts and 1 for filters'],
    ['filters that a method chooses', 'def get_list_filter(self, request):\n    if request.user.is_superuser:\n        return ["customer"]\n    return []', 'not told'],
    ['a page with more on it', 'def changelist_view(self, request, extra_context=None):\n    return super().changelist_view(request, {"sum": Order.objects.count()})', 'not told'],
  ])('%s', async (_name, body, sum, model = 'Order') => {
    expect(await sumOf(body, model)).toBe(sum);
  });
});

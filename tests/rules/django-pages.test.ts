import { describe, expect, it } from 'vitest';
import { applyRemedies, lintProject, type ProjectFiles } from '../lint-project.ts';

const MODELS = `from django.conf import settings
from django.db import models
from django_extensions.db.fields import CreationDateTimeField
from .columns import OwnDateTimeField

class Base(models.Model):
    stamped = models.DateTimeField()
    sorted_by = models.CharField(max_length=9, db_index=True)
    made = CreationDateTimeField()
    class Meta:
        abstract = True
        ordering = ["sorted_by"]
        indexes = [models.Index(fields=["-stamped"])]

class Tag(models.Model):
    name = models.CharField(max_length=40)

class Order(Base):
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    number = models.CharField(max_length=20)
    slug = models.SlugField()
    note = models.TextField()
    summary = models.TextField(max_length=500)
    data = models.JSONField()
    hint = models.TextField(choices=[("a", "A")])
    tags = models.ManyToManyField(Tag)
    created = models.DateTimeField()
    placed = models.DateTimeField(db_index=True)
    shop = models.IntegerField()
    sent = models.DateTimeField()
    kept = OwnDateTimeField()
    def __str__(self):
        return self.data["title"]
    def shown(self):
        return self.number
    class Meta(Base.Meta):
        unique_together = [("shop", "number")]
        constraints = [models.UniqueConstraint(fields=["sent", "number"], name="one"), models.CheckConstraint(check=models.Q(shop=1), name="two")]

class Item(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")
    price = models.IntegerField()
    remark = models.TextField()
    def loud(self):
        return f"the remark: {self.remark}"
    def quiet(self):
        return f"without the remark: {self.price}"
    class Meta:
        ordering = ["price"]

class Parcel(Item):
    weight = models.IntegerField()

class Plain(Item):
    class Meta:
        proxy = True

class Letter(Base):
    stamp = models.IntegerField()

class Card(Base):
    class Meta:
        verbose_name = "card"
`;

const HEAD = 'from django.contrib import admin\nfrom django.db.models import Count, Subquery\nfrom .models import Item, Order\n\n';

function filesOf(body: string, { model = 'Order', base = 'admin.ModelAdmin', head = HEAD } = {}): ProjectFiles {
  const code = `${head}@admin.register(${model})\nclass SomeAdmin(${base}):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;
  return { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': code };
}

const LARGE = { rows: { Order: 500_000, Item: 2_000_000, Parcel: 400_000, Plain: 400_000, Letter: 400_000, Card: 400_000, User: 90_000 } };

async function told(rule: string, files: ProjectFiles, settings: Record<string, unknown> = LARGE, option: Record<string, unknown> = {}): Promise<string[]> {
  const messages = await lintProject(files, 'shop/admin.py', { rules: { [`admin-scale/${rule}`]: ['error', option] }, settings });
  const lines = (files['shop/admin.py'] ?? '').split('\n');
  return messages.map(({ line, column, endColumn, message }) => `${(lines[line - 1] ?? '').slice(column - 1, (endColumn ?? 1) - 1)}: ${message}`);
}

describe('an index that serves the lists of several children', () => {
  const children = (settings: Record<string, unknown>, ...classes: readonly string[]): Promise<string[]> => {
    const code = `${HEAD.replace('Item, Order', 'Order, Parcel, Plain')}class Base(admin.ModelAdmin):\n    ordering = ["price"]\n\n${classes.map((name) => `@admin.register(${name})\nclass ${name}Admin(Base):\n    pass\n`).join('\n')}`;
    return told('require-index', { ...filesOf(''), 'shop/admin.py': code }, settings);
  };

  it('is told of once, at the list that is known to grow', async () => {
    expect(await children({}, 'Parcel', 'Plain')).toEqual([expect.stringContaining('The list of `Parcel`')]);
    expect(await children({ rows: { Plain: 900_000 } }, 'Parcel', 'Plain')).toEqual([expect.stringContaining('The list of `Plain`')]);
  });
});

const QUERYSET = (chain: string): string => `show_full_result_count = False\ndef get_queryset(self, request):\n    return super().get_queryset(request)${chain}`;

describe.each<[rule: string, reported: [name: string, body: string, says: RegExp, more?: Parameters<typeof filesOf>[1]][], silent: [name: string, body: string, more?: Parameters<typeof filesOf>[1]][]]>([
  ['no-exact-count', [
    ['two counts', 'list_display = ("number",)', /^SomeAdmin: The list of `Order` \(500,000 rows\) counts twice at every request: the rows that match, and the whole table.*Set `show_full_result_count = False`; to spare the count of the matching rows as well/],
    ['an option that says so', 'show_full_result_count = True', /^True: The list of `Order`/],
    ['a paginator beside the full count', 'paginator = Quick', /^SomeAdmin: `paginator` spares the count of what matches.*still counts the whole table.*Set `show_full_result_count = False`\.$/, { head: `${HEAD}from django.core.paginator import Paginator\nclass Quick(Paginator):\n    count = 1\n` }],
    ['a method that gives one', 'def get_paginator(self, *args, **kwargs):\n    return None', /`get_paginator` spares/],
    ['a view of its own that hands on to Django', 'def changelist_view(self, request, extra_context=None):\n    extra = {"hint": 1}\n    return super().changelist_view(request, extra)', /^SomeAdmin: The list of `Order` \(500,000 rows\) counts twice/],
    ['an annotation that joins many', QUERYSET('.annotate(size=Count("items"))'), /^Count\("items"\): Each time the list of `Order` \(500,000 rows\) counts its rows, `Count\("items"\)` has the database group the whole table first\. Annotate a `Subquery` over `items` instead/],
  ], [
    ['no full count', 'show_full_result_count = False'],
    ['a list of its own', 'def changelist_view(self, request):\n    return None'],
    ['a list of its own for some', 'def changelist_view(self, request, extra_context=None):\n    if request.GET:\n        return None\n    return super().changelist_view(request)'],
    ['a view that sets the list up', 'def changelist_view(self, request, extra_context=None):\n    self.show_full_result_count = False\n    return super().changelist_view(request)'],
    ['a change list of its own', 'def get_changelist(self, request):\n    return List'],
    ['a base that may set it', 'list_display = ("number",)', { base: 'Unknown', head: `${HEAD}from elsewhere.admins import UnknownAdmin as Unknown\n` }],
    ['an annotation over one row', QUERYSET('.annotate(size=Count("owner"))')],
    ['a subquery', QUERYSET('.annotate(size=Subquery(Item.objects.values("pk")[:1]))')],
  ]],
  ['max-page-size', [
    ['a long page', 'list_per_page = 500', /^500: `list_per_page` lets one page of `Order` \(500,000 rows\) show 500 rows, over the maximum of 100/],
    ['all rows', 'list_max_show_all = 5000', /^5000: `list_max_show_all` lets .* show 5000 rows, over the maximum of 200/],
  ], [
    ['what Django shows by itself', 'list_per_page = 100\nlist_max_show_all = 200'],
    ['what can not be read', 'list_per_page = SIZE', { head: `${HEAD}from .sizes import SIZE\n` }],
  ]],
  ['require-index', [
    ['an order', 'ordering = ("-created", "pk")', /^\("-created", "pk"\): The list of `Order` \(500,000 rows\) is sorted by `created`.*Add `models\.Index\(fields=\["created"\]\)`/],
    ['the order of the model', 'list_display = ("price",)', /^SomeAdmin: The list of `Item` .* is sorted by `price`/, { model: 'Item' }],
    ['a hierarchy', 'date_hierarchy = "created"', /^"created": `date_hierarchy` reads the first, the last and every different date of `created`/],
    ['the second column of an index', 'ordering = ["number"]', /sorted by `number`/],
    ['a column in the table of a parent', 'ordering = ["-price"]', /The list of `Parcel` .* is sorted by `price`.*to the `Meta\.indexes` of `Item`/, { model: 'Parcel', head: HEAD.replace('Order', 'Order, Parcel') }],
    ['the order of a parent', 'list_display = ("price",)', /The list of `Parcel` .* is sorted by `price`/, { model: 'Parcel', head: HEAD.replace('Order', 'Order, Parcel') }],
    ['that of what it is a proxy for', 'list_display = ("price",)', /The list of `Plain` .* is sorted by `price`.*of `Item`/, { model: 'Plain', head: HEAD.replace('Order', 'Order, Plain') }],
    ['a date of django-extensions', 'ordering = ["-made"]', /sorted by `made`/],
  ], [
    ['the key', 'ordering = ["-pk"]'], ['the key by its name', 'ordering = ["id"]'], ['an indexed column', 'ordering = ["placed"]'], ['a foreign key', 'ordering = ["owner"]'], ['a slug', 'ordering = ["slug"]'],
    ['the first of unique_together', 'ordering = ["shop"]'], ['the first of a constraint', 'ordering = ["sent"]'], ['an index of the base', 'ordering = ["-stamped"]'], ['a column of another table', 'ordering = ["owner__email"]'],
    ['a column of the project, which may bring an index', 'ordering = ["kept"]'], ['the order that an abstract base hands on', 'list_display = ("stamp",)', { model: 'Letter', head: HEAD.replace('Order', 'Letter, Order') }],
    ['no order, where a Meta of its own takes the place of that of an abstract base', 'list_display = ("stamped",)', { model: 'Card', head: HEAD.replace('Order', 'Card, Order') }],
    ['a method that says', 'ordering = ["created"]\ndef get_ordering(self, request):\n    return []'], ['an indexed hierarchy', 'date_hierarchy = "placed"'],
  ]],
  ['no-unanchored-search', [
    ['many', 'search_fields = ["number", "tags__name", "items__price"]', /goes through `tags__name` and `items__price`, of which a row can have many.*Remove them from `search_fields`/],
    ['other tables', 'search_fields = ["number", "owner__email"]', /also looks in `owner__email`: .* Remove it from `search_fields`, or find the keys first/],
    ['other tables alone', 'search_fields = ["order__number", "order__owner__email"]', /^\["order__number", "order__owner__email"\]: The search of `Item` .* looks in `order__number` and `order__owner__email`: an OR over several tables.*Find the keys in each of the tables first/, { model: 'Item' }],
    ['a search that hands on to Django', 'search_fields = ["number", "owner__email"]\ndef get_search_results(self, request, queryset, term):\n    queryset, many = super().get_search_results(request, queryset, term.strip())\n    return queryset, many', /also looks in `owner__email`/],
    ['a key as text', 'search_fields = ["pk", "number__exact"]', /compares `pk` as text, so that no index helps.*filter by `pk=search_term` if the text is a number/],
    ['an exact number as text', 'search_fields = ["shop__exact"]', /compares `shop__exact` as text.*filter by `shop=search_term`/],
    ['anywhere', 'search_fields = ["number", "=slug"]', /looks for each word anywhere in `number`/],
  ], [
    ['exact', 'search_fields = ["number__exact", "=slug", "^slug"]'], ['one other table alone', 'search_fields = ["owner__email__exact"]'],
    ['one other table twice', 'search_fields = ["order__number__exact", "order__slug__exact"]', { model: 'Item' }],
    ['a relation, which fails', 'search_fields = ["tags"]'],
    ['its own search for some terms', 'search_fields = ["number", "owner__email"]\ndef get_search_results(self, request, queryset, term):\n    if "@" in term:\n        return queryset.filter(owner__email=term), False\n    return super().get_search_results(request, queryset, term)'],
    ['its own search', 'search_fields = ["number"]\ndef get_search_results(self, *args):\n    return None'],
  ]],
  ['no-over-fetching', [
    ['texts that no column shows', 'list_display = ("number", "shown")', /^\("number", "shown"\): Each row of the list of `Order` \(500,000 rows\) is loaded with `note`, which no column shows.*defer\("note"\)/],
    ['texts behind a queryset of its own', `list_display = ("number", "shown")\n${QUERYSET('.filter(number__gt="1")')}`, /Put `\.defer\("note"\)` behind what `get_queryset` returns; a form that shows it/],
    ['a text of which a method speaks that nothing of the list runs', 'list_display = ("price",)', /is loaded with `remark`/, { model: 'Item' }],
    ['a text of which a sentence speaks', 'list_display = ("price", "quiet")', /is loaded with `remark`/, { model: 'Item' }],
    ['a word that is no column', 'list_display = ("number", "short")\n@admin.display(description="note")\ndef short(self, obj):\n    \"\"\"Without the note.\"\"\"\n    return cut(obj.number)', /is loaded with `note`/, { head: `${HEAD}def cut(text):\n    return text[:20]\n\n` }],
  ], [
    ['a column that shows it', 'list_display = ("number", "note")'],
    ['a method that shows it', 'list_display = ("number", "short")\ndef short(self, obj):\n    return obj.note[:20]'],
    ['a helper of the class that shows it', 'list_display = ("number", "short")\ndef short(self, obj):\n    return self.cut(obj)\ndef cut(self, obj):\n    return obj.note[:20]'],
    ['a helper of a mixin that shows it', 'list_display = ("number", "short")\ndef short(self, obj):\n    return self.cut(obj)', { base: 'Cutting, admin.ModelAdmin', head: `${HEAD}class Cutting:\n    def cut(self, obj):\n        return obj.note[:20]\n\n` }],
    ['a helper of the module that shows it', 'list_display = ("number", "short")\ndef short(self, obj):\n    return cut(obj)', { head: `${HEAD}def cut(row):\n    return inner(row)\n\ndef inner(row):\n    return row.note[:20]\n\n` }],
    ['an action that reads it of the rows of the list', 'list_display = ("number",)\nactions = ["send"]\ndef send(self, request, queryset):\n    for order in queryset:\n        print(order.note)'],
    ['a lambda that shows it', 'list_display = ("number", lambda obj: obj.note[:20])'],
    ['an attribute whose name is known at run time only', 'list_display = ("number", "short")\ndef short(self, obj):\n    return getattr(obj, self.shown)'],
    ['all attributes', 'list_display = ("number", "short")\ndef short(self, obj):\n    return str(vars(obj))'],
    ['a queryset that leaves it out', `list_display = ("number",)\n${QUERYSET('.defer("note")')}`],
    ['columns that can not be read', 'list_display = COLUMNS', { head: `${HEAD}from .columns import COLUMNS\n` }],
    ['a method of the model that shows it', 'list_display = ("price", "loud")', { model: 'Item' }],
    ['a method of the model that an action runs', 'list_display = ("price",)\nactions = ["tell"]\ndef tell(self, request, queryset):\n    for item in queryset:\n        print(item.loud())', { model: 'Item' }],
    ['no large column', 'list_display = ("name",)', { model: 'Tag', head: HEAD.replace('Order', 'Order, Tag') }],
  ]],
  ['max-queries-per-page', [
    ['a query for each row', 'list_display = ("number", "cheapest")\nlist_filter = ("owner",)\ndate_hierarchy = "placed"\ndef cheapest(self, obj):\n    return obj.items.order_by("price").first()', /^SomeAdmin: The list of `SomeAdmin` sends about 106 queries for a page of 100, over the budget of 30: 3 for the page and its counts, 2 for `date_hierarchy`, 1 for filters and 1 a row for column `cheapest`\. Load what is read for column `cheapest` with the rows of the page, or remove it from the list\.$/],
  ], [
    ['few', 'list_display = ("number",)'],
    ['what another rule mends', 'list_display = ("number", "mail")\ndef mail(self, obj):\n    return obj.owner.email'],
    ['what could not be read', 'list_display = ("number", "cheapest")\ndef cheapest(self, obj):\n    return self.ask(obj), obj.items.order_by("price").first()'],
  ]],
])('%s', (rule, reported, silent) => {
  it.each(reported)('reports %s', async (_name, body, says, more) => {
    const [only, ...others] = await told(rule, filesOf(body, more));
    expect(others).toEqual([]);
    expect(only).toMatch(says);
  });

  it.each(silent)('leaves alone: %s', async (_name, body, more) => {
    expect(await told(rule, filesOf(body, more))).toEqual([]);
  });

  it.runIf(rule !== 'max-page-size' && rule !== 'max-queries-per-page')('asks for large tables, growing ones or any', async () => {
    const [[, body, , more] = ['', '', /./]] = reported;
    const files = filesOf(body, more);
    const sizes = { large: { rows: { Order: 100_000, Item: 100_000 } }, growing: { rows: { Order: 99_999, Item: 99_999 } }, small: { rows: { Order: 10, Item: 10 } }, unknown: {} };
    const counted = async (tables: string): Promise<string[]> => {
      const reports = await Promise.all(Object.entries(sizes).map(async ([name, settings]) => [name, (await told(rule, files, settings, { tables })).length] as const));
      return reports.filter(([, count]) => count > 0).map(([name]) => name);
    };
    expect([await counted('large'), await counted('growing')]).toEqual([['large'], ['large', 'growing']]);
    expect(await counted('any')).toEqual(['large', 'growing', 'unknown']);
  });
});

it('a number is compared as a number by __exact before Django 5.2', async () => {
  expect(await told('no-unanchored-search', filesOf('search_fields = ["pk__exact"]'), { ...LARGE, django: '4.2' })).toEqual([]);
  // the key of the other row stands in this one
  expect(await told('no-unanchored-search', filesOf('search_fields = ["number__exact", "owner__id__exact"]'), { ...LARGE, django: '4.2' })).toEqual([]);
  const [only] = await told('no-unanchored-search', filesOf('search_fields = ["=pk"]'), { ...LARGE, django: '4.2' });
  expect(only).toMatch(/compares `=pk` as text.*Write `"pk__exact"` in `search_fields`\.$/);
});

describe('the remedies', () => {
  it.each([
    ['no-exact-count', 'list_display = ("number",)', 'list_display = ("number",)\n    show_full_result_count = False\n'],
    ['no-exact-count', 'show_full_result_count = True', 'class SomeAdmin(admin.ModelAdmin):\n    show_full_result_count = False\n'],
    ['max-page-size', 'list_per_page = 500', '    list_per_page = 100\n'],
  ])('%s: %s', async (rule, body, fixed) => {
    expect(await applyRemedies(filesOf(body), 'shop/admin.py', { rules: { [`admin-scale/${rule}`]: 'error' }, settings: LARGE })).toContain(fixed);
  });

  it('a paginator without a count is told of whatever the table', async () => {
    expect(await told('no-exact-count', filesOf('paginator = object'), {}, { tables: 'large' })).toHaveLength(1);
  });

  it('a page counts as it is where remedies are ignored, and by the maximum that is set', async () => {
    const files = filesOf('list_display = ("number", "mail")\ndef mail(self, obj):\n    return obj.owner.email');
    expect(await told('max-queries-per-page', files, LARGE, { remedies: 'ignored' })).toHaveLength(1);
    expect(await told('max-queries-per-page', files, LARGE, { remedies: 'ignored', max: 103 })).toEqual([]);
    expect(await told('max-page-size', filesOf('list_per_page = 20'), LARGE, { max: 10 })).toEqual([]);
    expect(await told('max-page-size', filesOf('list_per_page = 200'), LARGE, { max: 200 })).toEqual([]);
    // without the option the setting decides
    expect(await told('max-page-size', filesOf('list_per_page = 150'), { ...LARGE, maxPageSize: 150 })).toEqual([]);
    expect(await told('max-page-size', filesOf('list_per_page = 151'), { ...LARGE, maxPageSize: 150 })).toHaveLength(1);
  });
});

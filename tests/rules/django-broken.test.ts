import { describe, expect, it } from 'vitest';
import { lintProject } from '../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=80)

class Tag(models.Model):
    name = models.CharField(max_length=80)

class Order(models.Model):
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    tags = models.ManyToManyField(Tag)
    status = models.CharField(max_length=8)
    total = models.IntegerField()

class Item(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="items")

class Note(models.Model):
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="notes")
`;

const HEAD = 'import hashlib\nfrom django.contrib import admin\nfrom django.core.cache import cache\nfrom django.db.models import Avg, Count, Max, Q, Sum\nfrom .models import Customer, Item, Order, Tag\n\n';

async function problems(body: string, { django = '5.2', head = HEAD }: { django?: string; head?: string } = {}): Promise<{ at: string; message: string; fixed: string | undefined }[]> {
  const code = head + body;
  const messages = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/code.py': code }, 'shop/code.py', { rules: { 'admin-scale/no-broken-queryset': 'error' }, settings: { django } });
  const lines = code.split('\n');
  return messages.map(({ line, column, endLine, endColumn, message, suggestions }) => {
    const edit = suggestions?.[0]?.fix;
    return {
      at: line === endLine ? (lines[line - 1] ?? '').slice(column - 1, (endColumn ?? 1) - 1) : `line ${String(line)}`, message,
      fixed: edit === undefined ? undefined : (code.slice(0, edit.range[0]) + edit.text + code.slice(edit.range[1])).slice(head.length),
    };
  });
}

const IN = (body: string): string => `def run(orders=None, text=""):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;
const ADMIN = (body: string): string => `@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;

describe('no-broken-queryset reports', () => {
  it.each<[name: string, code: string, at: string, message: string | RegExp, fixed?: string]>([
    ['a call whose result nothing takes', IN('rows = Order.objects.all()\nrows.select_related("customer")\nreturn rows'), 'rows.select_related("customer")',
      '`.select_related(…)` returns a new queryset, and this code drops it: the call has no effect. Write `rows = rows.select_related(…)`.', IN('rows = Order.objects.all()\nrows = rows.select_related("customer")\nreturn rows')],
    ['one on a manager', IN('Order.objects.filter(status="new")\nreturn 1'), 'Order.objects.filter(status="new")', /this code drops it.*Assign the result\.$/],
    ['one with which a function ends', IN('Order.objects.filter(status="new")'), 'Order.objects.filter(status="new")', /this code drops it.*It is the last that the function does: write `return` before it, or take it out\.$/, IN('return Order.objects.filter(status="new")')],
    ['one under a name with which a branch of a function ends', IN('rows = Order.objects.all()\nif text:\n    rows.filter(status="new")'), 'rows.filter(status="new")', /write `return` before it/, IN('rows = Order.objects.all()\nif text:\n    return rows.filter(status="new")')],
    ['one in a branch behind which a function goes on', IN('rows = Order.objects.all()\nif text:\n    rows.filter(status="new")\nreturn rows'), 'rows.filter(status="new")', /Write `rows = rows\.filter\(…\)`\.$/, IN('rows = Order.objects.all()\nif text:\n    rows = rows.filter(status="new")\nreturn rows')],
    ['one with which a round ends', IN('rows = Order.objects.all()\nfor one in text:\n    rows.filter(status=one)'), 'rows.filter(status=one)', /Write `rows = rows\.filter\(…\)`\.$/, IN('rows = Order.objects.all()\nfor one in text:\n    rows = rows.filter(status=one)')],
    ['one with which a constructor ends', 'class Page:\n    def __init__(self, text):\n        rows = Order.objects.all()\n        rows.filter(status=text)\n', 'rows.filter(status=text)', /Write `rows = rows\.filter\(…\)`\.$/, 'class Page:\n    def __init__(self, text):\n        rows = Order.objects.all()\n        rows = rows.filter(status=text)\n'],
    ['a filter of a slice', IN('return Order.objects.all()[:10].filter(status="new")'), 'Order.objects.all()[:10].filter(status="new")', '`.filter(…)` on a sliced queryset raises TypeError. Call `.filter(…)` before the slice.'],
    ['an update of a slice under a name', IN('rows = Order.objects.order_by("pk")[:10]\nrows.update(status="old")'), 'rows.update(status="old")', /raises TypeError\. Call `filter\(pk__in=…\)` with the keys of the slice, then `\.update\(\)`\.$/],
    ['what is called on an iterator', IN('return Order.objects.all().iterator().exclude(status="new")'), 'Order.objects.all().iterator().exclude(status="new")', /gives a generator, which has no `exclude`: AttributeError\./],
    ['a prefetch before an iterator', IN('return Order.objects.prefetch_related("tags").iterator()'), 'Order.objects.prefetch_related("tags").iterator()',
      '`.iterator()` after `prefetch_related` without `chunk_size` raises ValueError. Give it the rows to prefetch for at a time: `.iterator(chunk_size=2000)`.', IN('return Order.objects.prefetch_related("tags").iterator(chunk_size=2000)')],
    ['only without the key that is joined', IN('return Order.objects.only("status").select_related("customer")'), 'Order.objects.only("status").select_related("customer")', /follows `customer`, which `only` does not name: FieldError/],
    ['defer of the key that is joined', IN('return Order.objects.select_related("customer").defer("customer")'), 'Order.objects.select_related("customer").defer("customer")', /which `defer` leaves out/],
    ['a join of many', IN('return Order.objects.select_related("customer", "tags")'), 'Order.objects.select_related("customer", "tags")', '`select_related` can\'t follow `tags`: FieldError when the rows are read. It follows keys to one row; use `prefetch_related("tags")` for relations to many.'],
    ['two counts over two relations', IN('return Order.objects.annotate(items_n=Count("items"), tags_n=Count("tags", distinct=True))'), 'Count("items")', '`Count("items")` comes out too large: the query joins `tags` as well, and each row is counted once for every row of the other. Add `distinct=True`, or count each in a `Subquery`, which costs less where both are many.'],
    ['a count that is tested and compared', IN('return Order.objects.annotate(items_n=Count("items"), tags_n=Count("tags", distinct=True)).filter(items_n=0).exclude(items_n__gt=3)'), 'Count("items")', /comes out too large/],
    ['a count that is tested and shown', IN('rows = Order.objects.annotate(items_n=Count("items"), tags_n=Count("tags", distinct=True)).filter(items_n__gt=0)\nreturn [row.items_n for row in rows]'), 'Count("items")', /comes out too large/],
    ['counts in two calls', IN('return Order.objects.annotate(a=Count("items")).annotate(b=Count("tags", distinct=True))'), 'Order.objects.annotate(a=Count("items")).annotate(b=Count("tags", distinct=True))', /`Count\("items"\)` comes out too large/],
    ['a count below a deeper one', IN('return Order.objects.annotate(a=Count("items"), b=Count("items__notes"))'), 'Count("items")', /joins `items__notes` as well/],
    ['a sum beside a count', IN('return Order.objects.annotate(a=Sum("items__pk"), b=Count("tags", distinct=True))'), 'Sum("items__pk")', /Sum in a `Subquery` of its own/],
    ['a hash in a key', IN('return cache.get(f"options-{hash(text)}")'), 'hash(text)', /differs from process to process.*hashlib/],
    ['a hash of texts in a tuple', IN('names = sorted(order.status for order in Order.objects.all())\nreturn cache.get(str(hash((1, tuple(names)))))'), 'hash((1, tuple(names)))', /differs from process to process/],
    ['a hash of what a request asks for', IN('return cache.get(str(hash(frozenset(orders.request.GET.items()))))'), 'hash(frozenset(orders.request.GET.items()))', /differs from process to process/],
    ['a hash of named arguments', 'def run(**params):\n    return cache.get(str(hash(frozenset(params.items()))))\n', 'hash(frozenset(params.items()))', /differs from process to process/],
    ['a hash of bytes', IN('return cache.get(str(hash(b"orders")))'), 'hash(b"orders")', /differs from process to process/],
    ['a hash of an annotated text', 'def run(n: int, *, text: str):\n    return cache.get(str(hash((n, text))))\n', 'hash((n, text))', /differs from process to process/],
    ['a hash of what is a text by its default', 'def run(n, text=""):\n    return cache.get(str(hash((n, text))))\n', 'hash((n, text))', /differs from process to process/],
    ['a hash of what is a text by its default, given by name alone', 'def run(n, *, page=1, text=""):\n    return cache.get(str(hash((n, text))))\n', 'hash((n, text))', /differs from process to process/],
    ['a hash of what a lambda has for a text', 'run = lambda text="": cache.get(str(hash(text)))\n', 'hash(text)', /differs from process to process/],
    ['a hash in a key under a name', IN('key = "options-" + str(hash(text))\ncache.set(key, 1)'), 'hash(text)', /differs from process to process/],
    ['a text for a list', ADMIN('list_filter = ("status")'), '"status"', '`list_filter` is a text, not a list: the system checks refuse it, and so `runserver` and `migrate` do. Write `list_filter = ("status",)`.', ADMIN('list_filter = ("status",)')],
    ['a text without parentheses', ADMIN("search_fields = 'status'"), "'status'", /is a text/, ADMIN("search_fields = ('status',)")],
    ['a slice from get_queryset', ADMIN('def get_queryset(self, request):\n    return super().get_queryset(request)[:100]'), 'super().get_queryset(request)[:100]', /returns a slice: the list can't filter it.*Leave the slice out/],
    ['a list from get_queryset', ADMIN('def get_queryset(self, request):\n    return list(super().get_queryset(request))'), 'list(super().get_queryset(request))', /returns a list.*Return a queryset\.$/],
    ['raw SQL from get_queryset', ADMIN('def get_queryset(self, request):\n    return Order.objects.raw("SELECT * FROM shop_order")'), 'Order.objects.raw("SELECT * FROM shop_order")', /returns a raw queryset/],
    ['a function from get_queryset', ADMIN('def get_queryset(self, request):\n    return lambda: Order.objects.all()'), 'lambda: Order.objects.all()', /returns a function/],
    ['a list that joins many', ADMIN('list_display = ["status"]\nlist_select_related = ["customer", "tags"]'), '"tags"', /`list_select_related` can't follow `tags`: the list fails with FieldError/],
    ['a list that joins what the model has no name for', ADMIN('list_display = ["status"]\nlist_select_related = ["customer", "price"]'), '"price"', '`list_select_related` can\'t follow `price`: the list fails with FieldError. `Order` has no field `price`: name its keys to one row.'],
    ['a join of what the model has no name for', IN('return Order.objects.select_related("price__tax")'), 'Order.objects.select_related("price__tax")', '`select_related` can\'t follow `price__tax`: FieldError when the rows are read. `Order` has no field `price`: name its keys to one row.'],
    ['a search for a relation', ADMIN('search_fields = ["status", "customer"]'), '"customer"', '`search_fields` names `customer`, which is a relation, not a column: every search of the list fails with FieldError. Name a column of `Customer`, as in `"customer__name"`.'],
    ['a search for its key', ADMIN('search_fields = ["=customer_id"]'), '"=customer_id"', /names `=customer_id`, .* as in `"=customer__name"`\.$/],
    ['a search for many', ADMIN('search_fields = ["tags", "items"]'), '"tags"', '`search_fields` names `tags` and `items`, which are relations and no columns: every search of the list fails with FieldError. Name a column of what each of them leads to.'],
    ['sliced choices of an admin', ADMIN('def formfield_for_foreignkey(self, db_field, request, **kwargs):\n    kwargs["queryset"] = Customer.objects.all()[:100]\n    return super().formfield_for_foreignkey(db_field, request, **kwargs)'), 'Customer.objects.all()[:100]', /a slice refuses that: the form shows these choices and takes none of them/],
    ['sliced choices of a form', ADMIN('def get_form(self, request, obj=None, **kwargs):\n    form = super().get_form(request, obj, **kwargs)\n    form.base_fields["tags"].queryset = Tag.objects.order_by("name")[:100]\n    return form'), 'Tag.objects.order_by("name")[:100]', /takes none of them/],
    ['sliced choices of a field', 'from django import forms\n\nclass OrderForm(forms.Form):\n    customer = forms.ModelChoiceField(queryset=Customer.objects.all()[:10])\n', 'Customer.objects.all()[:10]', /takes none of them/],
  ])('%s', async (_name, code, at, message, fixed) => {
    const [only, ...others] = await problems(code);
    expect(others).toEqual([]);
    expect(only?.at).toBe(at);
    if (typeof message === 'string') expect(only?.message).toBe(message);
    else expect(only?.message).toMatch(message);
    expect(only?.fixed).toBe(fixed);
  });

  it.each([['3.2', /`\.iterator\(\)` after `prefetch_related` drops the prefetch.*upgrade/], ['4.2', /without `chunk_size` drops the prefetch: each row asks for its own.*chunk_size=2000/], ['5.0', /raises ValueError/]])('what an iterator makes of a prefetch on Django %s', async (django, message) => {
    const [only] = await problems(IN('return Order.objects.prefetch_related("tags").iterator()'), { django });
    expect(only?.message).toMatch(message);
  });

  it('a prefetch that chunks do not keep before Django 4.1', async () => {
    const code = IN('return Order.objects.prefetch_related("tags").iterator(chunk_size=100)');
    expect(await problems(code, { django: '3.2' })).toHaveLength(1);
    expect(await problems(code)).toEqual([]);
  });
});

describe('no-broken-queryset leaves alone', () => {
  it.each([
    ['a join under a name of its own', IN('return Order.objects.annotate(price=FilteredRelation("customer")).select_related("price")')],
    ['a join to the row of a parent class', IN('return Order.objects.select_related("parent_ptr")')],
    ['a join of what another package may relate to users', 'from django.db import models\n\nclass ShopUser(models.Model):\n    name = models.TextField()\n\ndef run():\n    return ShopUser.objects.select_related("auth_token")\n'],
    ['a join by a model of which a base is not seen', 'from elsewhere import Priced\nfrom django.db import models\n\nclass Offer(Priced, models.Model):\n    name = models.TextField()\n\ndef run():\n    return Offer.objects.select_related("price")\n'],
    ['a call whose result is taken', IN('rows = Order.objects.all()\nrows = rows.select_related("customer")\nreturn rows')],
    ['a call that asks whether it is valid', IN('try:\n    Order.objects.filter(**{text: 1})\nexcept ValueError:\n    return None')],
    ['writes and reads as statements', IN('Order.objects.filter(status="new").update(status="old")\nOrder.objects.filter(status="old").delete()\nOrder.objects.create(total=1)')],
    ['a list of rows', IN('rows = []\nrows.append(1)\nrows.reverse()')],
    ['a slice of what is filtered', IN('return Order.objects.filter(status="new")[:10]')],
    ['an element', IN('return Order.objects.order_by("pk")[0].delete()')],
    ['a slice that is one of two', IN('rows = Order.objects.all()\nif text:\n    rows = rows[:10]\nelse:\n    rows = rows.filter(status="new")\nreturn rows.filter(total=1)')],
    ['an iterator at the end', IN('return Order.objects.exclude(status="new").iterator()')],
    ['only with the key that is joined', IN('return Order.objects.only("status", "customer__name").select_related("customer")')],
    ['only with the key itself', IN('return Order.objects.only("status", "customer_id").select_related("customer")')],
    ['only without a join', IN('return Order.objects.only("status")')],
    ['only without the key that is joined, where values are given', IN('return Order.objects.only("status").select_related("customer").values("status")')],
    ['a join of many, where values are given', IN('return Order.objects.select_related("tags").filter(status="open").values_list("pk")')],
    ['a join of one', IN('return Item.objects.select_related("order__customer")')],
    ['a prefetch of many', IN('return Order.objects.prefetch_related("tags")')],
    ['counts that are distinct', IN('return Order.objects.annotate(a=Count("items", distinct=True), b=Count("tags", distinct=True))')],
    ['counts that are only tested', IN('return Order.objects.annotate(items_n=Count("items"), tags_n=Count("tags")).filter(items_n=0, tags_n__gte=1)')],
    ['two counts over one relation', IN('return Order.objects.annotate(a=Count("items"), b=Count("items", filter=Q(items__pk=1)))')],
    ['the deeper of two counts, when the other is distinct', IN('return Order.objects.annotate(a=Count("items", distinct=True), b=Count("items__notes"))')],
    ['a count beside an average and a maximum of the same', IN('return Order.objects.annotate(a=Count("items"), b=Max("items__pk"), c=Avg("items__pk"))')],
    ['a maximum beside another relation', IN('return Order.objects.annotate(a=Max("items__pk"), b=Avg("tags__pk"))')],
    ['a count over keys to one', IN('return Item.objects.annotate(a=Count("order"), b=Count("order__customer"))')],
    ['groups by values', IN('return Order.objects.values("status").annotate(a=Count("items"), b=Count("tags"))')],
    ['a digest in a key', IN('return cache.get("options-" + hashlib.sha256(text.encode()).hexdigest())')],
    ['a hash of numbers', IN('return cache.get(str(hash((1, 2.5, len(text)))))')],
    ['a hash of keys', IN('keys = tuple(order.pk for order in Order.objects.all())\nreturn cache.get(str(hash(frozenset(keys))))')],
    ['a hash of what is no text by its default', 'def run(text, page=1):\n    return cache.get(str(hash((text, page))))\n'],
    ['a hash of what is no text by its default, given by name alone', 'def run(*, text="", page=1):\n    return cache.get(str(hash(page)))\n'],
    ['a hash elsewhere', IN('seen = {hash(text): 1}\nreturn seen')],
    ['a list for a list', ADMIN('list_filter = ("status",)\nsearch_fields = ["status"]')],
    ['a queryset from get_queryset', ADMIN('def get_queryset(self, request):\n    return super().get_queryset(request).filter(total__gt=1)')],
    ['a queryset of keys from a slice', ADMIN('def get_queryset(self, request):\n    return super().get_queryset(request).filter(pk__in=Order.objects.order_by("-pk").values("pk")[:100])')],
    ['choices that are filtered', ADMIN('def formfield_for_foreignkey(self, db_field, request, **kwargs):\n    kwargs["queryset"] = Customer.objects.filter(name="a")\n    return super().formfield_for_foreignkey(db_field, request, **kwargs)')],
    ['a search for columns', ADMIN('search_fields = ["status", "customer__name", "customer__pk", "customer__exact", "nothing"]')],
    ['a search of its own', ADMIN('search_fields = ["customer"]\ndef get_search_results(self, request, queryset, term):\n    return queryset.filter(customer__name=term), False')],
    ['a search whose fields a method gives', ADMIN('search_fields = ["customer"]\ndef get_search_fields(self, request):\n    return ["status"]')],
    ['a list that joins one', ADMIN('list_display = ["status"]\nlist_select_related = ["customer"]')],
  ])('%s', async (_name, code) => {
    expect(await problems(code)).toEqual([]);
  });

  it('a hash of a cache of its own, and one that is no builtin', async () => {
    expect(await problems(IN('return cache.get(str(hash(text)))'), { head: HEAD.replace('from django.core.cache import cache', 'from .store import cache') })).toEqual([]);
    expect(await problems(IN('return cache.get(str(hash(text)))'), { head: `${HEAD}from .digests import hash\n` })).toEqual([]);
  });
});

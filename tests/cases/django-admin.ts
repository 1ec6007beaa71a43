import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

/** The admin module of the fixture project, given inline; what it imports stands in tests/fixtures/django-shop. */
const FILE = 'tests/fixtures/django-shop/shop/admin.py';

const HEAD = `from config.bases import FixedInline, JoiningAdmin, PlainAdmin
from django.contrib import admin
from django.core.cache import cache
from django.utils.html import format_html

from .models import Category, Deep1, Labelled, Order, OrderItem, Parcel, Product, Profile, Remark, Supplier, Tag

`;

const FIRST_LINE = HEAD.split('\n').length;

/** Line 1 of `body` is the line after the imports. */
function file(body: string): string {
  return HEAD + body;
}

function orderAdmin(body: string, base = 'admin.ModelAdmin'): string {
  return file(`@admin.register(Order)\nclass OrderAdmin(${base}):\n${body}`);
}

function silent(name: string, code: string, more: Partial<ValidCase> = {}): ValidCase {
  return { name, code, filename: FILE, ...more };
}

const WHY = {
  nullable: (field: string) => `The join that Django makes by itself covers foreign keys that can't be null, and \`${field}\` can.`,
  trueNullable: (field: string) => `\`list_select_related = True\` covers foreign keys that can't be null, and \`${field}\` can.`,
  noColumn: 'Django joins by itself only where `list_display` names a foreign key, and here it names none.',
  queryset: "`select_related` in `get_queryset` doesn't name it, and switches off both `list_select_related` and the join that Django makes by itself.",
  list: "`list_select_related` doesn't name it, and a list there switches off the join that Django makes by itself.",
  empty: 'An empty `list_select_related` switches off the join that Django makes by itself.',
  prefetch: 'Nothing prefetches it, and `list_select_related` follows relations to one row only.',
};

interface Expected {
  readonly path: string;
  readonly column?: string;
  readonly subject?: string;
  readonly cost?: string;
  readonly why: string;
  readonly advice: string;
  readonly line: number;
}

function error({ path, column = path, subject = `per row for column \`${column}\``, cost = 'about 101 queries for a page of 100', why, advice, line }: Expected): InvalidCase['errors'][number] {
  return { messageId: 'notLoaded', data: { path, subject, cost, why, advice }, line: line + FIRST_LINE - 1 };
}

const PREFETCHED = 'reads these rows of the whole page at once; the change form starts from this queryset too';
const JOINED = 'the change form and the actions start from this queryset too';

function suggestion(title: string, changes: string, output: string): NonNullable<InvalidCase['errors'][number]['suggestions']> {
  return [{ messageId: 'remedyChanging', data: { title, changes }, output }];
}

/** `require-eager-loading` on change lists: the rows of the measured table, with their look-alikes. */
export const lists: CaseTable = {
  valid: [
    silent('plain columns', orderAdmin('    list_display = ("id", "total", "status")\n')),
    silent('a foreign key that cannot be null is joined by itself', orderAdmin('    list_display = ("id", "customer")\n')),
    silent('its label goes one key further, which is joined too', orderAdmin('    list_display = ("id", "shipper")\n')),
    silent('explicit list', orderAdmin('    list_display = ("id", "supplier")\n    list_select_related = ("supplier",)\n')),
    silent('explicit list, whole path', orderAdmin('    list_display = ("id", "shipper")\n    list_select_related = ["shipper__region"]\n')),
    silent('the key itself is no relation', orderAdmin('    list_display = ("id", "customer_id", "key")\n\n    def key(self, obj):\n        return obj.supplier_id\n')),
    silent('a__b of a version that has no such columns', orderAdmin('    list_display = ("id", "customer__name")\n'), { settings: { django: '4.2' } }),
    silent('a__b with an explicit list', orderAdmin('    list_display = ("id", "customer__name")\n    list_select_related = ("customer",)\n')),
    silent('the automatic join serves methods too', orderAdmin('    list_display = ("customer", "place")\n\n    def place(self, obj):\n        return obj.customer.region.name\n')),
    silent('get_queryset joins all', orderAdmin('    list_display = ("id", "supplier")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("supplier")\n')),
    silent('get_queryset in steps', orderAdmin('    list_display = ("id", "supplier")\n\n    def get_queryset(self, request):\n        qs = super().get_queryset(request)\n        if request.user.is_superuser:\n            return qs.select_related("supplier")\n        qs = qs.select_related("supplier").filter(paid=True)\n        return qs\n')),
    silent('get_queryset hands on the option', orderAdmin('    list_display = ("id", "supplier")\n    list_select_related = ("supplier",)\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related(*self.list_select_related)\n')),
    silent('a base class in another file joins', orderAdmin('    list_display = ("id", "supplier", "shipper")\n', 'JoiningAdmin')),
    silent('a base class that is not found may join', `${file('').replace('\n\n', '\nfrom elsewhere.admin import SomeAdmin\n\n')}@admin.register(Order)\nclass OrderAdmin(SomeAdmin):\n    list_display = ("id", "supplier")\n`),
    silent('a method of a queryset that is not found may join', orderAdmin('    list_display = ("id", "supplier")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).with_everything()\n')),
    silent('prefetched', orderAdmin('    list_display = ("id", "labels")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("tags")\n\n    def labels(self, obj):\n        return ", ".join(tag.name for tag in obj.tags.all())\n')),
    ...['obj.tags.count()', 'obj.tags.exists()', 'len(obj.tags.all())', 'obj.tags.all()[:3]', 'obj.tags.all()[0]', 'obj.tags.all().exists()'].map((text) =>
      silent(`the prefetch cache serves ${text}`, orderAdmin(`    list_display = ("id", "labels")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("tags")\n\n    def labels(self, obj):\n        return ${text}\n`))),
    ...['filter(name="x")', 'first()', 'last()', 'get()', 'values_list("name")', 'order_by("name")', 'distinct()'].map((text) =>
      silent(`no prefetch would serve ${text}`, orderAdmin(`    list_display = ("id", "labels")\n\n    def labels(self, obj):\n        return obj.tags.${text}\n`))),
    silent('an annotation instead of a count', orderAdmin('    list_display = ("id", "item_count")\n\n    def item_count(self, obj):\n        return obj.annotated_items\n')),
    silent('a prefetched foreign key', orderAdmin('    list_display = ("id", "supplier")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("supplier")\n')),
    silent('a reverse one-to-one that is joined', orderAdmin('    list_display = ("id", "note")\n    list_select_related = ("profile",)\n\n    def note(self, obj):\n        return getattr(obj, "profile", None)\n')),
    silent('nested and prefetched', orderAdmin('    list_display = ("id", "names")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("items__product")\n\n    def names(self, obj):\n        return [item.product.name for item in obj.items.all()]\n')),
    silent('a Prefetch with a queryset of its own may join anything', orderAdmin('    list_display = ("id", "names")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related(Prefetch("items", queryset=OrderItem.objects.select_related("product")))\n\n    def names(self, obj):\n        return [item.product.name for item in obj.items.all()]\n')),
    silent('five keys deep', file('@admin.register(Deep1)\nclass DeepAdmin(admin.ModelAdmin):\n    list_display = ("next", "fifth")\n')),
    silent('no label for the checkbox before Django 5', file('@admin.register(Labelled)\nclass LabelledAdmin(admin.ModelAdmin):\n    list_display = ("name",)\n'), { settings: { django: '4.2' } }),
    silent('no checkbox without actions', file('@admin.register(Labelled)\nclass LabelledAdmin(admin.ModelAdmin):\n    list_display = ("name",)\n    actions = None\n')),
    silent('columns that are computed at run time', orderAdmin('    list_display = ("supplier",)\n\n    def get_list_display(self, request):\n        return request.user.columns\n')),
    silent('a change list of the project', orderAdmin('    list_display = ("supplier",)\n\n    def get_changelist(self, request, **kwargs):\n        return UnknownChangeList\n')),
    silent('the whole table tells its own path', file('@admin.register(Category)\nclass CategoryAdmin(admin.ModelAdmin):\n    list_select_related = ("parent",)\n')),
    silent('an inline has no list', file('class OrderItemInline(admin.TabularInline):\n    model = OrderItem\n    list_display = ("product",)\n')),
    silent('not registered', file('class OrderAdmin(admin.ModelAdmin):\n    list_display = ("supplier",)\n')),
    silent('a cache of its own', orderAdmin('    list_display = ("supplier_name",)\n\n    def supplier_name(self, obj):\n        return cache.get_or_set(obj.supplier_id, lambda: obj.supplier.name)\n')),
    silent('half-written', 'from django.contrib import admin\nfrom .models import Order\n\n@admin.register(Order)\nclass OrderAdmin(OrderAdmin):\n    list_display = (list_display,)\n    list_select_related = list_select_related + ("a",)\n'),
  ],
  invalid: [
    {
      name: 'nullable foreign key: the automatic join leaves it out, and goes on to cover what the new list keeps', filename: FILE,
      code: orderAdmin('    list_display = ("id", "supplier", "shipper")\n'),
      errors: [error({ path: 'supplier', why: WHY.nullable('supplier'), advice: 'Set `list_select_related = ("supplier", "shipper__region")`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "supplier", "shipper")\n    list_select_related = ("supplier", "shipper__region")\n'),
    },
    {
      name: 'list_select_related = True covers no nullable key', filename: FILE,
      code: orderAdmin("    list_display = ('id', 'supplier')  # the usual ones\n    list_select_related = True\n"),
      errors: [error({ path: 'supplier', why: WHY.trueNullable('supplier'), advice: 'Set `list_select_related = ("supplier",)`.', line: 3 })],
      output: orderAdmin("    list_display = ('id', 'supplier')  # the usual ones\n    list_select_related = ('supplier',)\n"),
    },
    {
      name: 'an explicit list that stops before the label', filename: FILE,
      code: orderAdmin('    list_display = ("id", "shipper")\n    list_select_related = (\n        "customer",\n        "shipper",  # for the label\n    )\n'),
      errors: [error({ path: 'shipper__region', column: 'shipper', why: '`list_select_related` stops at `shipper`, before `shipper__region`. `Shipper.__str__` reaches it.', advice: 'Add `"shipper__region"` to `list_select_related`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "shipper")\n    list_select_related = (\n        "customer",\n        "shipper__region",  # for the label\n    )\n'),
    },
    {
      name: 'get_queryset joins another relation', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer", "supplier")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("supplier")\n'),
      errors: [error({ path: 'customer', why: WHY.queryset, advice: 'Add `"customer"` to `select_related` in `get_queryset`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "customer", "supplier")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("supplier", "customer")\n'),
    },
    {
      name: 'list_select_related is ignored where get_queryset joins', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer")\n    list_select_related = ("customer",)\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related(\n            "supplier",\n        )\n'),
      errors: [error({ path: 'customer', why: WHY.queryset, advice: 'Add `"customer"` to `select_related` in `get_queryset`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "customer")\n    list_select_related = ("customer",)\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related(\n            "supplier",\n            "customer",\n        )\n'),
    },
    {
      name: 'a base class in another file joins other relations', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer")\n', 'JoiningAdmin'),
      errors: [{
        ...error({ path: 'customer', why: WHY.queryset, advice: 'Return `super().get_queryset(request).select_related("customer")` from `get_queryset`.', line: 3 }),
        suggestions: suggestion('Add `"customer"` to `select_related` in `get_queryset`', JOINED, orderAdmin('    list_display = ("id", "customer")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("customer")\n', 'JoiningAdmin')),
      }],
    },
    {
      name: 'an explicit list without a key that would be joined by itself', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer", "supplier")\n    list_select_related = ("supplier",)\n'),
      errors: [error({ path: 'customer', why: WHY.list, advice: 'Add `"customer"` to `list_select_related`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "customer", "supplier")\n    list_select_related = ("supplier", "customer")\n'),
    },
    {
      name: 'an empty list', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer")\n    list_select_related = ()\n'),
      errors: [error({ path: 'customer', why: WHY.empty, advice: 'Add `"customer"` to `list_select_related`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "customer")\n    list_select_related = ("customer",)\n'),
    },
    {
      name: 'a__b columns', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer__region__name")\n'),
      errors: [error({ path: 'customer__region', column: 'customer__region__name', cost: 'about 201 queries for a page of 100', why: 'Django joins by itself for columns that are foreign keys, not for a lookup such as `customer`.', advice: 'Set `list_select_related = ("customer__region",)`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "customer__region__name")\n    list_select_related = ("customer__region",)\n'),
    },
    {
      name: 'a method, and nothing that switches the automatic join on', filename: FILE,
      code: orderAdmin('    """Orders."""\n\n    def customer_name(self, obj):\n        return obj.customer.name\n\n    list_display = ["id", "customer_name"]\n'),
      errors: [error({ path: 'customer', column: 'customer_name', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer",)`.', line: 8 })],
      output: orderAdmin('    """Orders."""\n\n    def customer_name(self, obj):\n        return obj.customer.name\n\n    list_display = ["id", "customer_name"]\n    list_select_related = ("customer",)\n'),
    },
    {
      name: 'methods that show a related row, through a helper, a local name and format_html', filename: FILE,
      code: `${orderAdmin('    list_display = ("id", "link", "carrier")\n\n    def link(self, obj):\n        return link_to(obj.supplier)\n\n    def carrier(self, obj):\n        shipper = obj.shipper\n        return format_html("<b>{}</b>", shipper)\n')}\n\ndef link_to(target):\n    return f"<a>{target.name}</a>"\n`,
      errors: [
        error({ path: 'supplier', column: 'link', why: WHY.noColumn, advice: 'Set `list_select_related = ("supplier", "shipper__region")`.', line: 3 }),
        error({ path: 'shipper__region', column: 'carrier', cost: 'about 201 queries for a page of 100', why: 'Django joins by itself only where `list_display` names a foreign key, and here it names none (`shipper`). `Shipper.__str__` reaches it.'.replace(' (`shipper`)', ''), advice: 'Set `list_select_related = ("supplier", "shipper__region")`.', line: 3 }),
      ],
      output: `${orderAdmin('    list_display = ("id", "link", "carrier")\n    list_select_related = ("supplier", "shipper__region")\n\n    def link(self, obj):\n        return link_to(obj.supplier)\n\n    def carrier(self, obj):\n        shipper = obj.shipper\n        return format_html("<b>{}</b>", shipper)\n')}\n\ndef link_to(target):\n    return f"<a>{target.name}</a>"\n`,
    },
    {
      name: 'callables and lambdas', filename: FILE,
      code: file('def buyer(obj):\n    return obj.customer.name\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = (buyer, lambda order: order.supplier.name)\n'),
      errors: [
        error({ path: 'customer', column: 'buyer', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer", "supplier")`.', line: 7 }),
        error({ path: 'supplier', column: 'lambda', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer", "supplier")`.', line: 7 }),
      ],
      output: file('def buyer(obj):\n    return obj.customer.name\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = (buyer, lambda order: order.supplier.name)\n    list_select_related = ("customer", "supplier")\n'),
    },
    {
      name: 'properties and methods of the model, in another file', filename: FILE,
      code: orderAdmin('    list_display = ("customer_label", "customer_place")\n', 'PlainAdmin'),
      errors: [
        error({ path: 'customer', column: 'customer_label', cost: 'about 51 queries for a page of 50', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer__region",)`.', line: 3 }),
        error({ path: 'customer__region', column: 'customer_place', cost: 'about 51 queries for a page of 50', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer__region",)`.', line: 3 }),
      ],
      output: orderAdmin('    list_display = ("customer_label", "customer_place")\n    list_select_related = ("customer__region",)\n', 'PlainAdmin'),
    },
    {
      name: 'the default column shows the label, and the label follows a key', filename: FILE,
      code: file('@admin.register(Labelled)\nclass LabelledAdmin(admin.ModelAdmin):\n    pass\n'),
      errors: [error({ path: 'customer', subject: 'per row by `Labelled.__str__`, which the list shows', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer",)`.', line: 2 })],
      output: file('@admin.register(Labelled)\nclass LabelledAdmin(admin.ModelAdmin):\n    list_select_related = ("customer",)\n'),
    },
    {
      name: 'since Django 5 the checkbox shows the label', filename: FILE,
      code: file('class LabelledAdmin(admin.ModelAdmin):\n    list_display = ("name",)\n\n\nadmin.site.register(Labelled, LabelledAdmin)\n'),
      errors: [error({ path: 'customer', subject: 'per row by `Labelled.__str__`, which labels the checkbox of each row', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer",)`.', line: 1 })],
      output: file('class LabelledAdmin(admin.ModelAdmin):\n    list_display = ("name",)\n    list_select_related = ("customer",)\n\n\nadmin.site.register(Labelled, LabelledAdmin)\n'),
    },
    {
      name: 'the reverse side of a one-to-one', filename: FILE,
      code: orderAdmin('    list_display = ("customer", "note")\n\n    def note(self, obj):\n        return getattr(obj, "profile", None)\n'),
      errors: [error({ path: 'profile', column: 'note', why: 'The join that Django makes by itself covers foreign keys of the model itself, and `profile` is declared by `Profile`.', advice: 'Set `list_select_related = ("customer", "profile")`.', line: 3 })],
      output: orderAdmin('    list_display = ("customer", "note")\n    list_select_related = ("customer", "profile")\n\n    def note(self, obj):\n        return getattr(obj, "profile", None)\n'),
    },
    {
      name: 'a many-to-many relation in a method', filename: FILE,
      code: orderAdmin('    list_display = ("id", "labels")\n\n    def labels(self, obj):\n        return ", ".join(tag.name for tag in obj.tags.all())\n'),
      errors: [{
        ...error({ path: 'tags', column: 'labels', why: WHY.prefetch, advice: 'Return `super().get_queryset(request).prefetch_related("tags")` from `get_queryset`.', line: 3 }),
        suggestions: suggestion('Prefetch `"tags"` in `get_queryset`', PREFETCHED, orderAdmin('    list_display = ("id", "labels")\n\n    def labels(self, obj):\n        return ", ".join(tag.name for tag in obj.tags.all())\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("tags")\n')),
      }],
    },
    {
      name: 'a count of the reverse side', filename: FILE,
      code: orderAdmin('    list_display = ("id", "size")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).filter(paid=True)\n\n    def size(self, obj):\n        return obj.items.count()\n'),
      errors: [{
        ...error({ path: 'items', column: 'size', why: WHY.prefetch, advice: 'Add `.prefetch_related("items")` to what `get_queryset` returns.', line: 3 }),
        suggestions: suggestion('Prefetch `"items"` in `get_queryset`', PREFETCHED, orderAdmin('    list_display = ("id", "size")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).filter(paid=True).prefetch_related("items")\n\n    def size(self, obj):\n        return obj.items.count()\n')),
      }],
    },
    {
      name: 'a prefetch that stops too early', filename: FILE,
      code: orderAdmin('    list_display = ("id", "names")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("items")\n\n    def names(self, obj):\n        return [item.product.name for item in obj.items.all()]\n'),
      errors: [{
        ...error({ path: 'items__product', column: 'names', why: '`get_queryset` prefetches `items` and stops there.', advice: 'Add `"items__product"` to `prefetch_related` in `get_queryset`.', line: 3 }),
        suggestions: suggestion('Prefetch `"items__product"` in `get_queryset`', PREFETCHED, orderAdmin('    list_display = ("id", "names")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("items", "items__product")\n\n    def names(self, obj):\n        return [item.product.name for item in obj.items.all()]\n')),
      }],
    },
    {
      name: 'six keys deep', filename: FILE,
      code: file('@admin.register(Deep1)\nclass DeepAdmin(admin.ModelAdmin):\n    list_display = ("next", "sixth")\n'),
      errors: [error({ path: 'next__next__next__next__next__next', column: 'sixth', why: 'The join that Django makes by itself goes five foreign keys deep at most.', advice: 'Set `list_select_related = ("next__next__next__next__next__next",)`.', line: 3 })],
      output: file('@admin.register(Deep1)\nclass DeepAdmin(admin.ModelAdmin):\n    list_display = ("next", "sixth")\n    list_select_related = ("next__next__next__next__next__next",)\n'),
    },
    {
      name: 'a key of an abstract base, in another file', filename: FILE,
      code: file('@admin.register(Parcel)\nclass ParcelAdmin(PlainAdmin):\n    list_display = ("code", "owner")\n    actions = None\n'),
      errors: [error({ path: 'owner', cost: 'about 51 queries for a page of 50', why: WHY.nullable('owner'), advice: 'Set `list_select_related = ("owner",)`.', line: 3 })],
      output: file('@admin.register(Parcel)\nclass ParcelAdmin(PlainAdmin):\n    list_display = ("code", "owner")\n    list_select_related = ("owner",)\n    actions = None\n'),
    },
    {
      name: 'a generic foreign key', filename: FILE,
      code: file('@admin.register(Remark)\nclass RemarkAdmin(admin.ModelAdmin):\n    list_display = ("text", "subject")\n'),
      errors: [{
        ...error({ path: 'subject', why: '`subject` is a generic foreign key, which no join follows.', advice: 'Return `super().get_queryset(request).prefetch_related("subject")` from `get_queryset`.', line: 3 }),
        suggestions: suggestion('Prefetch `"subject"` in `get_queryset`', PREFETCHED, file('@admin.register(Remark)\nclass RemarkAdmin(admin.ModelAdmin):\n    list_display = ("text", "subject")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).prefetch_related("subject")\n')),
      }],
    },
    {
      name: 'columns that cannot be read: the explicit list is only suggested', filename: FILE,
      code: orderAdmin('    list_display = ("customer", "supplier", made_elsewhere)\n'),
      errors: [{
        ...error({ path: 'supplier', why: WHY.nullable('supplier'), advice: 'Set `list_select_related = ("customer", "supplier")`.', line: 3 }),
        suggestions: suggestion('Set `list_select_related = ("customer", "supplier")`', 'ends the join that Django makes by itself, for columns that could not be read too', orderAdmin('    list_display = ("customer", "supplier", made_elsewhere)\n    list_select_related = ("customer", "supplier")\n')),
      }],
    },
    {
      name: 'a list that a base class in the same file sets is written out', filename: FILE,
      code: file('class Base(admin.ModelAdmin):\n    list_select_related = ("customer",)\n\n\n@admin.register(Order)\nclass OrderAdmin(Base):\n    list_display = ("customer", "supplier")\n'),
      errors: [error({ path: 'supplier', why: WHY.list, advice: 'Add `"supplier"` to `list_select_related`.', line: 7 })],
      output: file('class Base(admin.ModelAdmin):\n    list_select_related = ("customer",)\n\n\n@admin.register(Order)\nclass OrderAdmin(Base):\n    list_display = ("customer", "supplier")\n    list_select_related = ("customer", "supplier")\n'),
    },
  ],
};

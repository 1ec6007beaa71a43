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
  nullable: (field: string) => `The join that Django makes by itself covers only foreign keys that can't be null, and \`${field}\` can be null.`,
  trueNullable: (field: string) => `\`list_select_related = True\` covers only foreign keys that can't be null, and \`${field}\` can be null.`,
  noColumn: 'Django joins by itself only where `list_display` names a foreign key, and here it names none.',
  queryset: "`select_related` in `get_queryset` doesn't name it, and switches off both `list_select_related` and the join that Django makes by itself.",
  list: "`list_select_related` doesn't name it, and a list there switches off the join that Django makes by itself.",
  empty: 'An empty `list_select_related` switches off the join that Django makes by itself.',
  counted: 'Only the number of its rows is used.',
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

/** Several relations that one remedy loads, at the first column that reaches one of them. */
function together(paths: string, columns: string, rest: Omit<Expected, 'path'>): InvalidCase['errors'][number] {
  const { data, ...one } = error({ path: '', subject: `per row for columns ${columns}`, ...rest });
  return { ...one, messageId: 'allNotLoaded', data: { ...data, paths } };
}

function error({ path, column = path, subject = `per row for column \`${column}\``, cost = `${path === 'supplier' ? 'up to' : 'about'} 101 queries for a page of 100`, why, advice, line }: Expected): InvalidCase['errors'][number] {
  return { messageId: 'notLoaded', data: { path, subject, cost, why, advice }, line: line + FIRST_LINE - 1 };
}

const PREFETCHED = 'reads these rows of the whole page at once; the change form starts from this queryset too';
const JOINED = 'the change form and the actions start from this queryset too';

function suggestion(title: string, changes: string, output: string): NonNullable<InvalidCase['errors'][number]['suggestions']> {
  return [{ messageId: 'remedyChanging', data: { title, changes }, output }];
}

const REGIONS = 'from customers.models import Region\nfrom django.contrib import admin\n\n@admin.register(Region)\nclass RegionAdmin(admin.ModelAdmin):\n    list_display = ("name", "customers")\n\n    def customers(self, obj):\n        return obj.customer_set.count()\n';

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
    silent('a list of a table of kinds, which is short', REGIONS, { options: [{ impact: 'high' }] }),
    silent('a list that the settings call short', orderAdmin('    list_display = ("id", "supplier")\n'), { settings: { rows: { Order: 40 } } }),
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
    { name: 'a list of a table of kinds weighs less, and is reported where that is wanted', filename: FILE, code: REGIONS, errors: [{ messageId: 'counted', suggestions: 1 }] },
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
      name: 'get_queryset joins what the option lists: the option is extended', filename: FILE,
      code: orderAdmin('    list_display = ("id", "customer")\n    list_select_related = ["supplier"]\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related(*self.list_select_related)\n'),
      errors: [error({ path: 'customer', why: WHY.queryset, advice: 'Add `"customer"` to `list_select_related`.', line: 3 })],
      output: orderAdmin('    list_display = ("id", "customer")\n    list_select_related = ["supplier", "customer"]\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related(*self.list_select_related)\n'),
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
        together('`supplier` and `shipper__region`', '`link` and `carrier`', { cost: 'up to 301 queries for a page of 100', why: `${WHY.noColumn} \`Shipper.__str__\` reaches \`shipper__region\`.`, advice: 'Set `list_select_related = ("supplier", "shipper__region")`.', line: 3 }),
      ],
      output: `${orderAdmin('    list_display = ("id", "link", "carrier")\n    list_select_related = ("supplier", "shipper__region")\n\n    def link(self, obj):\n        return link_to(obj.supplier)\n\n    def carrier(self, obj):\n        shipper = obj.shipper\n        return format_html("<b>{}</b>", shipper)\n')}\n\ndef link_to(target):\n    return f"<a>{target.name}</a>"\n`,
    },
    {
      name: 'three columns that one list mends are one report, which counts all of them', filename: FILE,
      code: orderAdmin('    list_display = (\n        "id",\n        "supplier",\n        "customer",\n        "shipper",\n    )\n    list_select_related = []\n'),
      errors: [together('`supplier`, `customer` and `shipper__region`', '`supplier`, `customer` and `shipper`', {
        cost: 'up to 401 queries for a page of 100', why: `${WHY.empty} \`Shipper.__str__\` reaches \`shipper__region\`.`,
        advice: 'Add `"supplier"`, `"customer"` and `"shipper__region"` to `list_select_related`.', line: 5,
      })],
      output: orderAdmin('    list_display = (\n        "id",\n        "supplier",\n        "customer",\n        "shipper",\n    )\n    list_select_related = ["supplier", "customer", "shipper__region"]\n'),
    },
    {
      name: 'two reasons in one report', filename: FILE,
      code: orderAdmin('    list_display = ("supplier", "customer", "shipper")\n    list_select_related = ["shipper"]\n'),
      errors: [together('`supplier`, `customer` and `shipper__region`', '`supplier`, `customer` and `shipper`', {
        cost: 'up to 301 queries for a page of 100',
        why: `${WHY.list.replace(' it,', ' `supplier` and `customer`,')} \`list_select_related\` stops at \`shipper\`, before \`shipper__region\`. \`Shipper.__str__\` reaches \`shipper__region\`.`,
        advice: 'Add `"supplier"`, `"customer"` and `"shipper__region"` to `list_select_related`.', line: 3,
      })],
      output: orderAdmin('    list_display = ("supplier", "customer", "shipper")\n    list_select_related = ["shipper__region", "supplier", "customer"]\n'),
    },
    {
      name: 'joins are one report and prefetches another: two edits', filename: FILE,
      code: orderAdmin('    list_display = ("supplier", "customer", "names", "labels")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("shipper")\n\n    def names(self, obj):\n        return [item.quantity for item in obj.items.all()]\n\n    def labels(self, obj):\n        return [tag.name for tag in obj.tags.all()]\n'),
      errors: [
        together('`supplier` and `customer`', '`supplier` and `customer`', { cost: 'up to 201 queries for a page of 100', why: WHY.queryset.replace(' it,', ' them,'), advice: 'Add `"supplier"` and `"customer"` to `select_related` in `get_queryset`.', line: 3 }),
        {
          ...together('`items` and `tags`', '`names` and `labels`', { cost: 'about 201 queries for a page of 100', why: WHY.prefetch.replace(' it,', ' them,'), advice: 'Add `.prefetch_related("items", "tags")` to what `get_queryset` returns.', line: 3 }),
          suggestions: suggestion('Prefetch `"items"` and `"tags"` in `get_queryset`', PREFETCHED, orderAdmin('    list_display = ("supplier", "customer", "names", "labels")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("shipper").prefetch_related("items", "tags")\n\n    def names(self, obj):\n        return [item.quantity for item in obj.items.all()]\n\n    def labels(self, obj):\n        return [tag.name for tag in obj.tags.all()]\n')),
        },
      ],
      output: orderAdmin('    list_display = ("supplier", "customer", "names", "labels")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).select_related("shipper", "supplier", "customer")\n\n    def names(self, obj):\n        return [item.quantity for item in obj.items.all()]\n\n    def labels(self, obj):\n        return [tag.name for tag in obj.tags.all()]\n'),
    },
    {
      name: 'callables and lambdas', filename: FILE,
      code: file('def buyer(obj):\n    return obj.customer.name\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = (buyer, lambda order: order.supplier.name)\n'),
      errors: [
        together('`customer` and `supplier`', '`buyer` and `lambda`', { cost: 'up to 201 queries for a page of 100', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer", "supplier")`.', line: 7 }),
      ],
      output: file('def buyer(obj):\n    return obj.customer.name\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = (buyer, lambda order: order.supplier.name)\n    list_select_related = ("customer", "supplier")\n'),
    },
    {
      name: 'properties and methods of the model, in another file', filename: FILE,
      code: orderAdmin('    list_display = ("customer_label", "customer_place")\n', 'PlainAdmin'),
      errors: [
        error({ path: 'customer__region', subject: 'per row for columns `customer_label` and `customer_place`', cost: 'about 101 queries for a page of 50', why: WHY.noColumn, advice: 'Set `list_select_related = ("customer__region",)`.', line: 3 }),
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
      errors: [error({ path: 'profile', column: 'note', why: 'The join that Django makes by itself covers only foreign keys of the model itself, and `profile` is declared by `Profile`.', advice: 'Set `list_select_related = ("customer", "profile")`.', line: 3 })],
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
        ...error({ path: 'items', column: 'size', why: WHY.counted, advice: 'Count in `get_queryset`: `annotate(items_count=Count("items", distinct=True))`, or a `Subquery` where the table is large; then read `items_count`.', line: 3 }), messageId: 'counted',
        suggestions: suggestion('Annotate `items_count` in `get_queryset`', 'rows that come from elsewhere have no `items_count`; the counts of the page group the rows too', orderAdmin('    list_display = ("id", "size")\n\n    def get_queryset(self, request):\n        return super().get_queryset(request).filter(paid=True).annotate(items_count=Count("items", distinct=True))\n\n    def size(self, obj):\n        return obj.items_count\n').replace('import cache\n', 'import cache\nfrom django.db.models import Count\n')),
      }],
    },
    {
      name: 'several counts of one list, which one annotation would multiply', filename: FILE,
      code: orderAdmin('    list_display = ("id", "size", "labels")\n\n    def size(self, obj):\n        return obj.items.count()\n\n    def labels(self, obj):\n        return obj.tags.count()\n'),
      errors: [
        { ...error({ path: 'items', column: 'size', why: WHY.counted, advice: 'Count in `get_queryset` by a `Subquery` that is annotated as `items_count`: several `Count()` of one query join all their tables and multiply the rows; then read `items_count`.', line: 3 }), messageId: 'counted' },
        { ...error({ path: 'tags', column: 'labels', why: WHY.counted, advice: 'Count in `get_queryset` by a `Subquery` that is annotated as `tags_count`: several `Count()` of one query join all their tables and multiply the rows; then read `tags_count`.', line: 3 }), messageId: 'counted' },
      ],
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
      errors: [error({ path: 'owner', cost: 'up to 51 queries for a page of 50', why: WHY.nullable('owner'), advice: 'Set `list_select_related = ("owner",)`.', line: 3 })],
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

const ON_FORM = 'on the change form';

/** Settings by which all tables are long, so that what is written is a fix. */
const LONG = { rows: { Customer: 5000, Supplier: 5000, Shipper: 5000, Tag: 5000, Product: 5000 } };

function everyRow(field: string, table: string, advice: string, line: number, where = ON_FORM): InvalidCase['errors'][number] {
  return { messageId: 'everyRow', data: { field, table, where, advice }, line: line + FIRST_LINE - 1 };
}

const ADVICE = {
  customer: 'Add `"customer"` to `autocomplete_fields`: `CustomerAdmin` has `search_fields`.',
  supplier: 'Add `"supplier"` to `raw_id_fields`, which shows the bare key, as `Supplier` has no admin there to look it up in.',
  shipper: 'Add `"shipper"` to `raw_id_fields`, which shows the bare key, as `Shipper` has no admin there to look it up in.',
};

const SHIPPER = ' `Shipper.__str__` reaches `region`: one query more for each of them.';

const MEMBER = '`Member` (one row per user of the program)';

/** Models and their admins in one file, so that a case says what it is about. */
function models(body: string): string {
  return `from django.contrib import admin\nfrom django.contrib.auth.models import User\nfrom django.db import models\n\n\n${body}`;
}

/** A trip names a carrier, and has an owner; nothing says how many carriers there are. */
function trips(label: string, admins = ''): string {
  return models(`class Hub(models.Model):\n    name = models.CharField(max_length=20)\n    founded = models.DateField()\n\n\nclass Carrier(models.Model):\n    name = models.CharField(max_length=20)\n    founded = models.DateField()\n    hub = models.ForeignKey(Hub, on_delete=models.CASCADE)\n\n    def __str__(self):\n        return ${label}\n\n\nclass Trip(models.Model):\n    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE)\n\n\n${admins}@admin.register(Trip)\nclass TripAdmin(admin.ModelAdmin):\n    list_display = ("id",)\n`);
}

function owned(body: string): string {
  return models(`class Wish(models.Model):\n    owner = models.ForeignKey(User, on_delete=models.CASCADE)\n\n\n${body}`);
}

/** Two more models whose forms pick carriers or hubs. */
const PICKING = 'class Fleet(models.Model):\n    carriers = models.ManyToManyField(Carrier)\n    lead = models.ForeignKey(Carrier, null=True, on_delete=models.CASCADE, related_name="leads")\n\n\n@admin.register(Carrier)\nclass CarrierAdmin(admin.ModelAdmin):\n    fields = ("name",)\n    search_fields = ("name",)\n\n\n@admin.register(Fleet)\nclass FleetAdmin(admin.ModelAdmin):\n';

const GROWING = { options: [{ tables: 'growing' }] };

/** `no-unbounded-options`: relation fields as the forms of admins and inlines show them. */
export const inputs: CaseTable = {
  valid: [
    silent('options whose labels ask for nothing, of a table of which nothing is known', trips('self.name'), GROWING),
    silent('several picked in an autocomplete, which is for looks', trips('self.name', `${PICKING}    fields = ("carriers",)\n    autocomplete_fields = ("carriers",)\n\n\n`), GROWING),
    silent('autocomplete, raw id and read-only', orderAdmin('    fields = ("customer", "supplier", "shipper", "total")\n    autocomplete_fields = ("customer",)\n    raw_id_fields = ["supplier"]\n    readonly_fields = ("shipper",)\n')),
    silent('not on the form', orderAdmin('    fields = ("total",)\n')),
    silent('in no fieldset', orderAdmin('    fieldsets = ((None, {"fields": ("total", ("ref", "status"))}),)\n')),
    silent('excluded', orderAdmin('    exclude = ("customer", "supplier", "shipper", "tags")\n')),
    silent('bounded by a method', orderAdmin('    fields = ("customer",)\n\n    def formfield_for_foreignkey(self, db_field, request, **kwargs):\n        if db_field.name == "customer":\n            kwargs["queryset"] = Customer.objects.none()\n        return super().formfield_for_foreignkey(db_field, request, **kwargs)\n')),
    silent('those that a flag singles out', orderAdmin('    fields = ("customer",)\n\n    def formfield_for_foreignkey(self, db_field, request, **kwargs):\n        if db_field.name == "customer":\n            kwargs["queryset"] = Customer.objects.filter(chosen=True)\n        return super().formfield_for_foreignkey(db_field, request, **kwargs)\n')),
    silent('another widget for all keys', orderAdmin('    fields = ("customer",)\n    formfield_overrides = {models.ForeignKey: {"widget": SearchWidget}}\n')),
    silent('a form that declares the field', file('class OrderForm(forms.ModelForm):\n    customer = forms.CharField()\n\n\n').replace('from django.contrib import admin', 'from django import forms\nfrom django.contrib import admin') + '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    form = OrderForm\n    fields = ("customer",)\n'),
    silent('a form that is not found', orderAdmin('    form = OrderForm\n    fields = ("customer",)\n')),
    silent('a form that sets widgets', file('class OrderForm(forms.ModelForm):\n    class Meta:\n        widgets = {"customer": forms.TextInput}\n\n\n').replace('from django.contrib import admin', 'from django import forms\nfrom django.contrib import admin') + '@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    form = OrderForm\n    fields = ("customer",)\n'),
    silent('fields that a method decides', orderAdmin('    def get_fields(self, request, obj=None):\n        return fields_for(request.user)\n')),
    silent('read-only by a method', orderAdmin('    fields = ("customer",)\n\n    def get_readonly_fields(self, request, obj=None):\n        return [field.name for field in self.model._meta.fields]\n')),
    silent('neither added nor changed where it is in use', orderAdmin('    def has_add_permission(self, request):\n        return settings.DEBUG\n\n    def has_change_permission(self, request, obj=None):\n        return settings.DEBUG\n')),
    silent('registered everywhere but in production', file('if settings.SHOP_ENVIRONMENT != Environment.PROD:\n\n    @admin.register(Order)\n    class OrderAdmin(admin.ModelAdmin):\n        fields = ("customer",)\n'), GROWING),
    silent('registered for developers alone', file('if settings.ENV in ("local", "dev"):\n\n    @admin.register(Order)\n    class OrderAdmin(admin.ModelAdmin):\n        fields = ("customer",)\n'), GROWING),
    silent('registered for developers alone, by a call', file('class OrderAdmin(admin.ModelAdmin):\n    fields = ("customer",)\n\n\nif settings.DEBUG:\n    admin.site.register(Order, OrderAdmin)\n'), GROWING),
    silent('neither added nor changed', orderAdmin('    def has_add_permission(self, request):\n        return False\n\n    def has_change_permission(self, request, obj=None):\n        return False\n')),
    silent('the key to the parent is no input, others are bounded', file('class OrderItemInline(admin.TabularInline):\n    model = OrderItem\n    raw_id_fields = ("product",)\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    fields = ("total",)\n    inlines = [OrderItemInline]\n')),
    silent('an inline without inputs', file('class OrderItemInline(FixedInline):\n    model = OrderItem\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    fields = ("total",)\n    inlines = [OrderItemInline]\n')),
    silent('an inline that no admin uses', file('class OrderItemInline(admin.TabularInline):\n    model = OrderItem\n')),
    silent('a base class that is not found', orderAdmin('    fields = ("customer",)\n', 'SomeAdmin')),
    silent('a small table', orderAdmin('    fields = ("customer",)\n'), { settings: { rows: { Customer: 200 } } }),
    silent('nothing tells that it grows', orderAdmin('    fields = ("shipper",)\n'), { options: [{ tables: 'growing' }] }),
    silent('a table of Django that the code fills', file('@admin.register(Remark)\nclass RemarkAdmin(admin.ModelAdmin):\n    fields = ("content_type", "text")\n')),
    silent('the reverse side and a generic key are no inputs', file('@admin.register(Supplier)\nclass SupplierAdmin(admin.ModelAdmin):\n    pass\n')),
  ],
  invalid: [
    {
      name: 'each option asks for what its label reaches', filename: FILE, ...GROWING,
      code: trips('f"{self.name} in {self.hub.name}"'),
      errors: [{
        messageId: 'everyRow', suggestions: 1,
        data: {
          field: 'carrier', table: '`Carrier`', where: ON_FORM,
          advice: '`Carrier.__str__` reaches `hub`: one query more for each of them, which `queryset=Carrier.objects.select_related("hub")` in `formfield_for_foreignkey` spares. Or, if the list gets long: add `"carrier"` to `raw_id_fields`, which shows the bare key, as `Carrier` has no admin there to look it up in.',
        },
      }],
    },
    {
      name: 'one picked in an autocomplete is evidence', filename: FILE, ...GROWING,
      code: trips('self.name', `${PICKING}    fields = ("lead",)\n    autocomplete_fields = ("lead",)\n\n\n${PICKING.slice(PICKING.indexOf('@admin.register(Fleet)')).replace('Fleet)', 'Hub)').replace('FleetAdmin', 'HubAdmin')}    fields = ("name",)\n\n\n`).replace('class TripAdmin(admin.ModelAdmin):\n', 'class TripAdmin(admin.ModelAdmin):\n    raw_id_fields = ("carrier",)\n').concat('\n\nclass Stop(models.Model):\n    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE)\n\n\nadmin.site.register(Stop)\n'),
      errors: [{ messageId: 'everyRow', data: { field: 'carrier', table: '`Carrier` (expected to be large: `FleetAdmin` has it in `autocomplete_fields`)', where: ON_FORM, advice: 'Register `Stop` with a ModelAdmin that has `autocomplete_fields = ("carrier",)`.' } }],
    },
    {
      name: "Django's own admin of users can be searched", filename: FILE,
      code: owned('admin.site.register(Wish)\n'),
      errors: [{ messageId: 'everyRow', data: { field: 'owner', table: '`User`', where: ON_FORM, advice: 'Register `Wish` with a ModelAdmin that has `autocomplete_fields = ("owner",)`.' } }],
    },
    {
      name: "Django's own admin of users, taken back", filename: FILE,
      code: owned('admin.site.unregister(User)\nadmin.site.register(Wish)\n'),
      errors: [{ messageId: 'everyRow', data: { field: 'owner', table: '`User`', where: ON_FORM, advice: 'Register `Wish` with a ModelAdmin that has `raw_id_fields = ("owner",)`.' } }],
    },
    {
      name: 'every relation of the model where no field is named', filename: FILE, settings: LONG,
      code: orderAdmin('    list_display = ("id",)\n'),
      errors: [
        everyRow('customer', '`Customer` (5,000 rows)', ADVICE.customer, 2), everyRow('supplier', '`Supplier` (5,000 rows)', ADVICE.supplier, 2), everyRow('shipper', '`Shipper` (5,000 rows)', ADVICE.shipper + SHIPPER, 2),
        everyRow('tags', '`Tag` (5,000 rows)', 'Add `"tags"` to `raw_id_fields`, which shows the bare key, as `Tag` has no admin there to look it up in.', 2),
      ],
      output: orderAdmin('    list_display = ("id",)\n    autocomplete_fields = ("customer",)\n'),
    },
    {
      name: 'named in fields: the field is the place', filename: FILE, settings: LONG,
      code: orderAdmin("    fields = [\n        'total',\n        ('customer', 'ref'),\n    ]\n    raw_id_fields = ['supplier']\n    autocomplete_fields = []\n"),
      errors: [everyRow('customer', '`Customer` (5,000 rows)', ADVICE.customer, 5)],
      output: orderAdmin("    fields = [\n        'total',\n        ('customer', 'ref'),\n    ]\n    raw_id_fields = ['supplier']\n    autocomplete_fields = ['customer']\n"),
    },
    {
      name: 'named in a fieldset, collapsed or not', filename: FILE, settings: LONG,
      code: orderAdmin('    raw_id_fields = (\n        "supplier",  # thousands\n    )\n    fieldsets = (\n        (None, {"fields": ("total",)}),\n        ("More", {"classes": ("collapse",), "fields": ("shipper", "supplier")}),\n    )\n'),
      errors: [everyRow('shipper', '`Shipper` (5,000 rows)', ADVICE.shipper + SHIPPER, 8)],
      output: orderAdmin('    raw_id_fields = (\n        "supplier",  # thousands\n        "shipper",\n    )\n    fieldsets = (\n        (None, {"fields": ("total",)}),\n        ("More", {"classes": ("collapse",), "fields": ("shipper", "supplier")}),\n    )\n'),
    },
    {
      name: 'filter_horizontal loads every row too', filename: FILE, settings: LONG,
      code: orderAdmin('    fields = ("tags",)\n    filter_horizontal = ("tags",)\n'),
      errors: [everyRow('tags', '`Tag` (5,000 rows)', 'Add `"tags"` to `raw_id_fields`, which shows the bare key, as `Tag` has no admin there to look it up in (`filter_horizontal` and `filter_vertical` load every row too).', 3)],
      output: orderAdmin('    raw_id_fields = ("tags",)\n    fields = ("tags",)\n    filter_horizontal = ("tags",)\n'),
    },
    {
      name: 'radio buttons too', filename: FILE, settings: LONG,
      code: orderAdmin('    fields = ("shipper",)\n    radio_fields = {"shipper": admin.VERTICAL}\n'),
      errors: [everyRow('shipper', '`Shipper` (5,000 rows)', ADVICE.shipper + SHIPPER, 3)],
      output: orderAdmin('    raw_id_fields = ("shipper",)\n    fields = ("shipper",)\n    radio_fields = {"shipper": admin.VERTICAL}\n'),
    },
    {
      name: 'a table that is not known to grow keeps its dropdown until somebody decides: what is written would count as evidence', filename: FILE,
      code: orderAdmin('    fields = ("customer",)\n'),
      errors: [
        {
          ...everyRow('customer', '`Customer`', ADVICE.customer, 3),
          suggestions: [
            {
              messageId: 'remedyChanging', data: { title: 'Add `"customer"` to `autocomplete_fields`', changes: 'gives up the dropdown, which is the better one while `Customer` is short' },
              output: orderAdmin('    autocomplete_fields = ("customer",)\n    fields = ("customer",)\n'),
            },
          ],
        },
      ],
    },
    {
      name: 'users grow', filename: FILE, options: [{ tables: 'growing' }],
      code: file('@admin.register(Parcel)\nclass ParcelAdmin(admin.ModelAdmin):\n    search_fields = ("code",)\n    raw_id_fields = ("order",)\n'),
      errors: [everyRow('owner', MEMBER, 'Add `"owner"` to `autocomplete_fields`: `MemberAdmin` has `search_fields`.', 2)],
      output: file('@admin.register(Parcel)\nclass ParcelAdmin(admin.ModelAdmin):\n    search_fields = ("code",)\n    raw_id_fields = ("order",)\n    autocomplete_fields = ("owner",)\n'),
    },
    {
      name: 'nobody may change a row, and whoever adds one has the options', filename: FILE, options: [{ tables: 'growing' }],
      code: file('@admin.register(Parcel)\nclass ParcelAdmin(admin.ModelAdmin):\n    raw_id_fields = ("order",)\n\n    def has_change_permission(self, request, obj=None):\n        return False\n'),
      errors: [everyRow('owner', MEMBER, 'Add `"owner"` to `autocomplete_fields`: `MemberAdmin` has `search_fields`.', 2, 'on the form that adds one')],
      output: file('@admin.register(Parcel)\nclass ParcelAdmin(admin.ModelAdmin):\n    raw_id_fields = ("order",)\n    autocomplete_fields = ("owner",)\n\n    def has_change_permission(self, request, obj=None):\n        return False\n'),
    },
    {
      name: 'registered where nobody develops', filename: FILE, options: [{ tables: 'growing' }],
      code: file('if settings.ENV not in ("local", "dev"):\n\n    @admin.register(Parcel)\n    class ParcelAdmin(admin.ModelAdmin):\n        raw_id_fields = ("order",)\n'),
      errors: [{ messageId: 'everyRow' }],
      output: file('if settings.ENV not in ("local", "dev"):\n\n    @admin.register(Parcel)\n    class ParcelAdmin(admin.ModelAdmin):\n        raw_id_fields = ("order",)\n        autocomplete_fields = ("owner",)\n'),
    },
    {
      name: 'what is bounded elsewhere grows', filename: FILE, options: [{ tables: 'growing' }],
      code: file('@admin.register(OrderItem)\nclass OrderItemAdmin(admin.ModelAdmin):\n    raw_id_fields = ("order", "product")\n\n\n@admin.register(Profile)\nclass ProfileAdmin(admin.ModelAdmin):\n    fields = ("order", "text")\n'),
      errors: [everyRow('order', '`Order` (expected to be large: `OrderItemAdmin` has it in `raw_id_fields`)', 'Add `"order"` to `raw_id_fields`, which shows the bare key, as `Order` has no admin there to look it up in.', 8)],
      output: file('@admin.register(OrderItem)\nclass OrderItemAdmin(admin.ModelAdmin):\n    raw_id_fields = ("order", "product")\n\n\n@admin.register(Profile)\nclass ProfileAdmin(admin.ModelAdmin):\n    raw_id_fields = ("order",)\n    fields = ("order", "text")\n'),
    },
    {
      name: 'row counts of the settings', filename: FILE, settings: { rows: { 'customers.Customer': 120_000 } }, options: [{ tables: 'growing' }],
      code: orderAdmin('    fields = ("customer", "shipper")\n'),
      errors: [everyRow('customer', '`Customer` (120,000 rows)', ADVICE.customer, 3)],
      output: orderAdmin('    autocomplete_fields = ("customer",)\n    fields = ("customer", "shipper")\n'),
    },
    {
      name: 'in every row of an inline', filename: FILE, settings: LONG,
      code: file('class OrderItemInline(admin.TabularInline):\n    model = OrderItem\n    extra = 0\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    fields = ("total",)\n    inlines = [OrderItemInline]\n'),
      errors: [everyRow('product', '`Product` (5,000 rows)', 'Add `"product"` to `raw_id_fields`, which shows the bare key, as `Product` has no admin there to look it up in. With `raw_id_fields` and `autocomplete_fields` alike each row still asks for its label; one list of choices for all rows (`field.choices = list(field.choices)` in `formfield_for_foreignkey`), or `readonly_fields` with `select_related("product")` in the inline\'s `get_queryset`, doesn\'t.', 1, 'in each row of the inline')],
      output: file('class OrderItemInline(admin.TabularInline):\n    model = OrderItem\n    extra = 0\n    raw_id_fields = ("product",)\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    fields = ("total",)\n    inlines = [OrderItemInline]\n'),
    },
    {
      name: 'in every row of the list', filename: FILE, settings: LONG,
      code: orderAdmin('    list_display = ("id", "supplier")\n    list_editable = ("supplier",)\n    fields = ("total", "supplier")\n'),
      errors: [everyRow('supplier', '`Supplier` (5,000 rows)', `${ADVICE.supplier} With \`raw_id_fields\` and \`autocomplete_fields\` alike each row still asks for its label; one list of choices for all rows (\`field.choices = list(field.choices)\` in \`formfield_for_foreignkey\`) doesn't.`, 4, 'in each row of the list'), everyRow('supplier', '`Supplier` (5,000 rows)', ADVICE.supplier, 5)],
      output: orderAdmin('    list_display = ("id", "supplier")\n    raw_id_fields = ("supplier",)\n    list_editable = ("supplier",)\n    fields = ("total", "supplier")\n'),
    },
    {
      name: 'registered without a class', filename: FILE,
      code: file('admin.site.register(OrderItem)\n'),
      errors: [
        everyRow('order', '`Order`', 'Register `OrderItem` with a ModelAdmin that has `raw_id_fields = ("order",)`.', 1),
        everyRow('product', '`Product`', 'Register `OrderItem` with a ModelAdmin that has `raw_id_fields = ("product",)`.', 1),
      ],
    },
    {
      name: 'with a form of the project, the widget is only suggested', filename: FILE,
      code: `${file('').replace('from django.contrib import admin', 'from django import forms\nfrom django.contrib import admin')}class OrderForm(forms.ModelForm):\n    note = forms.CharField()\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    form = OrderForm\n    fields = ("supplier",)\n`,
      errors: [{
        ...everyRow('supplier', '`Supplier`', ADVICE.supplier, 9),
        suggestions: suggestion('Add `"supplier"` to `raw_id_fields`', 'the form of this class may set the field up by itself', `${file('').replace('from django.contrib import admin', 'from django import forms\nfrom django.contrib import admin')}class OrderForm(forms.ModelForm):\n    note = forms.CharField()\n\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    raw_id_fields = ("supplier",)\n    form = OrderForm\n    fields = ("supplier",)\n`),
      }],
    },
  ],
};

function bound(name: string): string {
  return `If few of them are used, write \`("${name}", admin.RelatedOnlyFieldListFilter)\`, which lists those alone (by a DISTINCT over \`Order\`); else remove it from \`list_filter\` and let people search instead (\`search_fields\`).`;
}

function search(name: string): string {
  return `If it is free text, move \`"${name}"\` from \`list_filter\` to \`search_fields\`; if it has few values, give the field \`choices\` or write a SimpleListFilter with them.`;
}

const CHOICES = 'Give the field `choices`, or write a SimpleListFilter with the values worth filtering by.';
const OF_REQUEST = 'Keep them in the cache; where they depend on the user or the request, put that into the key, or one user sees the options of another; or remove the filter from `list_filter` and let people search instead (`search_fields`).';
const KEEP = 'Keep the list in the cache (`cache.get_or_set`), or offer a fixed choice.';

function filterError(messageId: string, name: string, table: string, advice: string, line: number): InvalidCase['errors'][number] {
  return { messageId, data: { name, table, advice }, line: line + FIRST_LINE - 1 };
}

function lookups(body: string): string {
  return file(`class SupplierFilter(admin.SimpleListFilter):\n    title = "supplier"\n    parameter_name = "supplier"\n\n    def lookups(self, request, model_admin):\n${body}`);
}

/** A list that is paged by date, with one filter. */
function visits(column: string): string {
  return models(`class Visit(models.Model):\n    platform = models.CharField(max_length=20)\n    note = models.CharField(max_length=20)\n    user = models.ForeignKey(User, on_delete=models.CASCADE)\n    created = models.DateTimeField()\n\n\n@admin.register(Visit)\nclass VisitAdmin(admin.ModelAdmin):\n    date_hierarchy = "created"\n    raw_id_fields = ("user",)\n    list_filter = (${column},)\n`);
}

/** `no-uncached-filter-lookups`: list_filter entries and SimpleListFilter classes. */
export const filters: CaseTable = {
  valid: [
    silent('a column of kinds has few values, however long its table', visits('"platform"'), GROWING),
    silent('so has one of reasons by their codes', visits('"note"').replaceAll('note', 'error_code'), GROWING),
    silent('a year is one of few', visits('"note"').replaceAll('note', 'school_year'), GROWING),
    silent('a number of a short scale', visits('"note"').replace('note = models.CharField(max_length=20)', 'note = models.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])'), GROWING),
    silent('a column of another table, whose rows the listed ones share', visits('"shop__name"').replace('class Visit', 'class Shop(models.Model):\n    name = models.CharField(max_length=20)\n    owner = models.ForeignKey(User, on_delete=models.CASCADE)\n\n\nclass Visit').replace('    platform', '    shop = models.ForeignKey(Shop, on_delete=models.CASCADE)\n    platform'), { ...GROWING, settings: { rows: { Shop: 5000 } } }),
    silent('rows in use, as the advice has it', visits('("user", admin.RelatedOnlyFieldListFilter)'), GROWING),
    silent('lookups over the rows that the user sees', lookups('        rows = model_admin.get_queryset(request)\n        return Supplier.objects.filter(order__in=rows).values_list("pk", "name")\n'), { ...GROWING, settings: { rows: { Supplier: 5000 } } }),
    silent('lookups over what exists in other rows', lookups('        return Supplier.objects.annotate(used=Exists(Order.objects.filter(supplier=OuterRef("pk")))).filter(used=True)\n'), { ...GROWING, settings: { rows: { Supplier: 5000 } } }),
    silent('options whose labels ask for nothing, of a table of which nothing is known', trips('self.name').concat('    list_filter = ("carrier",)\n'), GROWING),
    silent('choices, booleans and dates run no query', orderAdmin('    list_filter = ("status", "paid", "created", "customer__member__is_staff")\n')),
    silent('emptiness', orderAdmin('    list_filter = (("supplier", admin.EmptyFieldListFilter),)\n')),
    silent('filters of other packages', orderAdmin('    list_filter = (("customer", AutocompleteFilter), ("supplier", admin.ChoicesFieldListFilter))\n')),
    silent('names that are no fields', orderAdmin('    list_filter = ("annotated", "customer__nothing")\n')),
    silent('a small table', orderAdmin('    list_filter = ("customer",)\n'), { settings: { rows: { Customer: 40 } } }),
    silent('nothing tells that it grows', orderAdmin('    list_filter = ("shipper", "ref")\n'), { options: [{ tables: 'growing' }] }),
    silent('filters that a method decides', orderAdmin('    list_filter = ("customer",)\n\n    def get_list_filter(self, request):\n        return ()\n')),
    silent('fixed lookups', lookups('        return [(value, value.title()) for value in ("big", "small")]\n')),
    silent('cached lookups', lookups('        return cache.get_or_set("suppliers", lambda: list(Supplier.objects.values_list("pk", "name")), 300)\n')),
    silent('cached in steps', lookups('        options = cache.get("suppliers")\n        if options is None:\n            options = list(Supplier.objects.values_list("pk", "name"))\n            cache.set("suppliers", options)\n        return options\n')),
    silent('a cached helper', lookups('        return suppliers()\n').replace('class SupplierFilter', '@lru_cache\ndef suppliers():\n    return list(Supplier.objects.values_list("pk", "name"))\n\n\nclass SupplierFilter')),
    silent('a part of the table', lookups('        return [(supplier.pk, supplier.name) for supplier in Supplier.objects.order_by("name")[:20]]\n')),
    silent('a part of the table, in steps', lookups('        suppliers = Supplier.objects.order_by("name")\n        return [(supplier.pk, supplier.name) for supplier in suppliers[:20]]\n')),
    silent('one row', lookups('        return [("1", Supplier.objects.first().name)]\n')),
    silent('a query in the filter itself is its work', file('class Big(admin.SimpleListFilter):\n    def lookups(self, request, model_admin):\n        return (("1", "big"),)\n\n    def queryset(self, request, queryset):\n        return queryset.filter(supplier__in=Supplier.objects.all())\n')),
    silent('no filter', file('class Choices:\n    def lookups(self, request, model_admin):\n        return Supplier.objects.all()\n')),
  ],
  invalid: [
    {
      name: 'a column of kinds, where all is wanted', filename: FILE, code: visits('"platform"'),
      errors: [{ messageId: 'distinct', data: { name: 'platform', table: ' of `Visit` (expected to be large: `VisitAdmin` has a `date_hierarchy`)', advice: CHOICES } }],
    },
    {
      name: 'codes of things in a table that grows', filename: FILE, ...GROWING, code: visits('"note"').replaceAll('note', 'code'),
      errors: [{ messageId: 'distinct', data: { name: 'code', table: ' of `Visit` (expected to be large: `VisitAdmin` has a `date_hierarchy`)', advice: search('code') } }],
    },
    {
      name: 'a column of free text in a table that grows', filename: FILE, ...GROWING, code: visits('"note"'),
      errors: [{ messageId: 'distinct', data: { name: 'note', table: ' of `Visit` (expected to be large: `VisitAdmin` has a `date_hierarchy`)', advice: search('note') } }],
    },
    {
      name: 'a number of no scale', filename: FILE, ...GROWING, code: visits('"note"').replace('note = models.CharField(max_length=20)', 'note = models.IntegerField(validators=[MinValueValidator(1)])'),
      errors: [{ messageId: 'distinct' }],
    },
    {
      name: 'a number of a long scale', filename: FILE, ...GROWING, code: visits('"note"').replace('note = models.CharField(max_length=20)', 'note = models.IntegerField(validators=[MinValueValidator(1), MaxValueValidator(5000)])'),
      errors: [{ messageId: 'distinct' }],
    },
    {
      name: 'a column of another table, where all is wanted', filename: FILE, options: [{ tables: 'any' }], code: visits('"user__username"'),
      errors: [{ messageId: 'distinct' }],
    },
    {
      name: 'lookups over a table that grows', filename: FILE, ...GROWING, settings: { rows: { Supplier: 5000 } },
      code: lookups('        return Supplier.objects.filter(region=request.GET.get("region")).values_list("pk", "name")\n'),
      errors: [filterError('query', 'SupplierFilter', ' from `Supplier` (5,000 rows)', OF_REQUEST, 6)],
    },
    {
      name: 'each option of a filter asks for what its label reaches', filename: FILE, ...GROWING,
      code: trips('f"{self.name} in {self.hub.name}"').concat('    list_filter = ("carrier",)\n'),
      errors: [{
        messageId: 'relatedTable',
        data: {
          name: 'carrier', table: ' of `Carrier`',
          advice: `${bound('carrier').replace('`Order`', '`Trip`')} \`Carrier.__str__\` reaches \`hub\`: one query more for each of them; a filter class of your own whose \`field_choices\` uses \`select_related("hub")\` spares that.`,
        },
      }],
    },
    {
      name: 'a foreign key', filename: FILE,
      code: orderAdmin('    list_filter = ["status", "customer"]\n'),
      errors: [filterError('relatedTable', 'customer', ' of `Customer`', bound('customer'), 3)],
    },
    {
      name: 'a foreign key whose label follows another one', filename: FILE,
      code: orderAdmin('    list_filter = (("shipper", admin.RelatedFieldListFilter),)\n'),
      errors: [filterError('relatedTable', 'shipper', ` of \`Shipper\``, `${bound('shipper')}${SHIPPER.slice(0, -1)}; a filter class of your own whose \`field_choices\` uses \`select_related("region")\` spares that.`, 3)],
    },
    {
      name: 'many-to-many and across relations', filename: FILE,
      code: orderAdmin('    list_filter = ("tags", "customer__region", "customer__name")\n'),
      errors: [
        filterError('relatedTable', 'tags', ' of `Tag`', bound('tags'), 3),
        filterError('relatedTable', 'customer__region', ` of \`Region\``, bound('customer__region'), 3),
        filterError('distinct', 'customer__name', ' of `Customer`', search('customer__name'), 3),
      ],
    },
    {
      name: 'the filter for rows in use scans the listed table', filename: FILE,
      code: orderAdmin('    list_filter = (("supplier", admin.RelatedOnlyFieldListFilter),)\n'),
      errors: [filterError('distinct', 'supplier', ' of `Order`', 'If that takes long, remove it from `list_filter` and let people search instead (`search_fields`).', 3)],
    },
    {
      name: 'a column without choices', filename: FILE,
      code: orderAdmin('    list_filter = ("ref", ("total", admin.AllValuesFieldListFilter))\n'),
      errors: [filterError('distinct', 'ref', ' of `Order`', search('ref'), 3), filterError('distinct', 'total', ' of `Order`', 'Write a SimpleListFilter with the values or ranges worth filtering by, or leave it out.', 3)],
    },
    {
      name: 'a column that is searched already', filename: FILE,
      code: orderAdmin('    list_filter = ("ref",)\n    search_fields = ("^ref",)\n'),
      errors: [filterError('distinct', 'ref', ' of `Order`', 'Remove it from `list_filter`: `search_fields` has `ref` already.', 3)],
    },
    {
      name: 'lookups that query', filename: FILE,
      code: lookups('        return [(supplier.pk, supplier.name) for supplier in Supplier.objects.all()]\n'),
      errors: [filterError('query', 'SupplierFilter', ' from `Supplier`', KEEP, 6)],
    },
    {
      name: 'lookups that query through a method and a function', filename: FILE,
      code: `${lookups('        return self.options()\n')}\n    def options(self):\n        return suppliers()\n\n\ndef suppliers():\n    return Supplier.objects.values_list("pk", "name").distinct()\n`,
      errors: [filterError('query', 'SupplierFilter', ' from `Supplier`', KEEP, 6)],
    },
    {
      name: 'lookups over the list itself', filename: FILE,
      code: lookups('        return model_admin.get_queryset(request).values_list("supplier_id", "supplier__name").distinct()\n'),
      errors: [filterError('query', 'SupplierFilter', '', OF_REQUEST, 6)],
    },
    {
      name: 'an empty result is never cached', filename: FILE,
      code: lookups('        options = cache.get("suppliers")\n        if not options:\n            options = list(Supplier.objects.values_list("pk", "name"))\n            cache.set("suppliers", options)\n        return options\n'),
      errors: [filterError('emptyNeverCached', 'SupplierFilter', ' of `Supplier`', 'Write `options is None`.', 7)],
      output: lookups('        options = cache.get("suppliers")\n        if options is None:\n            options = list(Supplier.objects.values_list("pk", "name"))\n            cache.set("suppliers", options)\n        return options\n'),
    },
    {
      name: 'an empty result is never cached, the other way round', filename: FILE,
      code: lookups('        options = cache.get("suppliers", [])\n        if options:\n            return options\n        return list(Supplier.objects.values_list("pk", "name"))\n'),
      errors: [filterError('emptyNeverCached', 'SupplierFilter', ' of `Supplier`', 'Leave out the default of `cache.get` and write `options is not None`.', 7)],
    },
  ],
};

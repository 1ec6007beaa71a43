import type { CaseTable, InvalidCase } from './case-table.ts';

const filename = 'tests/fixtures/django-orm/shop/jobs.py';
const IMPORTS = 'from .models import Contract, Customer, Invoice, Order, OrderItem, Product, Shipment, Tag, Upload\n';

interface Expected {
  readonly callee: string;
  readonly subject: string;
  readonly advice: string;
  readonly cost?: string;
}

/** One report per row, with its advice. */
function advises(name: string, code: string, { callee, subject, advice, cost = 'a query per row' }: Expected): InvalidCase {
  return { name, code: IMPORTS + code, filename, errors: [{ messageId: 'perRow', data: { callee, subject, cost, advice } }] };
}

const IN_ORDERS = 'for each of `Order.objects.all()`';

function saves(name: string, body: string, advice: string): InvalidCase {
  return advises(name, `def f(make, log, tag):\n    for order in Order.objects.all():\n${body}        order.save()\n`, { callee: 'order.save', subject: IN_ORDERS, advice });
}

const TOGETHER = 'Change the objects in the loop and write them together after it: ';
const EVERY = `${TOGETHER}\`Order.objects.bulk_update(objects, […])\` with every field that the loop changes, those that its calls change too (skips \`save()\` and signals).`;

function listed(fields: string): string {
  return `${TOGETHER}\`Order.objects.bulk_update(objects, [${fields}])\` (skips \`save()\` and signals).`;
}

const CLOSE = 'def close(request, orders: Order):\n    queryset = Order.objects.filter(status="new")\n';

/** `no-write-per-row`: what is said to write instead. */
export const writes: CaseTable = {
  valid: [],
  invalid: [
    saves('a method of the row may change any field', '        order.status = make()\n        order.close()\n', EVERY),
    saves('a function that is handed the row', '        order.status = make()\n        renumber(order)\n', EVERY),
    saves('an attribute that is named at run time', '        for name in make():\n            setattr(order, name, 1)\n', EVERY),
    saves('setattr with a name', '        setattr(order, "status", make())\n', listed('"status"')),
    saves('what a function makes of the row, methods that tell something, and a log', '        order.status = make(order, order.is_open(), order.get_status_display())\n        log.info(order)\n', listed('"status"')),
    saves('changed in place', '        order.amount = make()\n        order.number.append(tag)\n', listed('"amount", "number"')),
    saves('keys of a field', '        order.status = make()\n        order.amount["a"]["b"] = make()\n        del order.number["x"]\n', listed('"status", "amount", "number"')),
    saves('two at once', '        order.status = make()\n        order.amount, order.number = make()\n', listed('"status", "amount", "number"')),
    advises('a relation has a table of its own', 'def f(make):\n    for product in Product.objects.order_by("price"):\n        product.name = make()\n        product.tags.set(make(product))\n        product.save()\n', {
      callee: 'product.save', subject: 'for each of `Product.objects.order_by("price")`',
      advice: `${TOGETHER}\`Product.objects.bulk_update(objects, ["name"])\` (skips \`save()\` and signals); set \`updated_at\` in the loop and list it too, which \`bulk_update()\` doesn't renew.`,
    }),
    advises('update_fields says what is written', 'def f(make):\n    for product in Product.objects.all():\n        product.reprice()\n        product.name = make()\n        product.save(update_fields=["name", "price"])\n', {
      callee: 'product.save', subject: 'for each of `Product.objects.all()`', advice: `${TOGETHER}\`Product.objects.bulk_update(objects, ["name", "price"])\` (skips \`save()\` and signals).`,
    }),
    advises('rows that are streamed are written batch by batch', 'def f(make):\n    for order in Order.objects.iterator():\n        order.status = make()\n        order.save()\n', {
      callee: 'order.save', subject: 'for each of `Order.objects.iterator()`',
      advice: 'Change the objects in the loop and write every few hundred of them together: `Order.objects.bulk_update(batch, ["status"])` (skips `save()` and signals).',
    }),
    { name: 'rows that are created where none is found', filename, code: `${IMPORTS}def f(rows):\n    for row in rows:\n        if not Tag.objects.filter(name=row["name"]).exists():\n            Tag.objects.create(name=row["name"])\n`, errors: [{ messageId: 'perRow', data: { callee: 'Tag.objects.create', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Collect the objects in a list and insert them together: `Tag.objects.bulk_create(objects)` (skips `save()` and signals). The loop may find rows that it has created itself: go through each key only once, so that none is created twice.' } }] },
    { name: 'rows that are created where another is found', filename, code: `${IMPORTS}def f(rows):\n    for row in rows:\n        if Customer.objects.filter(email=row["email"]).exists():\n            Tag.objects.create(name=row["name"])\n`, errors: [{ messageId: 'perRow', data: { callee: 'Tag.objects.create', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Collect the objects in a list and insert them together: `Tag.objects.bulk_create(objects)` (skips `save()` and signals).' } }] },
    ...([
      ['new rows that a list keeps', '', '        tag = Tag.objects.create(name=row["name"])\n        objects.append(tag)\n'],
      ['new rows that a list keeps right away', '', '        objects.append(Tag.objects.create(name=row["name"]))\n'],
      ['new rows that a dictionary keeps', '    found = {}\n', '        tag = Tag.objects.create(name=row["name"])\n        found[row["name"]] = tag\n'],
    ] as const).map(([name, head, body]) => advises(name, `def f(rows, objects):\n${head}    for row in rows:\n${body}`, {
      callee: 'Tag.objects.create', subject: 'for each of `rows`',
      advice: 'Collect the objects in a list and insert them together: `Tag.objects.bulk_create(objects)` (skips `save()` and signals). PostgreSQL and MariaDB 10.5, and SQLite 3.35, give the objects their keys; elsewhere read them again where the keys are needed.',
    })),
    { name: 'new rows that a list keeps, before Django 4.0', filename, settings: { django: '3.2' }, code: `${IMPORTS}def f(rows, objects):\n    for row in rows:\n        objects.append(Tag.objects.create(name=row["name"]))\n`, errors: [{ messageId: 'perRow', data: { callee: 'Tag.objects.create', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Collect the objects in a list and insert them together: `Tag.objects.bulk_create(objects)` (skips `save()` and signals). PostgreSQL and MariaDB 10.5 give the objects their keys; elsewhere read them again where the keys are needed.' } }] },
    advises('new rows whose names alone are kept', 'def f(rows, objects):\n    for row in rows:\n        Tag.objects.create(name=row["name"])\n        objects.append(row["name"])\n', {
      callee: 'Tag.objects.create', subject: 'for each of `rows`', advice: 'Collect the objects in a list and insert them together: `Tag.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('rows that a constraint knows again', 'def f(rows):\n    for row in rows:\n        Customer.objects.get_or_create(email=row["email"])\n', {
      callee: 'Customer.objects.get_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the existing ones with one `filter(…__in=…)` and insert the missing ones, each once, with `Customer.objects.bulk_create(objects, ignore_conflicts=True)` (skips `save()` and signals).',
    }),
    advises('what is skipped for a conflict has no key', 'def f(rows, found):\n    for row in rows:\n        found.append(Customer.objects.get_or_create(email=row["email"]))\n', {
      callee: 'Customer.objects.get_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the existing ones with one `filter(…__in=…)` and insert the missing ones, each once, with `Customer.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('one row of the other side for all', 'def f(tag: Tag):\n    for product in Product.objects.all():\n        product.tags.add(tag)\n', {
      callee: 'product.tags.add', subject: 'for each of `Product.objects.all()`', advice: 'Collect them and write `tag.product_set.add(*objects)` once, from the other side of the relation.',
    }),
    advises('linked to the row of the outer loop', 'def f(work):\n    for product in Product.objects.all():\n        for tag in Tag.objects.filter(name=product.name):\n            work(tag)\n            product.tags.add(tag)\n', {
      callee: 'product.tags.add', subject: 'for each of `Tag.objects.filter(name=product.name)`', advice: 'Collect them and write `product.tags.add(*objects)` once in each round of the outer loop.',
    }),
    advises('an upsert by key: a bulk insert would need every column', 'def f(rows):\n    for row in rows:\n        Order.objects.update_or_create(pk=row["order"], defaults=row)\n', {
      callee: 'Order.objects.update_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the rows before the loop with `Order.objects.in_bulk(…)`, write what changes with `Order.objects.bulk_update(objects, […])` and the missing ones, each once, with `Order.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('an upsert keeps the conditions that are the same for all', 'def f(rows, order: Order):\n    for row in rows:\n        OrderItem.objects.update_or_create(order=order, product=row["product"], defaults={"quantity": row["quantity"]}, create_defaults={"quantity": 1})\n', {
      callee: 'OrderItem.objects.update_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the rows before the loop with one `OrderItem.objects.filter(product__in=…)`, with the rest of its conditions kept, into a dictionary by `product`, write what changes with `OrderItem.objects.bulk_update(objects, […])` and the missing ones, each once, with `OrderItem.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('what only the inserted rows get is no condition', 'def f(rows):\n    for row in rows:\n        OrderItem.objects.update_or_create(product=row["product"], defaults={"quantity": row["quantity"]}, create_defaults={"quantity": 1})\n', {
      callee: 'OrderItem.objects.update_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the rows before the loop with one `OrderItem.objects.filter(product__in=…)`, write what changes with `OrderItem.objects.bulk_update(objects, […])` and the missing ones, each once, with `OrderItem.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('so does one that only inserts', 'def f(rows, order: Order):\n    for row in rows:\n        OrderItem.objects.get_or_create(order=order, product=row["product"])\n', {
      callee: 'OrderItem.objects.get_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the existing ones with one `filter(…__in=…)`, with the rest of its conditions kept, and insert the missing ones, each once, with `OrderItem.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('no list stands for a comparison without case', 'def f(rows):\n    for row in rows:\n        Customer.objects.filter(email__iexact=row["email"]).update(name=row["name"])\n', {
      callee: 'Customer.objects.filter(…).update', subject: 'for each of `rows`',
      advice: 'Read the rows before the loop with `Customer.objects.filter(…)`, with the conditions of all rounds joined with `|` to one `Q`, change them in the loop and write them together after it: `Customer.objects.bulk_update(objects, ["name"])`.',
    }),
    advises('one stands for equality', 'def f(rows):\n    for row in rows:\n        Customer.objects.filter(email__exact=row["email"]).update(name=row["name"])\n', {
      callee: 'Customer.objects.filter(…).update', subject: 'for each of `rows`',
      advice: 'Read the rows before the loop with `Customer.objects.filter(email__in=…)`, change them in the loop and write them together after it: `Customer.objects.bulk_update(objects, ["name"])`.',
    }),
    advises('nor for one of another library in an upsert', 'def f(rows):\n    for row in rows:\n        Tag.objects.get_or_create(name__unaccent=row["name"], defaults=row)\n', {
      callee: 'Tag.objects.get_or_create', subject: 'for each of `rows`', cost: '2 queries per row',
      advice: 'Read the existing ones with one `filter(…)`, with the conditions of all rounds joined with `|` to one `Q`, and insert the missing ones, each once, with `Tag.objects.bulk_create(objects)` (skips `save()` and signals).',
    }),
    advises('a column may be called as a comparison is', 'from django.db import models\n\nclass Shift(models.Model):\n    date = models.CharField(max_length=10)\n\nclass Duty(models.Model):\n    shift = models.ForeignKey(Shift, on_delete=models.CASCADE)\n    done = models.BooleanField()\n\ndef f(rows):\n    for row in rows:\n        Duty.objects.filter(shift__date=row["day"]).update(done=True)\n', {
      callee: 'Duty.objects.filter(…).update', subject: 'for each of `rows`',
      advice: 'Every row gets the same values: collect the keys and write `Duty.objects.filter(shift__date__in=…).update(…)` once.',
    }),
    advises('the manager that an update goes through', 'def f(rows):\n    for row in rows:\n        Product.visible.filter(name=row["name"]).update(published=False)\n', {
      callee: 'Product.visible.filter(…).update', subject: 'for each of `rows`',
      advice: 'Every row gets the same values: collect the keys and write `Product.visible.filter(name__in=…).update(…)` once.',
    }),
    advises('no edit where the rows are read again behind the loop', `${CLOSE}    for order in queryset:\n        order.status = "closed"\n        order.save()\n    tell(request, len(queryset))\n`, {
      callee: 'order.save', subject: 'for each of `queryset`',
      advice: 'Every row gets the same values: write `queryset.update(status="closed")` instead of the loop (skips `save()` and signals); `queryset` is read again on line 7 and would then ask the database for what is left, so take what is needed of it first (`update()` returns the number of rows).',
    }),
    advises('what the loop does besides stays', 'def close(log):\n    orders = Order.objects.filter(status="new")\n    for order in orders:\n        log(order)\n        order.delete()\n', {
      callee: 'order.delete', subject: 'for each of `orders`', advice: 'Write `orders.delete()` once behind the loop: it sends the delete signals as well.',
    }),
    advises('rows that a function makes anew may be among those that the queryset finds', 'def renew(status):\n    Order.objects.create(status=status)\n\ndef close():\n    orders = Order.objects.filter(status="new")\n    for order in orders:\n        order.delete()\n        renew(order.status)\n', {
      callee: 'order.delete', subject: 'for each of `orders`', advice: 'Delete them together: `Order.objects.filter(pk__in=…).delete()`, which sends the delete signals as well.',
    }),
    advises('a function that writes nothing makes none', 'def tell(status):\n    print(status)\n\ndef close():\n    orders = Order.objects.filter(status="new")\n    for order in orders:\n        order.delete()\n        tell(order.status)\n', {
      callee: 'order.delete', subject: 'for each of `orders`', advice: 'Write `orders.delete()` once behind the loop: it sends the delete signals as well.',
    }),
    advises('only some are deleted', 'def close(log):\n    orders = Order.objects.filter(status="new")\n    for order in orders:\n        if log(order):\n            continue\n        order.delete()\n', {
      callee: 'order.delete', subject: 'for each of `orders`', advice: 'Delete them together: `Order.objects.filter(pk__in=…).delete()`, which sends the delete signals as well.',
    }),
    advises('nor where they are deleted and counted', `${CLOSE}    for order in queryset:\n        order.delete()\n    tell(request, queryset.count())\n`, {
      callee: 'order.delete', subject: 'for each of `queryset`',
      advice: 'Write `queryset.delete()` instead of the loop: it sends the delete signals as well; `queryset` is read again on line 6 and would then ask the database for what is left, so take what is needed of it first.',
    }),
    {
      name: 'another queryset under the same name isn\'t the one of the loop', filename,
      code: `${IMPORTS}${CLOSE}    for order in queryset:\n        order.status = "closed"\n        order.save()\n    queryset = Order.objects.all()\n    tell(request, len(queryset))\n`,
      errors: [{
        messageId: 'perRow',
        suggestions: [{
          messageId: 'remedyChanging', data: { title: 'Replace the loop by one `update()`', changes: 'skips `save()` and signals' },
          output: `${IMPORTS}${CLOSE}    queryset.update(status="closed")\n    queryset = Order.objects.all()\n    tell(request, len(queryset))\n`,
        }],
      }],
    },
  ],
};

function readsOf(name: string, lookup: string, callee: string, advice: string, rows = 'rows', before = ''): InvalidCase {
  return advises(name, `def f(rows, languages, work):\n    for row in ${rows}:\n${before}        work(${lookup})\n`, { callee, subject: `for each of \`${rows}\``, advice });
}

/** A look-up of rows whose keys are UUIDs, in a function that is given some. */
function ofParcel(name: string, annotation: string, rows: string, lookup: string, advice: string): InvalidCase {
  const models = 'import uuid\n\nfrom django.db import models\n\nclass Parcel(models.Model):\n    id = models.UUIDField(primary_key=True, default=uuid.uuid4)\n\nclass Label(models.Model):\n    parcel = models.OneToOneField(Parcel, on_delete=models.CASCADE)\n\n';
  const from = lookup.startsWith('Label') ? ' from `Label.objects`' : '';
  const text = advice.startsWith('`filter') ? `Read all of them${from} before the loop with ${advice}` : `Read all of them before the loop with ${advice}`;
  return advises(name, `${models}def f(ids${annotation}, work):\n    for id in ${rows}:\n        work(${lookup})\n`, { callee: lookup.replace(/\(.*/, ''), subject: rows === 'ids' ? 'for each of `ids`' : 'for each `id` of the loop on line 13', advice: text });
}

const ASKED_FOR = 'def f(rows, given, work):\n    for row in rows:\n        work(row, ';

/** A query in a function that a loop calls. */
function via(name: string, code: string, line: string, helper: string, lookup: string, keys = ''): InvalidCase {
  const advice = `Read all of them from \`Order.objects\` before the loop with \`${lookup} and take each from a dictionary${keys}.`;
  return { name, filename, code: IMPORTS + code, errors: [{ messageId: 'perRowVia', data: { callee: 'Order.objects.get', line, helper, subject: 'for each of `rows`', cost: 'a query per row', advice } }] };
}

const STAFF = 'from django.contrib import admin\nfrom django.db import models\n\nclass Clerk(models.Model):\n    mail = models.CharField(max_length=50)\n    region = models.ForeignKey(Region, on_delete=models.CASCADE)\n\n@admin.register(Clerk)\nclass ClerkAdmin(admin.ModelAdmin):\n    list_display = ("mail", "told")\n\n    def told(self, clerk):\n';

/** A query in a column of a list. */
function column(name: string, body: string, reports: readonly (readonly [callee: string, advice: string])[]): InvalidCase {
  const data = reports.map(([callee, advice]) => ({ messageId: 'perRow', data: { callee, subject: 'per row in column `told`', cost: 'about 101 queries for a page of 100', advice } }));
  return { name, filename: 'tests/fixtures/django-orm/shop/admin.py', code: `from .models import Customer, Order, Region\n${STAFF}${body}`, errors: data };
}

function overOuter(refs: string): string {
  return `Annotate it in \`ClerkAdmin.get_queryset()\` with a \`Subquery\` over ${refs}.`;
}

function unrelated(row: string): string {
  return `No relation leads from the rows to it, so that no prefetch does: annotate one value in \`ClerkAdmin.get_queryset()\` with a \`Subquery\` over \`OuterRef("${row}")\`, or read all of it once for the page in \`get_results()\` of a \`ChangeList\` of its own, into a dictionary by \`email\`.`;
}

const APART = 'No relation leads from the rows to it, so that no prefetch does: annotate one value in `ClerkAdmin.get_queryset()` with a `Subquery`, or a list of them with an `ArraySubquery` (PostgreSQL), under the same conditions with `OuterRef("…")` for what is the row\'s.';

const RELATED = 'Load it in `ClerkAdmin.get_queryset()`: a `Subquery` for one value, `Prefetch(…, to_attr=…)` for rows.';

/** `no-query-per-row`: what is said to read instead. */
export const reads: CaseTable = {
  valid: [],
  invalid: [
    readsOf('the manager that the code asks', 'Product.visible.get(name=row["name"])', 'Product.visible.get', 'Read all of them from `Product.visible` before the loop with `filter(name__in=…)` and take each from a dictionary.'),
    readsOf('other conditions are kept', 'Order.objects.filter(status="new").get(number=row["number"])', 'Order.objects.filter(…).get', 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)`, with the rest of its conditions kept, and take each from a dictionary.'),
    readsOf('conditions of a range too', 'Order.objects.filter(customer=row["customer"], amount__gt=5).count()', 'Order.objects.filter(…).count', 'Count all of them before the loop: `filter(customer__in=…)`, with the rest of its conditions kept, with `values("customer").annotate(n=Count("pk"))`.'),
    readsOf('each value once where it may be there often', 'Order.objects.filter(customer=row["customer"]).exclude(status="x").exists()', 'Order.objects.filter(…).exclude(…).exists', 'Read the ones that exist before the loop, `set(Order.objects.filter(customer__in=…).values_list("customer", flat=True).distinct())`, with the rest of its conditions kept, and test membership.'),
    readsOf('a key is there once', 'Order.objects.filter(pk=row["order"]).exists()', 'Order.objects.filter(…).exists', 'Read the ones that exist before the loop, `set(Order.objects.filter(pk__in=…).values_list("pk", flat=True))`, and test membership.'),
    readsOf('rows that are streamed are answered batch by batch', 'Shipment.objects.get(pk=row.number)', 'Shipment.objects.get', 'Read all of them for each batch of a few hundred rows with `Shipment.objects.in_bulk(…)` and take each from the dictionary.', 'Order.objects.iterator()'),
    ofParcel('keys that a function is given may be text, which no UUID is equal to', '', 'ids', 'Parcel.objects.get(pk=id)', '`Parcel.objects.filter(pk__in=…)` and take each from a dictionary by `str(row.pk)`: the keys here may be text, so ask by `str(key)`.'),
    ofParcel('so may those of a relation', '', 'ids', 'Label.objects.get(parcel=id)', '`filter(parcel__in=…)` and take each from a dictionary by `str(row.parcel_id)`: the keys here may be text, so ask by `str(key)`.'),
    ofParcel('what is declared as text is', ': list[str]', 'ids', 'Parcel.objects.get(pk=id)', '`Parcel.objects.filter(pk__in=…)` and take each from a dictionary by `str(row.pk)`: the keys here are text.'),
    ofParcel('what is declared as UUIDs needs no care', ': list[UUID]', 'ids', 'Parcel.objects.get(pk=id)', '`Parcel.objects.in_bulk(…)` and take each from the dictionary.'),
    ofParcel('nor what rows hold', '', 'Label.objects.values_list("parcel", flat=True)', 'Parcel.objects.get(pk=id)', '`Parcel.objects.in_bulk(…)` and take each from the dictionary.'),
    readsOf('keys cut from a text', 'Order.objects.get(pk=key)', 'Order.objects.get', 'Read all of them before the loop with `Order.objects.filter(pk__in=…)` and take each from a dictionary by `str(row.pk)`: the keys here are text.', 'rows', '        key = PATTERN.match(row).group(1)\n'),
    advises('a test for rows of a relation of a relation', 'def f(work):\n    for item in OrderItem.objects.all():\n        work(item.order.shipment_set.filter(state="x").exists())\n', {
      callee: 'item.order.shipment_set.filter(…).exists', subject: 'for each of `OrderItem.objects.all()`',
      advice: 'Test in the query of the rows with `annotate(found=Exists(…))` over the same rows, found by `OuterRef("order")`.',
    }),
    advises('a condition that varies with the row', 'def f(work):\n    for order in Order.objects.all():\n        own = work(order)\n        work(order.items.exclude(product__in=own).count())\n', {
      callee: 'order.items.exclude(…).count', subject: 'for each of `Order.objects.all()`',
      advice: 'Load them with the rows: `prefetch_related("items")`, and choose among `items.all()` in Python: a condition takes another value with each row.',
    }),
    readsOf('what the query brings of its rows is kept', 'Order.objects.select_related("customer").only("number", "customer").get(number=row["number"])', 'Order.objects.select_related(…).only(…).get', 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)`, with its `select_related()` and its `only()` kept, and take each from a dictionary.'),
    readsOf('a count needs no join', 'Order.objects.using("replica").select_related("customer").filter(customer=row["customer"]).count()', 'Order.objects.using(…).select_related(…).filter(…).count', 'Count all of them before the loop: `filter(customer__in=…)`, with its `using()` kept, with `values("customer").annotate(n=Count("pk"))`.'),
    readsOf('a constant beside the key', 'get_object_or_404(Order, number=row["number"], status="new")', 'get_object_or_404', 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)`, with the rest of its conditions kept, and take each from a dictionary.', 'rows', '        from django.shortcuts import get_object_or_404\n'),
    readsOf('the key alone', 'get_object_or_404(Order, number=row["number"])', 'get_object_or_404', 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)` and take each from a dictionary.', 'rows', '        from django.shortcuts import get_object_or_404\n'),
    readsOf('the latest of each', 'Order.objects.filter(customer=row["customer"]).latest("amount")', 'Order.objects.filter(…).latest', 'Read all of them from `Order.objects` before the loop with `filter(customer__in=…)` ordered by `amount` and keep the last of each in a dictionary.'),
    readsOf('the first of each row of a query', 'Order.objects.filter(status=row.name).order_by("amount").first()', 'Order.objects.filter(…).order_by(…).first', 'Read all of them from `Order.objects` before the loop with `filter(status__in=…)` in the same order and keep the first of each in a dictionary; where each has many, annotate its key by a `Subquery` with `[:1]` instead.', 'Tag.objects.all()'),
    readsOf('no field at all', 'Order.objects.open_in(row["month"]).filter(status="new").count()', 'Order.objects.open_in(…).filter(…).count', 'Answer all rounds by one query of `Order.objects` before the loop, with the rest of its conditions kept, and take the part of each from it in Python.'),
    readsOf('the latest of a relation', 'row.items.latest("quantity")', 'row.items.latest', 'Load them with the rows: `prefetch_related(Prefetch("items", queryset=…, to_attr=…))` and take the element in Python; `latest()` doesn\'t use the prefetch cache. Where each has many, annotate what is needed of it by a `Subquery` with `[:1]` instead.', 'Order.objects.all()'),
    readsOf('the row itself', 'Order.objects.get(number=row.number)', 'Order.objects.get', '`row` is that row: use it.', 'Order.objects.all()'),
    readsOf('what a key of the row leads to', 'Customer.objects.get(pk=row.customer_id)', 'Customer.objects.get', 'It is what `row.customer` leads to: read that, and load it in the query of the rows with `select_related("customer")`.', 'Order.objects.all()'),
    readsOf('what a key leads to, and more is asked of it', 'Customer.objects.get(pk=row.customer_id, email=row.status)', 'Customer.objects.get', 'Read all of them from `Customer.objects` before the loop with `filter(pk__in=…, email__in=…)` and take each from a dictionary by `pk` and `email`.', 'Order.objects.all()'),
    readsOf('another column of the row', 'Order.objects.get(number=row.status)', 'Order.objects.get', 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)` and take each from a dictionary.', 'Order.objects.all()'),
    readsOf('one of what was prefetched', 'row.items.first()', 'row.items.first', 'Choose among `items.all()` in Python, which the rows bring along: `first()` asks the database all the same.', 'Order.objects.prefetch_related("items")'),
    readsOf('a part of what was prefetched', 'list(row.items.filter(quantity=1))', 'row.items.filter(…)', 'Choose among `items.all()` in Python, which the rows bring along: `filter()` asks the database all the same.', 'Order.objects.prefetch_related("items")'),
    readsOf('one of what was not, of rows that are streamed', 'row.items.first()', 'row.items.first', 'Load them with the rows: `prefetch_related(Prefetch("items", queryset=…, to_attr=…))` and take the element in Python; `first()` doesn\'t use the prefetch cache. Give `iterator()` a `chunk_size`, without which it refuses or forgets the prefetch.', 'Order.objects.iterator()'),
    readsOf('one of what was not, of rows that come in pieces', 'row.items.first()', 'row.items.first', 'Load them with the rows: `prefetch_related(Prefetch("items", queryset=…, to_attr=…))` and take the element in Python; `first()` doesn\'t use the prefetch cache.', 'Order.objects.iterator(chunk_size=500)'),
    readsOf('one of what was not', 'row.items.first()', 'row.items.first', 'Load them with the rows: `prefetch_related(Prefetch("items", queryset=…, to_attr=…))` and take the element in Python; `first()` doesn\'t use the prefetch cache.', 'Order.objects.only("number")'),
    via('what a helper finds out of the row is what it asks by', `def latest(customer, email):\n    region = Customer.objects.filter(email=email).values_list("region", flat=True)\n    number = f"{region}"\n    return Order.objects.get(customer=customer, number=number)\n\n${ASKED_FOR}latest(given, row["email"]))\n`, '5', 'latest', 'filter(number__in=…)`, with the rest of its conditions kept,'),
    via('by name, with a default', `def latest(customer, status="new", *, number=None):\n    return Order.objects.get(customer=customer, number=number, status=status)\n\n${ASKED_FOR}latest(number=row["number"], customer=given))\n`, '3', 'latest', 'filter(number__in=…)`, with the rest of its conditions kept,'),
    via('both of the row', `def latest(customer, number):\n    return Order.objects.get(customer=customer, number=number)\n\n${ASKED_FOR}latest(row["customer"], row["number"]))\n`, '3', 'latest', 'filter(customer__in=…, number__in=…)`', ' by `customer` and `number`'),
    via('what the loop counts is no other for the same row, but for each round', `def latest(customer, number):\n    return Order.objects.get(customer=customer, number=number)\n\ndef f(rows, given, work):\n    count = 0\n    for row in rows:\n        count += 1\n        work(row, latest(row["customer"], count))\n`, '3', 'latest', 'filter(customer__in=…, number__in=…)`', ' by `customer` and `number`'),
    via('more arguments than can be told apart', `def latest(customer, number):\n    return Order.objects.get(customer=customer, number=number)\n\n${ASKED_FOR}latest(*row))\n`, '3', 'latest', 'filter(customer__in=…, number__in=…)`', ' by `customer` and `number`'),
    column('found by a text in another table', '        return Customer.objects.get(email=clerk.mail)\n', [['Customer.objects.get', unrelated('mail')]]),
    column('what hangs on what was found so', '        found = Customer.objects.filter(email=clerk.mail)\n        return list(found.last().orders.filter(status="new"))\n', [['found.last().orders.filter(…)', unrelated('mail')], ['found.last', unrelated('mail')]]),
    column('under a name', '        customer = Customer.objects.get(email=clerk.mail)\n        return list(customer.orders.all())\n', [['Customer.objects.get', unrelated('mail')], ['customer.orders.all()', unrelated('mail')]]),
    column('by something made of the row', '        mail = clerk.mail.lower()\n        return Customer.objects.get(email=mail)\n', [['Customer.objects.get', unrelated('…')]]),
    column('whether there is one', '        return Customer.objects.filter(email=clerk.mail).exists()\n', [['Customer.objects.filter(…).exists', 'Annotate it in `ClerkAdmin.get_queryset()` with `Exists` over `OuterRef("mail")`.']]),
    column('counted to see whether there is one', '        return Customer.objects.filter(email=clerk.mail).count() > 0\n', [['Customer.objects.filter(…).count', 'Annotate it in `ClerkAdmin.get_queryset()` with `Exists` over `OuterRef("mail")`.']]),
    column('counted to see whether there are some', '        return Customer.objects.filter(email=clerk.mail).count() > 1\n', [['Customer.objects.filter(…).count', overOuter('`OuterRef("mail")`')]]),
    column('asked of who is signed in', '        user = self.request.user\n        return Customer.objects.filter(email=user.email, region=clerk.region).exists()\n', [['Customer.objects.filter(…).exists', 'Annotate it in `ClerkAdmin.get_queryset()` with `Exists` over `OuterRef("region")`.']]),
    column('found by a key that is cut out of a text', '        parts = clerk.mail.split("-")\n        number = int(parts[1])\n        return Order.objects.filter(pk=number).first()\n', [['Order.objects.filter(…).first', 'The key is cut out of a text, which no subquery does: read the rows that the page needs once in `get_results()` of a `ChangeList` of its own, with `Order.objects.in_bulk(…)`, by keys of the type that the column has, and take each from the dictionary.']]),
    column('counted by a relation of the row', '        return Order.objects.filter(customer__region=clerk.region).count()\n', [['Order.objects.filter(…).count', overOuter('`OuterRef("region")`')]]),
    column('counted by a column of a relation of the row', '        return Customer.objects.filter(name=clerk.region.name, region_id=clerk.region_id).count()\n', [['Customer.objects.filter(…).count', overOuter('`OuterRef("region__name")` and `OuterRef("region_id")`')]]),
    column('counted by the row and by its key', '        return Order.objects.filter(customer=clerk, items__product=clerk.pk).count()\n', [['Order.objects.filter(…).count', overOuter('`OuterRef("pk")`')]]),
    column('counted by what is no column', '        return Order.objects.filter(customer=clerk.customer).count()\n', [['Order.objects.filter(…).count', overOuter('`OuterRef("…")`')]]),
    column('counted by a condition that names no column', '        return Order.objects.exclude(status=clerk.mail).filter(customer=clerk).count()\n', [['Order.objects.exclude(…).filter(…).count', overOuter('`OuterRef("pk")` and `OuterRef("…")`')]]),
    column('found by a relation', '        return list(Customer.objects.filter(region=clerk.region_id))\n', [['Customer.objects.filter(…)', RELATED]]),
    column('found by the key of a relation', '        return Region.objects.get(pk=clerk.region_id)\n', [['Region.objects.get', 'It is what `clerk.region` leads to: read that, and load it in `ClerkAdmin.get_queryset()` with `select_related("region")`.']]),
    column('found by the key of the row in a plain column', '        return list(Order.objects.filter(number=clerk.pk))\n', [['Order.objects.filter(…)', APART]]),
    column('found by more than equality', '        return [order.pk for order in Order.objects.filter(number__startswith=clerk.mail)]\n', [['Order.objects.filter(…)', APART]]),
    column('found by relations of its own', '        return list(Order.objects.filter(customer__email=clerk.mail))\n', [['Order.objects.filter(…)', RELATED]]),
    {
      name: 'a helper that asks the same for every row', filename, code: `${IMPORTS}def latest(customer, text):\n    return Order.objects.get(customer=customer, status=customer.name)\n\n${ASKED_FOR}latest(given, row["text"]))\n`,
      errors: [{ messageId: 'perRowVia', data: { callee: 'Order.objects.get', line: '3', helper: 'latest', subject: 'for each of `rows`', cost: 'a query per row', advice: "It doesn't depend on the row: run it once before the loop." } }],
    },
    {
      name: 'a test for rows that are read behind it', filename,
      code: `${IMPORTS}def f(rows, work):\n    for row in rows:\n        found = Order.objects.filter(customer=row["customer"])\n        if found.exists():\n            work(found.first())\n        if Order.objects.filter(number=row["number"]).exists():\n            work(Order.objects.get(number=row["number"]))\n        if Order.objects.filter(number=row["old"]).exists():\n            work(Order.objects.get(number=row["new"]))\n`,
      errors: [5, 6, 7, 8, 9, 10].map((line) => ({
        messageId: 'perRow', line,
        ...(line === 5 || line === 7 ? { data: { callee: line === 5 ? 'found.exists' : 'Order.objects.filter(…).exists', subject: 'for each of `rows`', cost: 'a query per row', advice: `It asks for the rows that \`${line === 5 ? 'first' : 'get'}()\` reads on line ${String(line + 1)}: read them once and test what came.` } } : {}),
        ...(line === 9 ? { data: { callee: 'Order.objects.filter(…).exists', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Read the ones that exist before the loop, `set(Order.objects.filter(number__in=…).values_list("number", flat=True).distinct())`, and test membership.' } } : {}),
      })),
    },
    advises('what a loop further out decides', 'def f(rows, work):\n    orders = Order.objects.all()\n    for row in rows:\n        for order in orders:\n            work(order, Customer.objects.get(email=row["email"]))\n', {
      callee: 'Customer.objects.get', subject: 'for each of `orders`',
      advice: "It doesn't depend on the inner loop: run it before that, or read all of them from `Customer.objects` before the outer loop with `filter(email__in=…)` and take each from a dictionary.",
    }),
    advises('a loop over constants in between', 'def f(rows, work):\n    for row in rows:\n        for status in ("new", "open"):\n            work(list(Order.objects.filter(customer=row["customer"], status=status)))\n', {
      callee: 'Order.objects.filter(…)', subject: 'for each of `rows`',
      advice: 'Read all of them from `Order.objects` before the loop with `filter(customer__in=…, status__in=…)` and group them in a dictionary by `customer` and `status`.',
    }),
  ],
};

const SILENT_WALKS: readonly [string, string][] = [
  ['returns with what it has found', '    for start in count(0, size):\n        for order in orders[start : start + size]:\n            if fits(order):\n                return order\n'],
  ['ends once it has enough', '    for start in count(0, size):\n        for order in orders[start : start + size]:\n            if fits(order):\n                found.append(order)\n        if len(found) >= 10:\n            break\n'],
];

function walks(name: string, order: string, more: string, advice: string): InvalidCase {
  const code = `${IMPORTS}def f(size, fits):\n    orders = Order.objects.${order}\n    for start in range(0, orders.count(), size):\n        batch = orders[start : start + size]\n${more}        work(batch)\n`;
  return { name, filename, code, errors: [{ messageId: 'offset', data: { callee: 'orders', advice } }] };
}

const FORWARD = 'Iterate over the queryset with `.iterator()`, or page by key: `filter(pk__gt=last_pk).order_by("pk")[:size]`.';
const BACKWARD = 'Iterate over the queryset with `.iterator()`, or page by key: `filter(pk__lt=last_pk).order_by("-pk")[:size]`.';

/** `no-offset-batching`: the direction of the order, and loops that look for something. */
export const batches: CaseTable = {
  valid: SILENT_WALKS.map(([name, body]) => ({ name, filename, code: `${IMPORTS}def f(size, fits):\n    found = []\n    orders = Order.objects.order_by("-pk")\n${body}` })),
  invalid: [
    walks('the newest first', 'order_by("-id")', '', BACKWARD),
    walks('by something else than the key', 'order_by("number")', '', FORWARD.replace('page by key', 'page by key where the order is no matter')),
    walks('turned around', 'order_by("pk").reverse()', '', BACKWARD),
    walks('turned around twice', 'order_by("-pk").reverse()', '', FORWARD),
    walks('ends at the last batch', 'order_by("pk")', '        if not batch:\n            return\n', FORWARD),
  ],
};

/** `no-offset-pagination`: the direction of the order. */
export const pages: CaseTable = {
  valid: [],
  invalid: [
    {
      name: 'by what several rows may share', filename, code: `${IMPORTS}def page(offset, size):\n    return Customer.objects.order_by("-created")[offset : offset + size]\n`,
      errors: [{ messageId: 'offset', data: { callee: 'Customer.objects.order_by(…)', text: 'offset', advice: 'Page by key, from the last row of the page before: `filter(Q(created__lt=last_created) | Q(created=last_created, pk__lt=last_pk))` with `order_by("-created", "-pk")[:size]`.' } }],
    },
    {
      name: 'the newest first', filename, code: `${IMPORTS}def page(offset, size):\n    return Order.objects.order_by("-number")[offset : offset + size]\n`,
      errors: [{ messageId: 'offset', data: { callee: 'Order.objects.order_by(…)', text: 'offset', advice: 'Page by key, from the last row of the page before: `filter(number__lt=last_number).order_by("-number")[:size]`.' } }],
    },
  ],
};

const ADMIN = 'tests/fixtures/django-shop/shop/admin.py';
const SITE = 'from django.contrib import admin\nfrom django.contrib.admin import AdminSite, site\n\nfrom .models import Order\n\nsupport_site = AdminSite(name="support")\n\n';

function orderForm(registered: string, fields = 'customer'): string {
  return `${SITE}${registered}class OrderAdmin(admin.ModelAdmin):\n    fields = ("${fields}",)\n`;
}

/** The target's admin is on the default site; raw ids need none. */
function shows(name: string, before: string, after: string, advice: string, attribute: string): InvalidCase {
  const code = orderForm(before) + after;
  return {
    name, filename: ADMIN, settings: { rows: { Customer: 5000 } }, code, output: code.replace('    fields =', `    ${attribute} = ("customer",)\n    fields =`),
    errors: [{ messageId: 'everyRow', data: { field: 'customer', table: '`Customer` (5,000 rows)', where: 'on the change form', advice } }],
  };
}

/** The target's admin is in the same file, by its own registration. */
function besides(name: string, before: string, advice: string, attribute: string): InvalidCase {
  const head = 'from django.contrib import admin\nfrom django.db import models\n\n';
  const classes = 'class Depot(models.Model):\n    name = models.CharField(max_length=50)\n\nclass DepotAdmin(admin.ModelAdmin):\n    search_fields = ("name",)\n\nclass Van(models.Model):\n    depot = models.ForeignKey(Depot, on_delete=models.CASCADE)\n\nclass VanAdmin(admin.ModelAdmin):\n    fields = ("depot",)\n\n';
  const code = head + classes + before;
  return {
    name, filename: 'tests/fixtures/django-orm/shop/admin.py', settings: { rows: { Depot: 5000 } }, code, output: code.replace('    fields =', `    ${attribute} = ("depot",)\n    fields =`),
    errors: [{ messageId: 'everyRow', data: { field: 'depot', table: '`Depot` (5,000 rows)', where: 'on the change form', advice } }],
  };
}

const SURE = 'Add `"depot"` to `autocomplete_fields`: `DepotAdmin` has `search_fields`.';
const UNSURE = 'Add `"depot"` to `raw_id_fields`, which shows the key.';
const VAN = 'admin.site.register(Van, VanAdmin)\n';

const SEARCH = 'Add `"customer"` to `autocomplete_fields`: `CustomerAdmin` has `search_fields`.';
const RAW = 'Add `"customer"` to `raw_id_fields`, which shows the bare key, as `Customer` has no admin there to look it up in.';

/** `no-unbounded-options`: an input that needs another admin needs it on the same site. */
export const sites: CaseTable = {
  valid: [],
  invalid: [
    shows('on the default site by its own name', '', '\nsite.register(Order, OrderAdmin)\n', SEARCH, 'autocomplete_fields'),
    shows('on the default site by argument', '@admin.register(Order, site=admin.site)\n', '', SEARCH, 'autocomplete_fields'),
    shows('on another site', '@admin.register(Order, site=support_site)\n', '', RAW, 'raw_id_fields'),
    besides('registered for sure', `admin.site.register(Depot, DepotAdmin)\n${VAN}`, SURE, 'autocomplete_fields'),
    besides('registered under a condition', `if not settings.OWN_DEPOTS:\n    admin.site.register(Depot, DepotAdmin)\n${VAN}`, UNSURE, 'raw_id_fields'),
    besides('registered in the other branch', `if settings.OWN_DEPOTS:\n    ${VAN}else:\n    admin.site.register(Depot, DepotAdmin)\n`, UNSURE, 'raw_id_fields'),
    besides('registered where it may fail', `try:\n    admin.site.register(Depot, DepotAdmin)\nexcept AlreadyRegistered:\n    pass\n${VAN}`, UNSURE, 'raw_id_fields'),
    besides('registered after what may fail', `try:\n    admin.site.unregister(Depot)\nfinally:\n    admin.site.register(Depot, DepotAdmin)\n${VAN}`, SURE, 'autocomplete_fields'),
    besides('both under one condition', `if settings.OWN_DEPOTS:\n    admin.site.register(Depot, DepotAdmin)\n    if settings.OWN_VANS:\n        ${VAN}`, SURE, 'autocomplete_fields'),
    shows('on both', '@admin.register(Order)\n', '\nsupport_site.register(Order, OrderAdmin)\n', RAW, 'raw_id_fields'),
  ],
};

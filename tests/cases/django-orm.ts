import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const filename = 'tests/fixtures/django-orm/shop/jobs.py';
const admin = { filename: 'tests/fixtures/django-orm/shop/admin.py' };

const IMPORTS = 'from .models import Contract, Customer, Invoice, Order, OrderItem, Product, Shipment, Tag, Upload\n';

function fine(name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code: IMPORTS + code, filename, ...rest };
}

/** Lines count from the line after the imports. */
function wrong(name: string, code: string, errors: InvalidCase['errors'], rest: Partial<InvalidCase> = {}): InvalidCase {
  const shifted = errors.map((error) => (error.line === undefined ? error : { ...error, line: error.line + 1 }));
  return { name, code: IMPORTS + code, filename, errors: shifted, ...rest };
}

/** The text after a remedy, imports included. */
function after(code: string): string {
  return IMPORTS + code;
}

/** Rows that hold a key to what a many-to-many relation links. */
const LINKS = 'from django.db import models\nclass TagLink(models.Model):\n    tag = models.ForeignKey(Tag, on_delete=models.CASCADE)\n';

const TICKETS = 'from django.db import models\nclass Ticket(models.Model):\n    order = models.ForeignKey(Order, null=True, on_delete=models.CASCADE)\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\n    @property\n    def owner(self):\n';
const ASKED = 'def f():\n    print([ticket.owner for ticket in Ticket.objects.all()])\n';

const ADMIN = `from django.contrib import admin
`;

export const writes: CaseTable = {
  invalid: [
    wrong('a queryset that deletes by another name', 'from django.db import models\nclass OrderQuerySet(models.QuerySet):\n    def clear(self):\n        for order in self.all():\n            order.delete()\n', [{ messageId: 'perRow', suggestions: 1 }]),
    wrong('a model that deletes its own rows one by one', 'from django.db import models\nclass Shop(models.Model):\n    def delete(self):\n        for order in Order.objects.filter(status="open"):\n            order.delete()\n', [{ messageId: 'perRow', suggestions: 1 }]),
    wrong('one row of each group', 'def f(moves):\n    groups = defaultdict(list)\n    for order in Order.objects.all():\n        groups[moves[order.customer_id]].append(order.pk)\n    for customer, orders in groups.items():\n        Order.objects.filter(pk=customer, status__in=STATES).update(amount=len(orders))\n', [{ messageId: 'perRow', line: 6 }]),
    wrong(
      'an action that gives every row the same value',
      `${ADMIN}
@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    actions = ["close"]

    def close(self, request, queryset):
        for order in queryset:
            order.status = "closed"
            order.save()
`,
      [
        {
          messageId: 'perRow',
          line: 10,
          column: 13,
          data: {
            callee: 'order.save',
            subject: 'for each selected row',
            cost: 'a query per row',
            advice: 'Every row gets the same values: write `queryset.update(status="closed")` instead of the loop (skips `save()` and signals).',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Replace the loop by one `update()`', changes: 'skips `save()` and signals' },
              output: after(`${ADMIN}
@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    actions = ["close"]

    def close(self, request, queryset):
        queryset.update(status="closed")
`),
            },
          ],
        },
      ],
      admin,
    ),
    wrong(
      'what only save() renews is said',
      `def hide():
    for product in Product.objects.filter(price=0):
        product.published = False
        product.save()
`,
      [
        {
          messageId: 'perRow',
          line: 4,
          data: {
            callee: 'product.save',
            subject: 'for each of `Product.objects.filter(price=0)`',
            cost: 'a query per row',
            advice: 'Every row gets the same values: write `Product.objects.filter(price=0).update(published=False)` instead of the loop (skips `save()` and signals); set `updated_at` as well, which only `save()` renews.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Replace the loop by one `update()`', changes: 'skips `save()` and signals and the renewal of `updated_at`' },
              output: after(`def hide():
    Product.objects.filter(price=0).update(published=False)
`),
            },
          ],
        },
      ],
    ),
    wrong(
      'an overridden save() is named',
      `def pay():
    for invoice in Invoice.objects.filter(paid=False):
        invoice.paid = True
        invoice.save()
`,
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'invoice.save',
            subject: 'for each of `Invoice.objects.filter(paid=False)`',
            cost: 'a query per row',
            advice: 'Every row gets the same values: write `Invoice.objects.filter(paid=False).update(paid=True)` instead of the loop; mind that it skips `Invoice.save()`.',
          },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Replace the loop by one `update()`', changes: 'skips `Invoice.save()`' },
              output: after(`def pay():
    Invoice.objects.filter(paid=False).update(paid=True)
`),
            },
          ],
        },
      ],
    ),
    wrong(
      'receivers of its signals are named',
      `def arrive(shipments):
    for shipment in Shipment.objects.exclude(state="done").iterator():
        shipment.state = state_of(shipment)
        shipment.save()
`,
      [
        {
          messageId: 'perRow',
          data: {
            callee: 'shipment.save',
            subject: 'for each `shipment` of the loop on line 3',
            cost: 'a query per row',
            advice: 'Change the objects in the loop and write every few hundred of them together: `Shipment.objects.bulk_update(batch, ["state"])`; mind that it skips the `save` signal receivers of `Shipment`.',
          },
        },
      ],
    ),
    wrong(
      'a value of the row asks for bulk_update',
      `def round_up():
    orders = Order.objects.open()
    for order in orders:
        order.amount = order.amount + 1
        order.save()
`,
      [{ messageId: 'perRow', line: 5, data: { callee: 'order.save', subject: 'for each of `orders`', cost: 'a query per row', advice: 'Change the objects in the loop and write them together after it: `Order.objects.bulk_update(objects, ["amount"])` (skips `save()` and signals).' } }],
    ),
    wrong('a call that may give something else each time is no common value', 'def renumber():\n    for order in Order.objects.all():\n        order.number = next_number()\n        order.save()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('more than the assignment in the loop', 'def f():\n    for order in Order.objects.all():\n        order.status = "x"\n        order.save()\n        seen.append(order.pk)\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('a comment in the loop would be lost', 'def f():\n    for order in Order.objects.all():\n        order.status = "x"  # as agreed\n        order.save()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('a sliced queryset has no update()', 'def f():\n    for order in Order.objects.order_by("pk")[:500]:\n        order.status = "x"\n        order.save()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong(
      'copies of rows are inserted',
      'def copy():\n    for order in Order.objects.all():\n        order.pk = None\n        order.save()\n',
      [{ messageId: 'perRow', line: 4, data: { callee: 'order.save', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Collect the new objects in a list and insert them together: `Order.objects.bulk_create(objects)` (skips `save()` and signals).' } }],
    ),
    wrong('rows of a list made of rows', 'def f():\n    late = [order for order in Order.objects.all() if order.amount]\n    for order in late:\n        order.status = label(order)\n        order.save()\n', [{ messageId: 'perRow', line: 5 }]),
    wrong('rows of a related manager', 'def f(customer: Customer):\n    for order in customer.orders.all():\n        order.status = label(order)\n        order.save()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('rows of an annotated list', 'def f(orders: list[Order]):\n    for order in orders:\n        order.status = label(order)\n        order.save()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('asynchronous forms', 'async def f():\n    async for order in Order.objects.all():\n        order.status = label(order)\n        await order.asave()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong(
      'delete per row',
      'def f():\n    for order in Order.objects.filter(status="new"):\n        order.delete()\n',
      [
        {
          messageId: 'perRow',
          line: 3,
          data: { callee: 'order.delete', subject: 'for each of `Order.objects.filter(status="new")`', cost: 'a query per row', advice: 'Write `Order.objects.filter(status="new").delete()` instead of the loop: it sends the delete signals as well.' },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Replace the loop by one `delete()`', changes: 'collects all rows before it deletes; skips an overridden `delete()`' },
              output: after('def f():\n    Order.objects.filter(status="new").delete()\n'),
            },
          ],
        },
      ],
    ),
    wrong('create per element of a parameter', 'def f(rows):\n    for row in rows:\n        Tag.objects.create(name=row["name"])\n', [{ messageId: 'perRow', line: 3 }]),
    wrong('new objects saved one by one', 'def f(request):\n    for name in request.POST.getlist("tag"):\n        tag = Tag(name=name)\n        tag.save()\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('rows of a file', 'import csv\ndef f(path):\n    with open(path) as file:\n        for row in csv.DictReader(file):\n            Tag.objects.update_or_create(name=row["name"])\n', [{ messageId: 'perRow', line: 5 }]),
    wrong('create unless told otherwise, under a name of its own', 'def f(orders, dry_run):\n    for order in orders:\n        if order.number and not dry_run:\n            tag = Tag.objects.create(name=order.number)\n            print(tag)\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('save of rows that lack a value', 'def f(day):\n    for order in Order.objects.filter(amount=0):\n        if not order.status:\n            order.status = day\n            order.save()\n', [{ messageId: 'perRow', line: 5 }]),
    wrong('get_or_create is two statements', 'def f(rows):\n    for row in rows:\n        Tag.objects.get_or_create(name=row)\n', [{ messageId: 'perRow', data: { callee: 'Tag.objects.get_or_create', subject: 'for each of `rows`', cost: '2 queries per row', advice: 'Read the existing ones with one `filter(…__in=…)` and insert the missing ones, each once, with `Tag.objects.bulk_create(objects)` (skips `save()` and signals).' } }]),
    wrong('add() of one object at a time', 'def f(product: Product, tags):\n    for tag in tags:\n        product.tags.add(tag)\n', [{ messageId: 'perRow', data: { callee: 'product.tags.add', subject: 'for each of `tags`', cost: 'a query per row', advice: 'Collect them and write `product.tags.add(*objects)` once.' } }]),
    wrong('one tag for every row', 'def f(tag):\n    for product in Product.objects.all():\n        product.tags.add(tag)\n', [{ messageId: 'perRow', data: { callee: 'product.tags.add', subject: 'for each of `Product.objects.all()`', cost: 'a query per row', advice: 'Write the rows of the join table together: `Product.tags.through.objects.bulk_create(…, ignore_conflicts=True)` (skips the `m2m_changed` signal).' } }]),
    wrong('update by key', 'def f(orders):\n    for order in orders:\n        Order.objects.filter(pk=order.pk).update(status="x")\n', [{ messageId: 'perRow', data: { callee: 'Order.objects.filter(…).update', subject: 'for each of `orders`', cost: 'a query per row', advice: 'Every row gets the same values: collect the keys and write `Order.objects.filter(pk__in=…).update(…)` once.' } }]),
  ],
  valid: [
    ...['self', 'self.all()', 'self.filter(status="open").iterator()'].map((rows) => fine(`a queryset's own way of deleting: ${rows}`, `from django.db import models\nclass OrderQuerySet(models.QuerySet):\n    def delete(self):\n        for order in ${rows}:\n            order.delete()\n`)),
    fine('a save that keeps what another service made', 'def f(tasks_api_instance):\n    for order in Order.objects.filter(status=""):\n        made = tasks_api_instance.create_task({"data": order.number})\n        order.status = made["url"]\n        order.save()\n'),
    fine('other things that are saved', 'def f(forms, files, items):\n    for form in forms:\n        form.save()\n    for file in files:\n        file.save()\n    for item in items:\n        item.save()\n        seen.add(item)\n        known.update(item)\n'),
    fine('the rows written together', 'def f():\n    orders = list(Order.objects.all())\n    for order in orders:\n        order.status = label(order)\n    Order.objects.bulk_update(orders, ["status"])\n'),
    fine('a loop over constants', 'STATES = ("new", "open")\ndef f():\n    for state in STATES:\n        Tag.objects.get_or_create(name=state)\n    for name in ["a", "b"]:\n        Tag.objects.create(name=name)\n    for number in range(3):\n        Tag.objects.create(name=str(number))\n'),
    fine('choices, settings and languages', 'from django.conf import settings\ndef f(languages):\n    for code, name in settings.LANGUAGES:\n        Tag.objects.create(name=name)\n    for state in Order.State.choices:\n        Tag.objects.create(name=state)\n    for language in languages:\n        Tag.objects.create(name=language)\n'),
    fine('the keys of each group', 'def f(moves):\n    groups = defaultdict(list)\n    for order in Order.objects.all():\n        groups[moves[order.customer_id]].append(order.pk)\n    for customer, orders in groups.items():\n        Order.objects.filter(pk__in=orders).update(customer=customer)\n'),
    fine('chunks', 'def f(keys):\n    for chunk in batched(keys, 500):\n        Order.objects.filter(pk__in=chunk).update(status="x")\n'),
    fine('batches whatever they are called', 'def f(groups):\n    for keys in groups:\n        Order.objects.filter(pk__in=keys).delete()\n        Order.objects.filter(pk__in=keys[1:]).update(status="x")\n'),
    fine('a handful', 'def f():\n    for order in Order.objects.all()[:5]:\n        order.status = label(order)\n        order.save()\n'),
    fine('the loop ends after the write', 'def f():\n    for order in Order.objects.all():\n        if order.amount:\n            order.status = "x"\n            order.save()\n            break\n'),
    fine('each row has its own transaction', 'from django.db import transaction\ndef f():\n    for order in Order.objects.all():\n        with transaction.atomic():\n            order.status = label(order)\n            order.save()\n'),
    fine('each row has its own error handler', 'from django.db import IntegrityError\ndef f(rows):\n    for row in rows:\n        try:\n            Tag.objects.create(name=row)\n        except IntegrityError:\n            report(row)\n'),
    fine('the row that failed', 'def f():\n    for order in Order.objects.all():\n        try:\n            book(order)\n        except BookingError:\n            order.status = "failed"\n            order.save()\n'),
    fine('a mail goes out for each row', 'from django.core.mail import send_mail\ndef f():\n    for order in Order.objects.all():\n        send_mail("x", "y", None, [order.customer_id])\n        order.status = "told"\n        order.save()\n'),
    fine('rows locked in order', 'def f():\n    for key in order_ids:\n        Order.objects.select_for_update().get(pk=key).delete()\n'),
    fine('nothing was set: what counts is what saving does', 'def f():\n    for invoice in Invoice.objects.all():\n        invoice.save()\n'),
    fine('a save() of the model\'s own', 'def f():\n    for invoice in Invoice.objects.all():\n        invoice.paid = True\n        invoice.save(notify=False)\n'),
    fine('the row that its own rows lead back to', 'def f():\n    for order in Order.objects.prefetch_related("items"):\n        for item in order.items.all():\n            print(item.order.number)\n'),
    fine('a write by a list that the round has filled', 'def f():\n    for order in Order.objects.all():\n        wanted = set()\n        for item in order.items.all():\n            wanted.add(item.pk)\n        Order.objects.filter(pk__in=wanted).update(status="x")\n'),
    fine('the author says why', 'def f():\n    # one by one, so that signals are sent\n    for order in Order.objects.all():\n        order.status = "x"\n        order.save()\n'),
    fine('the model keeps a history', 'def f():\n    for contract in Contract.objects.all():\n        contract.state = "x"\n        contract.save()\n'),
    fine('delete() of the model does more', 'def f():\n    for upload in Upload.objects.all():\n        upload.delete()\n'),
    fine('the key is needed at once', 'def f(rows):\n    for row in rows:\n        order = Order.objects.create(number=row["number"])\n        attach(order, row)\n'),
    fine('what belongs to each row alone', 'def f():\n    for product in Product.objects.all():\n        product.tags.set(tags_of(product))\n        product.tags.add(*tags_of(product))\n'),
    fine('progress of something else', 'def f(job: Order):\n    for product in Product.objects.all():\n        job.amount += 1\n        job.save()\n'),
    fine('a database per turn', 'def f(aliases):\n    for alias in aliases:\n        Order.objects.using(alias).filter(status="x").delete()\n'),
    fine('a small table by setting', 'def f():\n    for tag in Tag.objects.all():\n        tag.name = tag.name.lower()\n        tag.save()\n', { settings: { rows: { Tag: 40 } } }),
    { name: 'no evidence of Django', filename, code: 'def f(orders):\n    for order in orders:\n        order.save()\n' },
  ],
};

export const reads: CaseTable = {
  invalid: [
    wrong('what a property gives anew', 'class Page:\n    @property\n    def customers(self):\n        return Customer.objects.all()\n\n    def rows(self):\n        for product in Product.objects.all():\n            show([customer.name for customer in self.customers])\n', [{ messageId: 'perRow' }]),
    wrong('what the round sets', 'class Page:\n    def rows(self):\n        for product in Product.objects.all():\n            self.orders = Order.objects.filter(number=product.name)\n            show([order.number for order in self.orders])\n', [{ messageId: 'perRow' }]),
    wrong('what an object keeps, narrowed', 'class Page:\n    def __init__(self, status):\n        self.orders = Order.objects.filter(status=status)\n\n    def rows(self):\n        for product in Product.objects.all():\n            show(self.orders.filter(number=product.name).first())\n', [{ messageId: 'perRow' }]),
    wrong('asked where something is told', 'def f(rows, told):\n    for row in rows:\n        if told is False:\n            order = Order.objects.get(number=row["number"])\n            print(order)\n', [{ messageId: 'perRow' }]),
    wrong('what a round asks twice in the same words is one finding', 'def f():\n    for customer in Customer.objects.all():\n        if Order.objects.filter(customer=customer, status="late").exists():\n            tell(Order.objects.filter(\n                customer=customer, status="late").exists())\n', [{ messageId: 'perRow', line: 3 }]),
    wrong('what a round asks in other words is another finding', 'def f():\n    for customer in Customer.objects.all():\n        if Order.objects.filter(customer=customer, status="late").exists():\n            tell(Order.objects.filter(customer=customer, status="open").exists())\n', [{ messageId: 'perRow', line: 3 }, { messageId: 'perRow', line: 4 }]),
    wrong('what two loops ask in the same words are two findings', 'def f():\n    for customer in Customer.objects.all():\n        tell(Order.objects.filter(customer=customer, status="late").exists())\n    for customer in Customer.objects.all():\n        tell(Order.objects.filter(customer=customer, status="late").exists())\n', [{ messageId: 'perRow', line: 3 }, { messageId: 'perRow', line: 5 }]),
    wrong('rows under a name that the round reads twice are one finding', 'def f(customers):\n    for customer in Customer.objects.all():\n        late = Order.objects.filter(customer=customer, status="late")\n        if late:\n            tell(late.first())\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('rows under two names are two', 'def f(customers):\n    for customer in Customer.objects.all():\n        late = Order.objects.filter(customer=customer, status="late")\n        new = Order.objects.filter(customer=customer, status="new")\n        tell(late.first(), new.first())\n', [{ messageId: 'perRow' }, { messageId: 'perRow' }]),
    wrong('rows under a name that two loops read are two', 'def f():\n    late = Order.objects.filter(status="late")\n    for customer in Customer.objects.all():\n        tell(customer, late.first())\n    for product in Product.objects.all():\n        tell(product, late.first())\n', [{ messageId: 'perRow', line: 4 }, { messageId: 'perRow', line: 6 }]),
    wrong('get by key', 'def f(keys):\n    for key in keys:\n        order = Order.objects.get(pk=key)\n        print(order)\n', [{ messageId: 'perRow', line: 3, column: 17, data: { callee: 'Order.objects.get', subject: 'for each of `keys`', cost: 'a query per row', advice: 'Read all of them before the loop with `Order.objects.in_bulk(…)` and take each from the dictionary.' } }]),
    wrong('get by another field', 'def f(rows):\n    for row in rows:\n        print(Order.objects.get(number=row["number"]))\n', [{ messageId: 'perRow', data: { callee: 'Order.objects.get', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)` and take each from a dictionary.' } }]),
    wrong('exists per row', 'def f():\n    for product in Product.objects.all():\n        if OrderItem.objects.filter(product=product).exists():\n            print(product)\n', [{ messageId: 'perRow', line: 3 }]),
    wrong('count of a relation', 'def f():\n    for order in Order.objects.all():\n        print(order.items.count())\n', [{ messageId: 'perRow', data: { callee: 'order.items.count', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Count in the query of the rows: `annotate(n=Count("items", distinct=True))`; then read `n`.' } }]),
    wrong('a prefetch does not answer filter()', 'def f():\n    for order in Order.objects.prefetch_related("items"):\n        for item in order.items.filter(quantity=1):\n            print(item)\n', [{ messageId: 'perRow', line: 3 }]),
    wrong('nor first()', 'def f():\n    for order in Order.objects.prefetch_related("items"):\n        print(order.items.first())\n', [{ messageId: 'perRow', line: 3 }]),
    wrong('in a comprehension', 'def f():\n    return {order.pk: OrderItem.objects.filter(order=order).count() for order in Order.objects.all()}\n', [{ messageId: 'perRow', line: 2 }]),
    wrong('a queryset under a name, read once', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if items:\n            print(len(items), [item for item in items], items.count())\n', [{ messageId: 'perRow', line: 4, data: { callee: 'OrderItem.objects.filter(…)', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Read all of them from `OrderItem.objects` before the loop with `filter(order__in=…)` and group them in a dictionary.' } }]),
    wrong('tested, which reads it: nothing later asks again', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if items:\n            print(items.count(), items[0], items.exists(), items)\n', [{ messageId: 'perRow', line: 4, data: { callee: 'OrderItem.objects.filter(…)', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Read all of them from `OrderItem.objects` before the loop with `filter(order__in=…)` and group them in a dictionary.' } }]),
    wrong('tested by not', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if not items:\n            continue\n        print(items.count())\n', [{ messageId: 'perRow', line: 4, data: { callee: 'OrderItem.objects.filter(…)', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Read all of them from `OrderItem.objects` before the loop with `filter(order__in=…)` and group them in a dictionary.' } }]),
    wrong('tested in a part of a condition', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if order.paid and items and items.count() > 1:\n            print(items[0])\n', [{ messageId: 'perRow', line: 4, data: { callee: 'OrderItem.objects.filter(…)', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Read all of them from `OrderItem.objects` before the loop with `filter(order__in=…)` and group them in a dictionary.' } }]),
    wrong('tested by and outside of a condition', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        print(items and items.count())\n', [{ messageId: 'perRow', line: 4, data: { callee: 'OrderItem.objects.filter(…)', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Read all of them from `OrderItem.objects` before the loop with `filter(order__in=…)` and group them in a dictionary.' } }]),
    wrong('tested by bool', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        known = bool(items)\n        print(known, items.count())\n', [{ messageId: 'perRow', line: 4, data: { callee: 'OrderItem.objects.filter(…)', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Read all of them from `OrderItem.objects` before the loop with `filter(order__in=…)` and group them in a dictionary.' } }]),
    wrong('tested in the other branch, counted here', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if order.paid:\n            if items:\n                print(order)\n        else:\n            print(items.count())\n', [{ messageId: 'perRow', line: 5 }, { messageId: 'perRow', line: 8, data: { callee: 'items.count', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: 'Count all of them before the loop: `filter(order__in=…)` with `values("order").annotate(n=Count("pk"))`.' } }]),
    wrong('tested only where something else is false', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if order.paid or items:\n            print(items.count())\n', [{ messageId: 'perRow', line: 4 }, { messageId: 'perRow', line: 5 }]),
    wrong('counted before it is tested', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if items.count() > 5 and items:\n            print(order)\n', [{ messageId: 'perRow', line: 4 }, { messageId: 'perRow', line: 4 }]),
    wrong('tested, then asked for less', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        if items:\n            print(items.first())\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('the value of or is not tested', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        chosen = order.items_given or items\n        print(items.count(), chosen)\n', [{ messageId: 'perRow', line: 5 }]),
    wrong('the same sentence is said once on a line', 'def f(keys):\n    for key in keys:\n        print(Order.objects.get(pk=key).number, Order.objects.get(id=key).amount)\n        print(Order.objects.get(pk=int(key)), Tag.objects.get(pk=key))\n', [{ messageId: 'perRow', line: 3, column: 15 }, { messageId: 'perRow', line: 4, column: 15 }, { messageId: 'perRow', line: 4, column: 47 }]),
    wrong('what does not depend on the row', 'def f():\n    for order in Order.objects.all():\n        print(order, Product.objects.count())\n', [{ messageId: 'perRow', data: { callee: 'Product.objects.count', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', advice: "It doesn't depend on the row: run it once before the loop." } }]),
    wrong(
      'through a function of the file',
      `def price_of(number):
    return Order.objects.get(number=number).amount

def f(rows):
    for row in rows:
        print(price_of(row["number"]))
`,
      [{ messageId: 'perRowVia', line: 6, data: { callee: 'Order.objects.get', line: '3', helper: 'price_of', subject: 'for each of `rows`', cost: 'a query per row', advice: 'Read all of them from `Order.objects` before the loop with `filter(number__in=…)` and take each from a dictionary.' } }],
    ),
    wrong('get_object_or_404', 'from django.shortcuts import get_object_or_404\ndef f(request):\n    for key in request.POST.getlist("order"):\n        print(get_object_or_404(Order, pk=key))\n', [{ messageId: 'perRow', line: 4 }]),
    wrong('rows collected in another loop', 'def f():\n    keys = []\n    for order in Order.objects.all():\n        keys.append(order.number)\n    for key in keys:\n        print(Invoice.objects.filter(order__number=key).first())\n', [{ messageId: 'perRow', line: 6 }]),
    ...[['from django.apps import apps', 'apps.get_model("shop", "Product")'], ['from django.apps import apps', 'apps.get_model("shop.Product")'], ['from oscar.core.loading import get_model', 'get_model("shop", "product")'], ['from swapper import load_model', 'load_model("shop", "Product")'], ['from .loading import get_model', 'get_model("shop", "Product")']].map(([from = '', asked = '']) =>
      wrong(`a model that is asked for by its label: ${from}: ${asked}`, `${from}\nGoods = ${asked}\ndef f(rows):\n    for row in rows:\n        print(Goods.objects.get(name=row["name"]))\n`, [{ messageId: 'perRow' }])),
    wrong('the user model', 'from django.contrib.auth import get_user_model\nUser = get_user_model()\ndef f(names, user_ids):\n    for name in logins(names):\n        print(User.objects.get(username=name))\n    for key in user_ids:\n        print(get_user_model().objects.get(pk=key), User.objects.get(pk=key))\n', [{ messageId: 'perRow', line: 7 }, { messageId: 'perRow', line: 7 }]),
    wrong('models imported inside the function', 'def f(keys):\n    from .models import Customer as Client\n    for key in keys:\n        print(Client.objects.get(email=key))\n', [{ messageId: 'perRow', line: 4 }]),
    wrong(
      'a column of the list',
      `${ADMIN}
@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ["name", "open_orders", "items"]
    list_per_page = 50

    def open_orders(self, obj):
        return obj.orders.filter(status="open").count()

    def items(self, obj):
        return OrderItem.objects.filter(order__customer=obj).count()
`,
      [
        { messageId: 'perRow', line: 9, data: { callee: 'obj.orders.filter(…).count', subject: 'per row in column `open_orders`', cost: 'about 51 queries for a page of 50', advice: 'Count in `CustomerAdmin.get_queryset()`: `annotate(n=Count("orders", filter=Q(…), distinct=True))`; then read `n`.' } },
        { messageId: 'perRow', line: 12, data: { callee: 'OrderItem.objects.filter(…).count', subject: 'per row in column `items`', cost: 'about 51 queries for a page of 50', advice: 'Annotate it in `CustomerAdmin.get_queryset()` with a `Subquery` over `OuterRef("pk")`.' } },
      ],
      admin,
    ),
  ],
  valid: [
    fine('what an object keeps', `from django.utils.functional import cached_property\nclass Page:\n    def __init__(self, status):\n        self.orders = Order.objects.filter(status=status)\n\n    @cached_property\n    def customers(self):\n        return Customer.objects.all()\n\n    def rows(self):\n        for product in Product.objects.all():\n            show([order.number for order in self.orders], [customer.name for customer in self.customers], self.orders[0])\n`),
    ...['NotImplemented', 'MISSING', 'orders.MISSING'].map((missing) => fine(`asked where nothing is there yet: ${missing}`, `def f(rows):\n    order = ${missing}\n    for row in rows:\n        if order is ${missing}:\n            order = Order.objects.get(number=row["number"])\n        print(order)\n`)),
    ...['ContentType.objects.get_for_id(row.number)', 'ContentType.objects.get_by_natural_key("shop", row.status)'].map((type) => fine(`a type that its manager keeps: ${type}`, `from django.contrib.contenttypes.models import ContentType\ndef f(work):\n    for row in Order.objects.all():\n        model = ${type}.model_class()\n        if model:\n            work(model)\n`)),
    fine('users that are made', 'from django.contrib.auth.models import User\ndef f(work):\n    for row in Order.objects.all():\n        if User.objects.make_random_password():\n            work(row)\n'),
    fine('looked up before the loop', 'def f(keys):\n    orders = Order.objects.in_bulk(keys)\n    for key in keys:\n        print(orders[key])\n'),
    fine('dictionaries have get() too', 'def f(keys, prices):\n    for key in keys:\n        print(prices.get(key), prices.get(pk=key))\n'),
    fine('served by the prefetch', 'def f():\n    for order in Order.objects.prefetch_related("items"):\n        print(order.items.count(), order.items.exists(), len(order.items.all()), order.items.all()[:3])\n'),
    fine('asked where the cache has no answer', 'def f(rows):\n    cache = {}\n    for row in rows:\n        if row["number"] not in cache:\n            cache[row["number"]] = Order.objects.get(number=row["number"])\n        print(cache[row["number"]])\n'),
    fine('asked where a name has no answer yet', 'def f(rows):\n    order = None\n    for row in rows:\n        if order is None:\n            order = Order.objects.get(number=row["number"])\n        print(order)\n'),
    fine('asked where an attribute has no answer yet', 'def f(self, rows):\n    for row in rows:\n        if not self.order:\n            self.order = Order.objects.get(number=row["number"])\n        print(self.order)\n'),
    fine('the KeyError way', 'def f(rows):\n    cache = {}\n    for row in rows:\n        try:\n            order = cache[row]\n        except KeyError:\n            order = cache[row] = Order.objects.get(number=row)\n        print(order)\n'),
    fine('the first hit ends the loop', 'def f(names):\n    for candidate in names_like(names):\n        if not Order.objects.filter(number=candidate).exists():\n            return candidate\n'),
    fine('a parameter searched for the first hit', 'def f(candidates):\n    for candidate in candidates:\n        order = Order.objects.filter(number=candidate).first()\n        if order:\n            return order\n'),
    fine('any() stops', 'def f(candidates):\n    return any(Order.objects.filter(number=candidate).exists() for candidate in candidates)\n'),
    fine('a free name is looked for', 'def f(rows):\n    for row in rows:\n        number = row["number"]\n        while Order.objects.filter(number=number).exists():\n            number += "x"\n        print(number)\n'),
    fine('a queryset is built, not read', 'def f(rows):\n    querysets = []\n    for row in rows:\n        querysets.append(Order.objects.filter(number=row))\n    return querysets\n'),
    fine('the rows under a name are remembered', 'def f():\n    orders = Order.objects.all()\n    for order in orders:\n        print(orders[0], len(orders), order in list(orders))\n'),
    fine('read again for the latest state', 'def f():\n    for order in Order.objects.all():\n        order.refresh_from_db()\n        if Order.objects.filter(pk=order.pk).exists():\n            work(order)\n'),
    fine('too many to hold', 'def f():\n    for customer in Customer.objects.all():\n        for order in customer.orders.filter(status="x").iterator():\n            work(order)\n'),
    fine('a loop that waits at every turn', 'import time\ndef f(keys):\n    for key in keys:\n        print(Order.objects.get(pk=key))\n        time.sleep(1)\n'),
    fine('places within others have no common query', 'def f(rows):\n    for row in rows:\n        print(Order.objects.filter(place__within=row["area"]).count())\n'),
    fine('ranges have no common query', 'def f(rows):\n    for row in rows:\n        print(Order.objects.filter(amount__gte=row["low"], amount__lt=row["high"]).count())\n'),
    fine('tested by while, which is no row of its own', 'def f():\n    for order in Order.objects.all():\n        items = OrderItem.objects.filter(order=order)\n        while items:\n            break\n        print(items.count())\n'),
    fine('a helper that keeps its answers', 'from functools import lru_cache\n\n@lru_cache\ndef price_of(number):\n    return Order.objects.get(number=number).amount\n\ndef f(rows):\n    for row in rows:\n        print(price_of(row["number"]))\n'),
    fine('a helper that asks only sometimes', 'def price_of(row):\n    if row["price"]:\n        return row["price"]\n    return Order.objects.get(number=row["number"]).amount\n\ndef f(rows):\n    for row in rows:\n        print(price_of(row))\n'),
    fine('a helper that calls itself', 'def depth(number):\n    for child in children(number):\n        depth(child)\n    return Order.objects.get(number=number)\n'),
    fine('pages of keys', 'def f(keys):\n    for page in pages(keys):\n        for order in Order.objects.filter(pk__in=page):\n            print(order)\n'),
    fine(
      'a column that the list annotates',
      `${ADMIN}
@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin):
    list_display = ["name", "open_orders"]

    def open_orders(self, obj):
        return obj.open_order_count

    def change_view(self, request, object_id):
        return Order.objects.filter(customer=object_id).count()
`,
      admin,
    ),
  ],
};

/** A relation of rows that a prefetch has loaded: all that point to one row share it. */
function shared(name: string, head: string, body: string, data: Record<string, string>, suggested?: string): InvalidCase {
  const error = { messageId: data.paths === undefined ? 'notLoaded' : 'allNotLoaded', line: 3, data: { why: 'The rows are read here without it.', ...data } };
  const code = `def f(work):\n    for item in ${head}:\n        work(${body})\n`;
  return wrong(name, code, [suggested === undefined ? { ...error, suggestions: 1 } : { ...error, suggestions: [{ messageId: 'remedyChanging', data: { title: `Add \`prefetch_related("${data.path ?? ''}")\``, changes: 'loads all of them at once' }, output: after(code.replace(head, suggested)) }] }]);
}

const SHARED = [
  shared('what hangs on rows that a prefetch has loaded', 'OrderItem.objects.prefetch_related("order")', 'item.order.customer.name', { path: 'order__customer', subject: 'for each distinct `order` of the loop on line 3', cost: 'a query for each', advice: 'Add `.prefetch_related("order__customer")` to the queryset.' }, 'OrderItem.objects.prefetch_related("order", "order__customer")'),
  shared('two of them', 'OrderItem.objects.prefetch_related("order", "product")', 'item.order.customer.name, item.product.supplier.name', { paths: '`order__customer` and `product__supplier`', subject: 'for each distinct `order` and `product` of the loop on line 3', cost: 'a query for each', why: 'The rows are read here without them.', advice: 'Add `.prefetch_related("order__customer", "product__supplier")` to the queryset.' }),
  shared('two of one', 'OrderItem.objects.prefetch_related("order")', 'item.order.customer.name, item.order.shipper.name', { paths: '`order__customer` and `order__shipper`', subject: 'for each distinct `order` of the loop on line 3', cost: '2 queries for each', why: 'The rows are read here without them.', advice: 'Add `.prefetch_related("order__customer", "order__shipper")` to the queryset.' }),
  shared('joined, each row has its own', 'OrderItem.objects.select_related("order")', 'item.order.customer.name', { path: 'order__customer', subject: 'for each `item` of the loop on line 3', cost: 'a query per row', advice: 'Add `.select_related("order__customer")` to the queryset.' }),
];

const LISTED = 'for item in OrderItem.objects.filter(order=order)';

/** What one order has, where a view shows it. */
const ANSWERING: readonly [name: string, code: string][] = [
  ['a function that renders', `def order(request, order: Order):\n    lines = [item.product.name ${LISTED}]\n    return render(request, "order.html", {"lines": lines})\n`],
  ['that writes what was sent', `def order(request, order: Order):\n    if request.method == "POST":\n        form = Form(request.POST)\n        if form.is_valid():\n            form.save()\n            return redirect("order")\n    lines = [item.product.name ${LISTED}]\n    return render(request, "order.html", {"lines": lines})\n`],
  ['a method of a view', `class OrderView(View):\n    def get(self, request, order: Order):\n        self.lines = [item.product.name ${LISTED}]\n        return self.shown()\n`],
  ['the context of one', `class OrderView(DetailView):\n    def get_context_data(self, order: Order, **kwargs):\n        return {"lines": [item.product.name ${LISTED}]}\n`],
  ['an endpoint for both', `@api_view(["GET", "POST"])\ndef order(request, order: Order):\n    return Response([item.product.name ${LISTED}])\n`],
];

const NOT_ANSWERING: readonly [name: string, code: string][] = [
  ['a function of its own', `def order(request, order: Order):\n    return [item.product.name ${LISTED}]\n`],
  ['what was sent is worked on', `def order(request, order: Order):\n    if request.method == "POST":\n        work([item.product.name ${LISTED}])\n    return render(request, "order.html")\n`],
  ['the view writes', `def order(request, order: Order):\n    lines = [item.product.name ${LISTED}]\n    order.save()\n    return render(request, "order.html", {"lines": lines})\n`],
  ['the view only redirects', `def order(request, order: Order):\n    work([item.product.name ${LISTED}])\n    return redirect("order")\n`],
  ['a POST alone', `@require_POST\ndef order(request, order: Order):\n    return Response([item.product.name ${LISTED}])\n`],
  ['an action that changes', `class OrderView(View):\n    @action(methods=["post"])\n    def close(self, request, order: Order):\n        return Response([item.product.name ${LISTED}])\n`],
  ['the answer to a POST', `class OrderView(View):\n    def post(self, request, order: Order):\n        return Response([item.product.name ${LISTED}])\n`],
];

const GROWING_ITEMS = { rows: { OrderItem: 5000 } };

/** Reported where high impact alone is. */
function answering(name: string, code: string): InvalidCase {
  return wrong(name, code, [{ messageId: 'notLoaded' }], { options: [{ impact: 'high' }], settings: GROWING_ITEMS, output: after(code.replace('filter(order=order)', 'filter(order=order).select_related("product")')) });
}

export const relations: CaseTable = {
  invalid: [
    wrong(
      'a foreign key followed from each row',
      `def f():
    orders = Order.objects.filter(status="open").order_by("number")
    for order in orders:
        print(order.customer.name)
`,
      [{ messageId: 'notLoaded', line: 4, column: 21, data: { path: 'customer', subject: 'for each of `orders`', cost: 'a query per row', why: 'The rows are read on line 3 without it.', advice: 'Add `.select_related("customer")` to the queryset on line 3.' } }],
      {
        output: after(`def f():
    orders = Order.objects.filter(status="open").order_by("number").select_related("customer")
    for order in orders:
        print(order.customer.name)
`),
      },
    ),
    wrong(
      'two relations of one loop are one report, which counts the queries of both',
      `def f():
    orders = Order.objects.filter(status="open")
    for order in orders:
        print(order.shipper.name)
        print(order.customer.region.name, order.customer.email)
`,
      [{ messageId: 'allNotLoaded', line: 4, column: 21, data: { paths: '`shipper` and `customer__region`', subject: 'for each of `orders`', cost: '3 queries per row', why: 'The rows are read on line 3 without them.', advice: 'Add `.select_related("shipper", "customer__region")` to the queryset on line 3.' } }],
      {
        output: after(`def f():
    orders = Order.objects.filter(status="open").select_related("shipper", "customer__region")
    for order in orders:
        print(order.shipper.name)
        print(order.customer.region.name, order.customer.email)
`),
      },
    ),
    wrong(
      'what only a failure reads is not loaded with the rest',
      'def f():\n    for order in Order.objects.all():\n        try:\n            send(order.shipper.name)\n        except OSError:\n            log(order.customer.name)\n',
      [{ messageId: 'notLoaded', line: 4, data: { path: 'shipper', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Add `.select_related("shipper")` to the queryset.' }, suggestions: 1 }],
    ),
    wrong(
      'a relation that few rows read weighs as much as the one that all of them read',
      'def f():\n    for order in Order.objects.all():\n        if order.status == "late":\n            print(order.customer.name)\n        print(order.shipper.name)\n',
      [{ messageId: 'allNotLoaded', line: 4 }],
      { options: [{ impact: 'high' }], output: after('def f():\n    for order in Order.objects.all().select_related("customer", "shipper"):\n        if order.status == "late":\n            print(order.customer.name)\n        print(order.shipper.name)\n') },
    ),
    wrong(
      'what two paths share is one query',
      'def f():\n    for item in OrderItem.objects.select_related("product"):\n        print(item.order.shipper.name, item.order.customer.name)\n',
      [{ messageId: 'allNotLoaded', line: 3, column: 26, data: { paths: '`order__shipper` and `order__customer`', subject: 'for each `item` of the loop on line 3', cost: '3 queries per row', why: 'The rows are read here without them.', advice: 'Add `.select_related("order__shipper", "order__customer")` to the queryset.' } }],
      { output: after('def f():\n    for item in OrderItem.objects.select_related("product", "order__shipper", "order__customer"):\n        print(item.order.shipper.name, item.order.customer.name)\n') },
    ),
    wrong(
      'a join, a prefetch and a key that the row has are three edits',
      'def f():\n    for order in Order.objects.all():\n        print(order.shipper.name, order.customer.pk, [item.quantity for item in order.items.all()])\n',
      [
        { messageId: 'notLoaded', line: 3, data: { path: 'shipper', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Add `.select_related("shipper")` to the queryset.' } },
        { messageId: 'notLoaded', line: 3 },
        { messageId: 'notLoaded', line: 3, suggestions: 1 },
      ],
      { output: after('def f():\n    for order in Order.objects.all().select_related("shipper"):\n        print(order.shipper.name, order.customer_id, [item.quantity for item in order.items.all()])\n') },
    ),
    wrong(
      'the whole path, in a chain of one call a line',
      `def f():
    return [
        order.customer.region.name
        for order in (
            Order.objects
            .filter(status='open')
            .order_by('number')
        )
    ]
`,
      [{ messageId: 'notLoaded', line: 3, data: { path: 'customer__region', subject: 'for each `order` of the loop on line 6', cost: '2 queries per row', why: 'The rows are read here without it.', advice: 'Add `.select_related("customer__region")` to the queryset.' } }],
      {
        output: after(`def f():
    return [
        order.customer.region.name
        for order in (
            Order.objects
            .filter(status='open')
            .order_by('number')
            .select_related('customer__region')
        )
    ]
`),
      },
    ),
    wrong('into the call that is there', 'def f():\n    for order in Order.objects.select_related("shipper"):\n        print(order.shipper, order.customer.name)\n', [{ messageId: 'notLoaded', line: 3 }], { output: after('def f():\n    for order in Order.objects.select_related("shipper", "customer"):\n        print(order.shipper, order.customer.name)\n') }),
    wrong('select_related() leaves nullable keys out', 'def f():\n    for order in Order.objects.select_related():\n        print(order.customer.name, order.shipper.name)\n', [{ messageId: 'notLoaded', line: 3, data: { path: 'shipper', subject: 'for each of `Order.objects.select_related()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Name in `select_related()` on line 3 every relation that is read, `"shipper"` among them: without names it joins only keys that can\'t be null, and a second call with names takes these joins away.' } }]),
    wrong(
      'only the key of it',
      'def f():\n    for order in Order.objects.all():\n        print(order.customer.pk, order.customer.id)\n',
      [{ messageId: 'notLoaded', line: 3, data: { path: 'customer', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Read `order.customer_id`, which the row has already.' } }],
      { output: after('def f():\n    for order in Order.objects.all():\n        print(order.customer_id, order.customer_id)\n') },
    ),
    wrong('the key of what may be missing', 'def f():\n    for order in Order.objects.all():\n        print(order.shipper.pk)\n', [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Read `shipper_id`', changes: 'gives `None` where `shipper` is empty instead of an error' }, output: after('def f():\n    for order in Order.objects.all():\n        print(order.shipper_id)\n') }] },
    ]),
    wrong('only asked whether there is one', 'def f():\n    for order in Order.objects.all():\n        if order.shipper and not order.shipper is None:\n            print(order)\n', [
      { messageId: 'notLoaded', line: 3, data: { path: 'shipper', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Read `order.shipper_id`, which the row has already.' }, suggestions: [{ messageId: 'remedyChanging', data: { title: 'Read `shipper_id`', changes: 'a key of `0` or an empty text counts as none' }, output: after('def f():\n    for order in Order.objects.all():\n        if order.shipper_id and not order.shipper_id is None:\n            print(order)\n') }] },
    ]),
    wrong('a value of its own stands behind or', 'def f(nobody):\n    for order in Order.objects.all():\n        print(order.shipper or nobody)\n', [{ messageId: 'notLoaded', line: 3 }], { output: after('def f(nobody):\n    for order in Order.objects.all().select_related("shipper"):\n        print(order.shipper or nobody)\n') }),
    wrong('tested, and read', 'def f():\n    for order in Order.objects.all():\n        if order.shipper:\n            print(order.shipper.name)\n', [{ messageId: 'notLoaded', line: 3 }], { output: after('def f():\n    for order in Order.objects.all().select_related("shipper"):\n        if order.shipper:\n            print(order.shipper.name)\n') }),
    wrong('only compared with another', 'def f(buyer):\n    return [order for order in Order.objects.all() if order.customer == buyer]\n', [
      { messageId: 'notLoaded', line: 2, data: { path: 'customer', subject: 'for each of `Order.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Compare `order.customer_id`, which the row has already, with the key of the other.' }, suggestions: 0 },
    ]),
    wrong('only handed on as a condition', 'def f():\n    for item in OrderItem.objects.all():\n        print(Invoice.objects.exclude(paid=True).get(order=item.order))\n', [
      { messageId: 'notLoaded', line: 3, data: { path: 'order', subject: 'for each of `OrderItem.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Read `item.order_id`, which the row has already.' } },
    ], { output: after('def f():\n    for item in OrderItem.objects.all():\n        print(Invoice.objects.exclude(paid=True).get(order=item.order_id))\n') }),
    wrong('only linked, which takes keys', `${LINKS}def f(product: Product):\n    for link in TagLink.objects.all():\n        product.tags.add(link.tag)\n`, [{ messageId: 'notLoaded', line: 6 }], { output: after(`${LINKS}def f(product: Product):\n    for link in TagLink.objects.all():\n        product.tags.add(link.tag_id)\n`) }),
    wrong('the other side of a foreign key takes rows only', 'def f(region: Region):\n    for order in Order.objects.all():\n        region.customer_set.add(order.customer)\n', [
      { messageId: 'notLoaded', line: 3, suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `select_related("customer")`', changes: 'the rows are joined once, so that changes made meanwhile are not seen' }, output: after('def f(region: Region):\n    for order in Order.objects.all().select_related("customer"):\n        region.customer_set.add(order.customer)\n') }] },
    ]),
    wrong('what a method reads behind its way out is not read for each row', `${TICKETS}        if self.order:\n            return self.order.number\n        return self.customer.name\n${ASKED}`, [{ messageId: 'notLoaded', line: 11, data: { path: 'order', subject: 'for each of `Ticket.objects.all()`', cost: 'a query per row', why: 'The rows are read here without it. `Ticket.owner` reaches it.', advice: 'Add `.select_related("order")` to the queryset.' } }], {
      output: after(`${TICKETS}        if self.order:\n            return self.order.number\n        return self.customer.name\n${ASKED.replace('all()', 'all().select_related("order")')}`),
    }),
    wrong('a way out of rows that have nothing to show', `${TICKETS}        if not self.order_id:\n            return ""\n        return self.customer.name\n${ASKED}`, [{ messageId: 'notLoaded', line: 11 }], { output: after(`${TICKETS}        if not self.order_id:\n            return ""\n        return self.customer.name\n${ASKED.replace('all()', 'all().select_related("customer")')}`) }),
    wrong('behind a way out of rows that have nothing', 'def f():\n    for order in Order.objects.all():\n        if order.items.count() == 0:\n            continue\n        print(order.customer.name)\n', [{ messageId: 'notLoaded', line: 5 }], {
      options: [{ impact: 'high' }], output: after('def f():\n    for order in Order.objects.all().select_related("customer"):\n        if order.items.count() == 0:\n            continue\n        print(order.customer.name)\n'),
    }),
    wrong('to many', 'def f():\n    for order in Order.objects.all():\n        for item in order.items.all():\n            print(item.product.name)\n', [
      { messageId: 'notLoaded', line: 4, suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `prefetch_related("items__product")`', changes: 'loads all of them at once' }, output: after('def f():\n    for order in Order.objects.all().prefetch_related("items__product"):\n        for item in order.items.all():\n            print(item.product.name)\n') }] },
    ]),
    ...SHARED,
    { ...shared('few rows of which each row has its own', 'OrderItem.objects.select_related("order")', 'item.order.customer.name', { path: 'order__customer', subject: 'for each `item` of the loop on line 3', cost: 'a query per row', advice: 'Add `.select_related("order__customer")` to the queryset.' }), settings: { rows: { Order: 10 } } },
    wrong('what another class holds', 'class Ship(Form):\n    def clean(self):\n        for item in OrderItem.objects.filter(pk__in=self.found["pk"]):\n            print(item.product.name)\n', [{ messageId: 'notLoaded', line: 4 }], { options: [{ impact: 'high' }], output: after('class Ship(Form):\n    def clean(self):\n        for item in OrderItem.objects.filter(pk__in=self.found["pk"]).select_related("product"):\n            print(item.product.name)\n') }),
    ...ANSWERING.map(([name, code]) => answering(name, code)),
    wrong('a prefetch that stops too early', 'def f():\n    for order in Order.objects.prefetch_related("items"):\n        for item in order.items.all():\n            print(item.product.name)\n', [
      { messageId: 'notLoaded', line: 4, suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `prefetch_related("items__product")`', changes: 'loads all of them at once' }, output: after('def f():\n    for order in Order.objects.prefetch_related("items", "items__product"):\n        for item in order.items.all():\n            print(item.product.name)\n') }] },
    ]),
    wrong('a loop that writes sees the state of its beginning', 'def f():\n    for order in Order.objects.all():\n        order.customer.name = "x"\n        order.customer.save()\n', [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `select_related("customer")`', changes: 'the rows are joined once, so that changes made meanwhile are not seen' }, output: after('def f():\n    for order in Order.objects.all().select_related("customer"):\n        order.customer.name = "x"\n        order.customer.save()\n') }] },
    ]),
    wrong('rows that are locked', 'def f():\n    for order in Order.objects.select_for_update():\n        print(order.shipper.name)\n', [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `select_related("shipper")`', changes: 'locks the joined rows too, and fails on PostgreSQL where the key may be null' }, output: after('def f():\n    for order in Order.objects.select_for_update().select_related("shipper"):\n        print(order.shipper.name)\n') }] },
    ]),
    wrong('rows that are locked without what is joined', 'def f():\n    for order in Order.objects.select_for_update(of=("self",)):\n        print(order.shipper.name)\n', [{ messageId: 'notLoaded' }], { output: after('def f():\n    for order in Order.objects.select_for_update(of=("self",)).select_related("shipper"):\n        print(order.shipper.name)\n') }),
    wrong('only() leaves the key out', 'def f():\n    for order in Order.objects.only("number"):\n        print(order.customer.name)\n', [
      {
        messageId: 'notLoaded',
        data: { path: 'customer', subject: 'for each of `Order.objects.only("number")`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Add `.select_related("customer")` to the queryset and `"customer"` to its `only()`, which refuses a join by a key that it leaves out.' },
      },
    ], { output: after('def f():\n    for order in Order.objects.only("number", "customer").select_related("customer"):\n        print(order.customer.name)\n') }),
    ...['"customer"', '"customer_id"', '"customer__name"'].map((key) => wrong(`only() names the key: ${key}`, `def f():\n    for order in Order.objects.only("number", ${key}):\n        print(order.customer.name)\n`, [{ messageId: 'notLoaded' }], { output: after(`def f():\n    for order in Order.objects.only("number", ${key}).select_related("customer"):\n        print(order.customer.name)\n`) })),
    wrong('only() and a relation that has its key elsewhere', 'def f():\n    for order in Order.objects.only("number"):\n        print(order.invoice.paid)\n', [{ messageId: 'notLoaded' }], { output: after('def f():\n    for order in Order.objects.only("number").select_related("invoice"):\n        print(order.invoice.paid)\n') }),
    ...['only(*columns)', 'defer("customer")'].map((kept) => wrong(`${kept} may leave the key out`, `def f(columns):\n    for order in Order.objects.${kept}:\n        print(order.customer.name)\n`, [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `select_related("customer")`', changes: 'fails where `only()` or `defer()` leaves out the foreign key' }, output: after(`def f(columns):\n    for order in Order.objects.${kept}.select_related("customer"):\n        print(order.customer.name)\n`) }] },
    ])),
    wrong('a key that the database does not check', 'def f():\n    for shipment in Shipment.objects.all():\n        print(shipment.order.number)\n', [
      { messageId: 'notLoaded', suggestions: [{ messageId: 'remedyChanging', data: { title: 'Add `select_related("order")`', changes: 'drops rows whose key points nowhere: the database does not check it' }, output: after('def f():\n    for shipment in Shipment.objects.all().select_related("order"):\n        print(shipment.order.number)\n') }] },
    ]),
    wrong('rows inside of rows that are streamed', 'def f():\n    for order in Order.objects.all().iterator():\n        print(list(order.items.all()))\n', [{ messageId: 'notLoaded', line: 3, data: { path: 'items', subject: 'for each of `Order.objects.all().iterator()`', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Add `.prefetch_related("items")` to the queryset and give `iterator()` a `chunk_size`, without which it refuses or forgets the prefetch.' } }]),
    wrong('rows inside of rows that come in pieces', 'def f():\n    for order in Order.objects.all().iterator(chunk_size=50):\n        print(list(order.items.all()))\n', [{ messageId: 'notLoaded', line: 3, suggestions: [{ messageId: 'remedyChanging', output: after('def f():\n    for order in Order.objects.all().prefetch_related("items").iterator(chunk_size=50):\n        print(list(order.items.all()))\n') }] }]),
    wrong('rows inside of rows that are streamed by an old Django', 'def f():\n    for order in Order.objects.all().iterator(chunk_size=50):\n        print(list(order.items.all()))\n', [{ messageId: 'notLoaded', line: 3, data: { path: 'items', subject: 'for each `order` of the loop on line 3', cost: 'a query per row', why: 'The rows are read here without it.', advice: 'Add `.prefetch_related("items")` to the queryset and read the rows in batches in place of `iterator()`, which forgets the prefetch before Django 4.1.' } }], { settings: { django: '3.2' } }),
    wrong('before the slice and the iterator', 'def f():\n    for order in Order.objects.order_by("number")[:500]:\n        print(order.customer.name)\n    for order in Order.objects.all().iterator():\n        print(order.customer.name)\n', [{ messageId: 'notLoaded', line: 3 }, { messageId: 'notLoaded', line: 5 }], {
      output: after('def f():\n    for order in Order.objects.order_by("number").select_related("customer")[:500]:\n        print(order.customer.name)\n    for order in Order.objects.all().select_related("customer").iterator():\n        print(order.customer.name)\n'),
    }),
    wrong('the reverse side of a one-to-one', 'def f():\n    for order in Order.objects.open():\n        print(order.invoice.paid)\n', [{ messageId: 'notLoaded', line: 3 }], { output: after('def f():\n    for order in Order.objects.open().select_related("invoice"):\n        print(order.invoice.paid)\n') }),
    wrong(
      'an action whose list does not load it',
      `${ADMIN}
@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number"]

    @admin.action
    def export(self, request, queryset):
        for order in queryset:
            print(order.customer.name)
`,
      [
        {
          messageId: 'notLoaded',
          line: 10,
          data: { path: 'customer', subject: 'for each selected row', cost: 'a query per row', why: 'The list gives the action its rows without it.', advice: 'Add `.select_related("customer")` to the queryset.' },
          suggestions: [
            {
              messageId: 'remedyChanging',
              data: { title: 'Add `select_related("customer")`', changes: 'reads the rows again where they were read before' },
              output: after(`${ADMIN}
@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number"]

    @admin.action
    def export(self, request, queryset):
        for order in queryset.select_related("customer"):
            print(order.customer.name)
`),
            },
          ],
        },
      ],
      admin,
    ),
  ],
  valid: [
    fine('the rows know the one object that they belong to', 'def f(customer: Customer):\n    for order in customer.orders.filter(amount__gt=1):\n        print(order.customer.region)\n'),
    fine('what a round reads in a transaction of its own weighs less', 'def f():\n    for order in Order.objects.all():\n        with transaction.atomic():\n            report(order.customer.name)\n', { options: [{ impact: 'high' }] }),
    fine('what follows a way out of the round weighs less', 'def f():\n    for order in Order.objects.all():\n        if order.status != "new":\n            continue\n        print(order.customer.name)\n', { options: [{ impact: 'high' }] }),
    fine('a loop that ends with its first row', 'def f():\n    for order in Order.objects.all():\n        return order.customer.name\n'),
    fine('a function whose answer is kept', 'from functools import lru_cache\n@lru_cache\ndef f():\n    for order in Order.objects.all():\n        print(order.customer.name)\n'),
    fine('few rows that all of them share', 'def f(work):\n    for item in OrderItem.objects.prefetch_related("order"):\n        work(item.order.customer.name)\n', { settings: { rows: { Order: 10 } } }),
    fine('what a form holds', 'class Ship(Form):\n    def clean(self):\n        for item in OrderItem.objects.filter(pk__in=self.initial["pk"]):\n            print(item.product.name)\n', { options: [{ impact: 'high' }] }),
    ...NOT_ANSWERING.map(([name, code]) => fine(name, code, { options: [{ impact: 'high' }], settings: GROWING_ITEMS })),
    ...ANSWERING.map(([name, code]) => fine(`${name}, of a table that isn't known to grow`, code, { options: [{ impact: 'high' }] })),
    fine('loaded with the rows', 'def f():\n    for order in Order.objects.select_related("customer__region").prefetch_related("items__product"):\n        print(order.customer.name, order.customer.region.name)\n        for item in order.items.all():\n            print(item.product.name)\n'),
    fine('select_related() follows what cannot be null', 'def f():\n    for order in Order.objects.select_related():\n        print(order.customer.region.name)\n'),
    fine('loaded by a method of the queryset class', 'def f():\n    for order in Order.objects.with_customer():\n        print(order.customer.region.name)\n'),
    fine('loaded by the manager', 'def f():\n    for product in Product.visible.all():\n        print(product.supplier.name)\n'),
    fine('loaded on one of two ways', 'def f(full):\n    orders = Order.objects.all()\n    if full:\n        orders = orders.select_related("customer")\n    for order in orders:\n        print(order.customer.name)\n'),
    fine('the key is no query', 'def f():\n    for order in Order.objects.all():\n        print(order.customer_id, order.pk, order.number)\n'),
    fine('what values() gives is no row', 'def f():\n    for order in Order.objects.values("customer"):\n        print(order.customer.name)\n'),
    fine('what lies behind one that is set before it is read', 'def f(customers):\n    for order in Order.objects.filter(customer__in=customers):\n        order.customer = customers[order.customer_id]\n        print(order.customer.region.name)\n'),
    fine('set before it is read', 'def f(customer):\n    for order in Order.objects.filter(customer=customer):\n        order.customer = customer\n        print(order.customer.name)\n'),
    fine('rows of rows that came from elsewhere may be prefetched', 'def f(order: Order):\n    for item in order.items.all():\n        print(item.product.name)\n'),
    fine('Prefetch with a queryset of its own', 'from django.db.models import Prefetch\ndef f():\n    for order in Order.objects.prefetch_related(Prefetch("items", queryset=OrderItem.objects.select_related("product"))):\n        for item in order.items.all():\n            print(item.product.name)\n'),
    fine('a chain that cannot be read', 'def f(paths):\n    for order in Order.objects.select_related(*paths):\n        print(order.customer.name)\n'),
    fine('one row', 'def f(key):\n    order = Order.objects.get(pk=key)\n    return order.customer.name\n'),
    fine('fields are no relations', 'def f():\n    for order in Order.objects.all():\n        print(order.number.upper, order.payload.customer.name)\n'),
    fine('no rows: a parameter of unknown loads', 'def f(orders: list[Order]):\n    for order in orders:\n        print(order.customer.name)\n'),
    fine(
      'an action whose list joins by itself',
      `${ADMIN}
@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["number", "customer"]

    @admin.action
    def export(self, request, queryset):
        for order in queryset:
            print(order.customer.name)
`,
      admin,
    ),
  ],
};

export const pages: CaseTable = {
  invalid: [
    wrong('a page number times the size', 'def page(number, size):\n    return Order.objects.order_by("number")[(number - 1) * size : number * size]\n', [{ messageId: 'offset', line: 2, data: { callee: 'Order.objects.order_by(…)', text: '(number - 1) * size', advice: 'Page by key, from the last row of the page before: `filter(number__gt=last_number).order_by("number")[:size]`.' } }]),
    wrong('a paginator, which gets any list', 'class Pages:\n    def paginate_queryset(self, queryset, request, view=None):\n        start = self.start\n        return queryset[start : start + 20]\n', [{ messageId: 'offset', line: 4, data: { callee: 'queryset', text: 'start', advice: 'Its lists have orders of their own: offer a `CursorPagination` for those that get long, which goes on from the last row.' } }]),
    wrong('an offset parameter', 'def page(queryset, offset, limit):\n    return queryset[offset : offset + limit]\n', [{ messageId: 'offset', line: 2, data: { callee: 'queryset', text: 'offset', advice: 'Page by key, from the last row of the page before: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' } }]),
  ],
  valid: [
    fine('the first rows, one row, fixed rows', 'def f(limit, index):\n    orders = Order.objects.all()\n    return orders[:limit], orders[index], orders[10:20], orders[limit:]\n'),
    fine('lists and texts', 'def f(start, end, text):\n    orders = list(Order.objects.all())\n    return orders[start:end], text[start:end]\n'),
    fine('keys come from the index', 'def f(start, end):\n    return Order.objects.values_list("pk", flat=True)[start:end]\n'),
    fine('the framework\'s own pages', 'from django.core.paginator import Paginator\ndef f(request):\n    return Paginator(Order.objects.all(), 25).get_page(request.GET.get("page"))\n'),
    fine('by key', 'def f(last, size):\n    return Order.objects.filter(pk__gt=last).order_by("pk")[:size]\n'),
  ],
};

export const batches: CaseTable = {
  invalid: [
    wrong('slices in a range', 'def f(size):\n    orders = Order.objects.order_by("pk")\n    for start in range(0, orders.count(), size):\n        work(orders[start : start + size])\n', [{ messageId: 'offset', line: 4, data: { callee: 'orders', advice: 'Iterate over the queryset with `.iterator()`, or page by key: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' } }]),
    wrong('pages of rows that whoever asks may have prefetched', 'from django.core.paginator import Paginator\nfrom django.db import models\nclass OrderQuerySet(models.QuerySet):\n    def paged(self):\n        paginator = Paginator(self, per_page=5000)\n        for number in paginator.page_range:\n            yield paginator.page(number).object_list\n', [{ messageId: 'offset', line: 7, data: { callee: 'paginator.page', advice: 'Iterate over the queryset with `.iterator(chunk_size=…)`, without which it fails where whoever hands the rows in prefetches, or page by key: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' } }]),
    wrong('slices in a range, of rows that bring others along', 'def f(size):\n    orders = Order.objects.prefetch_related("items").order_by("pk")\n    for start in range(0, orders.count(), size):\n        work(orders[start : start + size])\n', [{ messageId: 'offset', line: 4, data: { callee: 'orders', advice: 'Iterate over the queryset with `.iterator(chunk_size=…)`, without which prefetching fails, or page by key: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' } }]),
    wrong(
      'a generator of batches whose caller changes the rows first',
      `${ADMIN}
class ProductAdmin(admin.ModelAdmin):
    actions = ["process"]

    def process(self, request, queryset):
        queryset.update(published=True)
        for batch in self._batch_qs(queryset, 1000):
            work(batch)

    def _batch_qs(self, queryset, batch_size=1000):
        offset = 0
        while True:
            batch = queryset[offset:offset+batch_size]
            if not batch:
                break
            yield batch
            offset += batch_size
`,
      [{ messageId: 'drift', line: 14, data: { callee: 'queryset', because: '`queryset.update` on line 8 takes rows out of a list that is filtered by what it sets', advice: 'Page by key, which doesn\'t move: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' } }],
      admin,
    ),
    wrong('the rows lose what they are found by', 'def f():\n    orders = Order.objects.filter(status="new")\n    offset = 0\n    while True:\n        batch = orders[offset : offset + 100]\n        if not batch:\n            break\n        for order in batch:\n            order.status = "done"\n            order.save()\n        offset += 100\n', [{ messageId: 'drift', line: 5, data: { callee: 'orders', because: '`order.save` on line 11 changes `status`, by which it filters', advice: 'Page by key, which doesn\'t move: `filter(pk__gt=last_pk).order_by("pk")[:size]`.' } }]),
    wrong('deleted while it is paged', 'def f(size):\n    orders = Order.objects.filter(status="new")\n    for start in range(0, 10000, size):\n        keys = [order.pk for order in orders[start : start + size]]\n        Order.objects.filter(pk__in=keys).delete()\n', [{ messageId: 'drift', line: 4 }]),
    wrong('the rows of a state weigh as much as a table', 'def f(customer, size):\n    orders = Order.objects.filter(status="new").order_by("pk")\n    for start in range(0, orders.count(), size):\n        work(orders[start : start + size])\n', [{ messageId: 'offset' }], { options: [{ impact: 'high' }] }),
    wrong('the rows of one parent', 'def f(customer, size):\n    orders = Order.objects.filter(customer=customer).order_by("pk")\n    for start in range(0, orders.count(), size):\n        work(orders[start : start + size])\n', [{ messageId: 'offset' }]),
    wrong('batches that grow by as much each time', 'def f():\n    offset, size = 0, 100\n    while True:\n        batch = Order.objects.order_by("pk")[offset : offset + size]\n        if not batch:\n            break\n        work(batch)\n        offset += size\n', [{ messageId: 'offset' }]),
    wrong('a name that is tested once it stands for a slice', 'def f(size):\n    for start in range(0, Order.objects.count(), size):\n        orders = Order.objects.order_by("pk")\n        orders = orders[start : start + size]\n        if orders:\n            work(orders)\n', [{ messageId: 'offset', line: 4 }]),
    ...['for number in paginator.page_range:\n        page = paginator.page(number)\n', 'for page in paginator:\n'].flatMap((head) => {
      const paged = (body: string): string => `from django.core.paginator import Paginator\ndef f():\n    paginator = Paginator(Order.objects.filter(status="open").order_by("pk"), 500)\n    ${head}${body}`;
      const line = head.includes('page_range') ? 5 : 4;
      return [
        wrong(`pages whose rows the loop takes out of the set: ${head}`, paged('        for order in page:\n            order.status = "done"\n        Order.objects.bulk_update(page.object_list, ["status"])\n'), [{ messageId: 'drift', line }]),
        wrong(`rows of pages that are saved one by one: ${head}`, paged('        for order in page:\n            order.status = "done"\n            order.save()\n'), [{ messageId: 'drift', line }]),
        wrong(`pages whose rows get something else: ${head}`, paged('        for order in page:\n            order.number = 1\n        Order.objects.bulk_update(page.object_list, ["number"])\n'), [{ messageId: 'offset', line }]),
      ];
    }),
    wrong('pages from the last one on lose no rows', 'from django.core.paginator import Paginator\ndef f():\n    paginator = Paginator(Order.objects.filter(status="open").order_by("pk"), 500)\n    for number in reversed(paginator.page_range):\n        page = paginator.page(number)\n        for order in page:\n            order.status = "done"\n            order.save()\n', [{ messageId: 'offset', line: 5 }]),
    wrong('page after page of a paginator', 'from django.core.paginator import Paginator\ndef f():\n    paginator = Paginator(Order.objects.order_by("pk"), 500)\n    for number in paginator.page_range:\n        work(paginator.page(number).object_list)\n', [{ messageId: 'offset', line: 5 }]),
  ],
  valid: [
    fine('by key', 'def f(size):\n    last = 0\n    while True:\n        batch = list(Order.objects.filter(pk__gt=last).order_by("pk")[:size])\n        if not batch:\n            break\n        work(batch)\n        last = batch[-1].pk\n'),
    fine('the rows of one parent weigh less', 'def f(customer, size):\n    orders = Order.objects.filter(customer=customer).order_by("pk")\n    for start in range(0, orders.count(), size):\n        work(orders[start : start + size])\n', { options: [{ impact: 'high' }] }),
    fine('batches that are multiples', 'def f():\n    offset, size = 0, 100\n    while True:\n        batch = Order.objects.order_by("pk")[offset : offset + size]\n        if not batch:\n            break\n        work(batch)\n        offset += size\n        size *= 3\n'),
    fine('iterator', 'def f():\n    for order in Order.objects.all().iterator(chunk_size=500):\n        work(order)\n'),
    fine('what is left, from the beginning', 'def f():\n    while True:\n        keys = list(Order.objects.filter(status="new").values_list("pk", flat=True)[:500])\n        if not keys:\n            break\n        Order.objects.filter(pk__in=keys).delete()\n'),
    fine('lists', 'def f(rows, size):\n    orders = list(Order.objects.all())\n    for start in range(0, len(orders), size):\n        work(orders[start : start + size], rows[start : start + size])\n'),
    fine('rows that are in memory', 'def f(size):\n    orders = Order.objects.all()\n    for start in range(0, len(orders), size):\n        work(orders[start : start + size])\n'),
    fine('rows that are in memory since they were tested', 'def f(size):\n    orders = Order.objects.all()\n    if not orders:\n        return\n    for start in range(0, orders.count(), size):\n        work(orders[start : start + size])\n'),
    fine('a paginator of rows that are in memory', 'from django.core.paginator import Paginator\ndef f():\n    orders = Order.objects.order_by("pk")\n    if not orders:\n        return\n    paginator = Paginator(orders, 500)\n    for number in paginator.page_range:\n        work(paginator.page(number).object_list)\n'),
    fine('a paginator of keys', 'from django.core.paginator import Paginator\ndef f():\n    paginator = Paginator(Order.objects.order_by("pk").values_list("pk", flat=True), 500)\n    for number in paginator.page_range:\n        work(paginator.page(number).object_list)\n'),
  ],
};

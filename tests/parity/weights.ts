import type { Circumstance } from '../../src/model/circumstance.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { RowOrigin } from '../../src/model/row-scope.ts';
import type { LibraryName, Spelling } from './situation.ts';

/** By origin: heads of loops in Prisma whose rows come from there. */
export const PRISMA_ORIGINS: Readonly<Partial<Record<RowOrigin, readonly string[]>>> = {
  table: [
    // children of a few kinds, and a count of distinct rows
    "const order of await prisma.order.findMany({ where: { customerId: { in: (await prisma.order.groupBy({ by: ['customerId'] })).map(({ customerId }) => customerId) } } })",
    "const customer of await prisma.customer.findMany({ where: { id: { in: (await prisma.order.groupBy({ by: ['customerId'] })).map(({ customerId }) => customerId) } } })",
    'const order of await prisma.order.findMany({ distinct: true })',
    'const order of await prisma.order.findMany()',
    "const order of await prisma.order.findMany({ where: { status: 'open' } })",
    'const order of (await prisma.order.findMany()).filter((order) => order.total > 5)',
    'const order of (await prisma.order.findMany()).filter(isOpen)',
    'const order of await prisma.order.findMany({ where: { customerId: { in: ids } } })',
    'const order of await prisma.order.findMany({ where: { customerId: 5 } })',
    'const order of await prisma.order.findMany({ where: { customerId: idOf(ids) } })',
    'const order of await prisma.order.findMany({ where: { customer: { name: ids } } })',
    'const order of await prisma.order.findMany({ where: { status: ids } })',
    'const order of await prisma.order.findMany({ where: { total: { in: input.totals } } })',
    'const order of await prisma.order.findMany({ where: { customerId: ids ?? undefined } })',
    'const order of await prisma.order.findMany({ where: { customerId: ids ? ids.customer : 5 } })',
    'const order of await prisma.order.findMany({ where: { customerId: ADMIN } })',
    'const order of await prisma.order.findMany({ where: { NOT: { customerId: ids } } })',
    "const order of await prisma.order.findMany({ where: { OR: [{ customerId: ids }, { status: 'open' }] } })",
    'const order of await prisma.order.findMany({ where: { OR: ids.map((id) => ({ id })) } })',
    "const order of await prisma.order.findMany({ where: { customerId: { in: (await prisma.customer.findMany({ where: { status: 'open' } })).map(({ id }) => id) } } })",
    'const customer of await prisma.customer.findMany({ where: { firstName: ids } })',
    'const coupon of await prisma.coupon.findMany({ where: { tenantId: ids } })',
    'const order of await prisma.order.findMany({ where: { ...ids } })',
    'const order of await prisma.order.findMany({ where: ids })',
    'const coupon of await prisma.coupon.findMany({ where: { Idea: ids } })',
    "const coupon of await prisma.coupon.findMany({ where: { path: { startsWith: '/a' } } })",
    'const coupon of await prisma.coupon.findMany({ where: { code: { startsWith: ids.code } } })',
  ],
  part: [
    'const order of await prisma.order.findMany({ where: { customerId: ids } })',
    'const order of await prisma.order.findMany({ where: { customerId: ids.customer } })',
    'const order of await prisma.order.findMany({ where: { customer: { id: ids } } })',
    "const order of await prisma.order.findMany({ where: { ...orders, status: 'open', couponId: ids } })",
    'const order of await prisma.order.findMany({ where: { number: ids } })',
    'const order of await prisma.order.findMany({ where: { customerId: { equals: ids } } })',
    'const order of await prisma.order.findMany({ where: { customerId: Number(ids) } })',
    'const order of await prisma.order.findMany({ where: { OR: [{ customerId: ids }, { couponId: orders }] } })',
    'const order of await prisma.order.findMany({ where: { AND: [{ status: ids }, { customerId: ids }] } })',
    'const customer of await prisma.customer.findMany({ where: { orders: { some: { couponId: ids } } } })',
    'const order of await prisma.order.findMany({ where: { customerId: { in: (await prisma.customer.findMany({ where: { shopId: ids } })).map(({ id }) => id) } } })',
    'const coupon of await prisma.coupon.findMany({ where: { teamName: ids } })',
    'const coupon of await prisma.coupon.findMany({ where: { email: ids } })',
    'const coupon of await prisma.coupon.findMany({ where: { orderId: ids } })',
    'const coupon of await prisma.coupon.findMany({ where: { orderID: ids } })',
    'const coupon of await prisma.coupon.findMany({ where: { order_id: ids } })',
    // keys made text, and what stands below one row of a tree
    'const order of await prisma.order.findMany({ where: { customerId: ids._id.toString() } })',
    'const coupon of await prisma.coupon.findMany({ where: { path: { startsWith: ids.path } } })',
  ],
  configured: ["const group of await prisma.order.groupBy({ by: ['status'] })", "const order of await prisma.order.findMany({ distinct: ['status'] })"],
  request: [
    ...['includes', 'has', 'some', 'find', 'every', 'indexOf'].map((name) => `const order of (await prisma.order.findMany()).filter((order) => ids.${name}(order.id))`),
    ...['input', 'parsedInput', 'body', 'dto', 'args', 'payload', 'form', 'formData', 'formValues', 'params', 'searchParams', 'query', 'request', 'req', 'variables', 'orderInput', 'orderDto', 'orderBody', 'orderForm', 'orderPayload'].map(
      (name) => `const id of ${name}.ids`,
    ),
    'const id of ctx.req.ids',
    'const id of req.body.ids',
    'const order of await prisma.order.findMany({ where: { id: { in: input.ids } } })',
    'const order of await prisma.order.findMany({ where: { customerId: { in: input.customers.map(({ id }) => id) } } })',
    'const order of await prisma.order.findMany({ where: { OR: input.ids.map((id) => ({ AND: { id } })) } })',
    'const id of (await ids.json()).list',
    'const id of schema.parse(await ids.json()).list',
  ],
  page: ['const order of await prisma.order.findMany({ where: { customerId: ids }, take: orders })', 'const order of await prisma.order.findMany({ skip: orders, take: 50 })'],
  import: [
    'const row of XLSX.utils.sheet_to_json(sheet)',
    'const row of Papa.parse(text).data',
    'const row of csv.parse(text)',
    "const row of fs.createReadStream(path).pipe(lines())",
    'const row of connection.query(sql).stream()',
    'const row of ids.file.records',
    'const row of responseFile.rows',
    'const row of input.sheet.data',
  ],
  // what belongs to the one thing that is handed in
  children: ['const id of ids.list', 'const id of ids.records', 'const id of ids.files.list', 'const id of ids.profile.rows', 'const item of orders.items.filter(isOpen)'],
  parameter: ['const id of ids', 'const id of ids.input', 'const id of ids.data.list', 'const id of ids.eventData.list', 'const order of ids.filter(isOpen)'],
  unknown: ['const id of input', 'const id of load()', 'const row of JSON.parse(text)', 'const row of parse(text)'],
};

const WRITTEN = (write: string): string => `for (const order of await prisma.order.findMany()) await ¿${write};`;
const CREATED = (data: string): string => WRITTEN(`prisma.order.create({ data: ${data} })`);

/** By origin: heads of loops in Django whose rows come from there; more lines before the last one are what stands around the loop. */
export const DJANGO_ORIGINS: Readonly<Partial<Record<RowOrigin, readonly string[]>>> = {
  table: [
    'for order in Order.objects.all():',
    "for order in Order.objects.filter(status='open'):",
    'for order in Order.objects.filter(status=ids):',
    'for order in Order.objects.filter(customer=5):',
    'for order in Order.objects.filter(customer__in=ids):',
    'for order in Order.objects.filter(pk__in=ids):',
    'for order in Order.objects.filter(Q(customer=ids) | Q(number=orders)):',
    'for order in Order.objects.filter(~Q(customer=ids)):',
    'for order in Order.objects.filter(customer=ids) | Order.objects.filter(status="open"):',
    'for order in Order.objects.with_customer().numbered(ids):',
    'for product in Product.objects.filter(tags=ids):',
    'for visit in Visit.objects.filter(site=ids.site):',
    'for visit in Visit.objects.filter(organisation_id=ids.organisation_id):',
    'for visit in Visit.objects.filter(team=request.team):',
    'for customer in Customer.objects.all():\n    for order in customer.orders.filter(status="open"):',
    'for customer in Customer.objects.all():\n    for order in Order.objects.filter(customer=customer):',
    'keys = []\nfor order in Order.objects.all():\n    keys.append(order.customer_id)\nfor key in keys:\n    for order in Order.objects.filter(customer_id=key):',
    'for item in OrderItem.objects.filter(order__in=Order.objects.filter(customer=ids)):',
    'for customer in Customer.objects.filter(pk__in=Order.objects.filter(status="open").values_list("customer")):',
    'for number in Order.objects.values_list("number", flat=True).distinct():',
    'for number in Order.objects.values_list("status", flat=True):',
    'for order in Order.objects.all():\n    order.status = ids.index(order.number)',
    'for order in Order.objects.filter(pk__in=ids - set(request.POST.getlist("ids"))):',
    'for order in Order.objects.filter(status__in=request.POST.getlist("ids")):',
  ],
  part: [
    'for order in Order.objects.filter(customer=ids):',
    'for order in Order.objects.filter(customer_id=ids.customer_id):',
    'for order in Order.objects.filter(customer__id=ids):',
    'for item in OrderItem.objects.filter(order__customer=ids):',
    'for order in Order.objects.filter(Q(customer=ids)):',
    'for order in Order.objects.filter(Q(customer=ids) & Q(status="open")):',
    'for order in Order.objects.filter(Q(customer=ids) | Q(shipper=orders)):',
    'for order in Order.objects.filter(customer=ids) | Order.objects.filter(shipper=orders):',
    'found = Order.objects.filter(customer=ids) if orders else Order.objects.filter(shipper=orders).filter(status="open")\nfor order in found.order_by("pk"):',
    'found = Order.objects.all() if orders else Order.objects.filter(status="open")\nfor order in found.filter(customer=ids):',
    'for order in Order.objects.of_customer(ids):',
    'for order in Order.objects.of_customer(customer=ids):',
    'for visit in Visit.objects.filter(team=ids.team):',
    'for visit in Visit.objects.filter(content_type=orders, object_id=ids.pk):',
    'for visit in Visit.objects.filter(note__object_id=ids.pk):',
    'for visit in Visit.objects.filter(email__iexact=ids.email):',
    'for customer in Customer.objects.filter(pk__in=Order.objects.filter(customer=ids).values_list("customer")):',
    'keys = [order.pk for order in Order.objects.filter(customer=ids)]\nfor order in Order.objects.filter(pk__in=keys):',
    'for order in Order.objects.filter(customer=ids):\n    for item in order.items.filter(quantity=1):',
    'for order in Order.objects.filter(customer=ids):\n    for item in OrderItem.objects.filter(order=order):',
    'keys = []\nfor order in Order.objects.filter(customer=ids):\n    keys.append(order.pk)\nfor key in keys:',
  ],
  children: ['for order in Customer.objects.get(pk=ids).orders.all():', 'customer = Customer.objects.get(pk=ids)\nfor order in customer.orders.filter(status="open"):'],
  request: ['for order in Order.objects.all():\n    order.status = ids.index(order.pk)', 'for order in Order.objects.all():\n    order.status = ids.index(str(order.pk))',
    'for order in Order.objects.filter(pk__in=request.POST.getlist("ids")):',
    'for order in Order.objects.filter(id__in=request.data.get("ids", [])):',
    'for order in Order.objects.filter(number__in=set(request.POST.getlist("numbers")) - set(ids)):',
    'marked = request.POST.getlist("marked")\nfor order in Order.objects.filter(id__in=marked):',
  ],
  configured: ['for status in Order.objects.values_list("status", flat=True).distinct():', 'for region in Order.objects.values("customer__region__name").distinct():'],
};

const IN_ORDERS = 'for order in Order.objects.all():';
const ASKED = "¿Customer.objects.filter(email=order.number).first()";

/** By circumstance: bodies in Django in which it is seen, and those that look alike and in which it isn't. */
export const DJANGO_SEEN: Readonly<Partial<Record<Circumstance, { readonly seen: readonly string[]; readonly unseen: readonly string[] }>>> = {
  'sometimes-only': {
    seen: [
      `found = [${ASKED} for order in Order.objects.all() if order.status == ids]`,
      `found = [${ASKED} for order in Order.objects.all() if ids in order.days()]`,
      `${IN_ORDERS}\n    is_due = check(order)\n    if is_due:\n        use(${ASKED})`,
      `${IN_ORDERS}\n    if order.days & ids:\n        use(${ASKED})`,
      `${IN_ORDERS}\n    if order.status == ids and ${ASKED}:\n        use(order)`,
      `${IN_ORDERS}\n    use(${ASKED} if order.status == ids else None)`,
    ],
    unseen: [
      `found = [${ASKED} for order in Order.objects.all() if order.number]`,
      `found = [order for order in Order.objects.all() if ${ASKED} == ids]`,
      `${IN_ORDERS}\n    days = check(order)\n    if days:\n        use(${ASKED})`,
      `${IN_ORDERS}\n    if order.days | ids:\n        use(${ASKED})`,
      `${IN_ORDERS}\n    if order.number and ${ASKED}:\n        use(order)`,
      `${IN_ORDERS}\n    use(${ASKED} if order.number else None)`,
    ],
  },
  'stays-per-row': {
    seen: [
      `${IN_ORDERS}\n    serializer = make(order)\n    serializer.save()\n    order.status = order.number\n    ¿order.save()`,
      `${IN_ORDERS}\n    log_closing(order)\n    order.status = order.number\n    ¿order.save()`,
      'for shipment in Shipment.objects.all():\n    shipment.state = "x"\n    shipment.save()\n    order = shipment.order\n    order.status = shipment.state\n    ¿order.save()',
    ],
    unseen: [
      `${IN_ORDERS}\n    writer = make(order)\n    writer.save()\n    order.status = order.number\n    ¿order.save()`,
      `${IN_ORDERS}\n    name_closing(order)\n    order.status = order.number\n    ¿order.save()`,
      'for shipment in Shipment.objects.all():\n    shipment.state = str(shipment.pk)\n    ¿shipment.save()',
      'for shipment in Shipment.objects.all():\n    shipment.state = ¿Tag.objects.first().name\n    shipment.save()',
    ],
  },
  'own-failure': {
    seen: [`${IN_ORDERS}\n    with suppress(Exception):\n        ¿Order.objects.filter(pk=order.pk).update(status="x")`],
    unseen: [`${IN_ORDERS}\n    with suppress(FileNotFoundError):\n        ¿Order.objects.filter(pk=order.pk).update(status="x")`],
  },
  'foreign-wait': {
    seen: [`${IN_ORDERS}\n    use(${ASKED})\n    api_ledger.add(order.number)`, `${IN_ORDERS}\n    use(${ASKED})\n    self.ledger_client.add(order.number)`],
    unseen: [`${IN_ORDERS}\n    use(${ASKED})\n    api_settings.add(order.number)`, `${IN_ORDERS}\n    use(${ASKED})\n    self.request.session.update(order.number)`],
  },
};

/** By what the remedy spares: writes in loops. */
export const SPARED: readonly (readonly [Evidence['spares'], LibraryName, readonly (string | Spelling)[]])[] = [
  ['statements', 'prisma', [
    WRITTEN("prisma.order.update({ where: { id: order.id }, data: { status: 'x' } })"),
    WRITTEN('prisma.order.delete({ where: { id: order.id } })'),
    WRITTEN('prisma.order.createMany({ data: rowsOf(order) })'),
    CREATED('{ number: order.number }'),
    CREATED('{ number: order.number, ...(order.total && { total: 1 }) }'),
    CREATED('{ number: order.number, ...(order.total ? { total: 1 } : {}) }'),
    CREATED('{ number: order.number, ...(order.total ? { total: 1 } : undefined) }'),
    CREATED('{ number: order.number, ...(order.total ? { total: 1 } : null) }'),
  ]],
  ['transactions', 'prisma', [
    WRITTEN('prisma.order.update({ where: { id: order.id }, data: { status: order.number } })'),
    WRITTEN('prisma.order.update({ where: { id: order.id }, data: { total: { increment: 1 } } })'),
    WRITTEN('prisma.order.update({ where: { id: order.id }, data: values })'),
    WRITTEN('prisma.order.update({ where: { id: order.id }, data: { items: { create: [{ sku: "a" }] } } })'),
    CREATED('{ number: order.number, items: { create: [{ sku: "a" }] } }'),
    CREATED('{ ...order }'),
    CREATED('order'),
    CREATED('{ ...(order.total || { total: 1 }) }'),
    CREATED('{ ...(order.total && order) }'),
    CREATED('{ ...(order.total ? order : {}) }'),
    CREATED('{ ...(order.total ? {} : order) }'),
    CREATED('{ ...(order.total ? {} : other) }'),
  ]],
  ['nothing', 'prisma', [
    'await prisma.$transaction((await prisma.order.findMany()).map((order) => ¿prisma.order.update({ where: { id: order.id }, data: { status: order.number } })));',
    'await prisma.$transaction(async (tx) => { for (const order of await tx.order.findMany()) await ¿tx.order.update({ where: { id: order.id }, data: { status: order.number } }); });',
  ]],
  ['statements', 'typeorm', [
    "for (const order of await this.orders.find()) await ¿this.orders.update(order.id, { status: 'x' });",
    'for (const order of await this.orders.find()) await ¿this.orders.delete(order.id);',
    'for (const order of await this.orders.find()) await ¿this.customers.insert({ email: order.status });',
    'for (const order of await this.orders.find()) await ¿this.customers.insert(order);',
    'for (const order of await this.orders.find()) await ¿this.orders.save(order);',
  ]],
  ['transactions', 'typeorm', ['for (const order of await this.orders.find()) await ¿this.orders.update(order.id, { status: order.total });']],
  ['statements', 'django', [
    'for order in Order.objects.all():\n    order.status = order.number\n    ¿order.save()',
    'for order in Order.objects.all():\n    ¿order.delete()',
    'for order in Order.objects.all():\n    ¿order.delete(using="replica")',
    'for order in Order.objects.all():\n    ¿order.delete(keep_parents=False)',
    'for order in Order.objects.all():\n    ¿OrderItem.objects.create(order=order)',
  ]],
  ['nothing', 'django', ['for order in Order.objects.all():\n    ¿order.delete(keep_parents=True)', 'for order in Order.objects.all():\n    ¿order.delete(5)']],
];

interface Sized {
  readonly name: string;
  readonly body: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly table: Readonly<Record<string, unknown>> | undefined;
}

const COUPONS = 'use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));';

/** What settings say of the tables around a query in Prisma. */
export const SIZED: readonly Sized[] = [
  { name: 'nothing', body: `for (const order of await prisma.order.findMany()) ${COUPONS}`, table: { model: 'Order', rows: undefined, growth: 'growing' } },
  { name: 'the table of the rows', body: `for (const order of await prisma.order.findMany()) ${COUPONS}`, settings: { rows: { Order: 5000 } }, table: { model: 'Order', rows: 5000, growth: 'growing' } },
  { name: 'as many rows as a small table has', body: `for (const order of await prisma.order.findMany()) ${COUPONS}`, settings: { rows: { Order: 70 }, smallTable: 70 }, table: { model: 'Order', rows: 70, growth: 'small' } },
  { name: 'one row more', body: `for (const order of await prisma.order.findMany()) ${COUPONS}`, settings: { rows: { Order: 71 }, smallTable: 70 }, table: { model: 'Order', rows: 71, growth: 'growing' } },
  { name: 'a small table that is asked', body: `for (const order of await prisma.order.findMany()) ${COUPONS}`, settings: { rows: { Order: 5000, Coupon: 3 } }, table: { model: 'Coupon', rows: 3, growth: 'small' } },
  { name: 'a large table that is asked', body: `for (const order of await prisma.order.findMany()) ${COUPONS}`, settings: { rows: { Coupon: 3000 } }, table: { model: 'Order', rows: undefined, growth: 'growing' } },
  { name: 'a large table that is asked for rows of no query', body: `for (const order of ids) ${COUPONS}`, settings: { rows: { Coupon: 3000 } }, table: { model: 'Coupon', rows: 3000, growth: 'growing' } },
  { name: 'what was made of rows', body: `for (const order of (await prisma.order.findMany()).map(toLine)) ${COUPONS}`, settings: { rows: { Order: 5000 } }, table: undefined },
  { name: 'rows reached through others', body: `for (const customer of await prisma.customer.findMany({ include: { orders: true } })) for (const order of customer.orders) ${COUPONS}`, settings: { rows: { Customer: 10, Order: 5000 } }, table: { model: 'Order', rows: 5000, growth: 'growing' } },
];

/** Limits of the rows in Prisma. */
export const LIMITS: readonly (readonly [string, number | undefined])[] = [
  [`for (const order of await prisma.order.findMany({ take: 5 })) ${COUPONS}`, 5],
  [`const FEW = 7; for (const order of await prisma.order.findMany({ take: FEW })) ${COUPONS}`, 7],
  [`for (const order of await prisma.order.findMany({ take: ids })) ${COUPONS}`, undefined],
  [`for (const order of await prisma.order.findMany()) ${COUPONS}`, undefined],
  [`for (const customer of await prisma.customer.findMany({ take: 5, include: { orders: true } })) for (const order of customer.orders) ${COUPONS}`, undefined],
];

const SEND = 'def send(orders):';

/** Whose rows a parameter holds in Django: what stands beside `send(orders)`, where its rows come from, and how many there can be. */
const DJANGO_HANDS: readonly (readonly [beside: string, origin: RowOrigin, atMost?: number | undefined, head?: string])[] = [
  ['', 'parameter'],
  ['def nightly():\n    send(Order.objects.all())', 'table'],
  ['def nightly():\n    send(orders=Order.objects.all())', 'table'],
  ['def nightly():\n    send(list(Order.objects.all()))', 'table'],
  ['def nightly():\n    rows = Order.objects.filter(status="x")\n    send([row for row in rows])', 'table'],
  ['def nightly():\n    partial(send, Order.objects.all())()', 'table'],
  ['def nightly():\n    pool.submit(send, Order.objects.all())', 'table'],
  ['def nightly():\n    send.delay(Order.objects.all())', 'table', undefined, '@shared_task\ndef send(orders):'],
  ['def nightly():\n    send.delay(Order.objects.all())', 'table', undefined, '@shared_task(bind=True)\ndef send(self, orders):'],
  ['def nightly():\n    send.later(Order.objects.all())', 'parameter'],
  ['def nightly():\n    send(*[Order.objects.all()])', 'parameter'],
  ['def nightly():\n    send(**{"orders": Order.objects.all()})', 'parameter'],
  ['def of(customer: Customer):\n    send(customer.orders.all())', 'children'],
  ['def of(customer):\n    send(Order.objects.filter(customer=customer))', 'part'],
  ['def of(request):\n    send(request.data["orders"])', 'request'],
  ['def of(order):\n    send([order])', 'configured', 1],
  ['def of(order):\n    send([order])\n    send((order, order))', 'configured', 2],
  ['def of(order):\n    send([*order])', 'parameter'],
  ['def of(order, customer: Customer):\n    send([order])\n    send(customer.orders.all())', 'children'],
  ['def of(customer: Customer):\n    send(customer.orders.all())\n    send(Order.objects.all())', 'table'],
  ['def of(customer: Customer, others):\n    send(customer.orders.all())\n    send(others)', 'parameter'],
  ['def of(customer: Customer):\n    send(customer.orders.all())\nNAMES = ["shop.stock.send"]', 'parameter'],
  ['def of(customer: Customer):\n    send(customer.orders.all())\n    send()', 'children', undefined, 'def send(orders=None):'],
  ['def of(send):\n    send(Order.objects.all())', 'parameter'],
  ['def hand(rows):\n    send(rows)\ndef nightly():\n    hand(Order.objects.all())', 'table'],
  ['def hand(rows):\n    send(rows)\ndef over(rows):\n    hand(rows)\ndef nightly():\n    over(Order.objects.all())', 'table'],
  ['def hand(rows):\n    send(rows)\ndef over(rows):\n    hand(rows)\ndef further(rows):\n    over(rows)\ndef nightly():\n    further(Order.objects.all())', 'parameter'],
  ['def hand(rows):\n    send(rows)\n    again(rows)\ndef again(rows):\n    hand(rows)', 'parameter'],
  ['def nightly():\n    send(Order.objects.all(), 5)', 'table', undefined, 'def send(queryset, status):\n    orders = queryset.filter(status=5)'],
  ['def nightly():\n    send(Order.objects.all(), 5)', 'part', undefined, 'def send(queryset, customer):\n    orders = queryset.filter(customer=customer)'],
  ['def nightly():\n    Sender().send(Order.objects.all())', 'table', undefined, 'class Sender:\n  def send(self, orders):'],
  ['def nightly():\n    Sender.send(Sender(), Order.objects.all())', 'table', undefined, 'class Sender:\n  def send(self, orders):'],
  ['def nightly():\n    Sender.send(Order.objects.all())', 'table', undefined, 'class Sender:\n  @staticmethod\n  def send(orders):'],
  ['def nightly(sender):\n    sender.send(Order.objects.all())\nclass Other:\n    def send(self, orders):\n        pass', 'parameter', undefined, 'class Sender:\n  def send(self, orders):'],
];

export const DJANGO_HANDED = DJANGO_HANDS.map(([beside, origin, atMost, head = SEND]) => ({ beside, origin, atMost, head }));

const ALL = 'await prisma.order.findMany()';
const OF_CUSTOMER = 'await prisma.order.findMany({ where: { customerId } })';

/** What stands beside a function, `sendOrders(orders)` where nothing else is said, that loops over `orders`; the origin and the limit of its rows. */
const PRISMA_HANDS: readonly (readonly [string, RowOrigin, (number | undefined)?, string?])[] = [
  ['', 'parameter'],
  [`async function nightly() { await sendOrders(${ALL}); }`, 'table'],
  [`async function nightly() { const rows = ${ALL}; await sendOrders(rows.filter(isOpen)); }`, 'table'],
  [`async function nightly() { await sendOrders({ orders: ${ALL} }); }`, 'table', undefined, 'async function sendOrders({ orders }) {'],
  [`async function nightly() { await sendOrders({ rows: ${ALL} }); }`, 'table', undefined, 'async function sendOrders(options) { const { rows: orders } = options;'],
  [`async function nightly() { await sendOrders({ rows: ${ALL} }); }`, 'parameter', undefined, 'async function sendOrders({ orders }) {'],
  [`async function nightly() { await sendOrders('open', ${ALL}); }`, 'table', undefined, 'async function sendOrders(status, orders) {'],
  [`async function nightly() { await sendOrders(...[${ALL}]); }`, 'parameter'],
  [`async function of(customerId) { await sendOrders(${OF_CUSTOMER}); }`, 'part'],
  [`async function of(customerId) { const rows = ${OF_CUSTOMER}; for (let at = 0; at < rows.length; at += 50) { const batch = rows.slice(at, at + 50); await sendOrders(batch); } }`, 'table'],
  [`async function of(customerId) { const rows = ${OF_CUSTOMER}; await sendOrders(rows.slice(0, 50)); }`, 'part', 50],
  ['async function of(id) { const customer = await prisma.customer.findUnique({ where: { id }, include: { orders: true } }); await sendOrders(customer.orders); }', 'children'],
  ['async function of(dto) { await sendOrders(dto.orders); }', 'request'],
  ['async function of(dto) { const rows = new Map(); for (const row of dto.orders) rows.set(row.id, row); await sendOrders([...rows.values()]); }', 'request'],
  ["async function of() { await sendOrders(['a', 'b']); }", 'configured'],
  [`async function of(customerId) { await sendOrders(${OF_CUSTOMER}); await sendOrders(${ALL}); }`, 'table'],
  [`async function of(customerId, others) { await sendOrders(${OF_CUSTOMER}); await sendOrders(others); }`, 'parameter'],
  [`async function of(customerId) { await sendOrders(${OF_CUSTOMER}); }\nconst NAMES = ['stock.sendOrders'];\nexport { sendOrders };`, 'parameter'],
  [`async function of(customerId) { await sendOrders(${OF_CUSTOMER}); }\nconst NAMES = ['stock.sendOrders'];`, 'part'],
  [`async function of(sendOrders) { await sendOrders(${ALL}); }`, 'parameter'],
  [`const hand = (rows) => sendOrders(rows);\nasync function nightly() { await hand(${ALL}); }`, 'table'],
  [`const hand = (rows) => sendOrders(rows);\nconst over = (rows) => hand(rows);\nasync function nightly() { await over(${ALL}); }`, 'table'],
  [`const hand = (rows) => sendOrders(rows);\nconst over = (rows) => hand(rows);\nconst further = (rows) => over(rows);\nasync function nightly() { await further(${ALL}); }`, 'parameter'],
  ['function hand(rows) { sendOrders(rows); again(rows); }\nfunction again(rows) { hand(rows); }', 'parameter'],
  ['async function of(dto) { await sendOrders(dto.ids); }', 'request', undefined, 'async function sendOrders(ids) { const orders = await prisma.order.findMany({ where: { id: { in: ids } } });'],
  [`async function nightly() { await sendOrders((${ALL}).map(({ id }) => id)); }`, 'table', undefined, 'async function sendOrders(ids) { const orders = await prisma.order.findMany({ where: { id: { in: ids } } });'],

  [`async function findDue() { return prisma.order.findMany(); }`, 'table', undefined, 'async function sendOrders() { const orders = await findDue();'],
  [`const findDue = () => prisma.order.findMany();`, 'table', undefined, 'async function sendOrders() { const orders = (await findDue()).filter(isOpen);'],
  [`async function findDue() { const rows = ${ALL}; return { rows, total: rows.length }; }`, 'table', undefined, 'async function sendOrders() { const { rows: orders } = await findDue();'],
  [`async function findDue(customerId) { if (!customerId) return []; return ${OF_CUSTOMER}; }`, 'part', undefined, 'async function sendOrders(customerId) { const orders = await findDue(customerId);'],
  [`async function findDue(isAll) { if (isAll) return prisma.order.findMany(); return prisma.order.findMany(); }`, 'table', undefined, 'async function sendOrders() { const orders = await findDue();'],
  [`async function findDue(isOne) { if (isOne) return ${OF_CUSTOMER}; return prisma.order.findMany(); }`, 'unknown', undefined, 'async function sendOrders() { const orders = await findDue();'],
  [`async function findDue(isAll) { if (isAll) return prisma.order.findMany({ take: 20 }); return prisma.order.findMany({ take: 50 }); }`, 'table', 50, 'async function sendOrders() { const orders = await findDue();'],
  [`function findDue() { return () => prisma.order.findMany(); }`, 'unknown', undefined, 'async function sendOrders() { const orders = await findDue();'],
  ['async function findDue() { return findDue(); }', 'unknown', undefined, 'async function sendOrders() { const orders = await findDue();'],
];

export const PRISMA_HANDED = PRISMA_HANDS.map(([beside, origin, atMost, head = 'async function sendOrders(orders) {']) => ({ beside, origin, atMost, head }));

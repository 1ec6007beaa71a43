import type { CaseTable, InvalidCase, ValidCase } from './case-table.ts';

const IMPORTS = 'from .models import Customer, Order, Product, Tag\n';
const views = 'tests/fixtures/django-orm/shop/views.py';
const tasks = 'tests/fixtures/django-orm/shop/tasks.py';
/** A file that is written for one day. */
const command = 'tests/fixtures/django-orm/shop/2024-send-all.py';

const LARGE = { rows: { Order: 40_000, Customer: 20_000 } };

function fine(name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code: IMPORTS + code, filename: views, options: [{ impact: 'any' }], ...rest };
}

/** @param output the text after a fix, without the imports */
function wrong(name: string, code: string, messageId: string, output?: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code: IMPORTS + code, filename: views, errors: [{ messageId }], output: output === undefined ? null : IMPORTS + output, ...rest };
}

/** What is streamed after a suggestion. */
function streamed(name: string, code: string, output: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  const changes = 'a second loop over the queryset sends the query again';
  const title = `Add \`.${/iterator\([^)]*\)/.exec(output)?.[0] ?? ''}\``;
  return { name, code: IMPORTS + code, filename: tasks, settings: LARGE, errors: [{ messageId: 'iterated', suggestions: [{ messageId: 'remedyChanging', data: { title, changes }, output: IMPORTS + output }] }], ...rest };
}

/** A row that is looked for, with what a suggestion makes of it. */
function sought(columns: string, condition: string, output: string): InvalidCase['errors'][number] {
  const advice = `Ask with \`.filter(${condition}).exists()\`, which reads none of them.`;
  const changes = 'asks by the key, also where rows have been added to the queryset since';
  return { messageId: 'sought', data: { callee: 'Order.objects.all()', rows: 'every row of `Order`', columns, by: 'this function', advice }, suggestions: [{ messageId: 'remedyChanging', data: { title: 'Ask with `exists()`', changes }, output: IMPORTS + output }] };
}

const HIGH = { options: [{ impact: 'high' }] };

const IN_PIECES = "Read them in pieces with a limit. Walk by `cursor: { id: last.id }, skip: 1` with `orderBy: { id: 'asc' }`.";

/** What is advised where a function does this with all orders. */
function lookedUp(name: string, use: string, advice: string, messageId = 'held'): InvalidCase {
  return jsWrong(`rows that are ${name}`, `async function f(lines: Line[]) { const orders = await prisma.order.findMany(); ${use} }`, messageId, {
    settings: LARGE, options: [{ impact: 'any' }], errors: [{ messageId, data: { callee: 'prisma.order.findMany', rows: 'every row of `Order` (40,000 rows)', columns: '', advice } }],
  });
}

export const django: CaseTable = {
  invalid: [
    wrong('rows that are counted', 'def f():\n    return len(Order.objects.filter(status="open"))\n', 'length', 'def f():\n    return Order.objects.filter(status="open").count()\n', HIGH),
    wrong('rows that are counted under a name', 'def f():\n    orders = Order.objects.filter(status="open")\n    return {"n": len(orders), "last": orders.order_by("pk").last()}\n', 'length', 'def f():\n    orders = Order.objects.filter(status="open")\n    return {"n": orders.count(), "last": orders.order_by("pk").last()}\n'),
    wrong('a page behind the number of all', 'def f():\n    orders = Order.objects.order_by("pk")\n    n = len(orders)\n    return n, orders[:100]\n', 'length', 'def f():\n    orders = Order.objects.order_by("pk")\n    n = orders.count()\n    return n, orders[:100]\n'),
    wrong('a name that one branch narrows further', 'def f(status):\n    orders = Order.objects.all()\n    if status:\n        orders = orders.filter(status=status)\n    return len(orders)\n', 'length', 'def f(status):\n    orders = Order.objects.all()\n    if status:\n        orders = orders.filter(status=status)\n    return orders.count()\n'),
    wrong('rows in a list that is counted', 'def f():\n    orders = list(Order.objects.all())\n    return len(orders)\n', 'length'),
    wrong('a chain on several lines', 'def f():\n    return len(\n        Order.objects\n        .filter(status="open")\n    )\n', 'length', 'def f():\n    return (Order.objects\n        .filter(status="open")).count()\n'),
    wrong('rows that are tested', 'def f():\n    if Order.objects.filter(status="open"):\n        tell()\n', 'emptiness', 'def f():\n    if Order.objects.filter(status="open").exists():\n        tell()\n'),
    wrong('rows that are tested beside something else', 'def f(on):\n    orders = Order.objects.all()\n    if on and not orders:\n        tell()\n', 'emptiness', 'def f(on):\n    orders = Order.objects.all()\n    if on and not orders.exists():\n        tell()\n', HIGH),
    wrong('rows of which one is expected, whatever the case', 'def f(number):\n    if Order.objects.filter(number__iexact=number):\n        tell()\n', 'emptiness', 'def f(number):\n    if Order.objects.filter(number__iexact=number).exists():\n        tell()\n', { settings: LARGE }),
    wrong('rows that are tested and counted', 'def f():\n    orders = Order.objects.filter(status="open")\n    if orders:\n        tell(orders.count())\n', 'length'),
    wrong('rows among which one is looked for', 'def f(order):\n    return order in Order.objects.filter(status="open")\n', 'sought'),
    wrong('a row that is looked for', 'def f():\n    order = Order.objects.get(pk=1)\n    orders = Order.objects.all()\n    if order not in orders:\n        tell()\n', undefined as never, undefined, { ...HIGH, errors: [sought('`order`', 'pk=order.pk', 'def f():\n    order = Order.objects.get(pk=1)\n    orders = Order.objects.all()\n    if not orders.filter(pk=order.pk).exists():\n        tell()\n')] }),
    wrong('a value among those of a column', 'def f(number):\n    return number in Order.objects.values_list("number", flat=True)\n', 'sought'),
    wrong('a number of rows compared with 0', 'def f():\n    return len(Order.objects.all()) > 0\n', 'emptiness', 'def f():\n    return Order.objects.all().exists()\n'),
    wrong('no rows', 'def f():\n    return len(Order.objects.all()) == 0\n', 'emptiness', 'def f():\n    return not Order.objects.all().exists()\n'),
    wrong('a count that is tested', 'def f():\n    if Order.objects.count():\n        tell()\n', 'counted', 'def f():\n    if Order.objects.exists():\n        tell()\n', { settings: LARGE, ...HIGH }),
    wrong('a count compared with 0', 'def f():\n    return Order.objects.filter(status="open").count() > 0\n', 'counted', 'def f():\n    return Order.objects.filter(status="open").exists()\n'),
    wrong('a count compared with 0 that stands first', 'def f():\n    return 0 == Order.objects.filter(status="open").count()\n', 'counted', 'def f():\n    return not Order.objects.filter(status="open").exists()\n'),
    wrong('an awaited count', 'async def f():\n    return await Order.objects.acount() >= 1\n', 'counted', 'async def f():\n    return await Order.objects.aexists()\n'),
    wrong('a count that is tested twice', 'def f():\n    if Order.objects.count():\n        tell()\n    if not Order.objects.exists() or Order.objects.count() > 0:\n        tell()\n', 'counted', 'def f():\n    if Order.objects.exists():\n        tell()\n    if not Order.objects.exists() or Order.objects.exists():\n        tell()\n', { errors: [{ messageId: 'counted' }, { messageId: 'counted' }] }),
    wrong('a related manager', 'def f(customer):\n    return customer.orders.count() > 0\n', 'counted', 'def f(customer):\n    return customer.orders.exists()\n', { code: `${IMPORTS}def f():\n    customer = Customer.objects.get(pk=1)\n    return customer.orders.count() > 0\n`, output: `${IMPORTS}def f():\n    customer = Customer.objects.get(pk=1)\n    return customer.orders.exists()\n` }),
    wrong('the first of ordered rows', 'def f():\n    orders = Order.objects.order_by("-pk")\n    if orders:\n        return orders[0]\n', 'first'),
    wrong('the first of rows of which a few more are walked', 'def f():\n    orders = Order.objects.order_by("pk")\n    if orders:\n        keep(orders[0])\n        for order in orders[1:5]:\n            drop(order)\n', 'first'),
    wrong('the first of a list of ordered rows', 'def f():\n    return list(Order.objects.order_by("-pk"))[0]\n', 'first'),
    wrong('rows that the code leaves out', 'def f():\n    return [order.pk for order in Order.objects.all() if order.status == "open"]\n', 'filtered', undefined, { settings: LARGE, ...HIGH }),
    wrong('rows that a loop leaves out', 'def f(total):\n    for order in Order.objects.all():\n        if order.amount < total and order.is_late():\n            tell(order)\n', 'filtered', undefined, { settings: LARGE }),
    wrong('rows that a loop goes over', 'def f():\n    for order in Order.objects.all():\n        if not order.status:\n            continue\n        tell(order)\n', 'filtered', undefined, { settings: LARGE }),
    streamed('a table that a task goes over', 'def send():\n    for order in Order.objects.all():\n        tell(order)\n', 'def send():\n    for order in Order.objects.all().iterator():\n        tell(order)\n', HIGH),
    streamed('prefetched rows', 'def send():\n    orders = Order.objects.prefetch_related("items")\n    log(orders.count())\n    for order in orders:\n        tell(order.items.all())\n', 'def send():\n    orders = Order.objects.prefetch_related("items")\n    log(orders.count())\n    for order in orders.iterator(chunk_size=2000):\n        tell(order.items.all())\n'),
    streamed('rows with a limit that may be there', 'def send(limit=None):\n    orders = Order.objects.filter(status="open")\n    if limit:\n        orders = orders[:limit]\n    for pk in orders.values_list("pk", flat=True):\n        tell(pk)\n', 'def send(limit=None):\n    orders = Order.objects.filter(status="open")\n    if limit:\n        orders = orders[:limit]\n    for pk in orders.values_list("pk", flat=True).iterator():\n        tell(pk)\n'),
    streamed('a command over a table whose size is known', 'def send():\n    for order in Order.objects.all():\n        tell(order)\n', 'def send():\n    for order in Order.objects.all().iterator():\n        tell(order)\n', { filename: command, ...HIGH }),
  ],
  valid: [
    fine('rows that are used after they were counted', 'def f():\n    orders = Order.objects.all()\n    log(len(orders))\n    return render(orders)\n'),
    fine('the first of rows whose rest is walked', 'def f():\n    orders = Order.objects.order_by("pk")\n    if orders:\n        keep(orders[0])\n        for order in orders[1:]:\n            drop(order)\n'),
    fine('rows that are walked after they were tested', 'def f():\n    orders = Order.objects.all()\n    if orders:\n        for order in orders:\n            tell(order)\n'),
    fine('rows that a function inside uses', 'def f():\n    orders = Order.objects.all()\n    log(len(orders))\n    return lambda: list(orders)\n'),
    fine('a number that is asked again in a loop', 'def f():\n    orders = Order.objects.all()\n    for step in STEPS:\n        log(len(orders))\n'),
    fine('rows among which one is looked for, and that are used besides', 'def f(order):\n    orders = Order.objects.all()\n    return order in orders, render(orders)\n'),
    fine('rows among which two are looked for', 'def f(one, other):\n    orders = Order.objects.all()\n    return one in orders or other in orders\n'),
    fine('rows of several queries among which one is looked for', 'def f(order):\n    return order in Order.objects.filter(status="open").union(Order.objects.filter(status="late"))\n'),
    fine('a few rows among which one is looked for', 'def f(order):\n    return order in Order.objects.order_by("-pk")[:5]\n'),
    fine('rows of pairs among which one is looked for', 'def f(pair):\n    return pair in Order.objects.values_list("number", "status")\n'),
    fine('a constant that is looked for', 'def f():\n    return 5 in Order.objects.values_list("number", flat=True)\n'),
    fine('what is looked for among rows that may have been prefetched', 'def f(order):\n    customer = Customer.objects.get(pk=1)\n    return order in customer.orders.all()\n'),
    fine('a list in which one is looked for', 'def f(order):\n    orders = list(Order.objects.all())\n    return order in orders\n'),
    fine('rows that are locked', 'def f():\n    return len(Order.objects.select_for_update())\n'),
    fine('a few rows', 'def f():\n    return len(Order.objects.all()[:5]) > 4\n'),
    fine('what may have been prefetched', 'def f():\n    customer = Customer.objects.get(pk=1)\n    return len(customer.orders.all())\n'),
    fine('a queryset that is handed in', 'def f(orders):\n    return len(orders)\n'),
    fine('a method that may give a list', 'def f():\n    return len(Order.objects.as_choices())\n'),
    fine('a count that is compared with another number', 'def f():\n    return Order.objects.count() > 1\n'),
    fine('a count that is tested and asked for once more', 'def f():\n    customer = Customer.objects.get(pk=1)\n    if customer.orders.count() > 0:\n        return customer.orders.all()[customer.orders.count() - 1]\n'),
    fine('a count of the rows of one parent, where only high impact is wanted', 'def f():\n    for customer in Customer.objects.all():\n        tell(customer)\n    return customer.orders.count() > 0\n', { settings: LARGE, ...HIGH }),
    fine('a count that is used', 'def f():\n    return Order.objects.count()\n'),
    fine('the first of rows of which one is expected', 'def f(number):\n    orders = Order.objects.filter(number__iexact=number)\n    if orders:\n        return orders[0]\n'),
    fine('a test of what the row alone knows', 'def f():\n    return [order.pk for order in Order.objects.all() if order.is_late()]\n', { settings: LARGE }),
    fine('a test against what the loop gathers', 'def f():\n    seen = set()\n    for order in Order.objects.all():\n        if order.number not in seen:\n            seen.add(order.number)\n', { settings: LARGE }),
    fine('a test beside a condition of the query on the same column', 'def f():\n    for order in Order.objects.exclude(status=""):\n        if order.status.strip() and order.status != "-":\n            tell(order)\n', { settings: LARGE }),
    fine('rows of which little more is read than the column', 'def f():\n    for order in Order.objects.only("pk", "status"):\n        if not order.status:\n            continue\n        tell(order)\n', { settings: LARGE }),
    fine('rows of a table that nothing says grows', 'def f():\n    return [tag.pk for tag in Tag.objects.all() if tag.name != "-"]\n'),
    fine('rows by a list of keys', 'def f(keys):\n    return [order.pk for order in Order.objects.filter(pk__in=keys) if order.status == "open"]\n', { settings: LARGE }),
    fine('rows of one customer that the code leaves out', 'def f(customer):\n    return [order.pk for order in Order.objects.filter(customer=customer) if order.status == "open"]\n', { settings: LARGE }),
    fine('rows of which one is expected, where only high impact is wanted', 'def f(number):\n    if Order.objects.filter(number__iexact=number):\n        tell()\n', { settings: LARGE, ...HIGH }),
    fine('a row by what is unique', 'def f(number):\n    if Order.objects.filter(number=number):\n        tell()\n', { settings: LARGE }),
    fine('a small table', 'def f():\n    return len(Order.objects.all())\n', { settings: { rows: { Order: 20 } } }),
    fine('rows that a request goes over', 'def f(request):\n    for order in Order.objects.all():\n        tell(order)\n', { settings: LARGE }),
    fine('rows that a task keeps', 'def send():\n    found = []\n    for order in Order.objects.all():\n        found.append(order)\n    return found\n', { filename: tasks, settings: LARGE }),
    fine('rows that are streamed already', 'def send():\n    for order in Order.objects.iterator():\n        tell(order)\n', { filename: tasks, settings: LARGE }),
    fine('rows since a day', 'def send(since):\n    for order in Order.objects.filter(created__gte=since):\n        tell(order)\n', { filename: tasks, settings: LARGE }),
    fine('rows up to a limit', 'def send():\n    for order in Order.objects.all()[:500]:\n        tell(order)\n', { filename: tasks, settings: LARGE }),
    fine('a loop that turns to a tenant', 'def send():\n    for customer in Customer.objects.all():\n        connection.set_tenant(customer)\n        tell()\n', { filename: tasks, settings: LARGE }),
    fine('a table of unknown size, where only high impact is wanted', 'def f():\n    return Order.objects.filter(status="open").count() > 0\n', HIGH),
    fine('a command, where only high impact is wanted', 'def send():\n    return len(Order.objects.all())\n', { filename: command, ...HIGH }),
  ],
};

const jobs = 'tests/fixtures/prisma-shop/src/jobs/orders.ts';

/** Nothing says where the code runs. */
const anywhere = { filename: 'tests/fixtures/prisma-shop/src/orders.ts' };

function jsFine(name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase {
  return { name, code, filename: jobs, ...rest };
}

function jsWrong(name: string, code: string, messageId: string, rest: Partial<InvalidCase> = {}): InvalidCase {
  return { name, code, filename: jobs, errors: [{ messageId }], ...rest };
}

export const prisma: CaseTable = {
  invalid: [
    jsWrong('rows that are counted', "async function f() { const orders = await prisma.order.findMany({ where: { status: 'open' } }); return { n: orders.length }; }", 'length', {
      errors: [{ messageId: 'length', data: { callee: 'prisma.order.findMany', rows: 'every matching row', columns: '', advice: 'Count in the database, with `prisma.order.count`.' } }],
      ...HIGH,
    }),
    jsWrong('rows whose number is reckoned with', 'async function f() { const orders = await prisma.order.findMany(); return { code: 2300 + orders.length + 1, next: orders.length + 1 }; }', 'length', HIGH),
    jsWrong('rows that are counted by a filter that is handed in', 'async function f(where: Prisma.OrderWhereInput) { const orders = await prisma.order.findMany({ where }); return orders.length; }', 'length'),
    jsWrong('rows of which a pattern takes the number', "async function f() { const { length } = await prisma.order.findMany({ where: { active: true } }); return { length }; }", 'length', HIGH),
    jsWrong('rows of which a pattern takes the number under a name', "async function f() { const { length: count } = await prisma.order.findMany({ where: { active: true } }); tell(count); }", 'length', HIGH),
    jsWrong('rows of which a pattern takes the number to see whether there are any', "async function f() { const { length } = await prisma.order.findMany({ where: { active: true } }); if (length > 0) tell(); }", 'emptiness'),
    jsWrong('what is true of most rows, counted', 'async function f() { const orders = await prisma.order.findMany({ where: { active: true } }); return orders.length; }', 'length', HIGH),
    jsWrong('what is true of few rows, counted', 'async function f() { const orders = await prisma.order.findMany({ where: { isFeatured: true } }); return orders.length; }', 'length', { options: [{ impact: 'any' }] }),
    jsWrong('rows of a kind that is asked for, counted', 'async function f(status: string) { return (await prisma.order.findMany({ where: { status } })).length; }', 'length', HIGH),
    ...([['a value that few have', 'reference'], ['two values', 'customerId, couponId']] as const).map(([name, keys]) => jsWrong(`rows that are looked up by ${name}, counted`, `async function f(${keys}) { return (await prisma.order.findMany({ where: { ${keys} } })).length; }`, 'length', { options: [{ impact: 'any' }] })),
    jsWrong('rows that are counted at once', 'async function f() { return (await prisma.order.findMany()).length; }', 'length', HIGH),
    jsWrong('rows of several queries', 'async function f() { const [orders, customers] = await Promise.all([prisma.order.findMany(), prisma.customer.count()]); return [orders.length, customers]; }', 'length'),
    jsWrong('rows of a variable that may be set again, and is not', 'async function f() { let orders = await prisma.order.findMany(); return orders.length; }', 'length', HIGH),
    jsWrong('rows that are tested', "async function f() { const orders = await prisma.order.findMany({ where: { status: 'open' } }); if (!orders || orders.length === 0) throw new Error('none'); }", 'emptiness'),
    jsWrong('rows whose number is tested', 'async function f() { const orders = await prisma.order.findMany(); if (orders.length) tell(); }', 'emptiness', HIGH),
    jsWrong('a count that is tested', 'async function f() { if ((await prisma.order.count()) === 0) tell(); }', 'counted', { settings: LARGE, ...HIGH }),
    jsWrong('a count where somebody is not found', 'async function f(id: number) { const order = await prisma.order.findFirst({ where: { id } }); if (!order && (await prisma.order.count()) === 0) tell(); }', 'counted', { options: [{ impact: 'any' }] }),
    jsWrong('a count beside something else', 'async function f(on: boolean) { if (on && (await prisma.order.count()) === 0) tell(); }', 'counted', { settings: LARGE, ...HIGH }),
    jsWrong('a count of what its name says is few', 'async function f() { if ((await prisma.currency.count()) === 0) tell(); }', 'counted', { options: [{ impact: 'any' }] }),
    jsWrong('the first of ordered rows', "async function f() { const [last] = await prisma.order.findMany({ orderBy: { id: 'desc' } }); return last; }", 'first'),
    jsWrong('the first of ordered rows, if there is one', "async function f() { const orders = await prisma.order.findMany({ orderBy: { id: 'desc' } }); return orders.length > 0 ? orders[0] : undefined; }", 'first'),
    ...["{ id: 'desc' }", "[{ createdAt: 'desc' }, { id: 'asc' }]", "{ createdAt: { sort: 'desc', nulls: 'last' } }"].map((order) => jsWrong(`the last of what one parent has, by ${order}`, `async function f(customerId: number) { const [last] = await prisma.order.findMany({ where: { customerId }, orderBy: ${order} }); return last; }`, 'first', HIGH)),
    jsWrong('a count after a row was added', 'async function f(number: string) { await prisma.order.create({ data: { number } }); if ((await prisma.order.count()) === 0) tell(); }', 'counted', { settings: LARGE, ...HIGH }),
    jsWrong('a count before a row of another table is added', 'async function f() { if ((await prisma.order.count()) === 0) await prisma.customer.create({ data: {} }); }', 'counted', { settings: LARGE, ...HIGH }),
    jsWrong('the first of what one parent has, in an order', "async function f(customerId: number) { const [next] = await prisma.order.findMany({ where: { customerId }, orderBy: [{ number: 'asc' }, { id: 'desc' }] }); return next; }", 'first', { options: [{ impact: 'any' }] }),
    jsWrong('a job over all that is there', 'async function f() { for (const order of await prisma.order.findMany({ where: { approved: true } })) await send(order); }', 'iterated', { settings: LARGE, ...HIGH }),
    jsWrong('rows by a list of what is no key, counted', 'async function f(ids: number[]) { const orders = await prisma.order.findMany({ where: { customerId: { in: ids } } }); return orders.length; }', 'length'),
    jsWrong('rows that the code leaves out', "async function f() { const orders = await prisma.order.findMany(); return orders.filter((order) => order.status === 'open'); }", 'filtered', { settings: LARGE, ...HIGH }),
    jsWrong('rows that the code leaves out for want of something', 'async function f() { const orders = await prisma.order.findMany(); return orders.filter((order) => order.status !== null); }', 'filtered', { settings: LARGE }),
    jsWrong('what one customer has, counted', 'async function f(workspaceId: number) { const orders = await prisma.order.findMany({ where: { workspaceId } }); return orders.length; }', 'length'),
    jsWrong('what tells types apart, and no rows', 'async function f() { const orders = await prisma.order.findMany(); return orders.filter((order) => order.status !== undefined && order.status !== null); }', 'held', { settings: LARGE }),
    jsWrong('one row that the code looks for', 'async function f(number: string) { return (await prisma.order.findMany()).find((order) => order.number === number); }', 'filtered', { settings: LARGE }),
    jsWrong('a table that a job goes over', 'async function f() { const orders = await prisma.order.findMany(); console.log(orders.length); for (const order of orders) await send(order); }', 'iterated', { settings: LARGE, ...HIGH }),
    jsWrong('what is kept under one key of a cache', "async function f() { const orders = await prisma.order.findMany({ where: { active: true } }); await this.cache.set('orders', JSON.stringify(orders), 60); }", 'held', {
      settings: LARGE, options: [{ impact: 'any' }],
      errors: [{ messageId: 'held', data: { callee: 'prisma.order.findMany', rows: 'every matching row', columns: '', advice: 'Keep no more of them under one key than a limit leaves, or a page of them under each.' } }],
    }),
    jsWrong('what is set elsewhere than in a cache', "async function f() { const orders = await prisma.order.findMany({ where: { active: true } }); await this.state.set('orders', orders); }", 'held', { settings: LARGE, ...HIGH }),
    jsWrong('a job that uses the keys alone', 'async function f() { for (const order of await prisma.order.findMany()) await send(order.id); }', 'iterated', {
      settings: LARGE,
      errors: [{ messageId: 'iterated', data: { callee: 'prisma.order.findMany', rows: 'every row of `Order` (40,000 rows)', columns: '', advice: "Add `select: { id: true }`: the loop uses nothing else. Read them in pieces with a limit. Walk by `cursor: { id: last.id }, skip: 1` with `orderBy: { id: 'asc' }`." } }],
    }),
    ...[
      ['found once for each of others', 'for (const line of lines) price(line, orders.find((order) => order.number === line.number));'],
      ['found by a value that is made a text, beside another comparison', 'for (const line of lines) price(line, orders.find((order) => order.number === line.number.toString() && order.id !== line.orderId));'],
      ['put into a map of pairs', 'const byNumber = new Map(orders.map((order) => [order.number, order])); for (const line of lines) price(line, byNumber.get(line.number));'],
      ['put into a map one by one', 'const byNumber = new Map(); for (const order of orders) byNumber.set(order.number, order); for (const line of lines) price(line, byNumber.get(line.number));', 'iterated'],
    ].map(([name, use, messageId]) => lookedUp(String(name), String(use), 'They are looked up by `number` alone: ask for those whose `number` is looked for, some hundred of them at a time.', messageId)),
    ...[
      ['found by another comparison', 'for (const line of lines) price(line, orders.find((order) => order.number > line.number));'],
      ['found by what is worked out', 'for (const line of lines) price(line, orders.find((order) => order.number === numberOf(line)));'],
      ['looked up by two columns', 'for (const line of lines) price(line, orders.find((order) => order.number === line.number), orders.find((order) => order.id === line.id));'],
      ['in a map that is gone through as well', 'const byNumber = new Map(orders.map((order) => [order.number, order])); for (const line of lines) price(line, byNumber.get(line.number)); send(byNumber);'],
    ].map(([name, use]) => lookedUp(String(name), String(use), IN_PIECES)),
    lookedUp('put into a map one by one, which is not all', 'const byNumber = new Map(); for (const order of orders) { byNumber.set(order.number, order); send(order); } for (const line of lines) price(line, byNumber.get(line.number));', IN_PIECES, 'iterated'),
    jsWrong('a few columns of a table that grows, counted', "async function f() { return (await prisma.order.findMany({ select: { id: true } })).length; }", 'length', { settings: LARGE, ...HIGH }),
    jsWrong('a few columns of a table that nothing says grows, counted', "async function f() { return (await prisma.coupon.findMany({ select: { id: true } })).length; }", 'length', { options: [{ impact: 'any' }] }),
    jsWrong('rows that belong to users', 'async function f() { for (const account of await prisma.account.findMany()) await send(account); }', 'iterated', { settings: { rows: { Account: 9000 } } }),
  ],
  valid: [
    jsFine('the first of what one parent has, in an order, where only high impact is wanted', "async function f(customerId: number) { const [next] = await prisma.order.findMany({ where: { customerId }, orderBy: [{ number: 'asc' }, { id: 'desc' }] }); return next; }", HIGH),
    jsFine('the last of what one parent has of what nothing says grows', "async function f(supplierId: number) { const [last] = await prisma.coupon.findMany({ where: { supplierId }, orderBy: { id: 'desc' } }); return last; }", HIGH),
    ...([['a value that few have', 'reference'], ['two values', 'customerId, couponId']] as const).flatMap(([name, keys]) => [
      jsFine(`rows that are looked up by ${name}, counted, weigh less`, `async function f(${keys}) { return (await prisma.order.findMany({ where: { ${keys} } })).length; }`, HIGH),
      jsFine(`the first of what is looked up by ${name} weighs less`, `async function f(${keys}) { const [last] = await prisma.order.findMany({ where: { ${keys} }, orderBy: { id: 'desc' } }); return last; }`, HIGH),
    ]),
    ...['=== 1', '>= 200', '< 5'].map((test) => jsFine(`a number that the code has in mind: ${test}`, `async function f() { const orders = await prisma.order.findMany({ where: { status: 'open' } }); if (orders.length ${test}) throw new Error('enough'); }`)),
    jsFine('a number that the code has in mind and that stands first', "async function f() { const orders = await prisma.order.findMany({ where: { status: 'open' } }); if (200 < orders.length) throw new Error('enough'); }"),
    jsFine('what is true of few rows, counted, weighs less', 'async function f() { const orders = await prisma.order.findMany({ where: { isFeatured: true } }); return orders.length; }', HIGH),
    jsFine('a count where somebody is not found weighs less', 'async function f(id: number) { const order = await prisma.order.findFirst({ where: { id } }); if (!order && (await prisma.order.count()) === 0) tell(); }', HIGH),
    jsFine('a count before a row is added weighs less', 'async function f(number: string) { const isFirst = (await prisma.order.count()) === 0; await prisma.order.create({ data: { number, isFirst } }); }', HIGH),
    jsFine('the last of what belongs to something that is soon done weighs less', "async function f(orderId: number) { const [last] = await prisma.orderItem.findMany({ where: { orderId }, orderBy: { id: 'desc' } }); return last; }", { settings: { rows: { OrderItem: 90_000 } }, ...HIGH }),
    jsFine('a count of what its name says is few weighs less', 'async function f() { if ((await prisma.currency.count()) === 0) tell(); }', HIGH),
    jsFine('what one customer has, counted, weighs less', 'async function f(workspaceId: number) { const orders = await prisma.order.findMany({ where: { workspaceId } }); return orders.length; }', HIGH),
    jsFine('a job over what is still to be done weighs less', 'async function f() { for (const order of await prisma.order.findMany({ where: { sentAt: null } })) await send(order); }', { settings: LARGE, ...HIGH }),
    jsFine('rows that are counted against the list of their keys', 'async function f(ids: number[]) { const orders = await prisma.order.findMany({ where: { id: { in: ids } } }); return orders.length === ids.length; }'),
    jsFine('rows of a list of keys, if there are any', 'async function f(ids: number[]) { const orders = await prisma.order.findMany({ where: { id: { in: ids } } }); return orders.length > 0; }'),
    jsFine('rows that are used', 'async function f() { const orders = await prisma.order.findMany(); console.log(orders.length); return orders.map((order) => order.id); }', anywhere),
    jsFine('rows that are given back', 'async function f() { const orders = await prisma.order.findMany(); if (orders.length === 0) return []; return orders; }', anywhere),
    jsFine('a variable that is set again', 'async function f() { let orders = await prisma.order.findMany(); orders = more(); return orders.length; }', anywhere),
    jsFine('rows with a limit', 'async function f() { const orders = await prisma.order.findMany({ take: 2 }); return orders.length; }'),
    jsFine('a row by its key', "async function f(number: string) { const orders = await prisma.order.findMany({ where: { number } }); return orders.length > 0; }"),
    jsFine('keys that are checked against a list', 'async function f(ids: number[]) { const orders = await prisma.order.findMany({ where: { id: { in: ids } }, select: { id: true } }); if (orders.length !== ids.length) throw new Error(); }'),
    jsFine('a filter that is handed in, where rows are tested', 'async function f(where: Prisma.OrderWhereInput) { const orders = await prisma.order.findMany({ where }); return orders.length > 0; }'),
    jsFine('a filter that is handed in, where only high impact is wanted', 'async function f(where: Prisma.OrderWhereInput) { const orders = await prisma.order.findMany({ where }); return orders.length; }', HIGH),
    jsFine('options that are handed in', 'async function f(args: Prisma.OrderFindManyArgs) { const orders = await prisma.order.findMany(args); return orders.length; }'),
    jsFine('options that a function makes', 'async function f() { const orders = await prisma.order.findMany(open()); return orders.length; }'),
    jsFine('a count that is compared with another number', 'async function f() { return (await prisma.order.count()) > 5; }'),
    jsFine('the first of rows of which one is expected', "async function f() { const [order] = await prisma.order.findMany({ where: { status: 'draft' } }); return order; }"),
    jsFine('a test of more than the row', 'async function f() { const orders = await prisma.order.findMany(); return orders.filter((order) => isLate(order)); }', { ...anywhere, settings: LARGE }),
    jsFine('a table that nothing says grows', "async function f() { const coupons = await prisma.coupon.findMany(); return coupons.filter((coupon) => coupon.code === 'x'); }"),
    jsFine('what is kept under one key of a cache weighs less', "async function f() { const orders = await prisma.order.findMany({ where: { active: true } }); await this.cache.set('orders', JSON.stringify(orders), 60); }", { settings: LARGE, ...HIGH }),
    jsFine('a few columns of a table that nothing says grows, counted, weigh less', "async function f() { return (await prisma.coupon.findMany({ select: { id: true } })).length; }", HIGH),
    jsFine('rows since a day', 'async function f(since: Date) { for (const order of await prisma.order.findMany({ where: { createdAt: { gte: since } } })) await send(order); }', { settings: LARGE }),
    jsFine('rows that anybody may go over', 'async function f() { for (const order of await prisma.order.findMany()) await send(order); }', { ...anywhere, settings: LARGE }),
    jsFine('a small table', 'async function f() { return (await prisma.order.findMany()).length; }', { settings: { rows: { Order: 20 } } }),
  ],
};

const TYPEORM = `import { Repository } from 'typeorm';
import { InjectRepository } from '@nestjs/typeorm';
import { Order } from './entities/order';
class OrderService {
  constructor(@InjectRepository(Order) private readonly orders: Repository<Order>) {}
`;
const typeormFile = 'tests/fixtures/typeorm-shop/src/jobs.ts';
const sequelizeFile = 'tests/fixtures/sequelize-shop/src/jobs.js';
const drizzleFile = 'tests/fixtures/drizzle-shop/src/jobs.ts';

/** What each other library calls the forms that ask for less. */
export const spellings: CaseTable = {
  invalid: [
    jsWrong('TypeORM', `${TYPEORM}  async f() { const orders = await this.orders.find(); return orders.length > 0; }\n}\n`, 'emptiness', {
      filename: typeormFile,
      errors: [{ messageId: 'emptiness', data: { callee: 'this.orders.find', rows: 'every row of `Order` (grows with use)', columns: '', advice: 'Ask for one row at most, with `this.orders.exists` (TypeORM 0.3.18 and later).' } }],
    }),
    jsWrong('TypeORM, a builder', `${TYPEORM}  async f() { const orders = await this.orders.createQueryBuilder('o').where("o.status = 'open'").getMany(); return orders.length; }\n}\n`, 'length', {
      filename: typeormFile,
      errors: [{ messageId: 'length', data: { callee: 'this.orders.createQueryBuilder().where().getMany', rows: 'every matching row', columns: '', advice: 'Count in the database, with `getCount()`.' } }],
    }),
    jsWrong('Sequelize', "const { Order } = require('./models');\nasync function f() { const orders = await Order.findAll(); return orders.length; }\n", 'length', {
      filename: sequelizeFile,
      errors: [{ messageId: 'length', data: { callee: 'Order.findAll', rows: 'every row of `Order` (grows with use)', columns: '', advice: 'Count in the database, with `Order.count`.' } }],
    }),
    ...([['items', ', its `include` and `distinct: true`, without which a row counts once for each that is joined to it'], ['customer', '']] as const).map(([relation, more]) => jsWrong(`Sequelize, with ${relation} joined in`, `const { Order } = require('./models');\nasync function f() { const orders = await Order.findAll({ include: ['${relation}'] }); return orders.length; }\n`, 'length', {
      filename: sequelizeFile, errors: [{ messageId: 'length', data: { callee: 'Order.findAll', rows: 'every row of `Order` (grows with use)', columns: '', advice: `Count in the database, with \`Order.count\`${more}.` } }],
    })),
    jsWrong('Sequelize, a scope', "const { Order } = require('./models');\nasync function f() { const orders = await Order.scope('open').findAll(); return orders.length; }\n", 'length', {
      filename: sequelizeFile,
      errors: [{ messageId: 'length', data: { callee: 'Order.scope().findAll', rows: 'every matching row', columns: '', advice: 'Count in the database, with `Order.scope().count`.' } }],
    }),
    jsWrong('Drizzle', "import { db } from './db';\nimport { orders } from './db/schema';\nasync function f() { const rows = await db.select().from(orders); return rows.length; }\n", 'length', {
      filename: drizzleFile,
      errors: [{ messageId: 'length', data: { callee: 'db.select().from(orders)', rows: 'every row of `orders` (grows with use)', columns: '', advice: 'Count in the database, with `db.$count(orders, …)`.' } }],
    }),
  ],
  valid: [
    jsFine('TypeORM, rows and their number', `${TYPEORM}  async f() { const [orders] = await this.orders.findAndCount({ order: { id: 'DESC' } }); return orders; }\n}\n`, { filename: typeormFile }),
    jsFine('Drizzle, kinds that are counted', "import { db } from './db';\nimport { orders } from './db/schema';\nasync function f() { const rows = await db.selectDistinct({ status: orders.status }).from(orders); return rows.length; }\n", { filename: drizzleFile }),
    jsFine('Drizzle, groups that are tested', "import { gt } from 'drizzle-orm';\nimport { db } from './db';\nimport { orders } from './db/schema';\nasync function f() { const rows = await db.select({ id: orders.id }).from(orders).groupBy(orders.id).having(gt(orders.id, 1)); if (rows.length > 0) tell(); }\n", { filename: drizzleFile }),
    jsFine('TypeORM 0.2, conditions where options may stand', `${TYPEORM}  async f(ids: number[]) { const orders = await this.orders.find({ id: In(ids) }); return orders.length; }\n}\n`, { filename: typeormFile }),
    jsFine('Drizzle, a row by its key', "import { eq } from 'drizzle-orm';\nimport { db } from './db';\nimport { orders } from './db/schema';\nasync function f(id: number) { const rows = await db.select().from(orders).where(eq(orders.id, id)); return rows.length > 0; }\n", { filename: drizzleFile }),
  ],
};

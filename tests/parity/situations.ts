import {
  CHILDREN, COMMAND, type Expected, FAILS_ALONE, FOREIGN_WAIT, HANDED_IN, LATER_ROUNDS, type LibraryName, OTHER_WRITE, PART_ROWS, REQUESTED, type Situation, SOMETIMES, type Spelling, TABLE_ROWS,
  TRANSACTIONS,
} from './situation.ts';

type Cells = Pick<Situation, LibraryName>;

/** A situation whose functions are written out. */
function whole(name: string, expected: Expected, cells: Cells, rest: Partial<Situation> = {}): Situation {
  return { name, expected, ...cells, ...rest };
}

/** A situation in a loop over every order: only the round is written. */
function round(name: string, expected: Expected, { django, prisma, typeorm }: Cells, rest: Partial<Situation> = {}): Situation {
  return {
    name,
    expected,
    django: within(django, (body) => `for order in Order.objects.all():\n${body.split('\n').map((line) => `    ${line}`).join('\n')}`),
    prisma: within(prisma, (body) => `for (const order of await prisma.order.findMany()) {\n${body}\n}`),
    typeorm: within(typeorm, (body) => `for (const order of await this.orders.find()) {\n${body}\n}`),
    ...rest,
  };
}

function within(cell: Cells[LibraryName], wrap: (body: string) => string): Cells[LibraryName] {
  if (typeof cell === 'string') return wrap(cell);
  return 'notApplicable' in cell ? cell : { ...cell, body: wrap(cell.body) };
}

const notApplicable = (why: string): { readonly notApplicable: string } => ({ notApplicable: why });

/** One statement takes rows with different values in Django only. */
const differing = (body: string, reasons: readonly string[] = []): Spelling => ({
  body,
  unlike: { expected: { some: [TRANSACTIONS, ...reasons] }, why: 'no statement of the library takes other values for each row: the remedy is one transaction' },
});

const failure: readonly Situation[] = [
  round('a write in a try of its own', { silent: 'own-failure' }, {
    django: `
        try:
            order.status = "closed"
            ¿order.save()
        except Exception:
            log(order)`,
    prisma: "try { await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } }); } catch (error) { failed.push(order.id); }",
    typeorm: "try { await ¿this.orders.update(order.id, { status: 'closed' }); } catch (error) { failed.push(order.id); }",
  }),
  round('a delete in a try of its own that only says what has failed', { some: [FAILS_ALONE] }, {
    django: {
      body: `
        try:
            ¿order.delete()
        except Exception:
            log(order)`,
      unlike: { expected: { silent: 'own-failure' }, why: 'what protects a row is asked in Python, for all rows together: of a queryset one protected row keeps all' },
    },
    prisma: 'try { await ¿prisma.order.delete({ where: { id: order.id } }); } catch (error) { log(error); }',
    typeorm: 'try { await ¿this.orders.delete(order.id); } catch (error) { log(error); }',
  }),
  round('a read in a try of its own', { high: TABLE_ROWS }, {
    django: `
        try:
            total = ¿OrderItem.objects.filter(order=order).count()
        except Exception:
            log(order)`,
    prisma: 'try { use(await ¿prisma.orderItem.count({ where: { orderId: order.id } })); } catch (error) { log(error); }',
    typeorm: 'try { use(await ¿this.customers.count({ where: { email: order.status } })); } catch (error) { log(error); }',
  }),
  round('a read in a try of its own that also waits for somebody else', { silent: 'own-try-and-wait' }, {
    django: `
        try:
            total = ¿OrderItem.objects.filter(order=order).count()
            send_mail(order, total)
        except Exception:
            log(order)`,
    prisma: 'try { await sendMail(order, await ¿prisma.orderItem.count({ where: { orderId: order.id } })); } catch (error) { log(error); }',
    typeorm: 'try { const total = await ¿this.customers.count({ where: { email: order.status } }); await sendMail(order, total); } catch (error) { log(error); }',
  }),
  whole('a write whose try is around the whole loop', { high: TABLE_ROWS }, {
    django: `
        try:
            for order in Order.objects.all():
                order.status = "closed"
                ¿order.save()
        except Exception:
            log(orders)`,
    prisma: "try { for (const order of await prisma.order.findMany()) await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } }); } catch (error) { log(error); }",
    typeorm: "try { for (const order of await this.orders.find()) await ¿this.orders.update(order.id, { status: 'closed' }); } catch (error) { log(error); }",
  }),
  round('a transaction of its own', { silent: 'own-transaction' }, {
    django: `
        with transaction.atomic():
            order.status = "closed"
            ¿order.save()`,
    prisma: "await prisma.$transaction(async (tx) => { await ¿tx.order.update({ where: { id: order.id }, data: { status: 'closed' } }); await tx.orderItem.create({ data: { orderId: order.id } }); });",
    typeorm: "await this.dataSource.transaction(async (manager) => { await ¿manager.update(Order, order.id, { status: 'closed' }); await manager.insert(Customer, { email: order.status }); });",
  }),
  whole('a transaction around the whole loop', { high: TABLE_ROWS }, {
    django: `
        with transaction.atomic():
            for order in Order.objects.all():
                order.status = "closed"
                ¿order.save()`,
    prisma: "await prisma.$transaction(async (tx) => { for (const order of await tx.order.findMany()) await ¿tx.order.update({ where: { id: order.id }, data: { status: 'closed' } }); });",
    typeorm: "await this.dataSource.transaction(async (manager) => { for (const order of await manager.find(Order)) await ¿manager.update(Order, order.id, { status: 'closed' }); });",
  }),
  round('in the handler of what failed', { silent: 'error-path' }, {
    django: `
        try:
            close(order)
        except ValueError:
            order.status = "failed"
            ¿order.save()`,
    prisma: "try { check(order); } catch { await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'failed' } }); }",
    typeorm: "try { check(order); } catch { await ¿this.orders.update(order.id, { status: 'failed' }); }",
  }),
  whole('in the handler of what failed before the loop', { some: ['it runs only where something before it has failed'] }, {
    django: `
        try:
            push()
        except ValueError:
            for order in Order.objects.all():
                print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'try { push(); } catch { for (const order of await prisma.order.findMany()) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })); }',
    typeorm: 'try { push(); } catch { for (const order of await this.orders.find()) use(await ¿this.customers.findOneBy({ email: order.status })); }',
  }),
  whole('what is said of the function about hooks at a write', { silent: 'hooks-wanted' }, {
    django: `
        """Saves the orders one by one so that the signals run."""
        for order in Order.objects.all():
            order.status = "closed"
            ¿order.save()`,
    prisma: { head: '/**\n * Updates each order so that the middleware runs.\n */\nexport async function close() {\n\n\n\n\n', body: "for (const order of await prisma.order.findMany()) await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } });" },
    typeorm: { head: '/** Updates each order so that the subscriber runs. */\nasync close() {\n\n\n\n\n', body: "for (const order of await this.orders.find()) await ¿this.orders.update(order.id, { status: 'closed' });" },
  }),
  round('an insert into another table than the round reads', { high: TABLE_ROWS }, {
    django: `
        use(OrderItem.objects.filter(order=order).count())
        ¿Customer.objects.create(email=order.number)`,
    prisma: 'use(await prisma.orderItem.count({ where: { orderId: order.id } })); await ¿prisma.customer.create({ data: { email: order.number, name: "" } });',
    typeorm: 'use(await this.orders.count({ where: { status: order.status } })); await ¿this.customers.insert({ email: order.status });',
  }),
  round('in the handler of a look-up that found nothing', { some: [LATER_ROUNDS] }, {
    django: `
        try:
            customer = Customer.objects.get(email=order.number)
        except Customer.DoesNotExist:
            ¿Customer.objects.create(email=order.number)`,
    prisma: 'try { use(await prisma.customer.findUniqueOrThrow({ where: { email: order.number } })); } catch { await ¿prisma.customer.create({ data: { email: order.number, name: "" } }); }',
    typeorm: 'try { use(await this.customers.findOneByOrFail({ email: order.status })); } catch { await ¿this.customers.insert({ email: order.status }); }',
  }),
];

const claims: readonly Situation[] = [
  round('a claim whose result decides', { silent: 'claim' }, {
    django: `
        taken = ¿Order.objects.filter(pk=order.pk, status="open").update(status="taken")
        if not taken:
            continue
        print(order)`,
    prisma: "const taken = await ¿prisma.order.updateMany({ where: { id: order.id, status: 'open' }, data: { status: 'taken' } }); if (taken.count === 0) continue; log(order);",
    typeorm: "const taken = await ¿this.orders.update({ id: order.id, status: 'open' }, { status: 'taken' }); if (taken.affected === 0) continue; log(order);",
  }),
  round('a claim tested where it is made', { silent: 'claim' }, {
    django: `
        if not ¿Order.objects.filter(pk=order.pk, status="open").update(status="taken"):
            continue
        print(order)`,
    prisma: "if ((await ¿prisma.order.updateMany({ where: { id: order.id, status: 'open' }, data: { status: 'taken' } })).count === 0) continue; log(order);",
    typeorm: "if ((await ¿this.orders.update({ id: order.id, status: 'open' }, { status: 'taken' })).affected === 0) continue; log(order);",
  }),
  round('what follows a claim', { silent: 'claim' }, {
    django: `
        taken = Order.objects.filter(pk=order.pk, status="open").update(status="taken")
        if not taken:
            continue
        print(¿OrderItem.objects.filter(order=order).count())`,
    prisma: "const taken = await prisma.order.updateMany({ where: { id: order.id, status: 'open' }, data: { status: 'taken' } }); if (taken.count === 0) continue; use(await ¿prisma.orderItem.count({ where: { orderId: order.id } }));",
    typeorm: "const taken = await this.orders.update({ id: order.id, status: 'open' }, { status: 'taken' }); if (taken.affected === 0) continue; use(await ¿this.customers.count({ where: { email: order.status } }));",
  }),
  round('what comes before a claim', { high: TABLE_ROWS }, {
    django: `
        print(¿OrderItem.objects.filter(order=order).count())
        taken = Order.objects.filter(pk=order.pk, status="open").update(status="taken")
        if not taken:
            continue`,
    prisma: "use(await ¿prisma.coupon.count({ where: { code: order.number } })); const taken = await prisma.order.updateMany({ where: { id: order.id, status: 'open' }, data: { status: 'closed' } }); if (taken.count === 0) continue;",
    typeorm: "use(await ¿this.customers.count({ where: { email: order.status } })); const taken = await this.orders.update({ id: order.id, status: 'open' }, { status: 'closed' }); if (taken.affected === 0) continue;",
  }),
  round('a claim in a try of its own', { silent: 'claim' }, {
    django: `
        try:
            ¿Order.objects.filter(pk=order.pk, status="open").update(status="taken")
        except Exception:
            log(order)`,
    prisma: "try { await ¿prisma.order.updateMany({ where: { id: order.id, status: 'open' }, data: { status: 'taken' } }); } catch (error) { log(error); }",
    typeorm: "try { await ¿this.orders.update({ id: order.id, status: 'open' }, { status: 'taken' }); } catch (error) { log(error); }",
  }),
  round('a guarded update that nobody asks about', { high: TABLE_ROWS }, {
    django: '¿Order.objects.filter(pk=order.pk, status="open").update(status="closed")',
    prisma: "await ¿prisma.order.updateMany({ where: { id: order.id, status: 'open' }, data: { status: 'closed' } });",
    typeorm: "await ¿this.orders.update({ id: order.id, status: 'open' }, { status: 'closed' });",
  }),
  round('a lock on each row', { silent: 'lock' }, {
    django: '¿Order.objects.select_for_update().get(pk=order.pk)',
    prisma: notApplicable('Prisma has no option that locks a row'),
    typeorm: "use(await ¿this.orders.findOne({ where: { id: order.id }, lock: { mode: 'pessimistic_write' } }));",
  }),
];

const memory: readonly Situation[] = [
  whole('a dictionary or Map that remembers answers', { silent: 'memo' }, {
    django: `
        known = {}
        for order in Order.objects.all():
            if order.number not in known:
                known[order.number] = ¿Customer.objects.get(email=order.number)`,
    prisma: 'const known = new Map(); for (const order of await prisma.order.findMany()) { if (!known.has(order.number)) known.set(order.number, await ¿prisma.coupon.findFirst({ where: { code: order.number } })); }',
    typeorm: 'const known = new Map(); for (const order of await this.orders.find()) { if (!known.has(order.status)) known.set(order.status, await ¿this.customers.findOneBy({ email: order.status })); }',
  }),
  whole('a key that is looked up and then kept', { silent: 'memo' }, {
    django: `
        known = {}
        for order in Order.objects.all():
            customer = known.get(order.number)
            if customer is None:
                customer = ¿Customer.objects.get(email=order.number)
                known[order.number] = customer`,
    prisma: 'const known = {}; for (const order of await prisma.order.findMany()) { let coupon = known[order.number]; if (coupon === undefined) { coupon = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); known[order.number] = coupon; } }',
    typeorm: 'const known = {}; for (const order of await this.orders.find()) { let customer = known[order.status]; if (customer === undefined) { customer = await ¿this.customers.findOneBy({ email: order.status }); known[order.status] = customer; } }',
  }),
  whole('what is there already, else a query', { silent: 'memo' }, {
    django: `
        known = {}
        for order in Order.objects.all():
            known[order.number] = known.get(order.number) or ¿Customer.objects.get(email=order.number)`,
    prisma: 'const known = {}; for (const order of await prisma.order.findMany()) known[order.number] ??= await ¿prisma.coupon.findFirst({ where: { code: order.number } });',
    typeorm: 'const known = {}; for (const order of await this.orders.find()) known[order.status] ??= await ¿this.customers.findOneBy({ email: order.status });',
  }),
  whole('a default that is worked out every time', { high: TABLE_ROWS }, {
    django: `
        known = {}
        for order in Order.objects.all():
            known.setdefault(order.number, ¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'const known = new Map(); for (const order of await prisma.order.findMany()) known.set(order.number, await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'const known = new Map(); for (const order of await this.orders.find()) known.set(order.status, await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('instead of a value that is no store', { high: TABLE_ROWS }, {
    django: 'print(order.status or ¿Customer.objects.filter(email=order.number).first())',
    prisma: 'use(order.status ?? (await ¿prisma.coupon.findFirst({ where: { code: order.number } })));',
    typeorm: 'use(order.total ?? (await ¿this.customers.findOneBy({ email: order.status })));',
  }),
  whole('a set of what was seen only skips repetitions', { high: TABLE_ROWS }, {
    django: `
        seen = set()
        for order in Order.objects.all():
            if order.number in seen:
                continue
            seen.add(order.number)
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'const seen = new Set(); for (const order of await prisma.order.findMany()) { if (seen.has(order.number)) continue; seen.add(order.number); use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })); }',
    typeorm: 'const seen = new Set(); for (const order of await this.orders.find()) { if (seen.has(order.status)) continue; seen.add(order.status); use(await ¿this.customers.findOneBy({ email: order.status })); }',
  }),
];

const ends: readonly Situation[] = [
  round('a search that breaks with the first hit', { silent: 'probe' }, {
    django: `
        if ¿Customer.objects.filter(email=order.number).exists():
            break`,
    prisma: 'if (await ¿prisma.coupon.findFirst({ where: { code: order.number } })) break;',
    typeorm: 'if (await ¿this.customers.existsBy({ email: order.status })) break;',
  }),
  round('a search that gives back its first hit', { silent: 'probe' }, {
    django: `
        customer = ¿Customer.objects.filter(email=order.number).first()
        if customer:
            return customer`,
    prisma: 'const coupon = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); if (coupon) return coupon;',
    typeorm: 'const customer = await ¿this.customers.findOneBy({ email: order.status }); if (customer) return customer;',
  }),
  round('a result that only decides about a message', { high: TABLE_ROWS }, {
    django: `
        customer = ¿Customer.objects.filter(email=order.number).first()
        if customer:
            print(customer)`,
    prisma: 'const coupon = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); if (coupon) log(coupon);',
    typeorm: 'const customer = await ¿this.customers.findOneBy({ email: order.status }); if (customer) log(customer);',
  }),
  whole('a search for a free name', { silentBecause: 'the loop' }, {
    django: `
        name = slug(orders)
        while ¿Customer.objects.filter(email=name).exists():
            name = f"{name}-"`,
    prisma: 'let name = slug(orders); while (await ¿prisma.coupon.findFirst({ where: { code: name } })) name += "-";',
    typeorm: 'let name = slug(orders); while (await ¿this.customers.existsBy({ email: name })) name += "-";',
  }),
  whole('retries', { silent: 'pieces' }, {
    django: `
        tries = 0
        while tries < 3:
            ¿Customer.objects.filter(email=ids).count()
            tries += 1`,
    prisma: 'let tries = 0; while (tries < 3) { await ¿prisma.coupon.count({ where: { code: ids } }); tries += 1; }',
    typeorm: 'let tries = 0; while (tries < 3) { await ¿this.customers.count({ where: { email: ids } }); tries += 1; }',
  }),
  round('whoever gets there leaves the loop', { silent: 'leaves-loop' }, {
    django: `
        if order.amount > 1000:
            order.status = "big"
            ¿order.save()
            break`,
    prisma: "if (order.total > 1000) { await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'big' } }); break; }",
    typeorm: "if (order.total > 1000) { await ¿this.orders.update(order.id, { status: 'big' }); break; }",
  }),
  round('a test for the identity of one row', { silent: 'identity-guard' }, {
    django: `
        if order.pk == self.pk:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'if (order.id === ids.id) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'if (order.id === ids.id) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('a test for the identity of one row around the call of a function', { silent: 'identity-guard' }, {
    django: {
      beside: 'def find(order):\n    return Customer.objects.filter(email=order.number).first()',
      body: `
        if order.pk == self.pk:
            print(¿find(order))`,
    },
    prisma: { beside: 'async function find(order) { return prisma.coupon.findFirst({ where: { code: order.number } }); }', body: 'if (order.id === ids.id) use(await ¿find(order));' },
    typeorm: { beside: 'async find(order) { return this.customers.findOneBy({ email: order.status }); }', body: 'if (order.id === ids.id) use(await ¿this.find(order));' },
  }),
  round('a test for something else than identity', { some: [SOMETIMES] }, {
    django: `
        if order.status == self.status:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'if (order.status === ids.status) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'if (order.status === ids.status) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('a test whether there is something to ask for', { high: TABLE_ROWS }, {
    django: `
        if order.number:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'if (order.number) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'if (order.status) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('a test whether there is nothing yet', { high: TABLE_ROWS }, {
    django: `
        if order.number is not None:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'if (order.number !== null) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'if (order.status !== undefined) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('the other branch of a test', { some: [SOMETIMES] }, {
    django: `
        if order.number:
            print(order)
        else:
            print(¿Customer.objects.filter(email=order.status).first())`,
    prisma: 'if (order.number) log(order); else use(await ¿prisma.coupon.findFirst({ where: { code: order.status } }));',
    typeorm: 'if (order.total) log(order); else use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
];

const outside: readonly Situation[] = [
  round('something else is waited for first', { silent: 'foreign-wait-before' }, {
    django: `
        send_mail(order)
        print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'await sendMail(order); use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'await sendMail(order); use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('something else is waited for afterwards', { some: [FOREIGN_WAIT] }, {
    django: `
        customer = ¿Customer.objects.filter(email=order.number).first()
        send_mail(customer)`,
    prisma: 'const coupon = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); await sendMail(coupon);',
    typeorm: 'const customer = await ¿this.customers.findOneBy({ email: order.status }); await sendMail(customer);',
  }),
  round('a pause in each round', { silent: 'paced' }, {
    django: `
        customer = ¿Customer.objects.filter(email=order.number).first()
        time.sleep(1)`,
    prisma: 'const coupon = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); await sleep(100);',
    typeorm: 'const customer = await ¿this.customers.findOneBy({ email: order.status }); await new Promise((done) => setTimeout(done, 100));',
  }),
  round('a comment that says one by one on purpose', { silent: 'on-purpose' }, {
    django: `
        # one by one on purpose: the list is too long to hold
        print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: '// one by one on purpose: the list is too long to hold\nuse(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: '/* deliberately one at a time */\nuse(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('a comment about something else', { high: TABLE_ROWS }, {
    django: `
        # the customer of the order
        print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: '// the coupon of the order\nuse(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: '// the customer of the order\nuse(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('a comment about hooks at a write', { silent: 'hooks-wanted' }, {
    django: `
        order.status = "closed"
        # save() so that the signals run
        ¿order.save()`,
    prisma: "// the middleware has to see each update\nawait ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } });",
    typeorm: "// the subscriber has to see each update\nawait ¿this.orders.update(order.id, { status: 'closed' });",
  }),
  round('a comment about hooks at a read', { high: TABLE_ROWS }, {
    django: `
        # the signals need it
        print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: '// the middleware needs it\nuse(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: '// the subscriber needs it\nuse(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  whole('when the program starts', { silentBecause: 'it runs once, when the program starts' }, {
    django: {
      file: 'shop/apps.py',
      head: 'def ready(self):',
      body: `
        for order in Order.objects.all():
            print(¿Customer.objects.filter(email=order.number).first())`,
    },
    prisma: { head: 'export class Starter { async onModuleInit() {', body: 'for (const order of await prisma.order.findMany()) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })); }' },
    typeorm: { head: 'async onModuleInit() {', body: 'for (const order of await this.orders.find()) use(await ¿this.customers.findOneBy({ email: order.status }));' },
  }),
  whole('in a command', { some: [COMMAND] }, {
    django: {
      file: 'shop/management/commands/close.py',
      body: `
        for order in Order.objects.all():
            print(¿Customer.objects.filter(email=order.number).first())`,
    },
    prisma: { file: 'src/cli/close.ts', body: 'for (const order of await prisma.order.findMany()) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));' },
    typeorm: { file: 'src/cli/close.ts', body: 'for (const order of await this.orders.find()) use(await ¿this.customers.findOneBy({ email: order.status }));' },
  }),
];

const lists: readonly Situation[] = [
  whole('people whom somebody names one by one', { some: ['its rows are people whom somebody names one by one'] }, {
    django: `
        reviewers = Order.objects.all()
        for order in reviewers:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'const reviewers = await prisma.order.findMany();\nfor (const order of reviewers) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'const reviewers = await this.orders.find();\nfor (const order of reviewers) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  whole('few rows by a limit', { silentBecause: 'the rows are 5 at most' }, {
    django: `
        for order in Order.objects.all()[:5]:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'for (const order of await prisma.order.findMany({ take: 5 })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'for (const order of await this.orders.find({ take: 5 })) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  whole('rows found by their key', { silentBecause: 'the rows are 1 at most' }, {
    django: notApplicable('a filter by the key has its own circumstance there'),
    prisma: 'for (const order of await prisma.order.findMany({ where: { id: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'for (const order of await this.orders.find({ where: { id: ids } })) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  whole('rows found by keys', { high: TABLE_ROWS }, {
    django: `
        for order in Order.objects.filter(pk__in=ids):
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'for (const order of await prisma.order.findMany({ where: { id: { in: ids } } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'for (const order of await this.orders.find({ where: { id: In(ids) } })) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  whole('many rows by a limit', { high: TABLE_ROWS }, {
    django: `
        for order in Order.objects.all()[:500]:
            print(¿Customer.objects.filter(email=order.number).first())`,
    prisma: 'for (const order of await prisma.order.findMany({ take: 500 })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'for (const order of await this.orders.find({ take: 500 })) use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('rows of a table that settings call small', { silentBecause: 'the table of `Order` is small' }, {
    django: 'print(¿Customer.objects.filter(email=order.number).first())',
    prisma: 'use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'use(await ¿this.customers.findOneBy({ email: order.status }));',
  }, { settings: { rows: { Order: 20 } } }),
  round('a table that settings call large', { high: TABLE_ROWS }, {
    django: 'print(¿Customer.objects.filter(email=order.number).first())',
    prisma: 'use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'use(await ¿this.customers.findOneBy({ email: order.status }));',
  }, { settings: { rows: { Order: 200_000 } } }),
  whole('a list that is fixed in the code', { silent: 'fixed-list' }, {
    django: `
        for status in ["open", "closed"]:
            print(¿Order.objects.filter(status=status).count())`,
    prisma: "for (const status of ['open', 'closed']) use(await ¿prisma.order.count({ where: { status } }));",
    typeorm: "for (const status of ['open', 'closed']) use(await ¿this.orders.count({ where: { status } }));",
  }),
  whole('an enum', { silent: 'fixed-list' }, {
    django: { beside: 'class Status(models.TextChoices):\n    OPEN = "open"', body: 'for status in Status.values:\n    print(¿Order.objects.filter(status=status).count())' },
    prisma: { beside: "enum Status { Open = 'open', Closed = 'closed' }", body: 'for (const status of Object.values(Status)) use(await ¿prisma.order.count({ where: { status } }));' },
    typeorm: { body: "enum Status { Open = 'open', Closed = 'closed' }\nfor (const status of Object.values(Status)) use(await ¿this.orders.count({ where: { status } }));" },
  }),
  whole('a constant', { silent: 'fixed-list' }, {
    django: { beside: 'STATUSES = ("open", "closed")', body: 'for status in STATUSES:\n    print(¿Order.objects.filter(status=status).count())' },
    prisma: { beside: "const STATUSES = ['open', 'closed'];", body: 'for (const status of STATUSES) use(await ¿prisma.order.count({ where: { status } }));' },
    typeorm: { body: "const STATUSES = ['open', 'closed'];\nfor (const status of STATUSES) use(await ¿this.orders.count({ where: { status } }));" },
  }),
  whole('a number of times that stands in the code', { silent: 'counted' }, {
    django: 'for day in range(7):\n    print(¿Order.objects.filter(number=day).count())',
    prisma: 'for (let day = 0; day < 7; day++) use(await ¿prisma.order.count({ where: { total: day } }));',
    typeorm: 'for (let day = 0; day < 7; day++) use(await ¿this.orders.count({ where: { total: day } }));',
  }),
  whole('the fields of a record', { silent: 'fields-of-record' }, {
    django: `
        for name in self.cleaned_data.keys():
            print(¿Product.objects.filter(name=name).exists())`,
    prisma: 'for (const name in ids) use(await ¿prisma.coupon.findFirst({ where: { code: name } }));',
    typeorm: 'for (const name in ids) use(await ¿this.customers.findOneBy({ email: name }));',
  }),
  whole('chunks', { silent: 'pieces' }, {
    django: `
        for chunk in chunked(ids, 500):
            ¿Order.objects.filter(pk__in=chunk).delete()`,
    prisma: 'for (const chunk of chunked(ids, 500)) await ¿prisma.order.deleteMany({ where: { id: { in: chunk } } });',
    typeorm: 'for (const chunk of chunked(ids, 500)) await ¿this.orders.delete({ id: In(chunk) });',
  }),
  whole('groups of rows, each named by a list', { silent: 'list-in-query' }, {
    django: `
        for group in orders:
            ¿Order.objects.filter(pk__in=group).delete()`,
    prisma: 'for (const group of orders) await ¿prisma.order.deleteMany({ where: { id: { in: group } } });',
    typeorm: 'for (const group of orders) await ¿this.orders.delete({ id: In(group) });',
  }),
  whole('the children of one parent', { some: [CHILDREN] }, {
    django: `
        customer = Customer.objects.get(pk=ids)
        for order in customer.orders.all():
            print(¿Product.objects.filter(name=order.number).first())`,
    prisma: 'const customer = await prisma.customer.findUnique({ where: { id: ids }, include: { orders: true } }); for (const order of customer.orders) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'const customer = await this.customers.findOne({ where: { id: ids }, relations: { orders: true } }); for (const order of customer.orders) use(await ¿this.shops.findOneBy({ name: order.status }));',
  }),
  whole('a read for a part of a table that a request serves', { some: [PART_ROWS] }, {
    django: { file: 'shop/views.py', body: 'for order in Order.objects.filter(customer=ids):\n    print(¿Product.objects.filter(name=order.number).first())' },
    prisma: { file: 'src/api/orders.ts', body: 'for (const order of await prisma.order.findMany({ where: { customerId: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));' },
    typeorm: { file: 'src/orders.controller.ts', body: 'for (const order of await this.orders.find({ where: { customerId: ids } })) use(await ¿this.shops.findOneBy({ name: order.status }));' },
  }),
  whole('a read for a part of a table that a GET shows', { high: PART_ROWS }, {
    django: notApplicable('a view is read as what it is called from, not by its method'),
    prisma: { head: 'export async function GET(ids) {', body: 'for (const order of await prisma.order.findMany({ where: { customerId: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));' },
    typeorm: { head: '@Get() async list(ids) {', body: 'for (const order of await this.orders.find({ where: { customerId: ids } })) use(await ¿this.shops.findOneBy({ name: order.status }));' },
  }),
  whole('a read for a part of a table that a wrapped GET shows', { high: PART_ROWS }, {
    django: notApplicable('a view is read as what it is called from, not by its method'),
    prisma: { head: 'export const GET = withSession(async (ids) => {', body: 'for (const order of await prisma.order.findMany({ where: { customerId: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })); }); {' },
    typeorm: notApplicable('methods of a class have no wrapper'),
  }),
  whole('a read for a part of a table in what a scheduler asks for by GET', { some: [PART_ROWS] }, {
    django: notApplicable('a view is read as what it is called from, not by its method'),
    prisma: { head: 'export const GET = withCron(async (ids) => {', body: 'for (const order of await prisma.order.findMany({ where: { customerId: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })); }); {' },
    typeorm: notApplicable('methods of a class have no wrapper'),
  }),
  whole('a read for a part of a table in a GET that writes', { some: [PART_ROWS] }, {
    django: notApplicable('a view is read as what it is called from, not by its method'),
    prisma: { head: 'export async function GET(ids) {', body: 'await prisma.coupon.create({ data: ids }); for (const order of await prisma.order.findMany({ where: { customerId: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));' },
    typeorm: { head: '@Get() async list(ids) {', body: 'await this.customers.save(ids); for (const order of await this.orders.find({ where: { customerId: ids } })) use(await ¿this.shops.findOneBy({ name: order.status }));' },
  }),
  whole('a read for a part of a table that one branch of a handler shows', { high: PART_ROWS }, {
    django: notApplicable('a view is read as what it is called from, not by its method'),
    prisma: `if (orders.method === 'GET') { const found = await prisma.order.findMany({ where: { customerId: ids } }); await Promise.all(found.map(async (order) => use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })))); } else if (orders.method === 'POST') await prisma.coupon.create({ data: ids });`,
    typeorm: `switch (orders.method) { case 'GET': for (const order of await this.orders.find({ where: { customerId: ids } })) use(await ¿this.shops.findOneBy({ name: order.status })); break; case 'POST': await this.customers.save(ids); }`,
  }),
  whole('a read for a part of each row of a table', { high: TABLE_ROWS }, {
    django: notApplicable('loops in loops are read by their own rows'),
    prisma: 'for (const customer of await prisma.customer.findMany()) for (const order of await prisma.order.findMany({ where: { customerId: customer.id } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'for (const customer of await this.customers.find()) for (const order of await this.orders.find({ where: { customerId: customer.id } })) use(await ¿this.shops.findOneBy({ name: order.status }));',
  }),
  whole('a read for a part of what one request names', { some: [PART_ROWS] }, {
    django: notApplicable('loops in loops are read by their own rows'),
    prisma: 'const input = ids; for (const id of input.ids) for (const order of await prisma.order.findMany({ where: { customerId: id } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'const input = ids; for (const id of input.ids) for (const order of await this.orders.find({ where: { customerId: id } })) use(await ¿this.shops.findOneBy({ name: order.status }));',
  }),
  whole('a read for what a query builder finds by the key of one parent', { some: [PART_ROWS] }, {
    django: notApplicable('querysets have no text'),
    prisma: notApplicable('the client has no query builder'),
    typeorm: "for (const order of await this.orders.createQueryBuilder('o').where('o.customer_id = :id', { id: ids }).andWhere('o.total > 5').getMany()) use(await ¿this.shops.findOneBy({ name: order.status }));",
  }),
  whole('a read for what a query builder finds by alternatives', { high: TABLE_ROWS }, {
    django: notApplicable('querysets have no text'),
    prisma: notApplicable('the client has no query builder'),
    typeorm: "for (const order of await this.orders.createQueryBuilder('o').where('o.customer_id = :id', { id: ids }).orWhere('o.total > 5').getMany()) use(await ¿this.shops.findOneBy({ name: order.status }));",
  }),
  whole('a read for what a query builder finds by something that many rows have', { high: TABLE_ROWS }, {
    django: notApplicable('querysets have no text'),
    prisma: notApplicable('the client has no query builder'),
    typeorm: "for (const order of await this.orders.createQueryBuilder('o').where('o.status = :status', { status: ids }).getMany()) use(await ¿this.shops.findOneBy({ name: order.status }));",
  }),
  whole('a read for the alternatives of one parent', { some: [PART_ROWS] }, {
    django: notApplicable('alternatives of Q are no parent yet'),
    prisma: notApplicable('see the table of origins'),
    typeorm: 'for (const order of await this.orders.find({ where: [{ customerId: ids }, { customer: { id: orders } }] })) use(await ¿this.shops.findOneBy({ name: order.status }));',
  }),
  whole('a read for the rows of keys that one request names', { some: [REQUESTED] }, {
    django: notApplicable('a list of keys is read as what is handed in'),
    prisma: notApplicable('see the table of origins'),
    typeorm: 'const { list } = await ids.json(); for (const order of await this.orders.find({ where: { id: In(list) } })) use(await ¿this.shops.findOneBy({ name: order.status }));',
  }),
  whole('a read for a part of a table', { some: [PART_ROWS] }, {
    django: `
        for order in Order.objects.filter(customer=ids):
            print(¿Product.objects.filter(name=order.number).first())`,
    prisma: 'for (const order of await prisma.order.findMany({ where: { customerId: ids } })) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'for (const order of await this.orders.find({ where: { customerId: ids } })) use(await ¿this.shops.findOneBy({ name: order.status }));',
  }),
  whole('a parent that is named over another one', { some: [PART_ROWS] }, {
    django: `
        for item in OrderItem.objects.filter(order__customer=ids):
            print(¿Product.objects.filter(name=item.pk).first())`,
    prisma: notApplicable('the query of the rows names a relation by its own key only'),
    typeorm: notApplicable('the query of the rows names a relation by its own key only'),
  }),
  whole('a write for a part of a table', { some: [PART_ROWS] }, {
    django: `
        for order in Order.objects.filter(customer=ids):
            order.status = "closed"
            ¿order.save()`,
    prisma: "for (const order of await prisma.order.findMany({ where: { customerId: ids } })) await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } });",
    typeorm: "for (const order of await this.orders.find({ where: { customerId: ids } })) await ¿this.orders.update(order.id, { status: 'closed' });",
  }),
  whole('a table narrowed by something that many rows have', { high: TABLE_ROWS }, {
    django: `
        for order in Order.objects.filter(status="open"):
            order.status = "closed"
            ¿order.save()`,
    prisma: "for (const order of await prisma.order.findMany({ where: { status: 'open' } })) await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } });",
    typeorm: "for (const order of await this.orders.find({ where: { status: 'open' } })) await ¿this.orders.update(order.id, { status: 'closed' });",
  }),
  whole('ids out of a request', { some: [REQUESTED] }, {
    django: { head: 'def close(request):', body: 'for pk in request.data["ids"]:\n    print(¿Order.objects.filter(number=pk).first())' },
    prisma: { head: 'export async function close(req) {', body: 'for (const id of req.body.ids) use(await ¿prisma.order.findFirst({ where: { number: id } }));' },
    typeorm: { head: 'async close(req) {', body: 'for (const id of req.body.ids) use(await ¿this.orders.findOneBy({ status: id }));' },
  }),
  whole('a list that is handed in', { some: [HANDED_IN] }, {
    django: 'for pk in ids:\n    print(¿Order.objects.filter(number=pk).first())',
    prisma: 'for (const id of ids) use(await ¿prisma.order.findFirst({ where: { number: id } }));',
    typeorm: 'for (const id of ids) use(await ¿this.orders.findOneBy({ status: id }));',
  }),
  whole('a folder that is named for what the application is about', { some: [HANDED_IN] }, {
    django: { file: 'shop/schedule.py', body: 'for pk in ids:\n    print(¿Order.objects.filter(number=pk).first())' },
    prisma: { file: 'src/schedule/orders.ts', body: 'for (const id of ids) use(await ¿prisma.order.findFirst({ where: { number: id } }));' },
    typeorm: { file: 'src/schedule/orders.ts', body: 'for (const id of ids) use(await ¿this.orders.findOneBy({ status: id }));' },
  }),
  whole('a file that is written for one day', { some: [COMMAND] }, {
    django: { file: 'shop/run/2023-08-24-merge.py', body: 'for order in Order.objects.all():\n    print(¿Customer.objects.filter(email=order.number).first())' },
    prisma: { file: 'src/backfill-orders.ts', body: 'for (const order of await prisma.order.findMany()) use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));' },
    typeorm: { file: 'src/backfill-orders.ts', body: 'for (const order of await this.orders.find()) use(await ¿this.customers.findOneBy({ email: order.status }));' },
  }),
  whole('a list that is handed in to a job', { high: HANDED_IN }, {
    django: { file: 'shop/tasks.py', body: 'for pk in ids:\n    print(¿Order.objects.filter(number=pk).first())' },
    prisma: { file: 'src/jobs/close.ts', body: 'for (const id of ids) use(await ¿prisma.order.findFirst({ where: { number: id } }));' },
    typeorm: { file: 'src/jobs/close.ts', body: 'for (const id of ids) use(await ¿this.orders.findOneBy({ status: id }));' },
  }),
];

const connections: readonly Situation[] = [
  whole('a connection of its own', { silent: 'own-connection' }, {
    django: `
        for alias in orders:
            print(¿Order.objects.using(alias).count())`,
    prisma: 'for (const tenant of orders) { const client = clientFor(tenant); use(await ¿client.order.count()); }',
    typeorm: 'for (const tenant of orders) { const manager: EntityManager = managerFor(tenant); use(await ¿manager.count(Order)); }',
  }),
  whole('a query inside of what enters a tenant', { silent: 'own-connection' }, {
    django: `
        for tenant in orders:
            with tenant_context(tenant):
                print(¿Order.objects.count())`,
    prisma: 'for (const tenant of orders) await tenantContext.run(tenant, async () => { use(await ¿prisma.order.count()); });',
    typeorm: 'for (const tenant of orders) await runInSchema(tenant, async () => { use(await ¿this.orders.count()); });',
  }),
  whole('a switch of the tenant first', { silent: 'own-connection' }, {
    django: `
        for tenant in orders:
            connection.set_tenant(tenant)
            print(¿Order.objects.count())`,
    prisma: 'for (const tenant of orders) { await setTenant(tenant); use(await ¿prisma.order.count()); }',
    typeorm: 'for (const tenant of orders) { await this.setTenant(tenant); use(await ¿this.orders.count()); }',
  }),
];

const queries: readonly Situation[] = [
  round('a read by a value of the row', { high: TABLE_ROWS }, {
    django: 'print(¿Customer.objects.filter(email=order.number).first())',
    prisma: 'use(await ¿prisma.coupon.findFirst({ where: { code: order.number } }));',
    typeorm: 'use(await ¿this.customers.findOneBy({ email: order.status }));',
  }),
  round('a read of nothing of the row', { high: TABLE_ROWS }, {
    django: 'print(order, ¿Customer.objects.filter(email="a@example.org").first())',
    prisma: "use(order, await ¿prisma.coupon.findFirst({ where: { code: 'a' } }));",
    typeorm: "use(order, await ¿this.customers.findOneBy({ email: 'a@example.org' }));",
  }),
  whole('a read of nothing of the row in a list that is handed in', { some: [HANDED_IN] }, {
    django: `
        for order in orders:
            print(order, ¿Customer.objects.filter(email="a@example.org").first())`,
    prisma: "for (const order of orders) use(order, await ¿prisma.coupon.findFirst({ where: { code: 'a' } }));",
    typeorm: "for (const order of orders) use(order, await ¿this.customers.findOneBy({ email: 'a@example.org' }));",
  }),
  whole('what is asked for changes in the loop', { silent: 'found-in-round' }, {
    django: `
        last = 0
        for order in Order.objects.all():
            found = ¿OrderItem.objects.filter(quantity=last).first()
            last = found.quantity`,
    prisma: 'let last = 0; for (const order of await prisma.order.findMany()) { const found = await ¿prisma.orderItem.findFirst({ where: { quantity: last } }); last = found.quantity; }',
    typeorm: 'let last = 0; for (const order of await this.orders.find()) { const found = await ¿this.orders.findOneBy({ total: last }); last = found.total; }',
  }),
  round('a read of what the round has written before it', { silent: 'moving-answer' }, {
    django: `
        Product.objects.filter(name=order.number).update(name="old")
        print(¿Product.objects.get(name=order.status))`,
    prisma: "await prisma.coupon.delete({ where: { code: order.number } }); use(await ¿prisma.coupon.findMany({ where: { orderId: order.id } }));",
    typeorm: 'await this.customers.delete(order.customerId); use(await ¿this.customers.find({ where: { email: order.status } }));',
  }),
  round('a read of what a function has written before it', { silent: 'moving-answer' }, {
    django: notApplicable('functions that write are followed where they are methods of a row'),
    prisma: { body: "await drop(order.number); use(await ¿prisma.coupon.findMany({ where: { orderId: order.id } }));", beside: 'async function drop(code) { await prisma.coupon.delete({ where: { code } }); }' },
    typeorm: { body: 'await this.drop(order.customerId); use(await ¿this.customers.find({ where: { email: order.status } }));', beside: 'async drop(id) { await this.customers.delete(id); }' },
  }),
  round('a read before the round writes to the table', { some: [OTHER_WRITE] }, {
    django: notApplicable('of a write to the table that is asked it is said what later rounds find'),
    prisma: "use(await ¿prisma.coupon.findMany({ where: { orderId: order.id } })); await prisma.coupon.update({ where: { code: order.number }, data: { code: order.total } });",
    typeorm: 'use(await ¿this.customers.find({ where: { email: order.status } })); await this.customers.update(order.customerId, { email: order.status });',
  }),
  round('a read in another branch than the write', { some: [SOMETIMES, OTHER_WRITE] }, {
    django: notApplicable('of a write to the table that is asked it is said what later rounds find'),
    prisma: "if (order.total > 5) await prisma.coupon.update({ where: { code: order.number }, data: { code: order.total } }); else use(await ¿prisma.coupon.findMany({ where: { orderId: order.id } }));",
    typeorm: 'if (order.total > 5) await this.customers.update(order.customerId, { email: order.status }); else use(await ¿this.customers.find({ where: { email: order.status } }));',
  }),
  whole('a write that runs every minute for what has come since', { some: ['it runs every minute'] }, {
    django: notApplicable('how often a task runs stands in settings'),
    prisma: notApplicable('see TypeORM: the decorators are the same'),
    typeorm: { head: '@Cron(CronExpression.EVERY_MINUTE) async close() {', body: "for (const order of await this.orders.find({ where: { status: 'open' } })) await ¿this.orders.update(order.id, { status: 'closed' });" },
  }),
  whole('a delete that runs every minute for what has come since', { some: ['it runs every minute'] }, {
    django: notApplicable('how often a task runs stands in settings'),
    prisma: notApplicable('see TypeORM: the decorators are the same'),
    typeorm: { head: '@Cron(CronExpression.EVERY_MINUTE) async close() {', body: "for (const order of await this.orders.find({ where: { status: 'closed' } })) await ¿this.orders.delete(order.id);" },
  }),
  whole('a delete that runs every minute of what belongs to other rows', { high: TABLE_ROWS }, {
    django: notApplicable('how often a task runs stands in settings'),
    prisma: notApplicable('see TypeORM: the decorators are the same'),
    typeorm: { head: '@Cron(CronExpression.EVERY_MINUTE) async close() {', body: "for (const order of await this.orders.find({ where: { status: 'closed' } })) await ¿this.customers.delete(order.customerId);" },
  }),
  whole('a write that a method calls which runs every minute', { some: ['it runs every minute'] }, {
    django: notApplicable('how often a task runs stands in settings'),
    prisma: notApplicable('see TypeORM: the decorators are the same'),
    typeorm: { beside: "@Cron('* * * * *') async run() { await this.close(); }", body: "for (const order of await this.orders.find({ where: { status: 'open' } })) await ¿this.orders.update(order.id, { status: 'closed' });" },
  }),
  whole('a write that runs every hour for what has come since', { high: TABLE_ROWS }, {
    django: notApplicable('how often a task runs stands in settings'),
    prisma: notApplicable('see TypeORM: the decorators are the same'),
    typeorm: { head: '@Cron(CronExpression.EVERY_HOUR) async close() {', body: "for (const order of await this.orders.find({ where: { status: 'open' } })) await ¿this.orders.update(order.id, { status: 'closed' });" },
  }),
  whole('a write that runs every minute and leaves its rows where they are', { high: TABLE_ROWS }, {
    django: notApplicable('how often a task runs stands in settings'),
    prisma: notApplicable('see TypeORM: the decorators are the same'),
    typeorm: { head: '@Cron(CronExpression.EVERY_MINUTE) async close() {', body: "for (const order of await this.orders.find({ where: { status: 'open' } })) await ¿this.orders.update(order.id, { total: 0 });" },
  }),
  round('the loop writes to the table that it asks', { silent: 'moving-answer' }, {
    django: `
        if ¿Product.objects.filter(published=True).count() < 10:
            Product.objects.create(name=order.number)`,
    prisma: 'const count = await ¿prisma.coupon.count(); if (count < 10) await prisma.coupon.create({ data: { code: order.number } });',
    typeorm: 'const count = await ¿this.customers.count(); if (count < 10) await this.customers.insert({ email: order.status });',
  }),
  round('a range that starts at the row', { silent: 'own-filter' }, {
    django: 'print(¿Product.objects.filter(created_at__lt=order.created_at).count())',
    prisma: 'use(await ¿prisma.orderItem.count({ where: { quantity: { lt: order.total } } }));',
    typeorm: 'use(await ¿this.customers.count({ where: { id: LessThan(order.total) } }));',
  }),
  round('the first few rows of each group', { silent: 'top-of-each' }, {
    django: `
        for item in ¿OrderItem.objects.filter(order=order)[:3]:
            print(item)`,
    prisma: 'use(await ¿prisma.orderItem.findMany({ where: { orderId: order.id }, take: 3 }));',
    typeorm: 'use(await ¿this.customers.find({ where: { email: order.status }, take: 3 }));',
  }),
  round('the first few rows of each group, which a function asks for', { silent: 'top-of-each' }, {
    django: { beside: 'def lines_of(order):\n    return list(OrderItem.objects.filter(order=order)[:3])', body: `
        print(¿lines_of(order))` },
    prisma: { beside: 'const linesOf = async (orderId: number) => { const lines = await prisma.orderItem.findMany({ where: { orderId }, take: 3 }); return lines; };', body: 'use(await ¿linesOf(order.id));' },
    typeorm: { beside: 'async linesOf(email) { return this.customers.find({ where: { email }, take: 3 }); }', body: 'use(await ¿this.linesOf(order.status));' },
  }),
  round('a relation that one of two could be meant by', { high: TABLE_ROWS }, {
    django: 'print(¿Supplier.objects.filter(name=order.number).count())',
    prisma: { body: 'use(await ¿prisma.message.count({ where: { senderId: order.customerId, receiverId: order.customerId } }));' },
    typeorm: 'use(await ¿this.customers.count({ where: { email: order.status } }));',
  }),
  whole('calls that the library collects', { silent: 'batched-by-library' }, {
    django: notApplicable('Django sends each query as it is made'),
    prisma: 'use(await Promise.all((await prisma.order.findMany()).map((order) => ¿prisma.coupon.findUnique({ where: { code: order.number } }))));',
    typeorm: notApplicable('TypeORM sends each query as it is made'),
  }),
  whole('calls at the same time that the library does not collect', { high: TABLE_ROWS }, {
    django: notApplicable('queries of one connection of Django are sent one after the other'),
    prisma: 'use(await Promise.all((await prisma.order.findMany()).map((order) => ¿prisma.coupon.findMany({ where: { code: order.number } }))));',
    typeorm: 'use(await Promise.all((await this.orders.find()).map((order) => ¿this.customers.findOneBy({ email: order.status }))));',
  }),
];

const written: readonly Situation[] = [
  round('the same values for every row', { high: TABLE_ROWS }, {
    django: `
        order.status = "closed"
        ¿order.save()`,
    prisma: "await ¿prisma.order.update({ where: { id: order.id }, data: { status: 'closed' } });",
    typeorm: "await ¿this.orders.update(order.id, { status: 'closed' });",
  }),
  round('other values for every row', { high: TABLE_ROWS }, {
    django: `
        order.status = order.number
        ¿order.save()`,
    prisma: differing('await ¿prisma.order.update({ where: { id: order.id }, data: { status: order.number } });'),
    typeorm: differing('await ¿this.orders.update(order.id, { status: String(order.total) });'),
  }),
  round('deletes', { high: TABLE_ROWS }, {
    django: '¿order.delete()',
    prisma: 'await ¿prisma.order.delete({ where: { id: order.id } });',
    typeorm: 'await ¿this.orders.delete(order.id);',
  }),
  round('inserts', { high: TABLE_ROWS }, {
    django: '¿OrderItem.objects.create(order=order)',
    prisma: "await ¿prisma.orderItem.create({ data: { orderId: order.id, sku: 'a', quantity: 1 } });",
    typeorm: 'await ¿this.customers.insert({ email: order.status });',
  }),
  round('a row that is made in the loop and saved', { high: TABLE_ROWS }, {
    django: `
        item = OrderItem(order=order)
        ¿item.save()`,
    prisma: notApplicable('rows of Prisma are plain data'),
    typeorm: 'const customer = this.customers.create({ email: order.status }); await ¿this.customers.save(customer);',
  }),
  round('the result of an insert is used at once', { silent: 'result-needed' }, {
    django: 'print_label(¿OrderItem.objects.create(order=order).pk)',
    prisma: "use((await ¿prisma.orderItem.create({ data: { orderId: order.id, sku: 'a', quantity: 1 } })).id);",
    typeorm: 'use((await ¿this.customers.save({ email: order.status })).id);',
  }),
  round('the round goes on with what it inserted', { silent: 'result-needed' }, {
    django: `
        item = ¿OrderItem.objects.create(order=order)
        link(item)`,
    prisma: "const item = await ¿prisma.orderItem.create({ data: { orderId: order.id, sku: 'a', quantity: 1 } }); link(item);",
    typeorm: 'const customer = await ¿this.customers.save({ email: order.status }); link(customer);',
  }),
  whole('what was inserted is kept for later', { high: TABLE_ROWS }, {
    django: `
        made = []
        for order in Order.objects.all():
            item = ¿OrderItem.objects.create(order=order)
            made.append(item)`,
    prisma: "const made = []; for (const order of await prisma.order.findMany()) { const item = await ¿prisma.orderItem.create({ data: { orderId: order.id, sku: 'a', quantity: 1 } }); made.push(item); }",
    typeorm: 'const made = []; for (const order of await this.orders.find()) { const customer = await ¿this.customers.save({ email: order.status }); made.push(customer); }',
  }),
  round('a row that is there or else made', { some: [LATER_ROUNDS] }, {
    django: '¿Customer.objects.get_or_create(email=order.number)',
    prisma: { body: 'await ¿prisma.coupon.upsert({ where: { code: order.number }, create: { code: order.number }, update: {} });', unlike: { expected: { high: TABLE_ROWS }, why: '`createMany` with `skipDuplicates` takes the rows together' } },
    typeorm: { body: 'await ¿this.customers.upsert({ email: order.status }, ["email"]);', unlike: { expected: { high: TABLE_ROWS }, why: '`upsert` takes a list' } },
  }),
  round('a read for a row that the round makes where it is missing', { some: [LATER_ROUNDS] }, {
    django: `
        if ¿Customer.objects.filter(email=order.number).first() is None:
            Customer.objects.create(email=order.number)`,
    prisma: 'const found = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); if (!found) await prisma.coupon.create({ data: { code: order.number } });',
    typeorm: 'const found = await ¿this.customers.findOneBy({ email: order.status }); if (!found) await this.customers.insert({ email: order.status });',
  }),
  round('a read beside a write for which there is no shorter way', { some: [OTHER_WRITE] }, {
    django: notApplicable('`bulk_update` takes rows with other values together'),
    prisma: 'const coupon = await ¿prisma.coupon.findFirst({ where: { code: order.number } }); await prisma.order.update({ where: { id: order.id }, data: { couponId: coupon.id } });',
    typeorm: 'const customer = await ¿this.customers.findOneBy({ email: order.status }); await this.orders.update(order.id, { customerId: customer.id });',
  }),
  round('a write beside another one for which there is no shorter way', { some: [OTHER_WRITE] }, {
    django: notApplicable('`bulk_update` takes rows with other values together'),
    prisma: "await ¿prisma.coupon.create({ data: { code: order.number } }); await prisma.order.update({ where: { id: order.id }, data: { total: order.total } });",
    typeorm: 'await ¿this.customers.delete(order.customerId); await this.orders.update(order.id, { total: order.total });',
  }),
  round('a write beside a function that writes what is the row\'s own', { some: [OTHER_WRITE] }, {
    django: { body: '¿Customer.objects.filter(pk=order.customer_id).delete()\nlog_closing(order)', beside: 'def log_closing(order):\n    Tag.objects.create(name=order)' },
    prisma: { body: 'await ¿prisma.coupon.create({ data: { code: order.number } }); await drop(order);', beside: 'async function drop(order) { await prisma.order.update({ where: { id: order.id }, data: { total: order.total } }); }' },
    typeorm: { body: 'await ¿this.customers.delete(order.customerId); await this.drop(order);', beside: 'async drop(order) { await this.orders.update(order.id, { total: order.total }); }' },
  }),
  round('a read beside a function that writes what is the row\'s own', { some: [OTHER_WRITE] }, {
    django: { body: 'use(¿Customer.objects.filter(email=order.number).first())\nlog_closing(order)', beside: 'def log_closing(order):\n    Tag.objects.create(name=order)' },
    prisma: { body: 'use(await ¿prisma.coupon.findFirst({ where: { code: order.number } })); await drop(order);', beside: 'async function drop(order) { await prisma.order.update({ where: { id: order.id }, data: { total: order.total } }); }' },
    typeorm: { body: 'use(await ¿this.customers.findOneBy({ email: order.status })); await this.drop(order);', beside: 'async drop(order) { await this.orders.update(order.id, { total: order.total }); }' },
  }),
  round('a write beside another one that goes for all rows as well', { high: TABLE_ROWS }, {
    django: notApplicable('deletes are told by the table that they write to'),
    prisma: "await ¿prisma.coupon.create({ data: { code: order.number } }); await prisma.order.delete({ where: { id: order.id } });",
    typeorm: 'await ¿this.customers.delete(order.customerId); await this.orders.delete(order.id);',
  }),
  round('a write in another branch than one that stays', { some: [SOMETIMES] }, {
    django: notApplicable('`bulk_update` takes rows with other values together'),
    prisma: "if (order.total > 5) await prisma.order.update({ where: { id: order.id }, data: { total: order.total } }); else await ¿prisma.coupon.create({ data: { code: order.number } });",
    typeorm: 'if (order.total > 5) await this.orders.update(order.id, { total: order.total }); else await ¿this.customers.delete(order.customerId);',
  }),
  round('a write that depends on what earlier rounds have noted', { some: [LATER_ROUNDS] }, {
    django: notApplicable('a set that the loop fills is not read'),
    prisma: { body: 'if (DONE.has(order.customerId)) continue; await ¿prisma.coupon.create({ data: { code: order.number } }); DONE.add(order.customerId);', beside: 'const DONE = new Set();' },
    typeorm: { body: 'if (this.done.has(order.id)) { await this.orders.delete(order.id); continue; } await ¿this.customers.delete(order.customerId); this.done.add(order.id);', beside: 'done = new Set();', unlike: { expected: { high: TABLE_ROWS }, why: 'what a field holds is not followed' } },
  }),
  round('a write that depends on what was noted before the loop', { high: TABLE_ROWS }, {
    django: notApplicable('a set that the loop fills is not read'),
    prisma: { body: 'if (DONE.has(order.customerId)) continue; await ¿prisma.coupon.create({ data: { code: order.number } }); SENT.add(order.customerId);', beside: 'const DONE = new Set(); const SENT = new Set();' },
    typeorm: { body: 'if (DONE.has(order.id)) continue; await ¿this.customers.delete(order.customerId);', beside: '' },
  }),
  round('a way of deleting that the model has for itself', { silent: 'own-method' }, {
    django: 'for upload in Upload.objects.all():\n    ¿upload.delete()',
    prisma: notApplicable('rows of Prisma are plain data'),
    typeorm: notApplicable('a method of an entity is no query; what its listeners do is not read'),
  }),
];

/** Every situation, with one verdict for all libraries. */
export const situations: readonly Situation[] = [failure, claims, memory, ends, outside, lists, connections, queries, written].flat();

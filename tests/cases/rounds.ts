import { casesIn, type CaseTable, type InvalidCase, ONCE, type ValidCase } from './case-table.ts';

// What a round does beside what it asks, and how much of a read that spares.

const { fine, wrong } = casesIn('tests/fixtures/prisma-shop/src/jobs/orders.ts');

const HIGH = { options: [{ impact: 'high' }] };
const ANY = { options: [{ impact: 'any' }] };
const VIA: InvalidCase['errors'] = [{ messageId: 'perRowVia' }];

/** A job that reads a coupon for each order that is open. */
function round(before: string, after: string): string {
  return `async function run() {\n  for (const order of await prisma.order.findMany({ where: { status: 'open' } })) {\n${before}\n    const coupon = await prisma.coupon.findFirst({ where: { code: order.status } });\n${after}\n  }\n}`;
}

/** Little is spared: said where anything is, and not where only high impact is wanted. */
function lighter(name: string, code: string, errors: InvalidCase['errors'] = ONCE): { readonly invalid: InvalidCase; readonly valid: ValidCase } {
  return { invalid: wrong(`${name}, where anything is wanted`, code, errors, ANY), valid: fine(name, code, HIGH) };
}

const light = [
  lighter('a mail that is made for each row', round('', '    mails.push(renderMail(template, { order, coupon }));')),
  lighter('a letter that is sent for each row', round('', '    await sendReminderLetter(order, coupon);')),
  lighter('what a mailer sends for each row', round('', '    emailClient.sendAlert(order, coupon);')),
  lighter('a transaction for each row', round('', '    await prisma.$transaction(async (tx) => { await tx.order.update({ where: { id: order.id }, data: { total: coupon.id } }); await tx.account.update({ where: { customerId: order.customerId }, data: { balance: 0 } }); });')),
  lighter('a decision that is made for some rows', round("    const next = order.status === 'open' && isLate(order) ? 'late' : null;\n    if (next === null) continue;", '    use(coupon);')),
  lighter('rows that a write gives of what it has written', 'async function run(id: number) {\n  const customer = await prisma.customer.update({ where: { id }, data: { active: true }, include: { orders: true } });\n  for (const order of customer.orders) use(await prisma.coupon.findFirst({ where: { code: order.status } }));\n}'),
  lighter('rows that are named in the code', "const NAMES = ['Ann', 'Bob'];\nasync function run() {\n  for (const customer of await prisma.customer.findMany({ where: { name: { in: NAMES } } })) use(await prisma.coupon.findFirst({ where: { code: customer.email } }));\n}"),
  lighter('rows of which a comment says that they are few', `// Only a few orders are open at a time.\n${round('', '    use(coupon);')}`),
  lighter('what is said above the read of the rows', `async function run() {\n  // This runs only when somebody closes a shop (rare).\n  const orders = await prisma.order.findMany({ where: { status: 'open' } });\n\n  const seen = [];\n\n  const all = [];\n  for (const order of orders) seen.push(await prisma.coupon.findFirst({ where: { code: order.status } }));\n}`),
  lighter('what comes of it is kept in a cache', `async function run() {\n  const found = [];\n  for (const order of await prisma.order.findMany({ where: { status: 'open' } })) found.push(await prisma.coupon.findFirst({ where: { code: order.status } }));\n  await redisCache.set('coupons', JSON.stringify(found), 3600);\n}`),
  lighter('a function that changes the row beside what it reads', `async function close(order) {\n  const coupon = await prisma.coupon.findFirst({ where: { code: order.status } });\n  await prisma.order.update({ where: { id: order.id }, data: { couponId: coupon.id } });\n}\nasync function run() { for (const order of await prisma.order.findMany({ where: { status: 'open' } })) await close(order); }`, VIA),
  lighter('a function that changes what it has read, in a loop of its own', `async function close(order) {\n  const coupons = await prisma.coupon.findMany({ where: { code: order.status } });\n  for (const coupon of coupons) await prisma.coupon.update({ where: { id: coupon.id }, data: { code: coupon.code + order.id } });\n}\nasync function run() { for (const order of await prisma.order.findMany({ where: { status: 'open' } })) await close(order); }`, VIA),
];

export const reads: CaseTable = {
  invalid: [
    ...light.map(({ invalid }) => invalid),
    wrong('an address that is looked at for each row', round('', '    use(validateEmail(order.number), findByEmail(coupon));'), ONCE, HIGH),
    wrong('a comment that speaks of few of something else', `// Few people know what this does.\n${round('', '    use(coupon);')}`, ONCE, HIGH),
    wrong('what is kept of each row', round('', '    await redisCache.set(order.id, coupon);'), ONCE, ANY),
    wrong('a function that makes a row beside what it reads', `async function note(order) {\n  const coupon = await prisma.coupon.findFirst({ where: { code: order.status } });\n  await prisma.account.create({ data: { customerId: coupon.id } });\n}\nasync function run() { for (const order of await prisma.order.findMany({ where: { status: 'open' } })) await note(order); }`, VIA, HIGH),
    wrong('what it reads the same in every round beside', `async function close(order) {\n  const coupon = await prisma.coupon.findFirst({ where: { code: 'all' } });\n  await prisma.order.update({ where: { id: order.id }, data: { couponId: coupon.id } });\n}\nasync function run() { for (const order of await prisma.order.findMany({ where: { status: 'open' } })) await close(order); }`, VIA, HIGH),
    wrong('a task that is queued for each row', round('', '    await queue.add(order.id, coupon);'), ONCE, ANY),
    wrong('a transaction in which the read stands is no other one', `async function run() {\n  await prisma.$transaction(async (tx) => {\n    for (const order of await tx.order.findMany({ where: { status: 'open' } })) use(await tx.coupon.findFirst({ where: { code: order.status } }));\n  });\n}`, ONCE, HIGH),
    wrong('what is made of every row', round("    const next = order.total > 3 ? 'many' : 'few';\n    if (next === null) continue;", '    use(next, coupon);'), ONCE, HIGH),
    wrong('kinds that are named in the code', "const KINDS = ['open', 'late'];\nasync function run() {\n  for (const order of await prisma.order.findMany({ where: { status: { in: KINDS } } })) use(await prisma.coupon.findFirst({ where: { code: order.status } }));\n}", ONCE, HIGH),
  ],
  valid: light.map(({ valid }) => valid),
};

/** A job that marks each company after it has sent it something. */
const marking = (send: string, sender: string): string => `async function ${send}(customer) { const order = await prisma.order.findFirst({ where: { customerId: customer.id } }); return ${sender}(order); }\nasync function run() { for (const customer of await prisma.customer.findMany()) { await ${send}(customer); await prisma.customer.update({ where: { id: customer.id }, data: { active: false } }); } }`;

export const writes: CaseTable = {
  invalid: [wrong('a row that is looked up before it is marked', marking('lookUp', 'String'), ONCE, HIGH)],
  valid: [fine('a row that is marked after its letter was sent, be it by a function that reads first', marking('sendLetter', 'post'), ANY)],
};

/** The two reads and the write of one function for each row. */
const through = (body: string): string => `async function load(order) {\n  const coupon = await prisma.coupon.findFirst({ where: { code: order.status } });\n${body}\n  return coupon;\n}\nasync function run() {\n  const found = [];\n  for (const order of await prisma.order.findMany({ where: { status: 'open' } })) found.push(await load(order));\n  return found;\n}`;

const LOOK_UP = 'Read them all before the loop with `prisma.coupon.findMany({ where: { code: { in: … } } })` and look them up in a Map by `code`.';

function said(advice: string): InvalidCase['errors'] {
  return [{ messageId: 'perRowVia', data: { callee: 'prisma.coupon.findFirst', line: '2', helper: 'load', subject: 'for each of the rows of the loop on line 8', cost: 'a query per row', advice } }];
}

export const functions: CaseTable = {
  invalid: [
    wrong('what else the function sends for each row', through('  await prisma.currency.findFirst({ where: { code: order.number } });'), said(`${LOOK_UP} For each row the function also sends \`prisma.currency.findFirst\` (line 3).`)),
    wrong('what it sends for some rows', through('  if (coupon) await prisma.currency.findFirst({ where: { code: order.number } });'), said(LOOK_UP)),
    wrong('what it sends where nothing was found before', through('  if (coupon) return coupon; await prisma.currency.findFirst({ where: { code: order.number } });'), said(LOOK_UP)),
    wrong('what it compares with bounds of the row', through('').replace('{ code: order.status }', '{ code: { startsWith: order.status } }'), said('No list of keys stands for what it asks of `code`: read what all rows need with one query before the loop, and find out in memory what belongs to which row.')),
  ],
  valid: [],
};

const IN_A_MAP = 'Read them all before the loop with `prisma.coupon.findMany({ where: { code: { in: … } } })` and look them up in a Map by `code`.';

/** `for await` over `list`. */
const awaited = (list: string): string => `async function run(orders) {\n  for await (const order of ${list}) use(await prisma.coupon.findFirst({ where: { code: order.status } }));\n}`;

export const streams: CaseTable = {
  invalid: [
    ...([['orders', ''], ['orders.slice(1)', ''], ['streamOrders(orders)', ' The loop streams its rows: do so for a chunk of them at a time.']] as const).map(([list, more]) =>
      wrong(`rows of ${list}, waited for one by one`, awaited(list), [{ messageId: 'perRow', data: { callee: 'prisma.coupon.findFirst', subject: `for each of \`${list}\``, cost: 'a query per row', advice: `${IN_A_MAP}${more}` } }])),
  ],
  valid: [],
};

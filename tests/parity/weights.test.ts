import { describe, expect, it } from 'vitest';
import { judged } from './judged.ts';
import { DJANGO_HANDED, DJANGO_ORIGINS, DJANGO_SEEN, LIMITS, PRISMA_HANDED, PRISMA_ORIGINS, SIZED, SPARED } from './weights.ts';

describe('how many rows there are', () => {
  it.each(Object.entries(PRISMA_ORIGINS).flatMap(([origin, heads]) => heads.map((head): [string, string] => [head, origin])))('%s: %s', (head, origin) => {
    expect(judged('prisma', { body: `for (${head}) use(await ¿prisma.message.findFirst({ where: { text: 'a' } }));` }).evidence.scope?.origin).toBe(origin);
  });

  it.each(Object.entries(DJANGO_ORIGINS).flatMap(([origin, heads]) => heads.map((head): [string, string] => [head, origin])))('%s: %s', (head, origin) => {
    const last = head.split('\n').at(-1) ?? '';
    const depth = ' '.repeat(last.search(/\S/) + (last.endsWith(':') ? 4 : 0));
    const body = `from elsewhere import Visit\nfrom django.db.models import Q\n${head}\n${depth}use(¿Tag.objects.filter(name='a').first())`;
    expect(judged('django', { body }).evidence.scope?.origin).toBe(origin);
  });

  it.each([['queryset', 'selection'], ['queryset[0:]', 'selection'], ['queryset[1:]', 'request']])('an action over %s: %s', (list, origin) => {
    const { scope } = judged('django', { file: 'shop/admin.py', head: 'def merge(modeladmin, request, queryset):', body: `for order in ${list}:\n    use(¿Tag.objects.filter(name='a').first())` }).evidence;
    expect(scope?.origin).toBe(origin);
  });

  it.each(LIMITS)('%s: %s at most', (body, atMost) => {
    expect(judged('prisma', { body }).evidence.scope?.atMost).toBe(atMost);
  });

  const sending = 'for order in orders:\n    print(¿Customer.objects.filter(email=order.number).first())';

  it.each(DJANGO_HANDED)('$origin: $head $beside', ({ beside, origin, atMost, head }) => {
    const { scope } = judged('django', { beside, head, body: sending }).evidence;
    expect([scope?.origin, scope?.atMost]).toEqual([origin, atMost]);
  });

  const asking = "for (const order of orders) use(await ¿prisma.message.findFirst({ where: { text: 'a' } }));";

  it.each(PRISMA_HANDED)('$origin: $head $beside', ({ beside, origin, atMost, head }) => {
    const { scope } = judged('prisma', { beside, head, body: asking }).evidence;
    expect([scope?.origin, scope?.atMost]).toEqual([origin, atMost]);
  });

  it.each([
    ['table', 'await prisma.customer.findMany()'],
    ['part', '[5, 6]'],
  ])('%s: what belongs to one, asked for each of %s', (origin, parents) => {
    const beside = 'async function findDue(customerId) { return prisma.order.findMany({ where: { customerId } }); }';
    const body = `for (const customer of ${parents}) for (const order of await findDue(customer.id)) use(await ¿prisma.message.findFirst({ where: { text: order.number } }));`;
    expect(judged('prisma', { beside, head: 'async function sendOrders() {', body }).evidence.scope?.origin).toBe(origin);
  });

  it('says who hands them in, and what gives them', () => {
    const handed = judged('prisma', { beside: 'const nightly = async () => sendOrders(await prisma.order.findMany());', head: 'async function sendOrders(orders) {', body: asking });
    expect(handed.verdict.because).toEqual(['the rows are those of a table, handed in by `nightly` (src/stock.ts:2)']);
    const given = judged('prisma', { beside: 'const findDue = () => prisma.order.findMany();', head: 'async function sendOrders() { const orders = await findDue();', body: asking });
    expect(given.verdict.because).toEqual(['the rows are those of a table, given by `findDue` (src/stock.ts:2)']);
  });

  it('says who hands them in', () => {
    const { verdict } = judged('django', { beside: 'def of(customer: Customer):\n    send(customer.orders.all())', head: 'def send(orders):', body: sending });
    expect(verdict.because).toEqual(['the rows are those of one parent, which has few as a rule, handed in by `of` (shop/stock.py:4)']);
  });

  it.each(SIZED)('settings name $name', ({ body, settings, table }) => {
    const found = judged('prisma', { body }, settings).evidence.scope?.table;
    expect(found && { model: found.model, rows: found.rows, growth: found.growth }).toEqual(table);
  });
});

const BESIDE = 'from contextlib import suppress\ndef log_closing(order):\n    Tag.objects.create(name=order)\ndef name_closing(order):\n    return str(order)';

describe('what is seen in Django', () => {
  for (const [what, { seen, unseen }] of Object.entries(DJANGO_SEEN)) {
    it.each([...seen.map((body) => [body, true] as const), ...unseen.map((body) => [body, false] as const)])(`${what}: %s: %s`, (body, expected) => {
      expect(judged('django', { body, beside: BESIDE }).evidence.around.some((one) => one.what === what)).toBe(expected);
    });
  }
});

describe('what the remedy spares', () => {
  for (const [spares, library, list] of SPARED) {
    it.each(list.map((one): [string, typeof one] => [(typeof one === 'string' ? one : one.body).replaceAll(/\s+/g, ' '), one]))(`${spares} in %s`, (_, spelling) => {
      expect(judged(library, typeof spelling === 'string' ? { body: spelling } : spelling).evidence.spares).toBe(spares);
    });
  }
});

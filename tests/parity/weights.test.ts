import { describe, expect, it } from 'vitest';
import { judged } from './judged.ts';
import { DJANGO_ORIGINS, LIMITS, PRISMA_ORIGINS, SIZED, SPARED } from './weights.ts';

describe('how many rows there are', () => {
  it.each(Object.entries(PRISMA_ORIGINS).flatMap(([origin, heads]) => heads.map((head): [string, string] => [head, origin])))('%s: %s', (head, origin) => {
    expect(judged('prisma', { body: `for (${head}) use(await ¿prisma.message.findFirst({ where: { text: 'a' } }));` }).evidence.scope?.origin).toBe(origin);
  });

  it.each(Object.entries(DJANGO_ORIGINS).flatMap(([origin, heads]) => heads.map((head): [string, string] => [head, origin])))('%s: %s', (head, origin) => {
    const depth = ' '.repeat((head.split('\n').at(-1) ?? '').search(/\S/) + 4);
    const body = `from elsewhere import Visit\nfrom django.db.models import Q\n${head}\n${depth}use(¿Tag.objects.filter(name='a').first())`;
    expect(judged('django', { body }).evidence.scope?.origin).toBe(origin);
  });

  it.each(LIMITS)('%s: %s at most', (body, atMost) => {
    expect(judged('prisma', { body }).evidence.scope?.atMost).toBe(atMost);
  });

  it.each(SIZED)('settings name $name', ({ body, settings, table }) => {
    const found = judged('prisma', { body }, settings).evidence.scope?.table;
    expect(found && { model: found.model, rows: found.rows, growth: found.growth }).toEqual(table);
  });
});

describe('what the remedy spares', () => {
  for (const [spares, library, list] of SPARED) {
    it.each(list.map((one): [string, typeof one] => [(typeof one === 'string' ? one : one.body).replaceAll(/\s+/g, ' '), one]))(`${spares} in %s`, (_, spelling) => {
      expect(judged(library, typeof spelling === 'string' ? { body: spelling } : spelling).evidence.spares).toBe(spares);
    });
  }
});

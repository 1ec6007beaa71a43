import { describe, expect, it } from 'vitest';
import { joinQuerysets, newQueryset, type Queryset } from '../../../src/libraries/django/querysets/queryset.ts';

function loading(paths: readonly string[]): Queryset {
  const base = { module: undefined, node: undefined } as unknown as Queryset['base'];
  return newQueryset(undefined, 'Order', base, { loads: { selectRelated: paths, prefetched: paths, unknown: false } });
}

describe('querysets of several branches', () => {
  it('load each path once, however often they are joined', () => {
    let joined = loading(['customer']);
    for (let branch = 0; branch < 60; branch += 1) joined = joinQuerysets(joined, loading([...joined.loads.prefetched, 'customer', 'items'])) ?? joined;
    expect(joined.loads).toEqual({ selectRelated: ['customer', 'items'], prefetched: ['customer', 'items'], unknown: false });
  });
});

import { describe, expect, it } from 'vitest';
import { rawOperation, tableIn } from '../../src/javascript/raw-sql.ts';

describe('what a statement does to rows', () => {
  it.each([
    ['select * from orders where id = ?', 'rawRead'],
    ['\n  -- the orders\n  SELECT id FROM orders', 'rawRead'],
    ['/* orders */ select id from orders', 'rawRead'],
    ['with late as (select id from orders) select * from late', 'rawRead'],
    ['with late as (select id from orders) update orders o set state = ? from late', 'rawWrite'],
    ['WITH gone AS (DELETE FROM orders RETURNING *) SELECT * FROM gone', 'rawWrite'],
    ['with open as (select * from orders for update) select * from open', 'rawRead'],
    ['insert into orders (id) values (?)', 'rawWrite'],
    ['replace into orders values (?)', 'rawWrite'],
    ['update orders set state = ?', 'rawWrite'],
    ['select total_of(?)', 'rawRead'],
    ['select pg_notify(?, ?)', undefined],
    ["SELECT pg_advisory_xact_lock(hashtext(?))", undefined],
    ['select set_config(?, ?, true)', undefined],
    ["select nextval('orders_id_seq')", undefined],
    ['select pg_advisory_xact_lock(id) from orders where state = ?', 'rawRead'],
    ['set local role admin', undefined],
    ['create index on orders', undefined],
    ['', undefined],
  ])('%s: %s', (sql, expected) => {
    expect(rawOperation(sql)).toBe(expected);
  });
});

describe('the table of a statement', () => {
  it.each([
    ['select * from topics where id = ?', 'topics'],
    ['SELECT t.* FROM "shop"."topics" t ORDER BY t.id', 'topics'],
    ['select * from ?.topics', undefined],
    ['select * from topics t join parts p on p.topic = t.id', undefined],
    ['select * from topics, parts', undefined],
    ['select * from topics where id in (select topic from parts)', undefined],
    ['insert into topics (title) select title from parts', 'topics'],
    ['update topics set title = ?', 'topics'],
    ['delete from topics where id = ?', 'topics'],
    ['select pg_sleep(1)', undefined],
  ])('%s: %s', (sql, expected) => {
    expect(tableIn(sql)).toBe(expected);
  });
});

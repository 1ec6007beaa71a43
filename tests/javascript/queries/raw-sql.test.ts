import { describe, expect, it } from 'vitest';
import { comparedIn, conditionIn, rawOperation, tableIn } from '../../../src/javascript/queries/raw-sql.ts';

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

/** `column operator`, for each comparison of a statement's condition. */
function compared(sql: string): string[] {
  return comparedIn(conditionIn(sql), () => undefined).map((one) => ('any' in one ? 'any' : `${one.path.join('.')} ${one.operator}`));
}

describe('what a statement compares with its parameters', () => {
  it.each([
    ['SELECT * FROM steps WHERE request_id = :requestId ORDER BY n', ['request_id equals']],
    ['SELECT s.* FROM steps s WHERE s."requestId" = $1 AND s.state IN (:states) LIMIT 5', ['requestId equals', 'state in']],
    ['SELECT * FROM steps WHERE id = ?::uuid', ['id equals']],
    ['SELECT * FROM steps WHERE n > :n AND request_id = :id', ['request_id equals']],
    // one of several will do
    ['SELECT * FROM steps WHERE request_id = :id OR n = :n', []],
    ['SELECT * FROM steps WHERE state = \'open\'', []],
    // whose condition it is, only a parser of SQL could say
    ['SELECT * FROM steps WHERE id IN (SELECT step_id FROM marks WHERE user_id = :id)', []],
    ['SELECT * FROM steps', []],
  ])('%s', (sql, expected) => {
    expect(compared(sql)).toEqual(expected);
  });
});

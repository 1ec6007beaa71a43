import { columns, queryTexts, inputs, orders, pages, perRow, reads, writes } from '../cases/keystone.ts';
import { runCases } from '../run-cases.ts';

runCases({
  'require-eager-loading': [columns, queryTexts],
  'no-unbounded-options': inputs,
  'no-query-per-row': perRow,
  'no-write-per-row': writes,
  'no-unbounded-read': reads,
  'max-page-size': pages,
  'require-index': orders,
});

import type { QueryCall } from '../model/query-call.ts';
import { describeCost } from '../model/row-scope.ts';
import type { Finding } from './on-model.ts';

export const perRowMessages = {
  perRow: '`{{callee}}` runs once {{subject}}: {{cost}}. {{advice}}',
  perRowVia: '`{{callee}}` (line {{line}}, through `{{helper}}`) runs once {{subject}}: {{cost}}. {{advice}}',
} as const;

/** The finding for a call that runs once per row, or undefined where it doesn't or is right as it stands. */
export function perRowFinding(call: QueryCall): Finding | undefined {
  const { span, callee, scope, via, advice, remedies } = call;
  if (scope === undefined || call.harmless !== undefined) return undefined;
  const data = { callee, subject: scope.subject, cost: describeCost(scope, call.statements), advice };
  return via === undefined
    ? { span, messageId: 'perRow', data, remedies }
    : { span, messageId: 'perRowVia', data: { ...data, helper: via.name, line: String(via.line) }, remedies };
}

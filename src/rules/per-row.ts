import { basename } from 'node:path';
import type { Rule } from 'eslint';
import type { FileModel } from '../model/file-model.ts';
import type { QueryCall } from '../model/query-call.ts';
import { describeCost } from '../model/row-scope.ts';
import { type ImpactOption, isWanted } from './impact-option.ts';
import { type Finding, linesOf } from './on-model.ts';

export const perRowMessages = {
  perRow: '`{{callee}}` runs once {{subject}}: {{cost}}. {{advice}}',
  perRowVia: '`{{callee}}` (line {{line}}, through `{{helper}}`) runs once {{subject}}: {{cost}}. {{advice}}',
  perRowElsewhere: '`{{callee}}` ({{file}}:{{line}}, through `{{helper}}`) runs once {{subject}}: {{cost}}. {{advice}}',
} as const;

/** The findings for reads or for writes that run once per row and aren't right as they stand. */
export function perRowFindings({ calls }: FileModel, task: 'read' | 'write', context: Rule.RuleContext): Finding[] {
  const option = (context.options[0] ?? {}) as ImpactOption;
  return calls.filter(({ evidence }) => evidence.task === task && isWanted(evidence, option)).flatMap((call) => perRowFinding(call, context) ?? []);
}

function perRowFinding({ span, callee, evidence: { scope }, statements, via, advice, remedies }: QueryCall, context: Rule.RuleContext): Finding | undefined {
  if (scope === undefined) return undefined;
  const data = { callee, subject: scope.subject, cost: describeCost(scope, statements), advice };
  const places = linesOf(context, { scopeLine: scope.head });
  if (via === undefined) return { span, messageId: 'perRow', data, places, remedies };
  const viaData = { ...data, helper: via.name, line: String(via.line) };
  // the whole path is for reports that lead there
  return via.path === undefined ? { span, messageId: 'perRowVia', data: viaData, places, remedies } : { span, messageId: 'perRowElsewhere', data: { ...viaData, file: basename(via.path), path: via.path }, places, remedies };
}

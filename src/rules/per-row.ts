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
  const wanted = calls.filter(({ evidence }) => evidence.task === task && isWanted(evidence, option));
  return foldedAlike(wanted, context).flatMap((call) => perRowFinding(call, context) ?? []);
}

/** Findings of one round that say the same, up to which each of them is told. */
const MOST_ALIKE = 3;

/** A round that counts its rows in twenty ways is one finding, told at the first of them: what is advised is the same for all. */
function foldedAlike(calls: readonly QueryCall[], context: Rule.RuleContext): QueryCall[] {
  const said = ({ evidence: { scope }, advice }: QueryCall): string => `${String(scope?.head)} ${advice}`;
  const alike = new Map<string, QueryCall[]>();
  for (const call of calls) {
    const group = alike.get(said(call)) ?? [];
    alike.set(said(call), group);
    group.push(call);
  }
  return calls.flatMap((call) => {
    const group = alike.get(said(call)) ?? [];
    const [first] = group;
    const last = group.at(-1);
    if (group.length <= MOST_ALIKE || last === undefined || group.some(({ remedies }) => remedies.length > 0)) return [call];
    const { end = '' } = linesOf(context, { end: last.span });
    return call === first ? [{ ...call, advice: `${call.advice} ${String(group.length - 1)} more queries of the round are like it, up to line ${end}.` }] : [];
  });
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

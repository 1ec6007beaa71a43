import { sendsOf } from '../model/admin.ts';
import type { TableSize } from '../model/data-model.ts';
import type { Evidence } from '../model/evidence.ts';
import type { FileFacts } from '../model/file-model.ts';
import { describeCost } from '../model/row-scope.ts';
import { enumeratedNames, type Span } from '../model/text.ts';
import { CIRCUMSTANCES } from '../model/circumstance.ts';
import type { ResultUse } from '../model/result-use.ts';
import { judge, judgeUse, type Verdict } from '../model/verdict.ts';

/** A fact of a file in words: a headline and what is to be said below it. */
export interface DescribedFact {
  readonly span: Span;
  /** Other places of it: it is asked for there as well. */
  readonly also?: readonly Span[];
  readonly lines: readonly string[];
}

/** Everything that was read in a file, in source order, each fact with its verdict and the reasons for it, silence included. */
export function describeFacts(model: FileFacts): DescribedFact[] {
  const facts: DescribedFact[] = [
    ...model.calls.map(({ span, callee, operation, model: name, statements, evidence, offset, use }) => ({
      span,
      lines: [`query \`${callee}\` (${operation}${name === undefined ? '' : ` of ${name}`})`, ...describeEvidence(evidence, statements), ...(offset === undefined ? [] : [`offset: \`${offset.text}\` varies (no-offset-pagination)`]), ...describeUse(use)],
    })),
    ...model.relationReads.map(({ span, also, paths, columns, perRow, why, evidence }) => ({ span, also, lines: [`${columns === true ? 'column' : 'relation'}${paths.length === 1 ? '' : 's'} ${enumeratedNames(paths)}`, why, ...describeEvidence(evidence, perRow)] })),
    ...model.batchLoops.map(({ span, callee, problem, evidence }) => ({ span, lines: [`batch loop by \`${callee}\`: ${problem} (no-offset-batching)`, ...describeVerdict(evidence)] })),
    ...model.inputs.map(({ span, field, target, where }) => ({ span, lines: [`input \`${field}\` ${where}`, `loads every row of ${target.model}: ${growthOf(target)}`] })),
    ...model.filters.map(({ span, name, problem, table, lighter }) => ({ span, lines: [`filter \`${name}\` (${problem})`, `${table === undefined ? 'no table' : `${table.model}: ${growthOf(table)}`}${lighter === undefined ? '' : `; weighs less: ${lighter}`}`] })),
    ...model.resources.map(({ span, name, list }) => ({ span, lines: [`admin resource ${name}`, ...(list === undefined ? [] : [`list: ${formula(list.cost.now)} ${sendsOf(list)} for N rows, ${formula(list.cost.remedied)} with the remedies`])] })),
  ];
  return facts.sort((a, b) => a.span[0] - b.span[0]);
}

function describeEvidence(evidence: Evidence, perRow: number): string[] {
  const { scope, runs, spares } = evidence;
  return [
    ...(scope === undefined ? [] : [`runs once ${scope.subject}: ${describeCost(scope, perRow)}; rows: ${scope.origin}${sizeOf(scope.table)}${scope.atMost === undefined ? '' : `, ${String(scope.atMost)} at most`}${scope.handedIn === undefined ? '' : `, ${scope.handedIn}`}${placeOf(runs)}; the remedy spares ${spares}`]),
    ...describeVerdict(evidence),
  ];
}

function describeUse(use: ResultUse | undefined): string[] {
  if (use === undefined) return [];
  const { usedAs, rows, isWhole, runs } = use;
  return [`used as: ${usedAs} (no-unbounded-read); rows: ${rows.origin}${sizeOf(rows.table)}${isWhole ? ', without a condition' : ''}${placeOf(runs)}`, ...describeJudged(use, judgeUse(use))];
}

function placeOf(runs: Evidence['runs']): string {
  return runs === 'unknown' ? '' : `; place: ${runs}`;
}

function describeVerdict(evidence: Evidence): string[] {
  return describeJudged(evidence, judge(evidence));
}

function describeJudged({ around }: Pick<Evidence, 'around'>, verdict: Verdict): string[] {
  const seen = around.map(({ what, line }) => `${CIRCUMSTANCES[what].because}${line === undefined ? '' : ` (line ${String(line)})`}`);
  return [
    ...(seen.length === 0 ? [] : [`seen: ${seen.join('; ')}`]),
    verdict.report ? `report, impact ${verdict.impact}: ${verdict.because.join('; ')}` : `silent: ${verdict.because}`,
  ];
}

/** What is known of how long the table of the rows gets: " (`Order`: it grows, rows per `User`)" */
function sizeOf(table: TableSize | undefined): string {
  return table === undefined ? '' : ` (\`${table.model}\`: ${growthOf(table)})`;
}

const GROWTH: Readonly<Record<TableSize['growth'], string>> = { small: 'silent, its table is small', few: 'it has few rows as a rule', unknown: 'nothing shows how large it gets', growing: 'it grows' };

function growthOf({ growth, rows, because }: TableSize): string {
  const known = rows === undefined ? because : `${rows.toLocaleString('en-US')} rows`;
  return `${GROWTH[growth]}${known === undefined ? '' : ` (${known})`}`;
}

function formula({ fixed, perRow }: { readonly fixed: number; readonly perRow: number }): string {
  return perRow === 0 ? String(fixed) : `${String(fixed)} + ${String(perRow)} × N`;
}

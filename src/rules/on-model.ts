import type { Rule } from 'eslint';
import type { FileModel } from '../model/file-model.ts';
import type { Remedy, Span } from '../model/text.ts';
import { isTyped, read, type Reading } from '../read.ts';

/** Messages that every rule shares; spread into `meta.messages`. */
export const sharedMessages = {
  remedy: '{{title}}.',
  remedyChanging: '{{title}} ({{changes}}).',
} as const;

export interface Finding {
  readonly span: Span;
  readonly messageId: string;
  readonly data: Record<string, string>;
  /** Lines that the sentence doesn't name, for layouts and formats that lead to them. */
  readonly places?: Readonly<Record<string, string>>;
  readonly remedies?: readonly Remedy[];
}

type Check = (model: FileModel, report: (finding: Finding) => void) => void;

/**
 * The visitor of every rule of this plugin: asks the front end for the file's model and lets `check` report on it when ESLint
 * enters the root node. A file without evidence costs no visitor at all.
 *
 * The same sentence is said once on a line. A safe remedy becomes the report's fix, every other one a suggestion that says what it changes.
 */
export function onModel(context: Rule.RuleContext, check: Check): Rule.RuleListener {
  // What TypeScript says of types that hang on each other depends on what it was asked first: whoever else asks shall hear what they would without us.
  if (isTyped(context)) return { 'Program:exit': () => { reportOn(context, read(context), check); } };
  const reading = read(context);
  return reading.evidence ? { [reading.root]: () => { reportOn(context, reading, check); } } : {};
}

/** The lines on which spans of the file begin, by what they are. */
export function linesOf({ sourceCode }: Rule.RuleContext, spans: Readonly<Record<string, Span | undefined>>): Record<string, string> {
  // a line more or less is no reason to lose a report
  const known = Object.entries(spans).flatMap(([what, span]) => (span === undefined || span[0] > sourceCode.text.length ? [] : [[what, String(sourceCode.getLocFromIndex(span[0]).line)] as const]));
  return Object.fromEntries(known);
}

function reportOn(context: Rule.RuleContext, { evidence, model }: Reading, check: Check): void {
  const said = new Set<string>();
  if (!evidence) return;
  check(model, (finding) => {
    const { line } = context.sourceCode.getLocFromIndex(finding.span[0]);
    const what = JSON.stringify([line, finding.messageId, finding.data]);
    if (said.has(what)) return;
    said.add(what);
    reportFinding(context, finding);
  });
}

function reportFinding(context: Rule.RuleContext, { span, messageId, data, places, remedies = [] }: Finding): void {
  const { sourceCode } = context;
  const safe = remedies.find((remedy) => remedy.safety === 'safe');
  context.report({
    loc: { start: sourceCode.getLocFromIndex(span[0]), end: sourceCode.getLocFromIndex(span[1]) },
    messageId,
    data: { ...data, ...places },
    fix: safe === undefined ? null : (fixer) => apply(fixer, safe),
    suggest: remedies.filter((remedy) => remedy !== safe).map((remedy) => suggestion(remedy)),
  });
}

function suggestion(remedy: Remedy): Rule.SuggestionReportDescriptor {
  const fix = (fixer: Rule.RuleFixer): Rule.Fix[] => apply(fixer, remedy);
  return remedy.safety === 'safe'
    ? { messageId: 'remedy', data: { title: remedy.title }, fix }
    : { messageId: 'remedyChanging', data: { title: remedy.title, changes: remedy.safety.changes }, fix };
}

function apply(fixer: Rule.RuleFixer, remedy: Remedy): Rule.Fix[] {
  return remedy.edits.map(({ span, text }) => fixer.replaceTextRange([...span], text));
}

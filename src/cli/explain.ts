import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Rule } from 'eslint';
import type { FileFacts } from '../model/file-model.ts';
import type { Span } from '../model/text.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { exemptionOf } from '../project/exempt.ts';
import { didYouMean } from '../model/nearest.ts';
import type { ExplainOptions } from './arguments.ts';
import { configurationFor } from './config.ts';
import { CostBook } from './cost.ts';
import { type DescribedFact, describeFacts } from './facts.ts';
import { FileLinter, NO_EDITS } from './linter.ts';
import { type Dependencies, loadEngine } from './load.ts';
import { findSources, pathFrom } from './paths.ts';
import { PartsBook } from './parts.ts';
import { parsePlace } from './place.ts';
import type { Reader } from './reading-rule.ts';
import { plainId } from './rule-id.ts';
import { pageOf, pages } from './rule-page.ts';
import type { ExitCode } from './run.ts';
import { styleFor } from './style.ts';
import { terminalMarkdown } from './terminal-markdown.ts';
import { type Terminal, widthOf } from './terminal.ts';

/**
 * `admin-scale explain RULE`: the rule's page. `admin-scale explain FILE:LINE`: the facts that were read on a line, and the verdict on each with its reasons, silence included.
 *
 * @returns 0 where something was read there, 1 where nothing was
 * @throws {CannotRun} where the file can't be read or parsed
 */
export async function explain(options: ExplainOptions, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  const { subject } = options;
  const page = pageOf(plainId(subject));
  if (page !== undefined) return said(terminal.stdout, terminalMarkdown(page, styleFor(terminal, options.color), widthOf(terminal.stdout)), 0);
  return await explainPlace(options, terminal, dependencies);
}

async function explainPlace({ subject, settingsFile }: ExplainOptions, { cwd, stdout }: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  const { file, line } = parsePlace(subject);
  const path = resolve(cwd, file);
  if (!existsSync(path) || !statSync(path).isFile()) throw new CannotRun(`${JSON.stringify(file)}: no such file${isLikeRule(file) ? ` and no such rule.${didYouMean(plainId(file), pages())}` : '.'}`);
  const { raw: settings, settings: parsed } = await configurationFor(settingsFile, cwd);
  const [source] = findSources([file], cwd).sources;
  if (source === undefined) throw new CannotRun(`${JSON.stringify(file)}: no file that is read.`);

  const engine = await loadEngine(dependencies);
  const place = `${pathFrom(cwd, path)}${line === undefined ? '' : `:${String(line)}`}`;
  let found: PlacedFact[] | undefined;
  const facts: Reader = (model, context) => {
    found = placedFacts(model, context);
  };
  const exempts = (_: unknown, text: string): string | undefined => exemptionOf({ filename: source.path, cwd: source.base, settings: parsed, text });
  const linter = new FileLinter({ ...engine, preset: 'strict', configured: [], rules: [], settings, costs: new CostBook(), parts: new PartsBook(), exempts, facts });
  const checked = await linter.check(source, NO_EDITS);
  if ('skipped' in checked) return said(stdout, `${place}\n  not checked: left out ${checked.skipped}\n`, 1);
  if (checked.failure !== undefined || found === undefined) throw new CannotRun(`${place}: ${checked.result.messages[0]?.message ?? 'not read'}`);

  const here = found.filter(({ places }) => line === undefined || places.some(({ first, last }) => first <= line && line <= last));
  if (here.length > 0) return said(stdout, here.map((fact) => describe(fact, pathFrom(cwd, path))).join('\n'), 0);
  const others = found.length === 0 ? 'nothing was read in this file' : `nothing was read on this line; facts stand on the lines ${[...new Set(found.map(({ places: [{ first }] }) => first))].join(', ')}`;
  return said(stdout, `${place}\n  ${others}\n`, 1);
}

/** A rule's id is words joined by dashes. */
function isLikeRule(text: string): boolean {
  return /^[a-z]+(-[a-z]+)*$/.test(plainId(text));
}

function said(stdout: Terminal['stdout'], text: string, code: ExitCode): ExitCode {
  stdout.write(text);
  return code;
}

interface Lines {
  readonly first: number;
  readonly last: number;
}

interface PlacedFact extends DescribedFact {
  readonly places: readonly [Lines, ...Lines[]];
  readonly column: number;
}

function placedFacts(model: FileFacts, { sourceCode }: Rule.RuleContext): PlacedFact[] {
  const lineOf = (index: number): number => sourceCode.getLocFromIndex(index).line;
  const linesOf = ([start, end]: Span): Lines => ({ first: lineOf(start), last: lineOf(end) });
  return describeFacts(model).map((fact) => ({ ...fact, places: [linesOf(fact.span), ...(fact.also ?? []).map(linesOf)], column: sourceCode.getLocFromIndex(fact.span[0]).column + 1 }));
}

function describe({ places: [{ first }], column, lines: [headline = '', ...below] }: PlacedFact, path: string): string {
  return [`${path}:${String(first)}:${String(column)}  ${headline}`, ...below.map((line) => `  ${line}`), ''].join('\n');
}

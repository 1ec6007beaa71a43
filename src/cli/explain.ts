import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Linter, Rule } from 'eslint';
import type { PresetName } from '../configs/index.ts';
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
import { type Terminal, widthOf, wrapped } from './terminal.ts';

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
  const parts = new PartsBook();
  const exempts = (_: unknown, text: string): string | undefined => exemptionOf({ filename: source.path, cwd: source.base, settings: parsed, text });
  const linterOf = (preset: PresetName, reader?: Reader): FileLinter => new FileLinter({ ...engine, preset, configured: [], rules: [], settings, costs: new CostBook(), parts, exempts, facts: reader });
  const checked = await linterOf('strict', facts).check(source, NO_EDITS);
  if ('skipped' in checked) return said(stdout, `${place}\n  not checked: left out ${checked.skipped}\n`, 1);
  if (checked.failure !== undefined || found === undefined) throw new CannotRun(`${place}: ${checked.result.messages[0]?.message ?? 'not read'}`);

  const recommended = await linterOf('recommended').check(source, NO_EDITS);
  const usual = new Set('skipped' in recommended ? [] : recommended.result.messages.map((message) => keyOf(message)));
  const findings = checked.result.messages.map((message) => placedFinding(message, parts.of(path, message).headline, usual.has(keyOf(message))));
  const all = [...found, ...findings].sort((a, b) => a.places[0].first - b.places[0].first || a.column - b.column);
  const here = all.filter(({ places }) => line === undefined || places.some(({ first, last }) => first <= line && line <= last));
  const width = stdout.isTTY === true ? widthOf(stdout) : Infinity;
  if (here.length > 0) return said(stdout, here.map((fact) => describe(fact, pathFrom(cwd, path), width)).join('\n'), 0);
  const others = all.length === 0 ? 'nothing was read in this file' : `nothing was read on this line; facts stand on the lines ${[...new Set(all.map(({ places: [{ first }] }) => first))].join(', ')}`;
  return said(stdout, `${place}\n  ${wrapped(others, width, 2)}\n`, 1);
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

interface PlacedFact extends Pick<DescribedFact, 'lines'> {
  readonly places: readonly [Lines, ...Lines[]];
  readonly column: number;
}

/** What `check` says at a place, and which presets have it say so. */
function placedFinding({ ruleId, line, column, endLine = line }: Linter.LintMessage, headline: string, isUsual: boolean): PlacedFact {
  const presets = isUsual ? 'reported in `recommended` and `strict`' : 'reported in `strict` alone';
  return { lines: [`${plainId(ruleId)}: ${presets}`, headline], places: [{ first: line, last: endLine }], column };
}

function keyOf({ ruleId, line, column, message }: Linter.LintMessage): string {
  return JSON.stringify([ruleId, line, column, message]);
}

function placedFacts(model: FileFacts, { sourceCode }: Rule.RuleContext): PlacedFact[] {
  const lineOf = (index: number): number => sourceCode.getLocFromIndex(index).line;
  const linesOf = ([start, end]: Span): Lines => ({ first: lineOf(start), last: lineOf(end) });
  return describeFacts(model).map((fact) => ({ ...fact, places: [linesOf(fact.span), ...(fact.also ?? []).map(linesOf)], column: sourceCode.getLocFromIndex(fact.span[0]).column + 1 }));
}

function describe({ places: [{ first }], column, lines: [headline = '', ...below] }: PlacedFact, path: string, width: number): string {
  const place = `${path}:${String(first)}:${String(column)}`;
  return [`${place}  ${wrapped(headline, width, 4, place.length + 2)}`, ...below.map((line) => `  ${wrapped(line, width, 4, 2)}`), ''].join('\n');
}

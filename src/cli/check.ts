import { CannotRun } from '../project/cannot-run.ts';
import { didYouMean } from '../model/nearest.ts';
import { type CheckOptions, isFixing } from './arguments.ts';
import { examine, prepare } from './examine.ts';
import type { Edits } from './linter.ts';
import type { Dependencies } from './load.ts';
import { printReport } from './print.ts';
import { plainId } from './rule-id.ts';
import type { ExitCode } from './run.ts';
import { Suppressions } from './suppressions.ts';
import type { Terminal } from './terminal.ts';

/**
 * `admin-scale check`.
 *
 * @returns 0 clean, 1 findings, 2 where a file made the checker fail, a fix couldn't be written or no file could be parsed
 * @throws {CannotRun} where nothing was checked
 */
export async function check(options: CheckOptions, terminal: Terminal, dependencies: Dependencies): Promise<ExitCode> {
  const { cwd, stdout } = terminal;
  const prepared = await prepare(options, terminal, dependencies);
  const { engine, linter, costs, parts, found } = prepared;
  const suppressions = new Suppressions({ given: options.suppressionsFile, cwd, rules: linter.activeRules });
  const edits = editsOf(options, Object.keys(engine.plugin.rules));
  const format = options.format ?? (stdout.isTTY === true && options.outputFile === undefined ? 'full' : 'concise');
  const checked = await examine(prepared, terminal, { edits, keepsSource: format === 'json' || options.stdinFile !== undefined, verbose: options.verbose });
  const [stdin] = options.stdinFile === undefined ? [] : found.sources;
  return printReport({ ...checked, costs, parts, format, suppressions, engine, options, terminal, stdin });
}

function editsOf(options: CheckOptions, ids: readonly string[]): Edits {
  const { fix, fixSuggestions, diff, stdinFile } = options;
  const wanted = fixSuggestions.map((name) => plainId(name));
  const unknown = wanted.find((name) => name !== '' && !ids.includes(name));
  if (unknown !== undefined) throw new CannotRun(`--fix-suggestions=${unknown}: there is no such rule.${didYouMean(unknown, ids)}`);
  return {
    fix: fix || (diff && wanted.length === 0),
    takes: (ruleId) => wanted.includes('') || wanted.includes(plainId(ruleId)),
    write: !diff && stdinFile === undefined && isFixing(options),
  };
}

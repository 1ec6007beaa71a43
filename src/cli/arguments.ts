import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { PresetName } from '../configs/index.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { type ExplainOptions, parsePlace } from './place.ts';
import { firstLine } from './terminal.ts';

export const FORMATS = ['stylish', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

const PRESETS = ['recommended', 'strict'] as const satisfies readonly PresetName[];

/** What `admin-scale check` was asked to do. */
export interface CheckOptions {
  readonly paths: readonly string[];
  readonly preset: PresetName;
  readonly format: Format;
  readonly fix: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** Undefined: as the terminal and the environment say. */
  readonly color: boolean | undefined;
  /** The `--rule` options as given. */
  readonly rules: readonly string[];
  readonly maxWarnings: number | undefined;
  readonly settingsFile: string | undefined;
}

/** What `admin-scale budget` was asked to do. */
export interface BudgetOptions {
  readonly directory: string;
  /** Queries that a page may need. */
  readonly most: number;
  /** Write over what is there. */
  readonly force: boolean;
  readonly toStdout: boolean;
  readonly settingsFile: string | undefined;
}

/** What a page of an admin needs that was seen to, with some to spare. */
const USUAL_BUDGET = 30;

export type Command =
  | { readonly name: 'budget'; readonly options: BudgetOptions }
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  | { readonly name: 'check'; readonly options: CheckOptions }
  | { readonly name: 'explain'; readonly options: ExplainOptions };

const OPTIONS = {
  preset: { type: 'string', default: 'recommended' },
  format: { type: 'string', short: 'f', default: 'stylish' },
  rule: { type: 'string', multiple: true, default: [] },
  'max-warnings': { type: 'string' },
  settings: { type: 'string' },
  fix: { type: 'boolean', default: false },
  max: { type: 'string' },
  force: { type: 'boolean', default: false },
  stdout: { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const satisfies ParseArgsConfig['options'];

/**
 * The command line, understood.
 *
 * @throws {CannotRun} where it isn't
 */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  const [command, ...paths] = positionals;
  if (values.help || (command === undefined && !values.version) || command === 'help') return { name: 'help' };
  if (values.version) return { name: 'version' };
  if (command === 'explain') {
    const [place, ...more] = paths;
    if (place === undefined || more.length > 0) throw new CannotRun('explain takes one place: "admin-scale explain FILE:LINE" (see --help).');
    return { name: 'explain', options: { ...parsePlace(place), settingsFile: values.settings } };
  }
  if (command === 'budget') {
    const [directory = '.', ...more] = paths;
    if (more.length > 0) throw new CannotRun('budget takes one directory: "admin-scale budget [DIR]" (see --help).');
    return { name: 'budget', options: { directory, most: wholeNumber('--max', values.max) ?? USUAL_BUDGET, force: values.force, toStdout: values.stdout, settingsFile: values.settings } };
  }
  if (command !== 'check') {
    throw new CannotRun(`unknown command "${String(command)}"; the commands are "admin-scale check [paths]", "admin-scale explain FILE:LINE" and "admin-scale budget [DIR]" (see --help).`);
  }
  return {
    name: 'check',
    options: {
      paths: paths.length === 0 ? ['.'] : paths,
      preset: oneOf('--preset', values.preset, PRESETS),
      format: oneOf('--format', values.format, FORMATS),
      fix: values.fix,
      quiet: values.quiet,
      verbose: values.verbose,
      color: values['no-color'] === true ? false : values.color,
      rules: values.rule,
      maxWarnings: wholeNumber('--max-warnings', values['max-warnings']),
      settingsFile: values.settings,
    },
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node's message goes on to explain `--`; its first sentence says what is wrong.
    throw new CannotRun(`${firstLine(error).replace(/\. .*$/s, '')} (see --help).`);
  }
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new CannotRun(`${option} ${JSON.stringify(value)}: expected one of ${known.join(', ')}.`);
  return found;
}

function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  // ESLint's own default is -1: no limit.
  if (value === '-1') return undefined;
  if (!/^\d+$/.test(value)) throw new CannotRun(`${option} ${JSON.stringify(value)}: expected a whole number.`);
  return Number(value);
}

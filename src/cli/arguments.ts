import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { PresetName } from '../configs/index.ts';
import { didYouMean } from '../model/nearest.ts';
import { enumerated } from '../model/text.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { firstLine } from './terminal.ts';

export const FORMATS = ['full', 'concise', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export const PRESETS = ['recommended', 'strict'] as const satisfies readonly PresetName[];

/** What a run is to read, and by which rules. */
export interface RunOptions {
  readonly paths: readonly string[];
  /** Undefined: as the settings file says. */
  readonly preset: PresetName | undefined;
  /** The `--rule` options as given. */
  readonly rules: readonly string[];
  readonly settingsFile: string | undefined;
  /** Only files that changed since this commit. */
  readonly changedSince: string | undefined;
  /** Heed `.gitignore`. */
  readonly gitignore: boolean;
  /** What the text on standard input is called. */
  readonly stdinFile: string | undefined;
  readonly verbose: boolean;
}

/** What `admin-scale check` was asked to do. */
export interface CheckOptions extends RunOptions {
  /** Undefined: `full` on a terminal, `concise` elsewhere. */
  readonly format: Format | undefined;
  readonly fix: boolean;
  /** Rules of which suggestions are applied; the empty name stands for all. */
  readonly fixSuggestions: readonly string[];
  /** Print what would be written, and write nothing. */
  readonly diff: boolean;
  readonly quiet: boolean;
  readonly statistics: boolean;
  /** Undefined: as the terminal and the environment say. */
  readonly color: boolean | undefined;
  readonly maxWarnings: number | undefined;
  /** Findings that are not in the suppressions file and are let pass. */
  readonly maxNew: number | undefined;
  readonly suppress: 'honour' | 'all' | 'prune';
  readonly suppressionsFile: string | undefined;
  readonly outputFile: string | undefined;
  /** Check again whenever a file changes. */
  readonly watch: boolean;
}

/** Whether changes are asked for by name. */
export function isFixing({ fix, fixSuggestions }: Pick<CheckOptions, 'fix' | 'fixSuggestions'>): boolean {
  return fix || fixSuggestions.length > 0;
}

/** What `admin-scale report` was asked to do. */
export interface ReportOptions extends RunOptions {
  /** The page that is written. */
  readonly out: string;
  /** Where what `check --format json` prints is written beside it. */
  readonly jsonFile: string | undefined;
  /** An earlier such file, to compare with. */
  readonly baseline: string | undefined;
}

export const DATABASES = ['postgresql', 'mysql', 'sqlite'] as const;
export type Database = (typeof DATABASES)[number];

/** What `admin-scale rows` was asked to do: print the statement that asks for table sizes, or take its answer over into the settings. */
export type RowsOptions =
  | { readonly sql: Database }
  | { readonly from: string; readonly directory: string; readonly dryRun: boolean; readonly settingsFile: string | undefined };

/** What `admin-scale init` was asked to do. */
export interface InitOptions {
  /** Write everything without asking. */
  readonly yes: boolean;
  /** Show everything and write nothing. */
  readonly dryRun: boolean;
  readonly color: boolean | undefined;
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

/** What `admin-scale explain` was asked. */
export interface ExplainOptions {
  /** A rule, or `FILE:LINE`. */
  readonly subject: string;
  readonly settingsFile: string | undefined;
  readonly color: boolean | undefined;
}

/** What a page of an admin needs that was seen to, with some to spare. */
const USUAL_BUDGET = 30;

/** What each command takes. */
export interface OptionsOf {
  readonly check: CheckOptions;
  readonly report: ReportOptions;
  readonly explain: ExplainOptions;
  readonly rules: { readonly color: boolean | undefined };
  readonly budget: BudgetOptions;
  readonly rows: RowsOptions;
  readonly init: InitOptions;
  readonly help: undefined;
  readonly version: undefined;
}

export type Command<Name extends keyof OptionsOf = keyof OptionsOf> = { readonly [N in Name]: { readonly name: N; readonly options: OptionsOf[N] } }[Name];

const EVERYWHERE = {
  settings: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', short: 'v', default: false },
} as const satisfies ParseArgsConfig['options'];

/** Of the commands that check files. */
const OF_RUNS = {
  preset: { type: 'string' },
  rule: { type: 'string', multiple: true, default: [] },
  changed: { type: 'string' },
  'no-gitignore': { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const OF_CHECK = {
  ...OF_RUNS,
  format: { type: 'string', short: 'f' },
  'max-warnings': { type: 'string' },
  'max-new': { type: 'string' },
  'suppress-all': { type: 'boolean', default: false },
  'prune-suppressions': { type: 'boolean', default: false },
  'suppressions-location': { type: 'string' },
  fix: { type: 'boolean', default: false },
  'fix-suggestions': { type: 'string', multiple: true, default: [] },
  diff: { type: 'boolean', default: false },
  'stdin-filename': { type: 'string' },
  'output-file': { type: 'string', short: 'o' },
  quiet: { type: 'boolean', default: false },
  statistics: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const OF_REPORT = {
  ...OF_RUNS,
  out: { type: 'string' },
  json: { type: 'string' },
  baseline: { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

const OF_ROWS = {
  sql: { type: 'string' },
  from: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const OF_INIT = {
  yes: { type: 'boolean', short: 'y', default: false },
  'dry-run': { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const OF_BUDGET = {
  max: { type: 'string' },
  force: { type: 'boolean', default: false },
  stdout: { type: 'boolean', default: false },
} as const satisfies ParseArgsConfig['options'];

const OPTIONS = { ...EVERYWHERE, ...OF_CHECK, ...OF_REPORT, ...OF_BUDGET, ...OF_ROWS, ...OF_INIT } as const;

type Named = Exclude<keyof OptionsOf, 'version'>;

/** The options that each command takes beside those of all. */
const OWN_OPTIONS: Readonly<Record<Named, object>> = { check: OF_CHECK, report: OF_REPORT, explain: {}, rules: {}, budget: OF_BUDGET, rows: OF_ROWS, init: OF_INIT, help: OPTIONS };

/** What each command makes of its paths and options. */
const READERS: { readonly [Name in Named]: (paths: readonly string[], values: Values) => OptionsOf[Name] } = {
  check: checkOptions,
  report: (paths, values) => ({ ...runOptions(paths, values), out: values.out ?? 'admin-scale.html', jsonFile: values.json, baseline: values.baseline }),
  explain: explainOptions,
  rules: (_, values) => ({ color: colorOf(values) }),
  budget: (paths, values) => ({
    directory: oneDirectory('budget', paths),
    most: wholeNumber('--max', values.max) ?? USUAL_BUDGET,
    force: values.force,
    toStdout: values.stdout,
    settingsFile: values.settings,
  }),
  rows: rowsOptions,
  init: initOptions,
  help: () => undefined,
};

/** Options whose value may be left out. */
const OPTIONAL_VALUE = /^--(fix-suggestions|changed)$/;

/** What `--changed` compares with where no commit is named: the last one. */
export const LAST_COMMIT = 'HEAD';

/**
 * The command line, understood.
 *
 * @throws {CannotRun} where it isn't
 */
export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals, given } = parse(argv);
  const [command, ...paths] = positionals;
  if (values.help || (command === undefined && !values.version) || command === 'help') return { name: 'help', options: undefined };
  if (values.version || command === undefined) return { name: 'version', options: undefined };
  if (!isNamed(command)) throw new CannotRun(`unknown command ${JSON.stringify(command)}.${didYouMean(command, Object.keys(READERS))} The commands are ${enumerated(Object.keys(READERS).filter((name) => name !== 'help'))}: "admin-scale check ${command}" checks a path (see --help).`);
  const foreign = given.find((name) => !(name in EVERYWHERE) && !(name in OWN_OPTIONS[command]));
  if (foreign !== undefined) throw new CannotRun(`${command} has no option --${foreign} (see --help).`);
  return { name: command, options: READERS[command](paths, values) } as Command;
}

function isNamed(command: string): command is Named {
  return Object.hasOwn(READERS, command);
}

function colorOf(values: Values): boolean | undefined {
  return values['no-color'] === true ? false : values.color;
}

function explainOptions([subject, ...more]: readonly string[], values: Values): ExplainOptions {
  if (subject === undefined || more.length > 0) throw new CannotRun('explain takes one place or one rule: "admin-scale explain FILE:LINE", "admin-scale explain RULE" (see --help).');
  return { subject, color: colorOf(values), settingsFile: values.settings };
}

function initOptions(paths: readonly string[], values: Values): InitOptions {
  if (paths.length > 0) throw new CannotRun('init takes no paths: it sets up the current directory (see --help).');
  return { yes: values.yes, dryRun: values['dry-run'], color: colorOf(values) };
}

function runOptions(paths: readonly string[], values: Values): RunOptions {
  return {
    paths: paths.length === 0 ? ['.'] : paths,
    preset: values.preset === undefined ? undefined : oneOf('--preset', values.preset, PRESETS),
    rules: values.rule,
    settingsFile: values.settings,
    changedSince: values.changed === '' ? LAST_COMMIT : values.changed,
    gitignore: !values['no-gitignore'],
    stdinFile: undefined,
    verbose: values.verbose,
  };
}

function checkOptions(paths: readonly string[], values: Values): CheckOptions {
  const stdinFile = values['stdin-filename'] ?? (paths.includes('-') ? '' : undefined);
  if (stdinFile === '') throw new CannotRun('"-" reads one file from standard input: --stdin-filename FILE says which it is.');
  if (stdinFile !== undefined && paths.some((path) => path !== '-')) throw new CannotRun('--stdin-filename goes with no other paths.');
  if (values['suppress-all'] && values['prune-suppressions']) throw new CannotRun('--suppress-all and --prune-suppressions exclude each other.');
  const once = (['stdin-filename', 'output-file', 'diff', 'suppress-all', 'prune-suppressions'] as const).find((name) => values[name] !== undefined && values[name] !== false);
  if (values.watch && once !== undefined) throw new CannotRun(`--watch doesn't go with --${once}.`);
  return {
    ...runOptions(paths, values),
    format: values.format === undefined ? undefined : oneOf('--format', values.format, FORMATS),
    fix: values.fix,
    fixSuggestions: values['fix-suggestions'],
    diff: values.diff,
    quiet: values.quiet,
    statistics: values.statistics,
    color: colorOf(values),
    maxWarnings: wholeNumber('--max-warnings', values['max-warnings']),
    maxNew: wholeNumber('--max-new', values['max-new']),
    suppress: values['suppress-all'] ? 'all' : values['prune-suppressions'] ? 'prune' : 'honour',
    suppressionsFile: values['suppressions-location'],
    stdinFile,
    outputFile: values['output-file'],
    watch: values.watch,
  };
}

function rowsOptions(paths: readonly string[], { sql, from, 'dry-run': dryRun, settings }: Values): RowsOptions {
  if ((sql === undefined) === (from === undefined)) throw new CannotRun(`rows prints a statement with --sql ${DATABASES.join('|')}, or reads its answer with --from FILE (see --help).`);
  if (sql !== undefined) return { sql: oneOf('--sql', sql, DATABASES) };
  return { from: from ?? '', directory: oneDirectory('rows', paths), dryRun, settingsFile: settings };
}

function oneDirectory(command: string, [directory = '.', ...more]: readonly string[]): string {
  if (more.length > 0) throw new CannotRun(`${command} takes one directory: "admin-scale ${command} [DIR]" (see --help).`);
  return directory;
}

type Values = ReturnType<typeof parse>['values'];

function parse(argv: readonly string[]) {
  const end = argv.indexOf('--');
  const args = argv.map((argument, index) => (OPTIONAL_VALUE.test(argument) && (end < 0 || index < end) ? `${argument}=` : argument));
  try {
    const { values, positionals, tokens } = parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
    return { values, positionals, given: tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])) };
  } catch (error) {
    const [, unknown] = /^Unknown option '(-[^']*)'/.exec(firstLine(error)) ?? [];
    if (unknown !== undefined) throw new CannotRun(`unknown option ${unknown}.${didYouMean(unknown, Object.keys(OPTIONS).map((name) => `--${name}`))} See --help.`);
    // Node's message goes on to explain `--`; its first sentence says what is wrong.
    throw new CannotRun(`${firstLine(error).replace(/\. .*$/s, '')} (see --help).`);
  }
}

function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((name) => name === value);
  if (found === undefined) throw new CannotRun(`${option} ${JSON.stringify(value)}: expected one of ${known.join(', ')}.${didYouMean(value, known)}`);
  return found;
}

function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  // ESLint's own default is -1: no limit.
  if (value === '-1') return undefined;
  if (!/^\d+$/.test(value)) throw new CannotRun(`${option} ${JSON.stringify(value)}: expected a whole number.`);
  return Number(value);
}

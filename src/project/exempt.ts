import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Settings } from '../model/settings.ts';
import { isAppDirectory, isInstalledApp } from './apps.ts';
import { findUp } from './files.ts';
import { oncePer } from './memo.ts';
import { projectRoot } from './root.ts';

export interface ExemptionOptions {
  /** Absolute path. */
  readonly filename: string;
  /** The linter's working directory. */
  readonly cwd: string;
  readonly settings: Settings;
  /** The file's text, empty where it is not known: a migration may stand anywhere. */
  readonly text: string;
}

/*
 * Code whose queries nobody waits for on a page, or that nobody wrote: in a published measurement 45 % of one tool's first findings
 * stood in migrations. `settings.include` takes single paths back in, `settings.ignore` exempts more. Names are compared as `plainName`
 * writes them: `UnitTests`, `unit_tests` and `__unit_tests__` are `unit-tests`.
 */

/** Folders about language models, whose `tools` are what these may call: `mcp/tools`, `ai-assistant/tools`, `agents/tools`. */
const AGENTS = /^(?:.+-)?(?:mcp|ai|llm|agents?|assistants?|copilot|chat-?bot|skills?)(?:-.+)?$/;

/** Folders that are exempt, each kind with what makes one of them an app of the project all the same. */
const FOLDERS: readonly { readonly names: RegExp; readonly isApp: (directory: string, above: readonly string[]) => boolean; readonly isForTests?: true; readonly isNoMaker?: true; readonly isOutput?: true; readonly isCommand?: true }[] = [
  {
    // Test projects are built like apps.
    names: /^(tests?|testing|e2e|cypress|playwright|test-?(utils|helpers?)|(unit|integration|functional|acceptance|e2e|regression|smoke|system|load|performance)-?tests?|(load|stress|performance)-tests?-.+)$/,
    isApp: () => false,
    isForTests: true,
  },
  { names: /^(migrations|node-modules|site-packages|coverage|generated)$/, isApp: () => false, isNoMaker: true },
  {
    // Models beside test data are doubles. An app of seeds, of lab tests or of a league's fixtures has migrations.
    names: /^(specs?|mocks?|.+-tests|(seed|seeds|fake|fakes|dummy)(-.+)?|seeders?|(.+-)?seeding|(.+-)?fixtures|(demo|sample|test|mock)-?data|data-creation)$/,
    isApp: isInstalledApp,
    isForTests: true,
  },
  { names: /^(migration|.+-migrations)$/, isApp: isInstalledApp, isNoMaker: true },
  { names: /^((.+-)?scripts|script|bin|hack|scratch|one-?off|one-time|backfills?)$/, isApp: isAppDirectory, isCommand: true },
  { names: /^(factories|vendor|vendored|third-party)$/, isApp: isAppDirectory },
  // What a model may call is run while somebody waits for its answer.
  { names: /^tools$/, isApp: (directory, above) => isAppDirectory(directory) || above.some((name) => AGENTS.test(plainName(name))), isCommand: true },
  { names: /^(dist|build|out)$/, isApp: isAppDirectory, isOutput: true },
];

/** What no compiler puts out: TypeScript in `src/build/` is about builds. */
const WRITTEN_BY_HAND = /(?<!\.d)\.[cm]?tsx?$/;

/** Pages and endpoints about seeds, or about what is fake. */
const SERVES = /-(views?|serializers?)\.|-[^.]*\.(controller|resolver)\./;

/** Files that are exempt by their names, and how they are called in the count of what was left out. */
const FILES: readonly { readonly what: string; readonly names: RegExp; readonly unless?: RegExp; readonly isForTests?: true }[] = [
  { what: 'named *.test.*', names: /\.((\w+-)?(test|spec)|e2e|integ|integration|stories|mock|bench)\./, isForTests: true },
  { what: 'named test_*.py', names: /^(tests?-.*|.*-tests?|tests|conftest)\.py$/, isForTests: true },
  { what: 'named as factories', names: /^(factories|factory-.*)\.py$|\.factory\./ },
  { what: 'named as seeds', names: /^(seeds?|(.+-)?seeders?|seed-[^.]*)\.|\.(seed|seeder)\./, unless: SERVES, isForTests: true },
  { what: 'named as test data', names: /^.*-test-data\.py$|^(fakes?|faker|fake-[^.]*|random-data|populate-?(db|database)|dumm(y|ies)[^.]*)\.|^(add|create|fill|gen|generate|insert|install|load|make|populate)-([^.]*-)?(fixtures?|fakes?|dumm(y|ies)|(sample|demo|test|mock)-?data)(-[^.]*)?\./, unless: SERVES, isForTests: true },
  { what: 'named as generated', names: /\.(min|bundle|generated|gen)\.|\.d\.[cm]?ts$/ },
];

/** Django's commands that run once. */
const COMMANDS = /^(migrate|backfill|seed|load-test|create-test)-.*\.py$/;

/** A module of Django's that is one migration, or a migration of TypeORM. */
const MIGRATIONS: readonly RegExp[] = [/^class Migration\s*\(/m, /\bimplements\s+(\w+\.)?MigrationInterface\b/];

/** What marks the top of a project, for files outside the working directory. */
const ROOT_MARKERS = ['.git', 'package.json', 'manage.py', 'pyproject.toml'];

/**
 * Why the file is not worth reading, to be said after a number of files: "in migrations/". Undefined for one that is read. Only the part of its
 * path below its project counts, or below the working directory where that lies deeper: a checkout in a folder called `build` is no build output,
 * whoever looks from where. The settings' globs count from the working directory.
 */
export function exemptionOf({ filename, cwd, settings, text }: ExemptionOptions): string | undefined {
  const { root, path } = placeOf(filename, cwd);
  if (matches(settings.ignore, path)) return 'by the setting "ignore"';
  const own = projectRoot(dirname(filename));
  const home = own !== undefined && isBelow(root, own) ? own : root;
  const exemption = byFolder(home, pathBelow(home, filename)) ?? byName(path) ?? (isTrial(home, filename) ? 'at the top, named as trials' : undefined) ?? byContent(text);
  return matches(settings.include, path) ? undefined : exemption;
}

/** True for what serves tests and demonstrations alone (stories, seeds, test data): what it calls is not called by the application. */
export function isForTests(root: string, filename: string): boolean {
  const path = pathBelow(root, filename);
  return folderAmong(FOLDERS.filter((kind) => kind.isForTests), root, path) !== undefined || FILES.filter((kind) => kind.isForTests).some(isSuch(fileName(path)));
}

/** True for what runs once for each database, or that nobody wrote: rows that it makes come with the program. */
export function isNoMaker(root: string, filename: string): boolean {
  return isForTests(root, filename) || folderAmong(FOLDERS.filter((kind) => kind.isNoMaker), root, pathBelow(root, filename)) !== undefined;
}

/** True for what somebody runs by hand, or a schedule of the machine: what it calls is no page that anybody waits for. */
export function isForCommands(root: string, filename: string): boolean {
  return folderAmong(FOLDERS.filter((kind) => kind.isCommand), root, pathBelow(root, filename)) !== undefined;
}

/** True for a file that `settings.include` names. */
export function isTakenBack(filename: string, cwd: string, settings: Settings): boolean {
  return matches(settings.include, placeOf(filename, cwd).path);
}

function placeOf(filename: string, cwd: string): { readonly root: string; readonly path: string } {
  const root = isBelow(cwd, filename) ? cwd : rootOf(filename);
  return { root, path: pathBelow(root, filename) };
}

function pathBelow(root: string, filename: string): string {
  return relative(root, filename).split(sep).join('/');
}

function byFolder(root: string, path: string): string | undefined {
  const found = folderAmong(FOLDERS, root, path);
  return found === undefined ? undefined : `in ${found}/`;
}

function folderAmong(kinds: typeof FOLDERS, root: string, path: string): string | undefined {
  const folders = path.split('/').slice(0, -1);
  const isWritten = WRITTEN_BY_HAND.test(path);
  return folders.find((folder, index) => {
    const name = plainName(folder);
    const isSource = isWritten && folders.slice(0, index).includes('src');
    return kinds.some(({ names, isApp, isOutput }) => names.test(name) && !(isOutput === true && isSource) && !isApp(join(root, ...folders.slice(0, index + 1)), folders.slice(0, index)));
  });
}

function byName(path: string): string | undefined {
  const name = fileName(path);
  if (/(^|\/)management\/commands\/[^/]+$/.test(path) && COMMANDS.test(name)) return 'of commands that run once';
  return FILES.find(isSuch(name))?.what;
}

/** Beside the package's own file, where no application has its code. */
const TRIALS = /^(test|debug|inspect|scratch)-[^.]*\.[cm]?[jt]s$/;

/** A script that somebody wrote to look at something: `debug-users.ts` beside package.json. */
function isTrial(root: string, filename: string): boolean {
  return dirname(pathBelow(root, filename)) === '.' && TRIALS.test(fileName(filename)) && existsSync(join(dirname(filename), 'package.json'));
}

function isSuch(name: string): (kind: (typeof FILES)[number]) => boolean {
  return ({ names, unless }) => names.test(name) && unless?.test(name) !== true;
}

function byContent(text: string): string | undefined {
  const isMigration = MIGRATIONS.some((pattern) => pattern.test(text)) && [...text.matchAll(/^(?:export\s+)?(?:default\s+)?class\s/gm)].length === 1;
  return isMigration ? 'as migrations by their text' : undefined;
}

function fileName(path: string): string {
  const file = basename(path);
  // A class's own file (`SeedList.tsx`) is called as the class is, whatever that is about.
  return plainName(/^[A-Z]/.test(file) ? file.toLowerCase() : file);
}

/** In small letters, with one hyphen between words and none around them. */
function plainName(name: string): string {
  return name.replaceAll(/([a-z\d])([A-Z])/g, '$1-$2').toLowerCase().replaceAll(/[_\s-]+/g, '-').replaceAll(/^-|-$/g, '');
}

const OPTIONS = { dot: true, nocase: true };

type Matcher = (path: string) => boolean;

const matcherOf = oncePer((globs: readonly string[]): Matcher => picomatch([...globs], OPTIONS));

function matches(globs: readonly string[], path: string): boolean {
  return globs.length > 0 && matcherOf(globs)(path);
}

function isBelow(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return !way.startsWith('..') && !isAbsolute(way);
}

function rootOf(filename: string): string {
  const directory = dirname(filename);
  return findUp(directory, (candidate) => ROOT_MARKERS.some((marker) => existsSync(join(candidate, marker)))) ?? directory;
}

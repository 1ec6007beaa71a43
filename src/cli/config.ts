import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Linter } from 'eslint';
import picomatch from 'picomatch';
import { didYouMean } from '../model/nearest.ts';
import { withoutBom } from '../model/text.ts';
import { isObject } from '../javascript/project/packages.ts';
import { CannotRun } from '../project/cannot-run.ts';
import { parseSettings } from '../project/settings.ts';
import type { PresetName } from '../configs/index.ts';
import type { Settings } from '../model/settings.ts';
import { PRESETS } from './arguments.ts';
import { upToCheckout } from './paths.ts';
import { hasTables, KEY, OWN_FILE, PACKAGE, PYPROJECT, settingsInToml } from './settings-file.ts';
import { firstLine, reasonOf } from './terminal.ts';

/** What a project says of how it is to be checked. */
export interface Configuration {
  /** Value of `settings['admin-scale']`, its paths and globs as seen from the working directory; undefined without a file. */
  readonly raw: unknown;
  readonly settings: Settings;
  readonly preset: PresetName | undefined;
  /** Entries of rules as `--rule` takes them. */
  readonly rules: readonly string[];
  /** The file that says so, as messages name it. */
  readonly name: string | undefined;
  /** Its absolute path. */
  readonly file: string | undefined;
}

/**
 * The configuration from the file that the user names, else from the nearest directory at or above `cwd` that has one, up to the root of the
 * checkout: `admin-scale.json`, `[tool.admin-scale]` in pyproject.toml, or `"admin-scale"` in package.json.
 *
 * @throws {CannotRun} where it can't be read, is no JSON or TOML, or holds what doesn't exist
 */
export async function configurationFor(given: string | undefined, cwd: string): Promise<Configuration> {
  const found = given === undefined ? await search(cwd) : { file: resolve(cwd, given), name: given, value: await readJson(given, cwd), base: cwd };
  if (found === undefined) return { ...split(undefined, ''), ...checked(undefined, '', cwd), name: undefined, file: undefined };
  const { raw, preset, rules } = split(found.value, found.name);
  const seen = asSeenFrom(cwd, found.base, raw);
  return { ...checked(seen, found.name, cwd), preset, rules, name: found.name, file: found.file };
}

interface Found {
  readonly file: string;
  /** As messages name it. */
  readonly name: string;
  readonly value: unknown;
  /** Directory that its paths count from. */
  readonly base: string;
}

async function search(cwd: string): Promise<Found | undefined> {
  let found: Found | undefined;
  for (const directory of upToCheckout(cwd)) found ??= await configurationIn(directory);
  return found;
}

async function configurationIn(base: string): Promise<Found | undefined> {
  const own = textOf(join(base, OWN_FILE));
  if (own !== undefined) return { file: join(base, OWN_FILE), name: OWN_FILE, value: await parsed(OWN_FILE, () => JSON.parse(own)), base };
  const toml = textOf(join(base, PYPROJECT));
  if (toml !== undefined && hasTables(toml)) return { file: join(base, PYPROJECT), name: `[tool.${KEY}] in ${PYPROJECT}`, value: await parsed(PYPROJECT, () => settingsInToml(toml)), base };
  const manifest = textOf(join(base, PACKAGE));
  if (manifest?.includes(`"${KEY}"`) !== true) return undefined;
  let value: unknown;
  try {
    value = (JSON.parse(manifest) as Readonly<Record<string, unknown>>)[KEY];
  } catch {
    // What a broken manifest means to others is not for us to say.
    return undefined;
  }
  // A script or a dependency may be called so as well.
  return value === undefined ? undefined : { file: join(base, PACKAGE), name: `"${KEY}" in ${PACKAGE}`, value, base };
}

function textOf(path: string): string | undefined {
  try {
    return withoutBom(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

async function parsed(name: string, parse: () => unknown): Promise<unknown> {
  try {
    return await parse();
  } catch (error) {
    throw new CannotRun(`${name}: ${firstLine(error).replace(/\.?$/, '.')}`);
  }
}

async function readJson(file: string, cwd: string): Promise<unknown> {
  const name = `--settings ${JSON.stringify(file)}`;
  let text: string;
  try {
    text = readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new CannotRun(`${name}: the file can't be read (${reasonOf(error)}).`);
  }
  return await parsed(name, () => JSON.parse(withoutBom(text)));
}

/** Keys of the file that are no settings. */
const OF_THE_COMMAND_LINE = ['preset', 'rules'];

/** What only the command line understands, apart from the settings that ESLint's users have too. */
function split(value: unknown, name: string): { readonly raw: unknown; readonly preset: PresetName | undefined; readonly rules: readonly string[] } {
  if (!isObject(value)) return { raw: value, preset: undefined, rules: [] };
  const { preset, rules = {}, ...raw } = value;
  if (preset !== undefined && !PRESETS.some((one) => one === preset)) throw new CannotRun(`${name}: "preset" must be one of ${PRESETS.join(', ')}.${typeof preset === 'string' ? didYouMean(preset, PRESETS) : ''}`);
  if (!isObject(rules)) throw new CannotRun(`${name}: "rules" must be an object, such as { "no-exact-count": "off" }.`);
  const entries = Object.entries(rules as Linter.RulesRecord).map(([id, entry]) => `${id}: ${JSON.stringify(entry)}`);
  return { raw, preset: preset as PresetName | undefined, rules: entries };
}

function checked(raw: unknown, name: string, cwd: string): { readonly raw: unknown; readonly settings: Settings } {
  const { settings, problem } = parseSettings(raw, cwd, OF_THE_COMMAND_LINE);
  if (problem !== undefined) throw new CannotRun(`${name}: ${problem}`);
  return { raw, settings };
}

/** ESLint's working directory is another one for paths outside of the user's, and the file may stand above it. */
function asSeenFrom(cwd: string, base: string, raw: unknown): unknown {
  if (!isObject(raw)) return raw;
  const { rowsFile, ignore, include, ...rest } = raw;
  const way = relative(base, cwd).split(sep).filter(Boolean);
  const globs = (value: unknown): unknown => (Array.isArray(value) ? value.flatMap((glob: unknown) => (typeof glob === 'string' ? (globBelow(glob, way) ?? []) : [glob])) : value);
  return {
    ...rest,
    ...(rowsFile === undefined ? {} : { rowsFile: typeof rowsFile === 'string' ? resolve(base, rowsFile) : rowsFile }),
    ...(ignore === undefined ? {} : { ignore: globs(ignore) }),
    ...(include === undefined ? {} : { include: globs(include) }),
  };
}

/** What is left of a glob in a directory `way` below where it is written; undefined where it reaches nothing there. */
function globBelow(glob: string, way: readonly string[]): string | undefined {
  const segments = glob.split('/');
  for (const name of way) {
    const [first] = segments;
    if (first === '**') break;
    if (first === undefined || !picomatch(first, { dot: true })(name)) return undefined;
    segments.shift();
  }
  return segments.length === 0 ? '**' : segments.join('/');
}

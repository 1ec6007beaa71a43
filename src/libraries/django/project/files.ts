import { basename, dirname, join, relative, sep } from 'node:path';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { isAppDirectory } from '../../../project/apps.ts';
import { isTakenBack } from '../../../project/exempt.ts';
import { cachedByFile, findUp, type Stamp, stampOf, walkFiles } from '../../../project/files.ts';
import { oncePer } from '../../../project/memo.ts';
import type { Project } from '../../../project/project.ts';
import { moduleOf, type PyModule } from '../../../python/syntax/module.ts';
import { parseFile } from '../../../python/syntax/trees.ts';

/** One Python file of a project. The text is scanned at once, the syntax tree is built when something asks for it. */
export interface PyFile {
  readonly path: string;
  readonly text: string;
  /** Undefined for files that don't parse. */
  readonly module: PyModule | undefined;
  /** The classes that begin at the start of a line, with the last names of their bases as far as they stand on that line. */
  readonly classes: ReadonlyMap<string, readonly string[]>;
  /** Last segments of what stands first in calls that look like relation fields, in lower case: `order`, `auth_user_model`, `self`. */
  readonly relationTargets: ReadonlySet<string>;
  /** True where the text speaks of the admin: registrations, ModelAdmin classes. */
  readonly mentionsAdmin: boolean;
}

const RELATION_CALL = /\b\w{0,60}(?:Key|Many\w{0,60}|OneToOne\w{0,60})\s*\(\s*(?:to\s*=\s*)?["']?(?:\w+\.)*(\w+)/g;
const CLASS_HEAD = /^[ \t]*class\s+(\w+)\s*(?:\(([^()]*)\))?/gm;
const LAST_NAMES = /\b(\w+)\b(?=\s*(?:,|$|\[))/g;

class SourceFile implements PyFile {
  readonly path: string;
  readonly text: string;
  readonly classes: ReadonlyMap<string, readonly string[]>;
  readonly relationTargets: ReadonlySet<string>;
  readonly mentionsAdmin: boolean;
  #module: PyModule | undefined | 'unparsed' = 'unparsed';

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text.replace(/^\uFEFF/, '');
    this.classes = new Map([...text.matchAll(CLASS_HEAD)].map(([, name = '', bases = '']) => [name, [...bases.matchAll(LAST_NAMES)].map(([base]) => base)]));
    this.relationTargets = new Set([...text.matchAll(RELATION_CALL)].map(([, name = '']) => name.toLowerCase()));
    this.mentionsAdmin = text.includes('admin') && /\.register\(|@register\b|\w(?:Admin|Inline)\b/.test(text);
  }

  get module(): PyModule | undefined {
    if (this.#module === 'unparsed') {
      const parsed = parseFile(this.path, this.text);
      this.#module = parsed.ok ? moduleOf(this.path, this.text, parsed.ast) : undefined;
    }
    return this.#module;
  }
}

const fileAt = cachedByFile<SourceFile>((text, path) => new SourceFile(path, text), 20_000);

/** Directories that hold none of a project's own models and admins, whatever is in them. */
const FOREIGN = new Set(['node_modules', 'site-packages']);

/** Directories that hold none either, unless the user takes them back in: copies of models, as they were once or as a test needs them. */
const COPIES = new Set(['migrations', 'south_migrations', 'test', 'tests']);

/** Directories that seldom hold any, unless they are an app. */
const SELDOM = new Set(['static', 'media', 'locale', 'build', 'dist', 'venv', 'env']);

/** The Python files of one project: found once, read and parsed on demand. */
export class ProjectFiles {
  readonly root: string;
  /** Absolute paths in a stable order. */
  readonly paths: readonly string[];
  /** The module that stands for the file of its path, whatever the disk says. */
  readonly overlay: PyModule | undefined;
  /** What was read already; a ProjectFiles stands for one state of the files. */
  readonly #read = new Map<string, PyFile | undefined>();
  readonly #known: ReadonlySet<string>;
  readonly #resolved = new Map<string, string | undefined>();
  readonly #byLastSegment = new Map<string, string[]>();

  /** @param overlay a module that stands for the file of its path, whatever the disk says: the text being linted */
  constructor(root: string, paths: readonly string[], overlay?: PyModule) {
    this.root = root;
    this.overlay = overlay;
    this.paths = overlay === undefined || paths.includes(overlay.path) ? paths : [...paths, overlay.path].sort();
    this.#known = new Set(this.paths);
    for (const path of this.paths) {
      const name = lastSegment(path);
      const list = this.#byLastSegment.get(name);
      if (list === undefined) this.#byLastSegment.set(name, [path]);
      else list.push(path);
    }
  }

  /** The files below `root` that count for the project's models: what is linted belongs to them, so that no file needs an index of its own. */
  static below(root: string, project: Project): ProjectFiles {
    const passes = (name: string, path: string): boolean => !COPIES.has(name) && (!SELDOM.has(name) || isAppDirectory(path));
    const skipped = new Map<string, boolean>([[root, false]]);
    const isSkipped = (directory: string): boolean => {
      const known = skipped.get(directory);
      if (known !== undefined) return known;
      const isBelow = isSkipped(dirname(directory)) || !passes(basename(directory), directory);
      skipped.set(directory, isBelow);
      return isBelow;
    };
    const takesBack = project.settings.include.length > 0;
    const enters = (name: string, path: string): boolean => !name.startsWith('.') && !FOREIGN.has(name) && (takesBack || passes(name, path));
    const matches = (name: string, path: string): boolean => name.endsWith('.py') && (!takesBack || !isSkipped(dirname(path)) || isTakenBack(path, project.cwd, project.settings));
    return new ProjectFiles(root, walkFiles(root, { matches, enters }));
  }

  with(overlay: PyModule): ProjectFiles {
    return new ProjectFiles(this.root, this.paths, overlay);
  }

  /** Changes whenever a file is added, removed or changed. */
  stamp(): Stamp {
    const stamps = this.paths.map((path) => [path, stampOf(path)] as const);
    const text = createHash('sha1').update(stamps.map(([path, stamp]) => `${path}:${String(stamp?.text)}`).join('\n')).digest('hex');
    return { text, settled: stamps.every(([, stamp]) => stamp?.settled !== false) };
  }

  /** True where what was read of the files is what they hold. */
  isCurrent(): boolean {
    return [...this.#read].every(([path, file]) => fileAt(path) === file);
  }

  file(path: string): PyFile | undefined {
    if (this.#read.has(path)) return this.#read.get(path);
    const file = this.overlay?.path === path ? overlaid(this.overlay) : fileAt(path);
    this.#read.set(path, file);
    return file;
  }

  /** True where the file counts for the project's models. */
  has(path: string): boolean {
    return this.#known.has(path);
  }

  /** True where the module is what these files have at its path. */
  holds(module: PyModule): boolean {
    const file = this.has(module.path) ? this.file(module.path) : undefined;
    return file?.text === module.text && file.module === module;
  }

  *all(): Generator<PyFile> {
    for (const path of this.paths) {
      const file = this.file(path);
      if (file !== undefined) yield file;
    }
  }

  module(path: string): PyModule | undefined {
    return this.file(path)?.module;
  }

  /**
   * Path of the file that an import names. Relative imports count from the importing file; absolute ones from the project's root,
   * else they are matched by their end, since source roots (`src`, `apps`) are set at run time. Undefined for other packages.
   */
  resolve(dotted: string, from: PyModule): string | undefined {
    const key = `${dotted}\0${dirname(from.path)}`;
    if (!this.#resolved.has(key)) this.#resolved.set(key, this.#resolve(dotted, from));
    return this.#resolved.get(key);
  }

  #resolve(dotted: string, from: PyModule): string | undefined {
    const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(dotted) ?? [];
    const segments = rest === '' ? [] : rest.split('.');
    if (dots !== '') {
      let directory = dirname(from.path);
      for (let level = 1; level < dots.length; level += 1) directory = dirname(directory);
      return this.#fileAt(join(directory, ...segments));
    }
    return this.#fileAt(join(this.root, ...segments)) ?? this.#bySuffix(segments, from);
  }

  #fileAt(base: string): string | undefined {
    return [`${base}.py`, join(base, '__init__.py')].find((path) => this.#known.has(path));
  }

  /** The directory of a Django app, which names it: what holds `models.py`, `models/` or `apps.py`, nearest to the file. */
  appDirectory(path: string): string {
    const top = path.startsWith(this.root) ? this.root : '';
    const within = /^(.*?)[/\\]models(?:[/\\].*)?$/.exec(dirname(path).slice(top.length));
    if (within?.[1] !== undefined) return `${top}${within[1]}`;
    const isApp = (directory: string): boolean => ['apps.py', 'models.py', join('models', '__init__.py')].some((name) => this.#known.has(join(directory, name)));
    let directory = dirname(path);
    while (directory.length > this.root.length) {
      if (isApp(directory)) return directory;
      directory = dirname(directory);
    }
    return dirname(path);
  }

  #bySuffix(segments: readonly string[], from: PyModule): string | undefined {
    const last = segments.at(-1);
    if (last === undefined) return undefined;
    const suffix = sep + segments.join(sep);
    const found = (this.#byLastSegment.get(last) ?? []).filter((path) => moduleBase(path).endsWith(suffix));
    // `import logging` is no import of some/app/logging.py; what stands beside the file is, as Python 2 looks there first
    if (segments.length === 1) return found.find((path) => dirname(moduleBase(path)) === dirname(from.path));
    return found.length <= 1 ? found[0] : nearest(found, from.path);
  }
}

const overlaid = oncePer((module: PyModule): PyFile => {
  const source = new SourceFile(module.path, module.text);
  const { path, text, classes, relationTargets, mentionsAdmin } = source;
  return { path, text, classes, relationTargets, mentionsAdmin, module };
});

/** The path without `.py` and `/__init__.py`. */
function moduleBase(path: string): string {
  return path.endsWith(`${sep}__init__.py`) ? dirname(path) : path.slice(0, -3);
}

function lastSegment(path: string): string {
  const base = moduleBase(path);
  return base.slice(base.lastIndexOf(sep) + 1);
}

/** Of several files that fit, the one that shares most of its path with the importing file. */
function nearest(paths: readonly string[], from: string): string | undefined {
  const shared = (path: string): number => -relative(dirname(from), path).split('..').length;
  return [...paths].sort((a, b) => shared(b) - shared(a) || a.length - b.length)[0];
}

/** The directory whose files belong together with `path`: that of the nearest manage.py, else the top of the Python project. */
export function rootOf(path: string): string {
  const has = (names: readonly string[]) => (directory: string) => names.some((name) => existsSync(join(directory, name)));
  const start = dirname(path);
  const marked = findUp(start, has(['manage.py'])) ?? findUp(start, has(['pyproject.toml', 'setup.py', 'setup.cfg', '.git']));
  if (marked !== undefined) return marked;
  return findUp(start, (directory) => !existsSync(join(directory, '__init__.py'))) ?? start;
}

import { dirname } from 'node:path';
import { isAppDirectory } from '../../../project/apps.ts';
import { exemptionOf } from '../../../project/exempt.ts';
import { remembered, textAt, walkFiles } from '../../../project/files.ts';
import { oncePer } from '../../../project/memo.ts';
import { Mentions } from '../../../project/mentions.ts';
import { parseSettings } from '../../../project/settings.ts';
import type { PyFile, ProjectFiles } from './files.ts';

/** A Python file that speaks of a name. */
export interface Speaker {
  readonly file: PyFile;
  /** It is application code: neither a test nor a script nor otherwise exempt. */
  readonly isApplication: boolean;
}

/** Who speaks of a name in a project: its Python files, and the templates and configuration beside them. */
export interface Speakers {
  /** The Python files that speak of it, tests and migrations left out. */
  of(name: string): readonly Speaker[];
  /** True where a template or a configuration file speaks of it. */
  inTexts(name: string): boolean;
  /** True for a project whose settings and URLs are there: in an excerpt of one, that nobody speaks of a name says nothing. */
  readonly isWhole: boolean;
}

/** The speakers of a project in one state of its files; what the linted text says counts, not what the disk has. */
export const speakersIn: (files: ProjectFiles) => Speakers = oncePer((files: ProjectFiles): Speakers => {
  const mentions = new Mentions(files.paths);
  const { settings } = parseSettings(undefined, files.root);
  const known = new Map<string, readonly Speaker[]>();
  const exemptions = new Map<string, string | undefined>();
  const exemption = (file: PyFile): string | undefined => {
    if (!exemptions.has(file.path)) exemptions.set(file.path, exemptionOf({ filename: file.path, cwd: files.root, settings, text: file.text }));
    return exemptions.get(file.path);
  };
  const search = (name: string): Speaker[] => {
    const overlay = files.overlay?.path;
    const word = wordOf(name);
    const paths = new Set([...mentions.filesWith(name), ...(overlay === undefined ? [] : [overlay])]);
    const found = [...paths].sort().flatMap((path) => files.file(path) ?? []).filter(({ text }) => word.test(text));
    return found.flatMap((file) => (TESTS.test(exemption(file) ?? '') ? [] : [{ file, isApplication: exemption(file) === undefined }]));
  };
  const of = (name: string): readonly Speaker[] => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const found = search(name);
    known.set(name, found);
    return found;
  };
  return {
    of,
    inTexts: (name) => {
      const word = wordOf(name);
      return textsBelow(files.root).filesWith(name).some((path) => word.test((textAt(path) ?? name).replaceAll(NAMING_TAGS, '')));
    },
    get isWhole() {
      return of('INSTALLED_APPS').length > 0 && of('urlpatterns').length > 0;
    },
  };
});

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\p{ID_Continue}$])${name}(?![\\p{ID_Continue}$])`, 'u');
}

/** `{% url 'order_list' %}` names a path, not the function that answers there, and `{% extends 'shop/order_list.html' %}` another template. */
const NAMING_TAGS = /\{%-?\s*(?:url|extends|include)\s+(?:"[^"]*"|'[^']*')/g;

/** Exemptions of what calls application code only to see whether it works, or as it was once. */
const TESTS = /tests?\b|\btest|migration|factories|conftest/i;

/** Templates and configuration: what may name a function, a method or a path to one. */
const TEXTS = /\.(?:html?|jinja2?|j2|txt|xml|toml|ya?ml|cfg|ini|json|env|conf|service)$|^(?:Makefile|Procfile|Dockerfile)/;

/** Folders whose texts are data, not code. */
const NOT_TEXTS: ReadonlySet<string> = new Set(['node_modules', 'site-packages', 'migrations', 'static', 'staticfiles', 'media', 'locale', 'tests', 'test', 'dist', 'build', 'venv', 'env']);

const textsBelow = remembered((root) => {
  const enters = (name: string, path: string): boolean => !name.startsWith('.') && (!NOT_TEXTS.has(name) || (dirname(path) === root && isAppDirectory(path)));
  return new Mentions(walkFiles(root, { matches: (name) => TEXTS.test(name), enters, limit: 50_000 }));
}, 20);

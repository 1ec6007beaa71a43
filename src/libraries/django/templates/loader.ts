import { join } from 'node:path';
import { isAppDirectory } from '../../../project/apps.ts';
import { remembered, textAt, walkFiles } from '../../../project/files.ts';
import { type Template, templateAt } from './syntax.ts';

/** Folders that hold no templates of a project's own, or those of its tests. */
const FOREIGN: ReadonlySet<string> = new Set(['node_modules', 'site-packages', 'tests', 'test', 'static', 'staticfiles', 'media', 'locale', 'venv', 'env', 'migrations']);

/** The template files below a project's root, by the name that loaders know them by; found anew after a while. */
const templatesBelow = remembered((root): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  const enters = (name: string): boolean => !name.startsWith('.') && !FOREIGN.has(name);
  for (const path of walkFiles(root, { matches: (name) => /\.(?:html?|txt)$/.test(name), enters, limit: 100_000 })) {
    const [, name] = /[/\\]templates[/\\](.+)$/.exec(path.slice(root.length)) ?? [];
    if (name === undefined) continue;
    const key = name.replaceAll('\\', '/');
    found.set(key, [...(found.get(key) ?? []), path]);
  }
  return found;
}, 20);

/**
 * The template that Django's loaders find by a name: in a folder of the project before those of the apps (`DIRS` before `APP_DIRS`). Undefined where several differ and nothing decides
 * between them.
 */
export function loadTemplate(root: string, name: string): Template | undefined {
  const paths = templatesBelow(root).get(name) ?? [];
  const own = paths.filter((path) => !isOfApp(path, name));
  const candidates = own.length > 0 ? own : paths;
  const [first, ...others] = candidates;
  if (first === undefined || others.some((path) => textAt(path) !== textAt(first))) return undefined;
  return templateAt(first);
}

function isOfApp(path: string, name: string): boolean {
  return isAppDirectory(join(path.slice(0, path.length - name.length), '..'));
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findUp } from '../project/files.ts';

/** The page of a rule, as it is in the package; undefined where it isn't there. */
export function pageOf(id: string): string | undefined {
  return pages().includes(id) ? readFileSync(join(folder() ?? '', `${id}.md`), 'utf8') : undefined;
}

/** The ids of the rules that have a page. */
export function pages(): string[] {
  const path = folder();
  return path === undefined || !existsSync(path) ? [] : readdirSync(path).map((name) => name.replace(/\.md$/, ''));
}

/** The built files stand elsewhere in the package than their sources. */
function folder(): string | undefined {
  const root = findUp(dirname(fileURLToPath(import.meta.url)), (directory) => existsSync(join(directory, 'package.json')));
  return root === undefined ? undefined : join(root, 'docs/rules');
}

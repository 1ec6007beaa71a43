import type { PresetName } from '../../src/configs/index.ts';

/** A file of the playground. */
export interface PlayFile {
  /** Below the project's root, with `/` between the parts. */
  readonly path: string;
  readonly text: string;
}

/** What is shared and restored. */
export interface Play {
  readonly files: readonly PlayFile[];
  readonly preset: PresetName;
}

/** A project to start from. */
export interface Example extends Play {
  /** Stands in addresses: `no-write-per-row/prisma-1`, `talk/individual_saves`. */
  readonly id: string;
  readonly title: string;
  readonly group: string;
}

/** Files whose code is linted; the others are read for its sake. */
const SOURCES = /\.(?:py|[cm]?[jt]sx?)$/;

export function isSource(path: string): boolean {
  return SOURCES.test(path);
}

/** What is wrong with a path that somebody gives a file; undefined where nothing is. */
export function problemOfPath(path: string, others: readonly string[]): string | undefined {
  if (!/^[\w@.()[\]-]+(?:\/[\w@.()[\]-]+)*$/.test(path) || path.split('/').some((part) => part === '.' || part === '..')) return `"${path}" is no path of a file: write it as shop/admin.py.`;
  return others.includes(path) ? `There is a ${path} already.` : others.some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) ? `${path} would be a file and a directory.` : undefined;
}

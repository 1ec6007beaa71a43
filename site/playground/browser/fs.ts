/** As much of `node:fs` as the plugin uses, on the playground's files. */
import { join } from 'pathe';
import { disk } from './disk.ts';

class Stat {
  readonly #text: string | undefined;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly size: number;

  constructor(text: string | undefined, time: number) {
    this.#text = text;
    this.mtimeMs = time;
    this.ctimeMs = time;
    this.size = text?.length ?? 0;
  }

  isFile(): boolean {
    return this.#text !== undefined;
  }

  isDirectory(): boolean {
    return this.#text === undefined;
  }
}

export function existsSync(path: string): boolean {
  return disk.fileAt(path) !== undefined || disk.namesIn(path) !== undefined;
}

export function readFileSync(path: string): string {
  return disk.fileAt(path)?.text ?? fail(path);
}

export function statSync(path: string): Stat {
  const file = disk.fileAt(path);
  if (file !== undefined) return new Stat(file.text, file.time);
  return disk.namesIn(path) === undefined ? fail(path) : new Stat(undefined, 0);
}

export function readdirSync(path: string): { readonly name: string; isFile(): boolean; isDirectory(): boolean }[] {
  const names = disk.namesIn(path) ?? fail(path);
  return names.map((name) => {
    const isFile = disk.fileAt(join(path, name)) !== undefined;
    return { name, isFile: () => isFile, isDirectory: () => !isFile };
  });
}

function fail(path: string): never {
  throw new Error(`ENOENT: no such file or directory: ${path}`);
}

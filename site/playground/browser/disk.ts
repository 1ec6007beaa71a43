import { dirname, join } from 'pathe';

/** The texts of files by absolute path, and the directories that these are in: what the stand-ins for `node:fs` look at. */
class Disk {
  readonly #files = new Map<string, { readonly text: string; readonly time: number }>();
  readonly #directories = new Map<string, Set<string>>([['/', new Set()]]);

  /** Replaces all that there is. Files that are as they were keep their time. */
  replace(files: ReadonlyMap<string, string>): void {
    const before = new Map(this.#files);
    this.#files.clear();
    this.#directories.clear();
    this.#directories.set('/', new Set());
    for (const [path, text] of files) {
      const known = before.get(path);
      this.#files.set(path, known?.text === text ? known : { text, time: Date.now() });
      this.#enter(path);
    }
  }

  fileAt(path: string): { readonly text: string; readonly time: number } | undefined {
    return this.#files.get(plain(path));
  }

  /** Names of what a directory holds; undefined where there is none. */
  namesIn(path: string): readonly string[] | undefined {
    const names = this.#directories.get(plain(path));
    return names === undefined ? undefined : [...names];
  }

  #enter(path: string): void {
    for (let [child, parent] = [path, dirname(path)]; child !== '/'; [child, parent] = [parent, dirname(parent)]) {
      const names = this.#directories.get(parent) ?? new Set();
      this.#directories.set(parent, names.add(child.slice(parent === '/' ? 1 : parent.length + 1)));
    }
  }
}

function plain(path: string): string {
  return join('/', path).replace(/(?<=.)\/$/, '');
}

export const disk = new Disk();

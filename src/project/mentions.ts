import { cachedByFile, remembered } from './files.ts';

/** An identifier of at least three letters: shorter ones are in every file. */
const IDENTIFIER = /[\p{ID_Start}$_][\p{ID_Continue}$]{2,}/gu;

/** How many files' words are kept, at some kilobytes each. */
const KEPT_FILES = 50_000;

/** The hashes of the identifiers in a file, in ascending order: 4 bytes a word, where the words themselves would take a hundred. */
const wordsAt = cachedByFile((text) => hashesOf(text), KEPT_FILES);

function hashesOf(text: string): Uint32Array {
  const hashes = new Set<number>();
  for (const [word] of text.matchAll(IDENTIFIER)) hashes.add(hashOf(word));
  return Uint32Array.from(hashes).sort();
}

/** FNV-1a over UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index += 1) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

function has(sorted: Uint32Array, hash: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < hash) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === hash;
}

/**
 * Which files of a list speak of a name, whatever they mean by it: the cheap half of "who calls this?". Whoever asks looks at the files
 * themselves afterwards; a file may be named that doesn't hold the name (hashes collide), none that does is left out, but for those that can't be read.
 * Comments and strings count as well, so that "nobody speaks of it" is a strong word.
 */
export class Mentions {
  readonly #paths: readonly string[];
  readonly #filesOf: (name: string) => readonly string[];

  /** @param paths absolute, in a stable order */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
    this.#filesOf = remembered((name) => {
      const hash = hashOf(name);
      return this.#paths.filter((path) => {
        const words = wordsAt(path);
        return words !== undefined && has(words, hash);
      });
    });
  }

  /** The files that hold `name` as a word; names of one or two letters aren't looked for, so that all files may. */
  filesWith(name: string): readonly string[] {
    return name.length < 3 ? this.#paths : this.#filesOf(name);
  }
}

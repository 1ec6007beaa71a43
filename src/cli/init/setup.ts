import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectFrameworks } from '../detect.ts';
import { gitIgnored } from '../gitignore.ts';
import { findSources } from '../paths.ts';

/** What there is in the directory that is set up. */
export interface Setup {
  readonly root: string;
  readonly usesPython: boolean;
  readonly usesJavaScript: boolean;
  /** The names of what was found, for people. */
  readonly found: readonly string[];
  /** The text of a file below the root; undefined where there is none. */
  readonly read: (name: string) => string | undefined;
  readonly has: (name: string) => boolean;
  /** package.json, where it can be read. */
  readonly manifest: Manifest | undefined;
}

interface Manifest {
  readonly type?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** Reads what is there, and nothing of it is run. */
export function setupOf(root: string): Setup {
  const { sources, manifests, directories } = findSources(['.'], root, gitIgnored());
  const frameworks = detectFrameworks(sources, manifests, directories);
  const read = (name: string): string | undefined => {
    try {
      return readFileSync(join(root, name), 'utf8');
    } catch {
      return undefined;
    }
  };
  return {
    root,
    usesPython: frameworks.some(({ language }) => language === 'python'),
    usesJavaScript: frameworks.some(({ language }) => language === 'javascript'),
    found: frameworks.map(({ name }) => name),
    read,
    has: (name) => existsSync(join(root, name)),
    manifest: manifestIn(read('package.json')),
  };
}

function manifestIn(text: string | undefined): Manifest | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Manifest);
  } catch {
    return {};
  }
}

/** True where the package.json names the package, whether it is installed or not. */
export function dependsOn({ manifest }: Setup, name: string): boolean {
  return [manifest?.dependencies, manifest?.devDependencies].some((packages) => packages !== undefined && Object.hasOwn(packages, name));
}

import { isAbsolute, resolve } from 'node:path';
import type { Settings } from '../model/settings.ts';
import { isExemptPath } from './exempt.ts';

/** What the front ends know of the surroundings of the file being linted. */
export interface Project {
  /** Absolute path of the file. */
  readonly filename: string;
  /** The linter's working directory. */
  readonly cwd: string;
  readonly settings: Settings;
}

export interface ProjectOptions {
  readonly filename: string;
  readonly cwd: string;
  readonly settings: Settings;
}

/** The surroundings of a file, or undefined where its path exempts it (tests, migrations, seeds, scripts, vendored code). */
export function projectOf({ filename, cwd, settings }: ProjectOptions): Project | undefined {
  const path = isAbsolute(filename) ? filename : resolve(cwd, filename);
  return isExemptPath(path, cwd, settings) ? undefined : { filename: path, cwd, settings };
}

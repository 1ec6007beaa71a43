import { isAbsolute, resolve } from 'node:path';
import type { Settings } from '../model/settings.ts';
import { exemptionOf } from './exempt.ts';

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
  readonly text: string;
}

/** The surroundings of a file, or undefined where it is exempt (tests, migrations, seeds, scripts, vendored code). */
export function projectOf({ filename, cwd, settings, text }: ProjectOptions): Project | undefined {
  const path = isAbsolute(filename) ? filename : resolve(cwd, filename);
  return exemptionOf({ filename: path, cwd, settings, text }) === undefined ? { filename: path, cwd, settings } : undefined;
}

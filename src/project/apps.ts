import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { remembered } from './files.ts';

/** What makes a directory a Django app. JavaScript projects have folders `models` and `migrations` too: as Python packages they are meant. */
const SIGNS = ['apps.py', 'models.py', join('models', '__init__.py'), join('migrations', '__init__.py')];

/** True for a directory that is an app of the project, whatever its name: `media`, `build`, `vendor` and `env` are apps of somebody. */
export const isAppDirectory: (directory: string) => boolean = remembered((directory) => SIGNS.some((sign) => existsSync(join(directory, sign))), 10_000);

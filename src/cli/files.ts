import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CannotRun } from '../project/cannot-run.ts';
import { pathFrom } from './paths.ts';
import { reasonOf } from './terminal.ts';

/**
 * Writes a file.
 *
 * @param name the file as the message names it
 * @throws {CannotRun} where it can't be written
 */
export function writeText(path: string, text: string, name: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new CannotRun(`${name} can't be written: ${reasonOf(error)}.`);
  }
}

/** As `writeText`, with the directories above the file where they are missing. */
export function writeTextBelow(path: string, text: string, name: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw new CannotRun(`${name} can't be written: ${reasonOf(error)}.`);
  }
  writeText(path, text, name);
}

/** A directory that the user names. */
export interface NamedDirectory {
  /** Absolute. */
  readonly path: string;
  /** As sentences name it. */
  readonly name: string;
}

/** @throws {CannotRun} where it is none */
export function directoryAt(given: string, cwd: string): NamedDirectory {
  const path = resolve(cwd, given);
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new CannotRun(`${JSON.stringify(given)}: no such directory.`);
  return { path, name: pathFrom(cwd, path) || 'the current directory' };
}

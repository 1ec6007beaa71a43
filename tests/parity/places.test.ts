import { describe, expect, it } from 'vitest';
import type { Runs } from '../../src/model/evidence.ts';
import { judged } from './judged.ts';
import { DJANGO, FUNCTIONS, PRISMA, PYTHONS, SCRIPT_FUNCTIONS, SCRIPTS } from './places.ts';

function cases(table: Readonly<Partial<Record<Runs, readonly string[]>>>): [string, string][] {
  return Object.entries(table).flatMap(([runs, files]) => files.map((file): [string, string] => [file, runs]));
}

describe('where code runs', () => {
  it.each(cases(SCRIPTS))('%s: %s', (file, runs) => {
    expect(judged('prisma', { body: PRISMA, file }).evidence.runs).toBe(runs);
  });

  it.each(['onModuleInit', 'onApplicationBootstrap', 'onModuleDestroy', 'beforeApplicationShutdown', 'onApplicationShutdown'])('%s() runs once', (name) => {
    expect(judged('prisma', { head: `class A { async ${name}() {`, body: `${PRISMA}}` }).evidence.runs).toBe('startup');
  });

  it.each([['onModuleInitialised', `class A { async onModuleInitialised() {`], ['a function', 'const x = { a: async function onModuleInit() {']])('%s() runs whenever it does', (_, head) => {
    expect(judged('prisma', { head, body: `${PRISMA}}` }).evidence.runs).toBe('unknown');
  });

  it.each(SCRIPT_FUNCTIONS)('%s: %s', (_, runs, spelling, end = '') => {
expect(judged('prisma', { body: `${PRISMA}${end}`, ...spelling }).evidence.runs).toBe(runs);
  });

  it.each(cases(PYTHONS))('%s: %s', (file, runs) => {
    expect(judged('django', { body: DJANGO, file }).evidence.runs).toBe(runs);
  });

  it.each(FUNCTIONS)('%s: %s', (_, runs, spelling) => {
    expect(judged('django', { body: DJANGO, ...spelling }).evidence.runs).toBe(runs);
  });
});

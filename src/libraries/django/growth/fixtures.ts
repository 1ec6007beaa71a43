import { basename, join, relative, sep } from 'node:path';
import { FEW_ROWS } from '../../../model/verdict.ts';
import { cachedByFile, remembered, walkFiles } from '../../../project/files.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';

/** One row is what a project begins with, whatever comes of it. */
const FEWEST_ROWS = 2;

/**
 * The fixture of the model's app that brings its rows along, a handful of them, as a path below the project's root. What fills a demonstration or a test
 * says nothing of real tables, but for how many rows there can be.
 */
export function shippedRows({ files, root }: DjangoProject, { module, label }: DjangoModel): string | undefined {
  const holding = fixturesIn(join(files.appDirectory(module.path), 'fixtures'))
    .map((path) => ({ path, rows: rowsAt(path)?.get(label.toLowerCase()) ?? 0 }))
    .filter(({ rows }) => rows > 0);
  if (holding.some(({ rows }) => rows > FEW_ROWS)) return undefined;
  const shipped = holding.find(({ path, rows }) => rows >= FEWEST_ROWS && !isForShow(path));
  return shipped === undefined ? undefined : relative(root, shipped.path).split(sep).join('/');
}

const fixturesIn = remembered((directory) => walkFiles(directory, { matches: (name) => /\.(?:json|ya?ml|xml)$/.test(name), enters: () => true, limit: 1000 }));

/** `"model": "shop.kind"`, `- model: shop.kind`, `<object model="shop.kind">`. */
const MODEL = /"model"\s*:\s*"(\w+\.\w+)"|^[- \t]*model:[ \t]*["']?(\w+\.\w+)["']?[ \t]*$|<object\b[^>]*\smodel="(\w+\.\w+)"/gim;

/** By label in lower case: how many rows of a model a fixture holds. */
const rowsAt = cachedByFile((text): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const [, json, yaml, xml] of text.matchAll(MODEL)) {
    const label = (json ?? yaml ?? xml ?? '').toLowerCase();
    found.set(label, (found.get(label) ?? 0) + 1);
  }
  return found;
});

const FOR_SHOW = /^(?:tests?|testing|dev|development|demos?|samples?|examples?|fakes?|dummy|mocks?|bench\w*)$/;

function isForShow(path: string): boolean {
  return basename(path).toLowerCase().split(/[^a-z]+/).some((word) => FOR_SHOW.test(word));
}

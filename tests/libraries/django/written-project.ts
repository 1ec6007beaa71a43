import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { djangoProjectOf, type DjangoProject } from '../../../src/libraries/django/project.ts';
import { moduleOf } from '../../../src/python/syntax/module.ts';
import { parsePython } from '../../../src/python/syntax/parse.ts';
import { parseSettings } from '../../../src/project/settings.ts';

const roots: string[] = [];

/** Writes a project whose app `shop` has a model `Owner`, unless `files` say otherwise, and gives its root. It is removed after the test file's tests. */
export function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'admin-scale-'));
  roots.push(root);
  const own = { 'manage.py': '', 'shop/models.py': 'from django.db import models\n\nclass Owner(models.Model):\n    name = models.TextField()\n' };
  for (const [path, text] of Object.entries({ ...own, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** The project as it is read for one of its files, which may have another text than on disk. */
export function open(root: string, path: string, text?: string, raw?: object): DjangoProject {
  const parsed = text === undefined ? undefined : parsePython(text);
  const filename = join(root, path);
  const module = text === undefined || parsed?.ok !== true ? undefined : moduleOf(filename, text, parsed.ast);
  return djangoProjectOf({ filename, cwd: root, settings: parseSettings(raw, root).settings }, module);
}

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

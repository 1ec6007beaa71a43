import { about } from './about.ts';
import type { PythonLibrary } from '../../python/library.ts';
import { type FileFacts, NO_FACTS } from '../../model/file-model.ts';
import type { Project } from '../../project/project.ts';
import { pageTests } from './budget/page-tests.ts';
import { readAdmin } from './admin/read.ts';
import { readBroken } from './broken/read.ts';
import { readOrm } from './orm/read.ts';
import { type DjangoProject, djangoProjectOf } from './project.ts';
import { tables } from './tables.ts';
import { ormContext } from './values/values.ts';
import type { PythonSourceCode } from '../../python/source-code.ts';
import { moduleOf, type PyModule, statementsIn } from '../../python/syntax/module.ts';

/** What a Python file says about admin pages and database calls. A file without evidence of Django costs a scan of its imports. */
function read(sourceCode: PythonSourceCode, project: Project): FileFacts {
  const module = moduleOf(project.filename, sourceCode.text, sourceCode.ast);
  const own = hasEvidence(module);
  if (!own && !mayGoOverRows(module)) return NO_FACTS;
  const django = djangoProjectOf(project, module);
  if (!own && !importsEvidence(module, django)) return NO_FACTS;
  const admin = readAdmin(module, django);
  const context = ormContext(module, django);
  const orm = readOrm(context);
  return { ...NO_FACTS, ...admin, ...orm, relationReads: [...admin.relationReads, ...orm.relationReads], brokenQueries: readBroken(context) };
}

const DJANGO = /^(django|rest_framework|ninja|wagtail|import_export|unfold|polymorphic|mptt|django_\w+)(\.|$)/;
const MODELS = /(^|\.)(models|querysets|managers|admin)(\.|$)/;

/** The file imports Django or something built on it, or a module of models, or uses a manager by its usual name. */
function hasEvidence(module: PyModule): boolean {
  for (const statement of statementsIn(module.ast.body)) {
    if (statement.nodeType === 'Import' && statement.names.some(({ name }) => DJANGO.test(name))) return true;
    if (statement.nodeType !== 'ImportFrom') continue;
    const name = '.'.repeat(statement.level ?? 0) + (statement.module ?? '');
    if (DJANGO.test(name) || MODELS.test(name) || statement.names.some((alias) => alias.name === 'models')) return true;
  }
  return module.text.includes('.objects.');
}

/** It goes over something, and imports something that may be the project's own: what it goes over may be rows that another file reads. */
function mayGoOverRows(module: PyModule): boolean {
  return /\b(?:for|map|sorted|key)\b/.test(module.text) && module.imports.size > 0;
}

/** It imports from a file of the project that has evidence itself: a module of functions that give querysets, or take rows. */
function importsEvidence(module: PyModule, { files }: DjangoProject): boolean {
  for (const { module: source, name } of module.imports.values()) {
    for (const dotted of name === undefined ? [source] : [source, `${source}${source.endsWith('.') ? '' : '.'}${name}`]) {
      const path = files.resolve(dotted, module);
      const imported = path === undefined ? undefined : files.module(path);
      if (imported !== undefined && imported.path !== module.path && hasEvidence(imported)) return true;
    }
  }
  return false;
}

export const django: PythonLibrary = {
  about,
  read,
  pageTests,
  tables,
};

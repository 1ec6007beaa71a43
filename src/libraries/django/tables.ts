import { join } from 'node:path';
import type { ModelTable } from '../../model/model-table.ts';
import type { Settings } from '../../model/settings.ts';
import { stringOf } from '../../python/syntax/static.ts';
import { rootFor } from './budget/place.ts';
import { builtInModules } from './project/builtin.ts';
import { metaOf, type DjangoModel } from './models/models.ts';
import { djangoProjectOf } from './project.ts';

/** `Meta.db_table` of Django's own models that have one (contrib/contenttypes/models.py, sites/models.py, admin/models.py, flatpages/models.py of Django 5.2). */
const OWN_TABLES: Readonly<Record<string, string>> = {
  'contenttypes.ContentType': 'django_content_type',
  'sites.Site': 'django_site',
  'admin.LogEntry': 'django_admin_log',
  'flatpages.FlatPage': 'django_flatpage',
};

/**
 * The tables of the models of the project at, below or above a directory: `Meta.db_table`, else the app's label and the model's name in lower case (django/db/models/options.py).
 * A model whose name another one has as well goes by its label.
 *
 * @throws {CannotRun} where several projects could be meant
 */
export function tables(directory: string, settings: Settings): ModelTable[] {
  const root = rootFor(directory);
  const django = djangoProjectOf({ filename: join(root, 'manage.py'), cwd: root, settings });
  const modules = [...[...django.files.all()].flatMap(({ module, classes }) => (classes.size === 0 || module === undefined ? [] : [module])), ...builtInModules()];
  const classes = modules.flatMap((module) => [...module.classes.values()].map((node) => django.models.ofClass({ module, node })));
  const user = django.models.userModel();
  // a project that has a model of its own for users has no table for Django's
  const isReplaced = (model: DjangoModel): boolean => model.label === 'auth.User' && user !== undefined && user.label !== model.label;
  const models = classes.filter((model): model is DjangoModel => model !== undefined && !model.abstract && !model.proxy && !isReplaced(model));
  const times = new Map<string, number>();
  for (const { name } of models) times.set(name, (times.get(name) ?? 0) + 1);
  return models.map((model) => {
    const option = metaOf(model.node, 'db_table');
    const given = option === undefined ? undefined : stringOf({ module: model.module, node: option });
    // '"schema"."table"' gets past the quoting of databases that have schemas
    const table = given?.replaceAll(/["`]/g, '').replace(/^.*\./, '') ?? OWN_TABLES[model.label] ?? `${model.app}_${model.name}`.toLowerCase();
    return { model: times.get(model.name) === 1 ? model.name : model.label, table, given: given !== undefined };
  });
}

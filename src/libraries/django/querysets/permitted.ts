import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';

/** The rows that a call gives those of that somebody may see: an expression of them, or all rows of a model. */
export type Permitted = { readonly rows: ExprNode } | { readonly model: DjangoModel };

const SHORTCUT = /^guardian\.(?:\w+\.)*get_objects_for_(?:user|group)$/;

/**
 * `get_objects_for_user(user, "shop.view_order", Order.objects.open())` of django-guardian (2.4 to 3.2, shortcuts.py), which narrows what it is handed; where it is handed nothing, all rows of the
 * model that the permission is for. Django names the four that every model has after it.
 */
export function permittedRows(django: DjangoProject, module: PyModule, call: Call): Permitted | undefined {
  if (!SHORTCUT.test(django.names.externalPath(module, call.func) ?? '')) return undefined;
  const rows = keywordOf(call, 'klass') ?? call.args[2];
  if (rows !== undefined) return rows.nodeType === 'Starred' ? undefined : { rows };
  const permission = keywordOf(call, 'perms') ?? call.args[1];
  const [first] = permission?.nodeType === 'List' || permission?.nodeType === 'Tuple' ? permission.elts : [permission];
  const [, app, name] = /^(\w+)\.(?:add|change|delete|view)_(\w+)$/.exec((first && stringOf({ module, node: first })) ?? '') ?? [];
  const model = app === undefined || name === undefined ? undefined : django.modelNamed(`${app}.${name}`);
  return model === undefined ? undefined : { model };
}

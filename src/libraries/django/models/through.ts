import type { ExprNode } from '../../../python/nodes.ts';
import { moduleOf, type PyModule } from '../../../python/syntax/module.ts';
import { parsePython } from '../../../python/syntax/parse.ts';
import { BUILT_IN } from '../project/builtin.ts';
import type { ClassRef } from '../project/classes.ts';
import { type DjangoField, keywordOf } from './fields.ts';
import type { DjangoModel } from './models.ts';

/** A many-to-many relation of which an expression asks for the model of its rows: `Order.tags.through`. */
export interface Linked {
  readonly owner: DjangoModel;
  readonly field: DjangoField;
}

/** The relation that `Order.tags.through` speaks of, where `modelOf` knows the class. `Tag.orders.through` is the same from the other side. */
export function linkedBy(expr: ExprNode, modelOf: (node: ExprNode) => DjangoModel | undefined): Linked | undefined {
  if (expr.nodeType !== 'Attribute' || expr.attr !== 'through' || expr.value.nodeType !== 'Attribute') return undefined;
  const owner = modelOf(expr.value.value);
  const field = owner?.fields.get(expr.value.attr);
  if (owner === undefined || field?.kind !== 'many-to-many' || field.target === undefined) return undefined;
  if (!field.reverse) return { owner, field };
  const declared = [...field.target.forward.values()].find(({ declaration }) => declaration !== undefined && declaration.node === field.declaration?.node);
  return declared === undefined ? undefined : { owner: field.target, field: declared };
}

/** What the field names as `through=`, and where. */
export function namedThrough({ field: { declaration } }: Linked): { readonly module: PyModule; readonly node: ExprNode } | undefined {
  const node = declaration === undefined ? undefined : keywordOf(declaration.node, 'through');
  return declaration === undefined || node === undefined ? undefined : { module: declaration.module, node };
}

/** The class that Django makes for a relation that names none: a key to each side, called after their models (`create_many_to_many_intermediary_model` in db/models/fields/related.py, Django 3.2 to 6.0). */
export function madeThrough({ owner, field }: Linked): ClassRef | undefined {
  const { target } = field;
  if (target === undefined || field.through) return undefined;
  const [from, to] = [owner, target].map(({ name }) => name.toLowerCase()) as [string, string];
  const isOwn = from === to;
  const key = (name: string, model: DjangoModel): string => `    ${name} = models.ForeignKey("${model.label}", on_delete=models.CASCADE)\n`;
  const name = `${owner.name}_${field.name}`;
  const text = `from django.db import models\n\nclass ${name}(models.Model):\n${key(isOwn ? `from_${from}` : from, owner)}${key(isOwn ? `to_${to}` : to, target)}`;
  const parsed = parsePython(text);
  const module = parsed.ok ? moduleOf(`${BUILT_IN}${owner.app}/${name}.py`, text, parsed.ast) : undefined;
  const node = module?.classes.get(name);
  return module === undefined || node === undefined ? undefined : { module, node };
}

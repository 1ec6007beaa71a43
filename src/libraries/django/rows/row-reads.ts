import { oncePer } from '../../../project/memo.ts';
import type { PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { type ClassRef, type FunctionRef, keyOf } from '../project/classes.ts';
import type { Use } from '../values/counting.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerKey, oncePerProject } from '../project/project-memo.ts';
import { RowReader } from './row-reader.ts';

/** A relation that code reaches from a row, and that is a query unless the row was loaded with it. */
export interface RowRead {
  /** The relations from the row, one after the other; never empty. */
  readonly steps: readonly DjangoField[];
  /** Where the code reaches it. */
  readonly module: PyModule;
  readonly node: PythonNode;
  /** The functions it was reached through, from the outside: `Order.customer_label`, `Shipper.__str__`. */
  readonly through: readonly string[];
  /** False where a condition decides whether it is read. */
  readonly always: boolean;
  /** Rows that lack a related row cost nothing, and the code asks whether they do. */
  readonly guarded: boolean;
  /** From there it is followed again, up to the root of a tree: a query for each level, of which a join spares the first. */
  readonly climbs: boolean;
  readonly use: Use;
  /** The innermost function also sends queries of its own for the relation (`items.first()`, `items.filter(…)`), which no loading spares. */
  readonly mixed: boolean;
  /** Nothing is asked of the other row but its key, which this one has as a column: `order.customer.pk`. */
  readonly keyAlone?: boolean;
}

/** What reading a row's label or running a function on a row reaches. */
export interface RowReads {
  readonly reads: readonly RowRead[];
  /** False where a part of the code wasn't found. */
  readonly complete: boolean;
  /** Queries per row beside the reads, which loading relations can't spare: `obj.items.filter(…)`, `Order.objects.get(…)`. */
  readonly queries: number;
  /** Relations whose first row is asked for, each time by one more query unless they are prefetched in an order. */
  readonly firsts: readonly (readonly DjangoField[])[];
  /** False where more may be read than was seen: labels of trees, functions that aren't followed. */
  readonly exact: boolean;
}

/** The relations that `str(obj)` reaches for a row of `model`. */
export function readsOfLabel(django: DjangoProject, model: DjangoModel): RowReads {
  return labelsIn(django)(model);
}

const labelsIn = oncePerProject((django) => oncePer((model: DjangoModel): RowReads => {
  const reader = new RowReader(django, undefined);
  reader.label({ kind: 'instance', model, steps: [] });
  return reader.result();
}));

/**
 * The relations that a function reaches from the row it is given, and that showing its result reaches.
 *
 * @param position index of the parameter that holds the row: 1 for methods of an admin class, 0 for methods of the model
 * @param self the admin class whose method it is
 */
export function readsOfFunction(django: DjangoProject, fn: FunctionRef, model: DjangoModel, position: number, self?: ClassRef): RowReads {
  const reader = new RowReader(django, self);
  const row = { kind: 'instance', model, steps: [] } as const;
  const args = position === 0 ? [row] : [self === undefined ? undefined : ({ kind: 'self', cls: self } as const), row];
  reader.label(reader.run(fn, args, fn.node.name));
  return reader.result();
}

/** The relations that a lambda reaches from the row it is given. */
export function readsOfExpression(django: DjangoProject, module: PyModule, node: PythonNode & { nodeType: 'Lambda' }, model: DjangoModel): RowReads {
  const reader = new RowReader(django, undefined);
  reader.lambda(module, node, { kind: 'instance', model, steps: [] });
  return reader.result();
}

/** The relations that showing the attribute `name` of a row reaches: a property, a method, a relation. */
export function readsOfAttribute(django: DjangoProject, model: DjangoModel, name: string): RowReads {
  const reader = new RowReader(django, undefined);
  reader.shownAttribute({ kind: 'instance', model, steps: [] }, name);
  return reader.result();
}

/** The relations that every use of a row's own property, or call of its own method, reaches. */
export const readsOfMember: (django: DjangoProject, model: DjangoModel, name: string, called: boolean) => readonly RowRead[] = oncePerKey(
  (model, name, called) => `${model.label}.${name}${called ? '()' : ''}`,
  (django, model, name, called) => {
    const reader = new RowReader(django, undefined);
    reader.member({ kind: 'instance', model, steps: [] }, name, called);
    return reader.result().reads.filter(({ always }) => always);
  },
);

/**
 * The relations that every call of a function reaches from the row that it is given as `parameter`; none where it also sends queries for the row that no loading spares.
 *
 * @param together it is given rows, and what it reaches from each of them is asked
 */
export const readsOfArgument: (django: DjangoProject, fn: FunctionRef, model: DjangoModel, parameter: string, together?: boolean) => readonly RowRead[] = oncePerKey(
  (fn, model, parameter, together = false) => `${keyOf(fn)}\0${model.label}\0${parameter}\0${String(together)}`,
  (django, fn, model, parameter, together = false) => {
    const reader = new RowReader(django, undefined);
    const row = { kind: 'instance', model, steps: [] } as const;
    reader.run(fn, [], fn.node.name, new Map([[parameter, together ? { kind: 'list', element: row } : row]]));
    const { reads, queries, firsts } = reader.result();
    return queries + firsts.length > 0 ? [] : reads.filter(({ always }) => always);
  },
);

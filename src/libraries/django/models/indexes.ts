import { type ExprNode } from '../../../python/nodes.ts';
import { isSequence, lastName, stringConstant } from '../../../python/syntax/static.ts';
import { keywordOf } from './fields.ts';
import { type DjangoModel, metaOf } from './models.ts';
import type { DjangoProject } from '../project.ts';

/**
 * The model whose table has a column with which none of its indexes begins: none of its own (key, unique, `db_index`, foreign keys), none in `Meta.indexes`, unique constraints,
 * `unique_together` or `index_together`, on the class or its bases. Of a child that is the table of the parent that declares it. Undefined where an index may serve, or where that can't be told.
 */
export function unindexedIn(django: DjangoProject, model: DjangoModel, name: string): DjangoModel | undefined {
  const field = model.forward.get(name);
  if (field === undefined || field.indexed || field.uncertain || !model.complete) return undefined;
  if (field.inherited) {
    const owner = model.parents.find((parent) => parent.forward.get(name)?.inherited === false);
    return owner === undefined ? undefined : unindexedIn(django, owner, name);
  }
  const hasNone = django.names.ancestryOf(model).classes.every(({ node }) => {
    const given = ['indexes', 'constraints', 'unique_together', 'index_together'].map((option) => metaOf(node, option)).filter((option) => option !== undefined);
    return given.every((option) => isSequence(option) && !hasFirst(option.elts, name));
  });
  return hasNone ? model : undefined;
}

/** One of the indexes begins with the column, or can't be read. `GinIndex` and its kin answer no order and no range. */
function hasFirst(elements: readonly ExprNode[], name: string): boolean {
  // unique_together = ("a", "b")
  if (stringConstant(elements[0]) !== undefined) return stringConstant(elements[0]) === name;
  return elements.some((element) => {
    if (isSequence(element)) return stringConstant(element.elts[0]) === name;
    if (element.nodeType !== 'Call') return true;
    const kind = lastName(element.func);
    if (/^(?:Check|Exclusion)Constraint$|^(?:Gin|Gist|SpGist|Bloom|Hash)Index$/.test(kind)) return false;
    const fields = keywordOf(element, 'fields');
    if (fields === undefined) return element.args.length > 0 ? element.args.some((one) => mentions(one, name)) : true;
    if (!isSequence(fields)) return true;
    const first = stringConstant(fields.elts[0]);
    return first === undefined || first.replace(/^-/, '') === name;
  });
}

/** `F("created").desc()`, `Lower("name")`, `OpClass(…)`: an index of an expression may serve, or can't be read. */
function mentions(node: ExprNode, name: string): boolean {
  if (node.nodeType === 'Constant') return node.value === name || node.value === `-${name}`;
  if (node.nodeType !== 'Call') return true;
  const inner = node.func.nodeType === 'Attribute' ? [node.func.value, ...node.args] : node.args;
  return inner.some((one) => one.nodeType !== 'Name' && mentions(one, name));
}

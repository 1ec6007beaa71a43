import { oncePer } from '../../../project/memo.ts';
import type { ExprNode, FunctionNode, PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { isSelf, isSuper, lastName, stringConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { methodsOf } from '../admin/classes.ts';
import type { ClassRef } from '../classes.ts';
import type { DjangoProject } from '../project.ts';

/** Methods that run before a row is written out, in which code decides on the fields. */
const DECIDING: ReadonlySet<string> = new Set(['__init__', 'get_fields', 'to_representation']);

/**
 * The fields that code of a serializer takes out or puts in by their names while it runs, before it writes a row: of those nobody can tell whether they are written. All others
 * are what the class says. Undefined where names are worked out, or where the fields are handed on.
 */
export function fieldsInFlux(django: DjangoProject, cls: ClassRef): ReadonlySet<string> | undefined {
  const changed = new Set<string>();
  for (const { module, node } of django.names.ancestryOf(cls).classes) {
    for (const method of methodsOf(node)) {
      const names = DECIDING.has(method.name) ? changesIn(method, module) : [];
      if (names === undefined) return undefined;
      for (const name of names) changed.add(name);
    }
  }
  return changed;
}

const changesIn = oncePer((fn: FunctionNode, module: PyModule): readonly string[] | undefined => {
  const isGetter = fn.name === 'get_fields';
  const holders = new Set<string>();
  const found: string[] = [];
  for (const node of walk(fn.body)) {
    if (isGetter && node.nodeType === 'Assign' && isInherited(node.value)) for (const target of node.targets) if (target.nodeType === 'Name') holders.add(target.id);
    if (isGetter && node.nodeType === 'Return' && !(node.value !== undefined && (isInherited(node.value) || (node.value.nodeType === 'Name' && holders.has(node.value.id))))) return undefined;
    const isFields = node.nodeType === 'Attribute' ? node.attr === 'fields' && isSelf(node.value) : node.nodeType === 'Name' && node.ctx.nodeType === 'Load' && holders.has(node.id);
    const change = isFields ? changeBy(module, node) : 'none';
    if (change === 'any') return undefined;
    if (change !== 'none') found.push(change.name);
  }
  return found;
});

/** `super().get_fields()` */
function isInherited(node: ExprNode): boolean {
  return node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'get_fields' && isSuper(node.func.value);
}

/** What is set of a field without a word on whether it is written. */
const SETTINGS: ReadonlySet<string> = new Set(['read_only', 'required', 'queryset', 'allow_null', 'allow_blank', 'label', 'help_text', 'default', 'initial', 'choices', 'validators', 'error_messages', 'context']);

const READING: ReadonlySet<string> = new Set(['get', 'keys', 'values', 'items']);

/** What the expression around the fields does to them. */
function changeBy(module: PyModule, node: PythonNode): { readonly name: string } | 'none' | 'any' {
  const parent = module.parent(node);
  const around = parent === undefined ? undefined : module.parent(parent);
  if (parent?.nodeType === 'Attribute') {
    if (READING.has(parent.attr)) return 'none';
    const [key] = parent.attr === 'pop' && around?.nodeType === 'Call' ? around.args : [];
    const name = key === undefined ? undefined : stringConstant(key);
    return name === undefined ? 'any' : { name };
  }
  if (parent?.nodeType === 'Subscript' && parent.value === node) {
    const name = stringConstant(parent.slice);
    const inner = innerFields(module, parent);
    if (inner !== undefined && changeBy(module, inner) === 'none') return 'none';
    if (inner === undefined && parent.ctx.nodeType === 'Load' && (around?.nodeType !== 'Attribute' || around.ctx.nodeType === 'Load' || SETTINGS.has(around.attr))) return 'none';
    return name === undefined ? 'any' : { name };
  }
  // `"customer" in self.fields`, `len(self.fields)`, `return fields`
  return parent?.nodeType === 'Compare' || parent?.nodeType === 'Return' || (parent?.nodeType === 'Call' && /^(?:len|list|set|sorted|tuple)$/.test(lastName(parent.func))) ? 'none' : 'any';
}

/** The fields of a serializer that is a field: `self.fields["items"].child.fields`. */
function innerFields(module: PyModule, field: ExprNode): ExprNode | undefined {
  const around = module.parent(field);
  if (around?.nodeType !== 'Attribute' || around.value !== field) return undefined;
  return around.attr === 'child' ? innerFields(module, around) : around.attr === 'fields' ? around : undefined;
}

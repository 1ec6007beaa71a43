import type { PythonNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { methodsOf } from './classes.ts';

/** Code that may be handed a row. */
interface Code {
  readonly module: PyModule;
  readonly nodes: readonly PythonNode[];
}

/** Methods of a row that run without being named: Python's own, and what Django runs where a form is saved. */
const CALLED_BY_ITSELF = /^__\w+__$|^(?:from_db|save|clean|full_clean|delete|refresh_from_db|serializable_value|get_deferred_fields)$/;

/** Functions beyond which nobody looks what they read. */
const MOST_FUNCTIONS = 300;

/** Whoever asks for these takes all columns of a row. */
const ALL_COLUMNS: ReadonlySet<string> = new Set(['__dict__', 'vars', 'model_to_dict', 'serialize']);

/**
 * The names of attributes that code around a list may read of its rows: that of the admin's classes, of the columns, of what Python and Django call by themselves of a row,
 * of the model's methods that those name, and of functions that they name, wherever they stand. Actions count as well, whose rows come from the list's queryset. `any` where a
 * name is only known at run time.
 */
export function namesRead(django: DjangoProject, cls: ClassRef, model: DjangoModel, columns: readonly (FunctionRef | undefined)[]): ReadonlySet<string> | 'any' {
  const found = new Set<string>();
  const seen = new Set<PythonNode>();
  const open: Code[] = [];
  const add = ({ module, node }: FunctionRef): void => {
    if (seen.has(node)) return;
    seen.add(node);
    open.push({ module, nodes: [...walk(node.body, { nested: true })] });
  };
  for (const column of columns) if (column !== undefined) add(column);
  for (const owner of django.names.ancestryOf(cls).classes) for (const node of methodsOf(owner.node)) add({ module: owner.module, node });
  const ofModel = new Map<string, FunctionRef[]>();
  for (const owner of django.names.ancestryOf(model).classes) {
    for (const node of methodsOf(owner.node)) {
      if (CALLED_BY_ITSELF.test(node.name)) add({ module: owner.module, node });
      else ofModel.set(node.name, [...(ofModel.get(node.name) ?? []), { module: owner.module, node }]);
    }
  }
  const name = (text: string): void => {
    found.add(text);
    for (const method of ofModel.get(text) ?? []) add(method);
  };
  // columns that are lambdas, and functions that `list_display` or an attribute of the class names
  for (const { module, node } of django.names.ancestryOf(cls).classes) {
    const nodes = [...walk(node.body)];
    open.push({ module, nodes: nodes.flatMap((inner) => (inner.nodeType === 'Lambda' ? [...walk(inner.body, { nested: true })] : inner.nodeType === 'Name' ? [inner] : [])) });
  }
  for (let code = open.pop(); code !== undefined; code = open.pop()) {
    if (seen.size > MOST_FUNCTIONS) return 'any';
    for (const node of code.nodes) {
      if (node.nodeType === 'Attribute' || node.nodeType === 'Name') {
        const written = node.nodeType === 'Name' ? node.id : node.attr;
        if (ALL_COLUMNS.has(written)) return 'any';
        if (node.nodeType === 'Attribute') name(written);
        const fn = django.resolveFunction(code.module, node);
        if (fn !== undefined) add(fn);
      } else if (node.nodeType === 'Constant' && typeof node.value === 'string' && mayName(node.value) && !/^(?:Expr|JoinedStr)$/.test(code.module.parent(node)?.nodeType ?? '')) {
        for (const word of node.value.split(/__|\W+/)) name(word);
      } else if (node.nodeType === 'Call' && node.func.nodeType === 'Name' && node.func.id === 'getattr' && node.args[1]?.nodeType !== 'Constant') return 'any';
    }
  }
  return found;
}

/** A text may be the name of an attribute, or a format that asks for some: `"{0.note}"`. A sentence is neither. */
function mayName(text: string): boolean {
  return !/\s/.test(text) || /[{%]/.test(text);
}

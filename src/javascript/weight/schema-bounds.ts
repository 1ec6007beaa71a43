import type { TSESTree } from '@typescript-eslint/utils';
import type { Bound } from '../asked/asked.ts';
import { declarationOf, type SourceFile } from '../project/modules.ts';
import type { PatternPath } from '../syntax/module.ts';
import { calledName, memberName, type Node, propertyOf, unwrap } from '../syntax/nodes.ts';

/** Calls and names between a schema and the object literal that has its properties. */
const DEPTH = 8;

/** Methods that are handed properties: those of the call further out count. */
const WITH_PROPERTIES = /^(?:object|strictObject|looseObject|extend|safeExtend)$/;

/** Methods after which the properties are those of before, or fewer. */
const KEEPING = /^(?:strict|passthrough|optional|nullish|nullable|default|partial|describe|openapi|readonly|catch|brand|strip|loose)$/;

/** What leaves a number in a schema as large as it is; anything else bounds it, or may. */
const HARMLESS = /^(?:coerce|number|int|string|bigint|positive|nonnegative|min|gte|gt|finite|safe|optional|nullish|nullable|default|prefault|catch|describe|openapi|meta|brand|regex)$/;

/** What a schema of calls (`z.object({ limit: z.coerce.number() })`) says of how large a property may be. */
export function schemaBounds(file: SourceFile, schema: Node, path: PatternPath): Bound {
  const [name, ...rest] = path;
  const property = name === undefined || rest.length > 0 ? undefined : propertyIn(file, schema, name, DEPTH);
  return property === undefined ? 'unknown' : boundOf(property.file, property.node, DEPTH);
}

/** The schema that a step of the chain before a call is handed: that of `input` in `procedure.input(schema).query(…)`. */
export function schemaOfStep(call: TSESTree.CallExpression, step: RegExp): Node | undefined {
  for (let at = unwrap(call.callee); at.type === 'MemberExpression';) {
    const inner = unwrap(at.object);
    if (inner.type !== 'CallExpression') return undefined;
    if (step.test(calledName(inner))) return inner.arguments[0];
    at = unwrap(inner.callee);
  }
  return undefined;
}

/** What a schema of calls has under a name. */
export function propertyIn(file: SourceFile, schema: Node, name: string, depth: number): { readonly file: SourceFile; readonly node: Node } | undefined {
  const value = unwrap(schema);
  if (depth === 0) return undefined;
  if (value.type === 'Identifier') {
    const declared = declarationOf(file, value);
    return declared === undefined || declared.node === value ? undefined : propertyIn(declared, declared.node, name, depth - 1);
  }
  const callee = value.type === 'CallExpression' ? unwrap(value.callee) : undefined;
  if (value.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return undefined;
  const called = calledName(value);
  const own = WITH_PROPERTIES.test(called) ? ownProperty(value, name) : undefined;
  if (own !== undefined) return { file, node: own };
  return /^(?:safeE|e)xtend$/.test(called) || KEEPING.test(called) ? propertyIn(file, callee.object, name, depth - 1) : undefined;
}

function ownProperty({ arguments: [given] }: TSESTree.CallExpression, name: string): Node | undefined {
  return given === undefined ? undefined : propertyOf(unwrap(given), name)?.value;
}

function boundOf(file: SourceFile, node: Node, depth: number): Bound {
  const value = unwrap(node);
  if (value.type === 'Identifier' && depth > 0) {
    const declared = declarationOf(file, value);
    return declared === undefined || declared.node === value ? 'unknown' : boundOf(declared, declared.node, depth - 1);
  }
  return isHarmless(value) ? { file, node: value } : 'unknown';
}

/** `z.coerce.number().int()`: each step is one that bounds nothing. */
function isHarmless(node: Node): boolean {
  let at = node;
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') {
    if (at.type === 'MemberExpression' && !HARMLESS.test(memberName(at) ?? '')) return false;
    at = unwrap(at.type === 'CallExpression' ? at.callee : at.object);
  }
  return at !== node && at.type === 'Identifier';
}

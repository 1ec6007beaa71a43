import type { TSESTree } from '@typescript-eslint/utils';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from '../project/modules.ts';
import { propertyIn, schemaOfStep } from './schema-bounds.ts';
import { isArrayType, typeNameOf } from '../syntax/annotations.ts';
import type { ParameterBinding } from '../syntax/bindings.ts';
import { sourcesOf } from '../syntax/flow.ts';
import { givesNoMore } from '../syntax/iterations.ts';
import { memberOf, type PatternPath, pathIn } from '../syntax/module.ts';
import { calledName, decoratorName, decoratorsOf, isClass, memberName, type Node, parameterPattern, unwrap, withoutAwait } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';
import { lineageOf } from '../project/units.ts';

/** Names and calls between a list and what checks it. */
const DEPTH = 8;

/** What gives what it is handed, checked by the schema that it is called of. */
const CHECKS = /^(?:parse|parseAsync|safeParse|safeParseAsync|validate|validateAsync|validateSync|cast)$/;

/** The most elements that the schema of a request lets a list have: `z.array(…).max(50)`, `Joi.array().max(50)`, `@ArrayMaxSize(50) ids: string[]`; undefined where none says it. */
export function mostElements(file: SourceFile, list: Node, path: PatternPath = [], depth = DEPTH): number | undefined {
  const value = withoutAwait(list);
  if (value === undefined || depth === 0) return undefined;
  const { module } = file;
  const binding = value.type === 'Identifier' ? module.resolve(value) : undefined;
  const told = binding?.kind === 'parameter' ? mostHanded(file, binding, path) : value.type === 'CallExpression' ? mostChecked(file, value, path) : undefined;
  if (told !== undefined) return told;
  if (value.type === 'CallExpression' && value.callee.type === 'MemberExpression' && givesNoMore(memberName(value.callee))) return mostElements(file, value.callee.object, path, depth - 1);
  const [only, ...others] = sourcesOf(module, value, path);
  return only === undefined || others.length > 0 ? undefined : mostElements(file, only.node, only.path, depth - 1);
}

/** `schema.parse(body)`, `schema.safeParse(body).data`, `schema.validate(body).value` */
function mostChecked(file: SourceFile, call: TSESTree.CallExpression, path: PatternPath): number | undefined {
  const callee = unwrap(call.callee);
  if (callee.type !== 'MemberExpression' || !CHECKS.test(calledName(call))) return undefined;
  return mostInSchema(file, callee.object, path[0] === 'data' || path[0] === 'value' ? path.slice(1) : path);
}

function mostInSchema(file: SourceFile, schema: Node, [name, ...rest]: PatternPath): number | undefined {
  if (name === undefined) return mostOf(file, schema, DEPTH);
  const property = rest.length > 0 ? undefined : propertyIn(file, schema, name, DEPTH);
  return property && mostOf(property.file, property.node, DEPTH);
}

/** `z.array(z.string()).min(1).max(50)`, `z.string().array().length(3)` */
function mostOf(file: SourceFile, schema: Node, depth: number): number | undefined {
  let at = unwrap(schema);
  if (at.type === 'Identifier' && depth > 0) {
    const declared = declarationOf(file, at);
    return declared === undefined || declared.node === at ? undefined : mostOf(declared, declared.node, depth - 1);
  }
  let most: number | undefined;
  while (at.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    const name = memberName(at.callee);
    if (name === 'array') return most;
    if (name === 'max' || name === 'length') most ??= numberValue(file.module, at.arguments[0]);
    at = unwrap(at.callee.object);
  }
  return undefined;
}

/** What a procedure's input or the class of a parameter says of a list that is handed in. */
function mostHanded(file: SourceFile, { node: fn, index, identifier }: ParameterBinding, path: PatternPath): number | undefined {
  const parameter = fn.params[index];
  const steps = parameter && pathIn(parameterPattern(parameter), identifier);
  if (parameter === undefined || steps === undefined) return undefined;
  const full = [...steps, ...path];
  // `procedure.input(schema).mutation(({ input }) => …)`, `client.inputSchema(schema).action(({ parsedInput }) => …)`
  const call = full[0] === 'input' || full[0] === 'parsedInput' ? file.module.parentOf(fn) : undefined;
  const schema = call?.type === 'CallExpression' ? schemaOfStep(call, /^(?:input|inputSchema|schema)$/) : undefined;
  if (schema !== undefined) return mostInSchema(file, schema, full.slice(1));
  const type = typeNameOf(parameterPattern(parameter));
  const [name, ...rest] = full;
  return type === undefined || name === undefined || rest.length > 0 ? undefined : mostOfProperty(file, type, name);
}

/** `@ArrayMaxSize(50) ids: string[]`, in the class or one that it extends. */
function mostOfProperty(file: SourceFile, type: string, name: string): number | undefined {
  const declared = declarationNamed(file, type);
  if (declared === undefined || !isClass(declared.node)) return undefined;
  const lineage: readonly Declaration[] = [declared, ...lineageOf(declared, declared.node).bases];
  for (const home of lineage) {
    const member = isClass(home.node) ? memberOf(home.node, name) : undefined;
    if (member?.type !== 'PropertyDefinition') continue;
    const found = decoratorsOf(member).map(({ expression }) => expression).find((expression) => decoratorName(expression) === 'ArrayMaxSize');
    return found?.type === 'CallExpression' && isArrayType(member) ? numberValue(home.module, found.arguments[0]) : undefined;
  }
  return undefined;
}

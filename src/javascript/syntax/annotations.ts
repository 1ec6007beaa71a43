import type { TSESTree } from '@typescript-eslint/utils';
import type { JsModule } from './module.ts';
import { type FunctionNode, isFunction, type Node } from './nodes.ts';

/** A type reference as the code writes it: `Repository<User>` gives `Repository` and `['User']`. */
export interface TypeReference {
  readonly name: string;
  /** Names of the type arguments, and texts that are types; undefined for those that are neither. */
  readonly args: readonly (string | undefined)[];
  /** The module that it is imported from on the spot: `import('acme').Client`. */
  readonly source?: string | undefined;
}

/** TypeScript's own types that leave a value what it is, though with fewer members. */
export const SAME_VALUE: ReadonlySet<string> = new Set(['Awaited', 'NonNullable', 'Omit', 'Partial', 'Pick', 'Readonly', 'Required']);

/** The annotated type of a binding, a field or a parameter; `Promise<T>`, `T | null` and `Readonly<T>` are seen through on request only. */
export function typeOf(node: Node | null | undefined): TypeReference | undefined {
  return referenceOf(annotationOf(node));
}

/** The annotated types, each of a union or an intersection. */
export function typesOf(node: Node | null | undefined): readonly TypeReference[] {
  return partsOf(annotationOf(node));
}

/** The references that a type consists of, where it is nothing but one, a union or an intersection; `null` and `undefined` are left out. */
export function partsOf(type: Node | undefined): readonly TypeReference[] {
  if (type?.type !== 'TSUnionType' && type?.type !== 'TSIntersectionType') {
    const only = referenceOf(type);
    return only === undefined ? [] : [only];
  }
  const parts = type.types.filter((part) => part.type !== 'TSNullKeyword' && part.type !== 'TSUndefinedKeyword' && part.type !== 'TSTypeLiteral').map((part) => referenceOf(part));
  return parts.every((part) => part !== undefined) ? parts : [];
}

/** The type that a type parameter of the code around `at` has to be: `Repository<E>` of `class Service<E, R extends Repository<E>>`. */
export function constraintOf(module: JsModule, name: string, at: Node): TypeReference | undefined {
  for (let around: Node | undefined = at; around !== undefined; around = module.parentOf(around)) {
    const parameters = 'typeParameters' in around ? around.typeParameters : undefined;
    const own = parameters?.type === 'TSTypeParameterDeclaration' ? parameters.params.find((parameter) => parameter.name.name === name) : undefined;
    if (own !== undefined) return referenceOf(own.constraint);
  }
  return undefined;
}

/** The annotated type of what a function returns. */
export function returnTypeOf({ returnType }: FunctionNode): TypeReference | undefined {
  return referenceOf(returnType?.typeAnnotation);
}

/** The annotated type of what a function gives to who waits for it: `EntityManager` of `async open(): Promise<EntityManager>`. */
export function answerTypeOf({ returnType }: FunctionNode): TypeReference | undefined {
  return referenceOf(waitedFor(returnType?.typeAnnotation));
}

/** The type that a promise is of, or the type itself. */
export function waitedFor(type: Node | undefined): Node | undefined {
  const isPromise = type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Promise';
  return isPromise ? type.typeArguments?.params[0] : type;
}

/** The annotated type of a parameter that takes a function. */
export function functionTypeOf(node: Node | null | undefined): TSESTree.TSFunctionType | undefined {
  const annotation = annotationOf(node);
  return annotation?.type === 'TSFunctionType' ? annotation : undefined;
}

/** The name of the annotated type. */
export function typeNameOf(node: Node | null | undefined): string | undefined {
  return typeOf(node)?.name;
}

/** The type that an object literal is declared as: by annotation, `satisfies`, `as`, or a function's return type. */
export function declaredTypeOf(module: JsModule, node: Node): TypeReference | undefined {
  return declaredTypesOf(module, node)[0];
}

/** All that say what an object literal is, the innermost first; undefined stands for what is no reference to a type. */
export function declaredTypesOf(module: JsModule, node: Node): readonly (TypeReference | undefined)[] {
  const found: (TypeReference | undefined)[] = [];
  let below = node;
  for (let at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    if (at.type === 'VariableDeclarator') return [...found, at.init === below ? typeOf(at.id) : undefined];
    if (at.type === 'PropertyDefinition') return [...found, at.value === below ? typeOf(at) : undefined];
    if (at.type === 'TSSatisfiesExpression' || at.type === 'TSAsExpression') found.push(referenceOf(at.typeAnnotation));
    else if (isFunction(at)) found.push(returnTypeOf(at));
    else if (at.type !== 'ReturnStatement' && at.type !== 'BlockStatement') break;
  }
  return found;
}

/** The reference that a type node is, with the `null` and `undefined` of a union left out. */
export function referenceOf(node: Node | undefined): TypeReference | undefined {
  if (node?.type === 'TSUnionType') {
    const rest = node.types.filter(({ type }) => type !== 'TSNullKeyword' && type !== 'TSUndefinedKeyword');
    return rest.length === 1 ? referenceOf(rest[0]) : undefined;
  }
  if (node?.type !== 'TSTypeReference' && node?.type !== 'TSImportType') return undefined;
  const entity = node.type === 'TSImportType' ? node.qualifier : node.typeName;
  const name = entity === null ? undefined : entityName(entity);
  if (name === undefined) return undefined;
  const args = (node.typeArguments?.params ?? []).map((argument) => referenceOf(argument)?.name ?? textOf(argument));
  return node.type === 'TSImportType' ? { name, args, source: moduleOf(node) } : { name, args };
}

/** The module of `import('acme').Client`. Parsers before 8.46 have it as a type of its own. */
function moduleOf(type: TSESTree.TSImportType): string | undefined {
  const { source } = type as { source?: TSESTree.StringLiteral };
  // Later parsers warn of whoever asks for the older property.
  return source === undefined ? textOf((type as { argument?: Node }).argument) : source.value;
}

/** `'orders'` as a type. */
function textOf(type: Node | undefined): string | undefined {
  return type?.type === 'TSLiteralType' && type.literal.type === 'Literal' && typeof type.literal.value === 'string' ? type.literal.value : undefined;
}

/** What a list is annotated to hold: `Order` of `orders: readonly Order[]`, `Array<Order>`, `Set<Order>`. */
export function elementTypeNameOf(node: Node | null | undefined): string | undefined {
  const annotation = annotationOf(node);
  const list = annotation?.type === 'TSTypeOperator' ? annotation.typeAnnotation : annotation;
  if (list?.type === 'TSArrayType') return referenceOf(list.elementType)?.name;
  const { name = '', args: [first] = [] } = referenceOf(list) ?? {};
  return /^(?:Readonly)?(?:Array|Set)$|^Iterable$/.test(name) ? first : undefined;
}

/** True for types that are arrays: `User[]`, `readonly string[]`, `Array<X>`. */
export function isArrayType(node: Node | null | undefined): boolean {
  const annotation = annotationOf(node);
  const type = annotation?.type === 'TSTypeOperator' ? annotation.typeAnnotation : annotation;
  return type?.type === 'TSArrayType' || /^(?:Readonly)?Array$/.test(referenceOf(type)?.name ?? '');
}

/** True for `readonly string[]` and `ReadonlyArray<X>`. */
export function isReadonlyArrayType(node: Node | null | undefined): boolean {
  const annotation = annotationOf(node);
  return (annotation?.type === 'TSTypeOperator' && annotation.operator === 'readonly') || referenceOf(annotation)?.name === 'ReadonlyArray';
}

/** The type that stands behind the colon of a binding, a field, a parameter or a signature. */
export function annotationOf(node: Node | null | undefined): Node | undefined {
  return (node as { typeAnnotation?: { typeAnnotation?: Node } | null } | null | undefined)?.typeAnnotation?.typeAnnotation;
}

function entityName(node: Node): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'TSQualifiedName') return undefined;
  const left = entityName(node.left);
  return left === undefined ? undefined : `${left}.${node.right.name}`;
}

import type { SourceCode } from 'eslint';
import type { Node } from '../syntax/nodes.ts';

/** A type that an expression has, as the type-checker of the user's ESLint knows it. */
export interface CheckedType {
  /** The package that declares it, and the folders and the file in it, each from the package's name on: `typeorm`, `typeorm/repository`, … */
  readonly places: readonly string[];
  readonly name: string;
  /** Names of its type arguments. */
  readonly args: readonly (string | undefined)[];
}

/** What `node` is, itself before the classes that it extends; only what packages declare, for what the project declares leads to them. */
export type TypesAt = (node: Node) => readonly CheckedType[];

// Just what is used of typescript's and typescript-eslint's interfaces: neither is loaded for it, and 5.9 and 6.0 have it alike.

interface Checker {
  getTypeAtLocation(node: unknown): Type;
  getTypeArguments(type: Type): readonly Type[];
  getNonNullableType(type: Type): Type;
}

interface Type {
  readonly symbol?: TypeSymbol;
  readonly aliasSymbol?: TypeSymbol;
  readonly aliasTypeArguments?: readonly Type[];
  readonly types?: readonly Type[];
  /** The generic class or interface that this is one of. */
  readonly target?: Type & { readonly typeParameters?: readonly Type[] };
  isIntersection(): boolean;
  isUnion(): boolean;
  isClassOrInterface(): boolean;
  getBaseTypes(): readonly Type[] | undefined;
}

interface TypeSymbol {
  readonly name: string;
  readonly declarations?: readonly { getSourceFile(): { readonly fileName: string } }[];
}

interface TypedServices {
  readonly program: { getTypeChecker(): Checker };
  readonly esTreeNodeToTSNodeMap: { get(node: Node): unknown };
}

/** How many classes and types lead from a type to the one that a package declares. */
const LINEAGE = 6;

/** True where a file is linted with types. */
export function hasTypes(sourceCode: Pick<SourceCode, 'parserServices'>): boolean {
  return servicesOf(sourceCode) !== undefined;
}

/** typescript-eslint's parser has the maps without types too, and no program beside them. */
function servicesOf({ parserServices }: Pick<SourceCode, 'parserServices'>): TypedServices | undefined {
  const { program, esTreeNodeToTSNodeMap } = (parserServices ?? {}) as { [name in keyof TypedServices]?: TypedServices[name] | null };
  return program == null || esTreeNodeToTSNodeMap == null ? undefined : { program, esTreeNodeToTSNodeMap };
}

/** Asks the type-checker that the user's parser brings along, as typed lint rules do; undefined where there is none. */
export function checkedTypes(sourceCode: Pick<SourceCode, 'parserServices'>): TypesAt | undefined {
  const services = servicesOf(sourceCode);
  if (services === undefined) return undefined;
  const { program, esTreeNodeToTSNodeMap: nodes } = services;
  return (node) => {
    const known = nodes.get(node);
    if (known === undefined) return [];
    const checker = program.getTypeChecker();
    return typesFrom(checker, checker.getTypeAtLocation(known), LINEAGE);
  };
}

function typesFrom(checker: Checker, found: Type, lineage: number): CheckedType[] {
  if (lineage === 0) return [];
  const type = checker.getNonNullableType(found);
  const aliased = named(type.aliasSymbol, namesOf(type.aliasTypeArguments));
  // one of several types is known only where all are the same
  if (type.isUnion()) return aliased;
  if (type.isIntersection()) return [...aliased, ...(type.types ?? []).flatMap((one) => typesFrom(checker, one, lineage - 1))];
  const { target = type } = type;
  const args = target === type && type.target === undefined ? [] : checker.getTypeArguments(type);
  const [settled] = args;
  if (type.symbol?.name === 'Promise' && settled !== undefined) return typesFrom(checker, settled, lineage - 1);
  const bases = target.isClassOrInterface() ? (target.getBaseTypes() ?? []).flatMap((one) => typesFrom(checker, one, lineage - 1)) : [];
  return [...aliased, ...named(type.symbol, namesOf(args)), ...bases.map((base) => givenTo(base, namesOf(type.target?.typeParameters), namesOf(args)))];
}

/** `class Orders<T> extends Repository<T>`, of which this is `Orders<Order>`: T is Order in the base as well. */
function givenTo(base: CheckedType, parameters: readonly (string | undefined)[], args: readonly (string | undefined)[]): CheckedType {
  return { ...base, args: base.args.map((name) => (name !== undefined && parameters.includes(name) ? args[parameters.indexOf(name)] : name)) };
}

function namesOf(types: readonly Type[] | undefined): (string | undefined)[] {
  return (types ?? []).map(({ aliasSymbol, symbol }) => (aliasSymbol ?? symbol)?.name);
}

function named(symbol: TypeSymbol | undefined, args: readonly (string | undefined)[]): CheckedType[] {
  const places = (symbol?.declarations ?? []).flatMap((declared) => placesOf(declared.getSourceFile().fileName));
  return symbol === undefined || places.length === 0 ? [] : [{ places, name: symbol.name, args }];
}

/** The file's package and the folders in it; nothing for a file of the project. pnpm keeps a package below another `node_modules`. */
function placesOf(fileName: string): string[] {
  const at = fileName.lastIndexOf('/node_modules/');
  const steps = at < 0 ? [] : fileName.slice(at + '/node_modules/'.length).split('/');
  return steps.map((_, index) => steps.slice(0, index + 1).join('/'));
}

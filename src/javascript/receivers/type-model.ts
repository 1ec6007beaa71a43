import type { TSESTree } from '@typescript-eslint/utils';
import type { SourceFile } from '../project/modules.ts';
import type { Binding } from '../syntax/bindings.ts';
import type { FunctionNode } from '../syntax/nodes.ts';

/** What an expression is to a library, in the words of that library's type model. */
export interface Receiver {
  readonly kind: string;
  /** The model that it is about, by the name that the file at hand has for it. */
  readonly model?: string | undefined;
}

/** What something gives. */
export interface Gives {
  /** Undefined for what is of the kind that it was asked of, `given` for what is handed to it. */
  readonly kind?: string;
  /**
   * Its model: that of what it was asked of, the class that is given as an argument, the one that an argument names (`'Order'`, `Order.name`, `Order`), or the one
   * whose name it is asked for by: `models.Order`.
   */
  readonly model?: 'same' | 'argument' | 'named' | 'member';
}

/** Something for each of several names. */
export type ByName<T> = Readonly<Record<string, T>>;

/** How a library's clients, repositories and builders are told, as data. All names are those that the library exports, whatever a file calls them. */
export interface TypeModel {
  /** The packages that export them. */
  readonly packages: RegExp;
  /** Classes and types, by what their instances are; their first type argument is the model, or the one that `typeArgument` counts. */
  readonly types: ByName<RegExp>;
  readonly typeArgument?: number;
  /** Kinds that answer alike, so that a union of them is the first: a client and a transaction. Types that the project names itself are followed where there are such. */
  readonly alike?: readonly string[];
  /** What the packages export as a value; `default` is also the package as a whole. */
  readonly values?: ByName<Gives>;
  /** What `new` makes of what is a class at run time, by its kind. */
  readonly made?: ByName<Gives>;
  /** Functions: `drizzle(…)`, `getManager()`. */
  readonly functions?: ByName<Gives>;
  /** Properties, by the kind that has them; those under `*` are of every kind. */
  readonly properties?: ByName<ByName<Gives>>;
  /** Methods likewise; the method `*` is every other one. */
  readonly methods?: ByName<ByName<Gives>>;
  /** Methods that say enough by themselves where they are handed the class of a model. */
  readonly unmistakable?: ByName<Gives>;
  /**
   * Methods that run a function that they are given, by what the parameter is that they hand in, the first one where `parameter` counts no other; `method.key` where
   * the function stands in an object: `addField.getValues`. Those under `*` say enough by their names where the conventions hold.
   */
  readonly callbacks?: ByName<ByName<Gives & { readonly parameter?: number }>>;
  /** What a framework hands to a function of the project as one of its parameters, as far as code of the library says so. */
  readonly handed?: (file: SourceFile, fn: FunctionNode, parameter: number) => Receiver | undefined;
  /** What a call gives by what it is handed, whatever it is called on: `db.model('Order', new Schema({ … }))`. */
  readonly told?: (file: SourceFile, call: TSESTree.CallExpression) => Receiver | undefined;
  /** What `this` is in a function of the project that an object of the library is given as a method of its own. */
  readonly thisIn?: (file: SourceFile, fn: FunctionNode) => Receiver | undefined;
  /** Decorators of what a container sets, with the model as an argument: `@InjectRepository(Order)`. */
  readonly decorators?: ByName<Gives>;
  /** What a name of the user's settings stands for where it is no type: a model, behind a receiver of this kind. */
  readonly aliasedModel?: string;
  /** Names of imports and functions that are worth opening another file for. */
  readonly worthOpening: RegExp;
  /** Evidence that names give: types and values as projects call them. */
  readonly conventions?: {
    /** True where names are evidence in that file. */
    readonly hold: (file: SourceFile) => boolean;
    readonly types: ByName<RegExp>;
    /** Tokens of dependency injection. */
    readonly tokens?: { readonly says: RegExp; readonly kind: string };
    /** Imports, properties and what is taken out of an object. */
    readonly names?: { readonly says: RegExp; readonly kind: string };
  };
  /** The kind of a model's class, and which names stand for one. */
  readonly modelClass?: { readonly kind: string; readonly isNamed: (file: SourceFile, binding: Binding) => boolean };
}

/** The kind of a type by its name. */
export function kindIn(types: ByName<RegExp>, name: string): string | undefined {
  return Object.keys(types).find((kind) => types[kind]?.test(name) === true);
}

/** What a member of a kind gives, that of every kind included. */
export function ofKind<G extends Gives>(table: ByName<ByName<G>> = {}, kind: string, name: string): G | undefined {
  for (const names of [table[kind], table['*']]) {
    if (names !== undefined && Object.hasOwn(names, name)) return names[name];
  }
  return table[kind]?.['*'];
}

/** True for a method that hands something to the function that it is given. */
export function isHanding({ callbacks = {} }: TypeModel, name: string): boolean {
  return Object.values(callbacks).some((names) => Object.hasOwn(names, name));
}

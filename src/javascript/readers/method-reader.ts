import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Operation, QueryCall } from '../../model/query-call.ts';
import { type Filter, type FilterDialect, filterIn } from '../queries/conditions.ts';
import { modelAt } from '../queries/data-path.ts';
import { speaksNearby } from '../project/gate.ts';
import type { SourceFile } from '../project/modules.ts';
import type { FileGlance, OptionNames, OrmCall, OrmReader, OrmWords } from '../queries/orm.ts';
import { primaryKey } from '../advice/plain-words.ts';
import { type Rows, RowTracer } from '../rows/rows.ts';
import { calleeText } from '../syntax/callee.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { isFunction, memberName, type Node, propertyOf, unwrap } from '../syntax/nodes.ts';
import { isFixed } from '../syntax/fixed.ts';
import { constantInit, objectValue, propertyThroughSpreads } from '../syntax/values.ts';

/** What a method asks, and where its filter, options and payload stand among its arguments. */
export interface Method {
  readonly operation: Operation;
  /** It names its rows by a filter, or takes a list of them. */
  readonly many?: boolean;
  readonly options?: number;
  /** The filter, where that is an argument of its own. */
  readonly where?: number;
  /** The value of the primary key, which is all that the method finds by. */
  readonly key?: number;
  /** The payload: an argument of its own, or an option. */
  readonly data?: number | string;
  /** Statements of one call, one as a rule. */
  readonly statements?: number;
}

/** Methods by name. */
export type Methods = Readonly<Record<string, Method>>;

/** A call of a method, as it stands in the code. */
export interface MethodCall {
  readonly node: TSESTree.CallExpression;
  readonly callee: TSESTree.MemberExpression;
  readonly name: string;
}

/** A method by its object, or by the name that a hook's result has given it. */
type CalledMethod = Omit<MethodCall, 'callee'> & { readonly callee: TSESTree.MemberExpression | TSESTree.Identifier };

/** The method of a name, which may be one that every object has. */
export function methodIn<M extends Method>(methods: Readonly<Record<string, M>>, name: string): M | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

/** True where the text may call one of the methods and imports one of the packages, itself or through a file that it imports, or its project depends on one: what a library's `glance` asks first. */
export function mayCall({ imports, text, project }: FileGlance, packages: RegExp, methods: RegExp): boolean {
  return methods.test(text) && speaksNearby(imports, project.filename, packages);
}

/** One ORM's view of one file where queries are calls of methods with objects of options: what most libraries share, to be overridden where one differs. */
export abstract class MethodReader implements OrmReader {
  abstract readonly library: QueryCall['library'];
  abstract readonly words: OrmWords;
  abstract readonly dataModel: DataModel | undefined;
  readonly insertsColumnsOnly: boolean = true;
  protected readonly file: SourceFile;
  protected readonly module: JsModule;
  /** How filters are written. */
  protected abstract readonly filter: FilterDialect;
  abstract readonly optionNames: OptionNames;
  readonly #known = new Map<TSESTree.CallExpression, OrmCall | undefined>();
  readonly #asked = new Set<Node>();

  constructor(file: SourceFile) {
    this.file = file;
    this.module = file.module;
  }

  /** The query of a call whose callee is a member. */
  protected abstract find(call: MethodCall): OrmCall | undefined;

  /** The query of a call whose callee is no member, where the library has such: `table('orders')`. */
  protected findCalled?(node: TSESTree.CallExpression): OrmCall | undefined;

  recognise(node: TSESTree.CallExpression): OrmCall | undefined {
    if (!this.#known.has(node)) {
      this.#known.set(node, undefined);
      this.#known.set(node, this.#look(node));
    }
    return this.#known.get(node);
  }

  #look(node: TSESTree.CallExpression): OrmCall | undefined {
    const callee = unwrap(node.callee);
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type !== 'MemberExpression') return this.findCalled?.(node);
    return name === undefined ? undefined : this.find({ node, callee, name });
  }

  /**
   * What the call of a method asks.
   *
   * @param model as the code or the schema names it
   * @param args the arguments that the method's places count
   */
  protected callOf({ node, callee, name }: CalledMethod, method: Method, model: string | undefined, args: readonly Node[] = node.arguments): OrmCall | undefined {
    // A function as first argument is an array's method, whatever the receiver seems to be.
    if (isFunction(unwrap(args[0]))) return undefined;
    const { where, offset, limit, cursor, lock } = this.optionNames;
    const argument = (index: number | undefined): Node | undefined => (index === undefined ? undefined : unwrap(args[index]));
    const options = objectValue(this.module, argument(method.options));
    const option = (key: string | undefined): Node | undefined => {
      const property = options && key !== undefined ? propertyThroughSpreads(this.module, options, key) : undefined;
      return property && unwrap(property.value);
    };
    const keyset = option(cursor) !== undefined;
    // Counts and existence checks are sent without it.
    const skipped = keyset || !/^(?:read|aggregate)/.test(method.operation) ? undefined : option(offset);
    return {
      node, orm: this, model, method: name, operation: method.operation, callee: calleeText(this.module, callee), keyset, lazy: false,
      many: method.many === true,
      client: callee.type === 'MemberExpression' ? unwrap(callee.object) : callee,
      options,
      where: method.key === undefined ? (method.where === undefined ? option(where) : argument(method.where)) : argument(method.key),
      byKey: method.key !== undefined,
      data: typeof method.data === 'string' ? option(method.data) : argument(method.data),
      offset: skipped === undefined || isFixed(this.module, skipped) ? undefined : skipped,
      limit: option(limit),
      statements: method.statements ?? 1,
      locks: option(lock) !== undefined,
    };
  }

  /** What the call of a row's own method asks: the row is the client, and what is stored where nothing is handed in. */
  protected callOfRow(call: MethodCall, method: Method, model: string | undefined): OrmCall | undefined {
    const asked = this.callOf(call, method, model);
    return asked && { ...asked, where: undefined, data: asked.data ?? asked.client, ofRow: true };
  }

  /** The model of what an expression is a row of, by the query that has read it. */
  protected rowModel(node: Node): string | undefined {
    const rows = this.rowsOf(node);
    if (rows?.call === undefined || propertyOf(rows.call.options, 'raw') !== undefined) return undefined;
    return rows.path.length === 0 ? rows.call.model : this.dataModel && modelAt(this.dataModel, rows.call.model, rows.path)?.name;
  }

  /** The rows that an expression is one of, as a query of this library has read them. */
  protected rowsOf(node: Node): Rows | undefined {
    const value = unwrap(node);
    if (!/^(?:Identifier|MemberExpression|CallExpression|AwaitExpression)$/.test(value.type) || this.#asked.has(value)) return undefined;
    this.#asked.add(value);
    const rows = new RowTracer(this.module, (call) => this.recognise(call)).contentOf(value);
    this.#asked.delete(value);
    return typeof rows !== 'string' && rows.exact && rows.call?.orm === this ? rows : undefined;
  }

  /** True for what is a list by its own text, or by that of the const that holds it: `[first, second]`, `rows.map(…)`. */
  protected isList(node: Node): boolean {
    const value = unwrap(node);
    if (value.type === 'ArrayExpression') return true;
    const init = value.type === 'Identifier' ? unwrap(constantInit(this.module, value)) : undefined;
    if (init !== undefined) return init.type !== 'Identifier' && this.isList(init);
    return value.type === 'CallExpression' && /^(?:map|filter|flatMap|slice|concat|flat)$/.test(chainOf(unwrap(value.callee)).names.at(-1) ?? '');
  }

  /** True for what `new` makes in place, or for the const that holds it. */
  protected isNew(node: Node): boolean {
    const value = unwrap(node);
    const init = value.type === 'Identifier' ? unwrap(constantInit(this.module, value)) : value;
    return init?.type === 'NewExpression';
  }

  filterOf(call: OrmCall): Filter | undefined {
    const { where, byKey } = call;
    const key = byKey === true ? primaryKey(call) : undefined;
    return key === undefined || where === undefined ? filterIn(this.module, where, this.filter) : [{ path: [key], operator: 'equals', value: where }];
  }
}

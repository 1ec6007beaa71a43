import { dirname } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Edit } from '../../model/text.ts';
import { modelAt } from '../../javascript/data-path.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { FileGlance, LoadedRelation, Orm, OrmCall, OrmReader, RowLoop, Together } from '../../javascript/orm.ts';
import { nearestPackage } from '../../javascript/packages.ts';
import { rawOperation, sqlText, tableIn } from '../../javascript/raw-sql.ts';
import { RowTracer } from '../../javascript/rows.ts';
import { typeNameOf } from '../../javascript/syntax/annotations.ts';
import { calleeText } from '../../javascript/syntax/callee.ts';
import { isFunction, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { isFixed, objectValue, propertyThroughSpreads } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { type Filter, filterIn } from '../../javascript/conditions.ts';
import { FILTER, isList, joinedIn } from './filters.ts';
import { ASSOCIATION_METHOD, INSTANCE_METHODS, type Method, STATIC_METHODS } from './methods.ts';
import { readsRowsAlone, type SequelizeCall } from './counts.ts';
import { SEQUELIZE_MAKINGS } from './makings.ts';
import { classNamed, type FoundModel, isSequelize, modelOf } from './models.ts';
import { SEQUELIZE } from './packages.ts';
import { includeEdit, includes, sequelizeTogether } from './remedies.ts';
import { dataModelOf, plural } from './schema.ts';
import { isByKey, primaryKey, sequelizeWords } from './words.ts';

const CALL = /\.\s*(?:find(?:All|One|ByPk|ById|AndCountAll|OrCreate|CreateFind|OrBuild)|count\w*|sum|min|max|aggregate|create\w*|bulkCreate|update|upsert|destroy|restore|increment|decrement|save|reload|get[A-Z]\w*|query)\s*(?:<[^>]*>)?\(/;

class SequelizeReader implements OrmReader {
  readonly library = 'Sequelize';
  readonly insertsColumnsOnly = true;
  readonly words = sequelizeWords;
  readonly makings = SEQUELIZE_MAKINGS;
  private readonly file: SourceFile;
  private readonly known = new Map<TSESTree.CallExpression, OrmCall | undefined>();
  private readonly asked = new Set<Node>();
  private model: DataModel | undefined;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** The models that the file's calls name, and those they are associated with. */
  get dataModel(): DataModel {
    this.model ??= dataModelOf(this.modelsNamed());
    return this.model;
  }

  private modelsNamed(): FoundModel[] {
    return this.file.module.calls.flatMap((call) => {
      const callee = unwrap(call.callee);
      const isStatic = callee.type === 'MemberExpression' && Object.hasOwn(STATIC_METHODS, memberName(callee) ?? '');
      return isStatic ? (modelOf(this.file, callee.object) ?? []) : [];
    });
  }

  recognise(node: TSESTree.CallExpression): OrmCall | undefined {
    if (!this.known.has(node)) this.known.set(node, this.find(node));
    return this.known.get(node);
  }

  private find(node: TSESTree.CallExpression): OrmCall | undefined {
    const callee = unwrap(node.callee);
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    // A function as first argument is an array's method, whatever the receiver seems to be.
    if (callee.type !== 'MemberExpression' || name === undefined || isFunction(unwrap(node.arguments[0]))) return undefined;
    if (name === 'query') return this.rawCall(node, callee);
    const named = (table: Readonly<Record<string, Method>>): Method | undefined => (Object.hasOwn(table, name) ? table[name] : undefined);
    const ofModel = named(STATIC_METHODS);
    const model = ofModel === undefined ? undefined : modelOf(this.file, callee.object);
    if (ofModel !== undefined && model !== undefined) return this.call(node, callee, name, ofModel, model.name);
    const ofRow = named(INSTANCE_METHODS);
    if (ofRow === undefined && !ASSOCIATION_METHOD.test(name)) return undefined;
    const row = this.rowModel(callee.object);
    if (row === undefined) return undefined;
    return ofRow === undefined ? this.associationCall(node, callee, name, row) : this.call(node, callee, name, ofRow, row, unwrap(callee.object));
  }

  /** `sequelize.query('SELECT …')` */
  private rawCall(node: TSESTree.CallExpression, callee: TSESTree.MemberExpression): OrmCall | undefined {
    const operation = isSequelize(this.file, callee.object) ? rawOperation(sqlText(node.arguments[0])) : undefined;
    if (operation === undefined) return undefined;
    return { ...this.call(node, callee, 'query', { operation, many: true, options: 1 }, tableIn(sqlText(node.arguments[0]))), data: undefined, where: undefined };
  }

  private call(node: TSESTree.CallExpression, callee: TSESTree.MemberExpression, name: string, method: Method, model: string | undefined, row?: Node): SequelizeCall {
    const { module } = this.file;
    const argument = (index: number | undefined): Node | undefined => (index === undefined ? undefined : unwrap(node.arguments[index]));
    const options = objectValue(module, argument(method.options));
    const option = (key: string): Node | undefined => {
      const property = options && propertyThroughSpreads(module, options, key);
      return property && unwrap(property.value);
    };
    const offset = method.operation === 'readMany' ? option('offset') : undefined;
    return {
      node, orm: this, model, method: name, operation: method.operation, callee: calleeText(module, callee), keyset: false, lazy: false,
      many: method.many === true,
      client: unwrap(callee.object),
      options,
      where: row === undefined ? (method.where === undefined ? option('where') : argument(method.where)) : undefined,
      data: row !== undefined && method.data === undefined ? row : (argument(method.data) ?? option('defaults')),
      offset: offset === undefined || isFixed(module, offset) ? undefined : offset,
      limit: option('limit'),
      ofRow: row !== undefined,
      dropsCount: name === 'findAndCountAll' && readsRowsAlone(module, node),
      statements: method.statements ?? 1,
      locks: option('lock') !== undefined,
    };
  }

  /** `order.getCustomer()`, `order.countItems()`: by the associations of the row's model. */
  private associationCall(node: TSESTree.CallExpression, callee: TSESTree.MemberExpression, name: string, row: string): OrmCall | undefined {
    const [, verb, rest = ''] = ASSOCIATION_METHOD.exec(name) ?? [];
    const fields = [...(this.dataModel.models.get(row)?.fields.values() ?? [])];
    const field = fields.find((one) => one.relation !== undefined && (isNamed(one.name, rest) || (verb === 'create' && isNamed(one.name, plural(rest)))));
    if (field?.relation === undefined || verb === undefined) return undefined;
    const { target, cardinality } = field.relation;
    const operation = verb === 'count' ? 'count' : verb === 'create' ? 'create' : cardinality === 'to-one' ? 'readOne' : 'readMany';
    const method: Method = verb === 'create' ? { operation, data: 0, options: 1 } : { operation, options: 0, many: operation !== 'readOne' };
    return { ...this.call(node, callee, name, method, target), relation: field.name, ofRow: true };
  }

  /** The model of a row: by what was read into it, or by its annotation. */
  private rowModel(node: Node): string | undefined {
    const value = unwrap(node);
    if (value.type === 'Identifier') {
      const binding = this.file.module.resolve(value);
      const type = binding === undefined ? undefined : typeNameOf(binding.identifier);
      if (type !== undefined) return classNamed(this.file, type, value)?.name;
    }
    if (!/^(?:Identifier|MemberExpression|CallExpression|AwaitExpression)$/.test(value.type) || this.asked.has(value)) return undefined;
    this.asked.add(value);
    const rows = new RowTracer(this.file.module, (call) => this.recognise(call)).contentOf(value);
    this.asked.delete(value);
    if (typeof rows === 'string' || !rows.exact || rows.call?.orm !== this || propertyOf(rows.call.options, 'raw') !== undefined) return undefined;
    return rows.path.length === 0 ? rows.call.model : modelAt(this.dataModel, rows.call.model, rows.path)?.name;
  }

  filterOf(call: OrmCall): Filter | undefined {
    const { where } = call;
    const key = isByKey(call) ? primaryKey(call) : undefined;
    return key === undefined || where === undefined ? filterIn(this.file.module, where, FILTER) : [{ path: [key], operator: 'equals', value: where }];
  }

  joinedFilters({ options }: OrmCall): readonly Filter[] {
    return joinedIn(this.file.module, options);
  }

  /** Sequelize takes the transaction as an option; where it hands it on by itself (CLS), nothing in the call says so. */
  isInTransaction({ options }: OrmCall): boolean {
    const given = options && propertyThroughSpreads(this.file.module, options, 'transaction');
    const value = given && unwrap(given.value);
    return value !== undefined && !(value.type === 'Literal' && value.value === null) && !(value.type === 'Identifier' && value.name === 'undefined');
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return includes(source, path);
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return includeEdit(this.file.module, source, relations);
  }

  /** Counting along takes a subquery in SQL. */
  countWith(): undefined {
    return undefined;
  }

  /** `create` with `include` writes rows of other tables too. */
  isRefusedInBulk({ operation, options }: OrmCall): boolean {
    return operation === 'create' && propertyOf(options, 'include') !== undefined;
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return call.data !== undefined && call.method === 'create' && isList(this.file.module, call.data) ? undefined : sequelizeTogether(this.file.module, call, loop);
  }

  /** Models run their queries at once, each for itself. */
  batchesItself(): boolean {
    return false;
  }
}

function isNamed(field: string, rest: string): boolean {
  return field.toLowerCase() === rest.toLowerCase();
}

/** Sequelize 6 and 7, and sequelize-typescript. */
export const sequelize: Orm = {
  about,
  library: 'Sequelize',
  glance({ imports, text, project }: FileGlance): boolean {
    if (!CALL.test(text)) return false;
    if (imports.some((source) => SEQUELIZE.test(source))) return true;
    const dependencies = nearestPackage(dirname(project.filename))?.dependencies;
    return dependencies !== undefined && [...dependencies].some((name) => SEQUELIZE.test(name));
  },
  open(file) {
    return new SequelizeReader(file);
  },
};

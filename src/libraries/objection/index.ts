import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Model } from '../../model/data-model.ts';
import type { Operation } from '../../model/query-call.ts';
import type { Edit } from '../../model/text.ts';
import { argumentOf, type BuilderCall, BuilderReader } from '../../javascript/readers/builder-reader.ts';
import { type Built, filterOfSteps, lastStep } from '../../javascript/readers/builder-chain.ts';
import type { Filter } from '../../javascript/queries/conditions.ts';
import { mayCall, methodIn } from '../../javascript/readers/method-reader.ts';
import type { LoadedRelation, Orm, OrmCall, RowLoop, Together } from '../../javascript/queries/orm.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { calledOn, calleeText, type Step } from '../../javascript/syntax/callee.ts';
import { isFixed } from '../../javascript/syntax/fixed.ts';
import { calledName, memberName, type Node, unwrap } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { about } from './about.ts';
import { modelHanded, OBJECTION_TYPES, ownModel, usesLimitInFirst } from './classes.ts';
import { loadedBy } from './graph.ts';
import { BY_KEY, NOT_SENT, TELLING, WRITE, WRITES } from './methods.ts';
import { objectionLoad, objectionTogether } from './remedies.ts';
import { asProperty, modelsAround } from './schema.ts';
import { objectionWords } from './words.ts';

const CALL = /(?:\.\s*(?:\$?query|\$?relatedQuery|\$?fetchGraph)|Query)\s*(?:<[^>]{0,200}>)?\(/;

/** What rows and models are asked with. */
const BEGINNINGS = /^(?:\$?query|\$?relatedQuery|\$?fetchGraph)$/;

class ObjectionReader extends BuilderReader {
  readonly library = 'Objection';
  readonly noRelation = '`null` instead of `undefined`';
  readonly words = objectionWords;
  protected readonly builders = { begins: (call: TSESTree.CallExpression): boolean => this.begins(call), notSent: NOT_SENT };

  protected readModel(): DataModel {
    return modelsAround(this.file);
  }

  private begins(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (callee.type === 'Identifier') return modelHanded(this.file, call) !== undefined;
    if (callee.type !== 'MemberExpression' || name === undefined || !BEGINNINGS.test(name)) return false;
    if (name.startsWith('$')) return true;
    const { object } = callee;
    const isKnown = this.receivers.of(object)?.kind === 'model' || ownModel(this.file, object) !== undefined;
    return isKnown || (name === 'query' && call.arguments.length < 2 && stringValue(this.module, call.arguments[0]) === undefined && TELLING.test(calledOn(this.module, call) ?? '') && this.isAlone(object));
  }

  /** `models.users`: nothing says that it is something else, and the package has no other library with such a method. */
  private isAlone(object: Node): boolean {
    return /^(?:MemberExpression|Identifier|CallExpression)$/.test(unwrap(object).type) && dependsOn(this.file.path, OBJECTION_TYPES.packages) && !dependsOn(this.file.path, /^@adonisjs\/lucid$/);
  }

  protected ask(node: TSESTree.CallExpression, built: Built): BuilderCall | undefined {
    const { begin, steps } = built;
    const callee = unwrap(begin.callee);
    const handed = callee.type === 'MemberExpression' ? undefined : modelHanded(this.file, begin);
    const name = handed === undefined ? calledName(begin) : 'query';
    const client = unwrap(handed ?? (callee as TSESTree.MemberExpression).object);
    if (steps.some((step) => NOT_SENT.test(step.name) && step.name !== 'clone')) return undefined;
    const write = lastStep(built, WRITE);
    const said = write && methodIn(WRITES, write.name);
    const own = this.modelOf(client, name);
    const relation = /elatedQuery$|etchGraph$/.test(name) ? stringValue(this.module, begin.arguments[name === 'fetchGraph' ? 1 : 0]) : undefined;
    const related = relation === undefined || own === undefined ? undefined : this.dataModel.models.get(own)?.fields.get(relation)?.relation;
    const model = relation === undefined ? own : related?.target;
    const isOne = related?.cardinality === 'to-one' || name === '$query';
    const operation = said?.operation ?? this.readOf(node, built, isOne);
    const key = said?.key === undefined ? undefined : write?.call.arguments[said.key];
    const paged = lastStep(built, /^(?:page|range)$/);
    const common = this.common(node, built);
    const [first, second] = (paged?.call.arguments ?? []).map((argument) => unwrap(argument));
    const isOfRow = name === '$query' || name === '$fetchGraph';
    const data = said?.data === undefined ? undefined : unwrap(write?.call.arguments[said.data]);
    const begun = `${calleeText(this.module, callee)}(${relation === undefined ? '' : `'${relation}'`})`;
    const method = write?.name ?? lastStep(built, /^(?:first|findById|findOne|findByIds|resultSize|page|range|groupBy)$/)?.name ?? name;
    return {
      ...common, model, operation, client, data, method,
      where: key === undefined ? lastStep(built, /^(?:findById|findOne|findByIds|(?:and)?where\w*|for)$/i)?.call : write?.call,
      statements: said?.statements ?? (paged === undefined ? 1 : 2),
      many: name !== '$query' && !(said !== undefined && (said.operation === 'create' || said.operation === 'upsert')) && operation !== 'readOne',
      callee: method === name ? begun : `${begun}.${method}`,
      offset: first !== undefined && !isFixed(this.module, first) ? first : common.offset,
      limit: second ?? common.limit,
      answer: paged === undefined ? undefined : { rows: 'results', count: 'total' },
      ofRow: isOfRow,
      ...(relation !== undefined && name.startsWith('$') && said === undefined && /^\w+$/.test(relation) ? { relation } : {}),
      readsAll: operation === 'readOne' && lastStep(built, /^first$/) !== undefined && common.limit === undefined && name === 'query' && lastStep(built, BY_KEY) === undefined && !usesLimitInFirst(this.file, client),
    };
  }

  private readOf(node: Node, built: Built, isOne: boolean): Operation {
    const isGrouped = lastStep(built, /^groupBy/) !== undefined;
    if (lastStep(built, /^resultSize$/) !== undefined || (!isGrouped && lastStep(built, /^count(?:Distinct)?$/) !== undefined)) return 'count';
    if (!isGrouped && lastStep(built, /^(?:min|max|sum|avg)$/) !== undefined) return 'aggregate';
    return isOne || lastStep(built, /^(?:first|findById|findOne)$/) !== undefined || this.isOne(node, built) ? 'readOne' : 'readMany';
  }

  /** The model that is asked, or whose row is: by its class, by the class around `this`, by the query that has read the row. */
  private modelOf(client: Node, name: string): string | undefined {
    const owner = ownModel(this.file, client);
    if (owner !== undefined) return owner.id?.name;
    return name.startsWith('$') ? this.rowModel(client) : this.receivers.of(client)?.model;
  }

  protected pathOf({ model, built }: BuilderCall, column: string): readonly string[] {
    const parts = column.split('.');
    const fields = model === undefined ? undefined : this.dataModel.models.get(model)?.fields;
    const last = parts.at(-1) ?? column;
    return parts.length === 1 || lastStep(built, /join/i) === undefined ? [fields === undefined ? last : asProperty(last, fields)] : parts;
  }

  /** What is asked for through a row's relation belongs to that row. */
  override filterOf(call: BuilderCall): Filter | undefined {
    const own = super.filterOf(call);
    return /^\$?relatedQuery$/.test(calledName(call.built.begin)) ? own && [...own, { path: [], operator: 'equals', value: call.client }] : own;
  }

  protected override ownFilter(call: BuilderCall, { name, call: { arguments: [first] } }: Step): Filter | undefined {
    if (first === undefined) return undefined;
    const value = unwrap(first);
    if (BY_KEY.test(name) || name === 'findByIds') return [{ path: [this.keyOf(call) ?? 'id'], operator: name === 'findByIds' ? 'in' : 'equals', value }];
    if (name === 'for') return [{ path: [], operator: 'equals', value }];
    if (name !== 'findOne') return undefined;
    const step = call.built.steps.find((one) => one.call.arguments[0] === first);
    return step && filterOfSteps(this.module, { ...call.built, steps: [{ ...step, name: 'where' }], sometimes: new Set(), isOpen: false }, (column) => this.pathOf(call, column));
  }

  private keyOf({ model }: OrmCall): string | undefined {
    const known: Model | undefined = model === undefined ? undefined : this.dataModel.models.get(model);
    return known?.key.length === 1 ? known.key[0] : undefined;
  }

  /** `query(trx)` */
  isInTransaction({ built }: BuilderCall): boolean {
    if (built.begin.callee.type !== 'MemberExpression') return lastStep(built, /^transacting$/) !== undefined;
    return argumentOf({ steps: [{ name: 'begin', call: built.begin }] }, /^begin$/) !== undefined && !/^\$?(?:relatedQuery|fetchGraph)$/.test(calledName(built.begin)) ? true : built.begin.arguments.length > 1 || lastStep(built, /^transacting$/) !== undefined;
  }

  loads(source: OrmCall, path: readonly string[]): boolean {
    return loadedBy(this.module, (source as BuilderCall).built)?.includes(path.join('.')) === true;
  }

  loadWith(source: OrmCall, relations: readonly LoadedRelation[]): Edit | undefined {
    return objectionLoad(source as BuilderCall, relations);
  }

  writeTogether(call: OrmCall, loop: RowLoop): Together | undefined {
    return (call as BuilderCall).built.begin.callee.type === 'MemberExpression' ? objectionTogether(this.module, call as BuilderCall, loop) : undefined;
  }
}

/** Objection 1 to 3.1. */
export const objection: Orm = {
  about,
  library: 'Objection',
  glance: (file) => mayCall(file, OBJECTION_TYPES.packages, CALL),
  open: (file, project) => new ObjectionReader(file, project, OBJECTION_TYPES),
};

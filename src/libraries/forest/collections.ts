import type { TSESTree } from '@typescript-eslint/utils';
import type { Condition, Filter } from '../../javascript/queries/conditions.ts';
import { mayCall, type MethodCall, methodIn, MethodReader, type Methods } from '../../javascript/readers/method-reader.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { Orm, OrmCall } from '../../javascript/queries/orm.ts';
import { Receivers } from '../../javascript/receivers/receivers.ts';
import { hasAnyOf, memberName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { constantInit, objectValue, stringValue } from '../../javascript/syntax/values.ts';
import type { Project } from '../../project/project.ts';
import { about } from './about.ts';
import { AGENT_PACKAGES } from './facts.ts';
import { FOREST_TYPES } from './receivers.ts';
import { forestWords } from './words.ts';

const CALL = /\.\s*(?:list|aggregate|update|delete|create|getRecord\w*|getCompositeRecordIds?)\s*\(/;

/** What collections answer; a filter stands before everything else. */
const COLLECTION_METHODS: Methods = {
  list: { operation: 'readMany', many: true, options: 0 },
  aggregate: { operation: 'aggregate', options: 0 },
  create: { operation: 'create', many: true, data: 0 },
  update: { operation: 'update', many: true, options: 0, data: 1 },
  delete: { operation: 'delete', many: true, options: 0 },
};

/** What an action knows of the records that it was started for: calls of one tick are merged into one read, of however many were selected (actions/context/base.ts). */
const SELECTION_METHODS: Methods = {
  getRecords: { operation: 'readMany', many: true }, getRecordIds: { operation: 'readMany', many: true }, getCompositeRecordIds: { operation: 'readMany', many: true },
  getRecord: { operation: 'readOne' }, getRecordId: { operation: 'readOne' }, getCompositeRecordId: { operation: 'readOne' },
};

const OPERATORS: Readonly<Record<string, Condition['operator']>> = { Equal: 'equals', In: 'in', GreaterThan: 'range', GreaterThanOrEqual: 'range', LessThan: 'range', LessThanOrEqual: 'range', Before: 'range', After: 'range' };

class ForestReader extends MethodReader {
  readonly library = 'Forest Admin';
  readonly words = forestWords;
  readonly dataModel = undefined;
  readonly optionNames = { where: 'conditionTree', offset: '', limit: 'page', order: 'sort' };
  protected readonly filter = { operators: {} };
  private readonly receivers: Receivers;

  constructor(file: SourceFile, { settings }: Project) {
    super(file);
    this.receivers = new Receivers(file, FOREST_TYPES, settings.aliases);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const ofCollection = methodIn(COLLECTION_METHODS, call.name);
    const ofSelection = methodIn(SELECTION_METHODS, call.name);
    if (ofCollection === undefined && ofSelection === undefined) return undefined;
    const receiver = this.receivers.of(call.callee.object);
    if (ofSelection !== undefined) return receiver?.kind === 'action' ? { ...this.callOf(call, ofSelection, receiver.model) as OrmCall, rowsFrom: 'selection' } : undefined;
    const asked = ofCollection === undefined || receiver?.kind !== 'collection' ? undefined : this.callOf(call, ofCollection, receiver.model, this.arguments(call.node));
    if (asked === undefined) return undefined;
    const page = objectValue(this.module, asked.limit);
    const part = (name: string): Node | undefined => unwrap(propertyOf(page, name)?.value);
    const aggregation = call.name === 'aggregate' ? objectValue(this.module, call.node.arguments[1]) : undefined;
    const counts = stringValue(this.module, propertyOf(aggregation, 'operation')?.value) === 'Count' && propertyOf(aggregation, 'groups') === undefined;
    return { ...asked, operation: counts ? 'count' : asked.operation, offset: part('skip'), limit: part('limit') ?? asked.limit, rowsFrom: this.givenTo(call.node) };
  }

  /** The arguments, with the filter in place of what makes one of it: `new Filter({ … })`. */
  private arguments({ arguments: [first, ...rest] }: TSESTree.CallExpression): readonly Node[] {
    const given = unwrap(first);
    const value = given?.type === 'Identifier' ? (unwrap(constantInit(this.module, given)) ?? given) : given;
    const inner = value?.type === 'NewExpression' ? value.arguments[0] : value;
    return inner === undefined ? rest : [inner, ...rest];
  }

  /** Where the records come from that the filter of the context names: those that an action was started for, or that one request changes. */
  private givenTo({ arguments: [first] }: TSESTree.CallExpression): OrmCall['rowsFrom'] {
    const filter = unwrap(first);
    if (filter?.type !== 'MemberExpression' || memberName(filter) !== 'filter') return undefined;
    const { kind } = this.receivers.of(filter.object) ?? {};
    return kind === 'action' ? 'selection' : kind === 'context' ? 'request' : undefined;
  }

  override filterOf(call: OrmCall): Filter | undefined {
    const { node, options, where } = call;
    if (options === undefined) return methodIn(SELECTION_METHODS, call.method) === undefined && node.arguments.length > 0 && call.operation !== 'create' ? undefined : [];
    if (where === undefined) return hasAnyOf(options, ['segment', 'search']) ? undefined : [];
    return this.conditions(where);
  }

  /** `{ field, operator, value }`, or several under `aggregator`. */
  private conditions(node: Node): Filter | undefined {
    const tree = objectValue(this.module, node) ?? unwrap(node);
    if (tree.type !== 'ObjectExpression') return undefined;
    const field = stringValue(this.module, propertyOf(tree, 'field')?.value);
    const value = unwrap(propertyOf(tree, 'value')?.value);
    const operator = stringValue(this.module, propertyOf(tree, 'operator')?.value);
    if (field !== undefined) return [{ path: field.split(':'), operator: OPERATORS[operator ?? ''] ?? 'other', value }];
    const parts = unwrap(propertyOf(tree, 'conditions')?.value);
    if (parts?.type !== 'ArrayExpression') return undefined;
    const inner = parts.elements.map((element): Filter => (element === null ? [] : (this.conditions(element) ?? [{ path: [], operator: 'other', value: element }])));
    return stringValue(this.module, propertyOf(tree, 'aggregator')?.value) === 'Or' ? [{ any: inner, value: parts }] : inner.flat();
  }
}

/** The collections that customizations of Forest's agent ask: they go through all of its decorators to the data source. */
export const forestCollections: Orm = {
  about,
  library: 'Forest Admin',
  glance: (file) => mayCall(file, AGENT_PACKAGES, CALL),
  open: (file, project) => new ForestReader(file, project),
};

import type { DataModel } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import { mayCall, type MethodCall, type Methods, methodIn } from '../../javascript/readers/method-reader.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { Orm, OrmCall, OrmWords } from '../../javascript/queries/orm.ts';
import { ReceiverReader } from '../../javascript/readers/receiver-reader.ts';
import { iterationsAround } from '../../javascript/syntax/rounds.ts';
import type { FunctionNode } from '../../javascript/syntax/nodes.ts';
import type { Receiver, TypeModel } from '../../javascript/receivers/type-model.ts';
import { about } from './about.ts';
import { recordListsWithin } from './actions.ts';
import { ADMINJS_PACKAGES, BULK_CALLS, writeStatements } from './facts.ts';
import { dependsOnAdminJs, type ResourceConfig, resourcesIn } from './resources.ts';

const CALL = /\.\s*(?:update|save|delete)\s*\(/;

const RECORD_METHODS: Methods = { update: { operation: 'update', data: 0 }, save: { operation: 'save' }, delete: { operation: 'delete' } };
const RESOURCE_METHODS: Methods = { update: { operation: 'update', key: 0, data: 1 }, delete: { operation: 'delete', key: 0 } };

const SAME = { model: 'same' } as const;

/** What gives records and resources: the context of hooks and handlers, and what functions of the file are handed of it. */
function typesFor(project: Project): TypeModel {
  return {
    packages: ADMINJS_PACKAGES,
    types: { context: /^ActionContext$/, record: /^BaseRecord$/, resource: /^BaseResource$/ },
    properties: { context: { records: { kind: 'records', ...SAME }, resource: { kind: 'resource', ...SAME } }, records: { '*': { kind: 'record', ...SAME } } },
    methods: { records: { filter: SAME, slice: SAME, reverse: SAME, sort: SAME, concat: SAME } },
    handed: (file, fn, parameter) => handedTo(file, project, fn, parameter),
    worthOpening: /^(?:records?|resource)$/,
  };
}

function handedTo(file: SourceFile, project: Project, fn: FunctionNode, parameter: number): Receiver | undefined {
  const list = recordListsWithin(file.module, file, project).find((one) => one.fn === fn && one.parameter === parameter);
  if (list !== undefined) return { kind: list.path.length === 0 ? 'records' : 'context', model: list.resource?.model };
  // a handler that another file may wire: whatever its third parameter is called, it still has to be asked for `records` or `resource`
  return parameter === 2 && fn.params.length === 3 && file.module.parentOf(fn)?.type !== 'Property' && dependsOnAdminJs(file.path) ? { kind: 'context' } : undefined;
}

class RecordReader extends ReceiverReader {
  readonly library = 'AdminJS';
  readonly words: OrmWords;
  readonly optionNames = { where: '', offset: '', limit: '', order: '' };
  protected readonly filter = { operators: {} };
  private readonly project: Project;

  constructor(file: SourceFile, project: Project) {
    super(file, project, typesFor(project));
    this.project = project;
    this.words = wordsFor((call) => this.resourceOf(call));
  }

  protected readModel(): DataModel {
    return { models: new Map() };
  }

  private resourceOf({ model }: Pick<OrmCall, 'model'>): ResourceConfig | undefined {
    return model === undefined ? undefined : resourcesIn(this.module, this.file, this.project).find((one) => one.model === model);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    if (methodIn(RECORD_METHODS, call.name) === undefined) return undefined;
    const { kind, model } = this.receivers.of(call.callee.object) ?? {};
    const method = methodIn(kind === 'record' ? RECORD_METHODS : kind === 'resource' ? RESOURCE_METHODS : {}, call.name);
    const asked = method && (kind === 'record' ? this.callOfRow(call, method, model) : this.callOf(call, method, model));
    const isConcurrent = iterationsAround(this.module, call.node)[0]?.concurrent === true;
    return asked && { ...asked, statements: writeStatements(this.resourceOf(asked)?.adapter, asked.operation, isConcurrent) };
  }
}

/** Nothing here reads, and nothing sends writes in a transaction of a list. */
const NOTHING = (): string => '';

/** AdminJS has no bulk form: what advice names is the model's own. */
function wordsFor(resourceOf: (call: OrmCall) => ResourceConfig | undefined): OrmWords {
  const ids = '`const ids = records.map((record) => record.id())`';
  const nameOf = ({ model }: OrmCall): string => (model === undefined ? 'the model' : `\`${model}\``);
  return {
    writeMany(call) {
      const { adapter, key, model = 'Model' } = resourceOf(call) ?? {};
      const bulk = adapter === undefined || key === undefined ? undefined : BULK_CALLS[adapter]?.(model, key, call.operation === 'delete');
      return bulk === undefined ? `AdminJS has no bulk write: use the ORM's own on ${nameOf(call)} itself, with ${ids}.` : `AdminJS has no bulk write: use the model's own, \`${bulk}\` with ${ids}.`;
    },
    writeBatch: (call) => `AdminJS has no bulk write: change ${nameOf(call)} itself, with the ORM's batch write or in one transaction, for the ids in ${ids}.`,
    batchSpares: () => 'statements',
    sendAll: NOTHING, readMany: NOTHING, countMany: NOTHING, keyset: NOTHING, keysetBatch: NOTHING, load: () => undefined,
  };
}

/** What records and resources of AdminJS write: one by one, whatever the adapter could do. */
export const adminjsRecords: Orm = {
  about,
  library: 'AdminJS',
  glance: (file) => mayCall(file, ADMINJS_PACKAGES, CALL),
  open: (file, project) => new RecordReader(file, project),
};

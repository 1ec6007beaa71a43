import type { DataModel } from '../../../src/model/data-model.ts';
import { mayCall, type MethodCall, methodIn, MethodReader, type Methods } from '../../../src/javascript/readers/method-reader.ts';
import type { Orm, OrmCall, OrmWords } from '../../../src/javascript/queries/orm.ts';
import { plainWords } from '../../../src/javascript/advice/plain-words.ts';
import { Receivers } from '../../../src/javascript/receivers/receivers.ts';
import { propertyOf, unwrap } from '../../../src/javascript/syntax/nodes.ts';
import { constantInit, stringValue } from '../../../src/javascript/syntax/values.ts';
import type { Project } from '../../../src/project/project.ts';
import type { SourceFile } from '../../../src/javascript/project/modules.ts';
import { about } from './about.ts';
import { HERON_TYPES, modelsAround } from './models.ts';

const CALL = /\.\s*(?:all|first|get|tally|add|addMany|change|drop|store|erase)\s*\(/;
const STATIC_METHODS: Methods = {
  all: { operation: 'readMany', many: true, options: 0 },
  first: { operation: 'readOne', options: 0 },
  get: { operation: 'readOne', key: 0 },
  tally: { operation: 'count', many: true, options: 0 },
  add: { operation: 'create', data: 0 },
  addMany: { operation: 'create', many: true, data: 0 },
  change: { operation: 'update', many: true, options: 0, data: 'set' },
  drop: { operation: 'delete', many: true, options: 0 },
};
const ROW_METHODS: Methods = { store: { operation: 'save' }, erase: { operation: 'delete' } };

const plain = plainWords({
  inList: '{ anyOf: ids }',
  readMany: (model, filter, options) => `${model}.all({ where: ${filter}${options} })`,
  insertMany: (model) => `${model}.addMany([...])`,
  updateMany: (model, filter) => `${model}.change({ where: ${filter}, set: … })`,
  deleteMany: (model, filter) => `${model}.drop({ where: ${filter} })`,
  load: (names) => `with: [${names.map((name) => `'${name}'`).join(', ')}]`,
  after: '{ above: lastId }',
});
const words: OrmWords = {
  ...plain,
  updateAlike: ({ model = '…' }, columns) => `The same values go to every row: write them with one \`${model}.change({ where: { … }, set: { ${columns.map((column) => `${column}: …`).join(', ')} } })\`.`,
  // `get` takes a key alone, and relations of relations have no spelling
  load: (source, owner, relations) => (source.method === 'get' || owner.length > 0 ? undefined : plain.load(source, owner, relations)),
};

class HeronReader extends MethodReader {
  readonly library = 'Heron';
  readonly words = words;
  protected readonly filter = { operators: { anyOf: 'in', above: 'range', below: 'range' }, all: 'both', any: 'either' } as const;
  readonly optionNames = { where: 'where', offset: 'skip', limit: 'max', order: 'sort' };
  private readonly receivers: Receivers;

  constructor(file: SourceFile, project: Project) {
    super(file);
    this.receivers = new Receivers(file, HERON_TYPES, project.settings.aliases);
  }

  get dataModel(): DataModel {
    return modelsAround(this.file);
  }

  protected find(call: MethodCall): OrmCall | undefined {
    const ofModel = methodIn(STATIC_METHODS, call.name);
    const ofRow = methodIn(ROW_METHODS, call.name);
    if (ofModel === undefined && ofRow === undefined) return undefined;
    const { object } = call.callee;
    const receiver = this.receivers.of(object);
    if (ofModel !== undefined) return receiver?.kind === 'model' ? this.callOf(call, ofModel, receiver.model) : undefined;
    const model = receiver?.kind === 'row' ? receiver.model : this.rowModel(object);
    const isNew = call.name === 'store' && (object.type === 'Identifier' ? constantInit(this.module, object) : object)?.type === 'NewExpression';
    return ofRow === undefined || model === undefined ? undefined : this.callOfRow(call, isNew ? { operation: 'create' } : ofRow, model);
  }

  loads({ options }: OrmCall, [name, ...deeper]: readonly string[]): boolean {
    const names = unwrap(propertyOf(options, 'with')?.value);
    return deeper.length === 0 && names?.type === 'ArrayExpression' && names.elements.some((one) => stringValue(this.module, one) === name);
  }
}

/** Heron. */
export const heron: Orm = {
  about,
  library: 'Heron',
  glance: (file) => mayCall(file, HERON_TYPES.packages, CALL),
  open: (file, project) => new HeronReader(file, project),
};

import type { SourceFile } from '../../javascript/project/modules.ts';
import { Receivers } from '../../javascript/receivers/receivers.ts';
import type { Node } from '../../javascript/syntax/nodes.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';

const CONNECTION = { kind: 'connection' };
const NAMED = { kind: 'model', model: 'named' } as const;

/**
 * What gives a model or a document: Mongoose 8.24 and 9.12, NestJS's module for it, and Typegoose 12. A model is called as it is registered, by which
 * others refer to it, whatever a file calls it.
 */
export const MONGOOSE_TYPES: TypeModel = {
  packages: /^(?:mongoose|@nestjs\/mongoose|@typegoose\/typegoose|nestjs-typegoose|@m8a\/nestjs-typegoose|mongoose-[\w-]+|[\w-]+-mongoose)(?:\/|$)/,
  types: {
    model: /^(?:(?:Paginate|AggregatePaginate|SoftDelete)?Model|ReturnModelType|ModelType)$/,
    document: /^(?:HydratedDocument|DocumentType|HydratedDocumentFromSchema)$/,
    connection: /^(?:Connection|Mongoose)$/,
  },
  values: { default: CONNECTION, mongoose: CONNECTION, connection: CONNECTION, models: { kind: 'models' } },
  functions: { model: NAMED, getModelForClass: NAMED, getDiscriminatorModelForClass: NAMED, addModelToTypegoose: NAMED, createConnection: CONNECTION },
  properties: {
    connection: { models: { kind: 'models' }, connection: CONNECTION, default: CONNECTION },
    models: { '*': { kind: 'model', model: 'member' } },
  },
  methods: {
    connection: { model: NAMED, createConnection: CONNECTION, useDb: CONNECTION },
    model: { discriminator: NAMED },
  },
  made: { model: { kind: 'document' } },
  decorators: { InjectModel: NAMED, InjectConnection: CONNECTION },
  aliasedModel: 'model',
  worthOpening: /^[A-Z]|[mM]odel|mongo|^(?:db|conn(?:ection)?)$/,
};

/** True for an expression that is a model. */
export function isMongooseModel(file: SourceFile, node: Node): boolean {
  return new Receivers(file, MONGOOSE_TYPES, {}).of(node)?.kind === 'model';
}

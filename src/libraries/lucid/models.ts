import type { DataModel, Field, Relation } from '../../model/data-model.ts';
import { classIn, type ClassSite, lineageOf } from '../../javascript/project/called.ts';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import { modelSites, type Named } from '../../javascript/queries/related-models.ts';
import { oncePer } from '../../project/memo.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { importFrom } from '../../javascript/syntax/module.ts';
import { type ClassNode, calledName, decoratorsOf, isFunction, keyName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';

const PACKAGES = /^(?:@adonisjs\/lucid|@ioc:Adonis\/Lucid)(?:\/|$)/;
/** Base classes that are followed, and models that are read for one file. */
const [LINEAGE, MOST_MODELS] = [6, 80];

const DATABASE = { kind: 'database' };
const TRANSACTION = { kind: 'transaction' };

/** The class of a model is asked itself, its rows save themselves; the service asks tables: Lucid 15 to 22. */
export const LUCID_TYPES: TypeModel = {
  packages: PACKAGES,
  types: { row: /^BaseModel$/, transaction: /^TransactionClientContract$/, database: /^(?:Database|QueryClientContract|DatabaseContract)$/ },
  values: { default: DATABASE, Database: DATABASE },
  made: { model: { kind: 'row' } },
  methods: { database: { connection: DATABASE, transaction: TRANSACTION }, transaction: { transaction: TRANSACTION } },
  callbacks: { database: { transaction: TRANSACTION }, transaction: { transaction: TRANSACTION } },
  worthOpening: /^[A-Z]|^(?:db|database|trx)$/,
  modelClass: { kind: 'model', isNamed: (file, { kind, name }) => (kind === 'class' || kind === 'import') && modelNamed(file, name) !== undefined },
};

/** The model that a name at the top level of a file stands for. */
function modelNamed(file: SourceFile, name: string): ClassSite | undefined {
  return asModel(declarationNamed(file, name));
}

/** A class that extends Lucid's BaseModel, be it through others or with mixins: `compose(BaseModel, SoftDeletes)`. */
function asModel(found: Declaration | undefined): ClassSite | undefined {
  const site = classIn(found);
  return site !== undefined && lineageOf(site, LINEAGE + 1, baseOf).some(({ file, node }) => lucidName(file, extendedBy(node)) === 'BaseModel') ? site : undefined;
}

/** What a class extends, without what is mixed in. */
function extendedBy({ superClass }: ClassNode): Node | undefined {
  const value = unwrap(superClass ?? undefined);
  return value?.type === 'CallExpression' && calledName(value) === 'compose' ? value.arguments[0] : value;
}

function baseOf({ file, node }: ClassSite): ClassSite | undefined {
  return classIn(declarationOf(file, extendedBy(node)));
}

/** The export of Lucid's that a name stands for. */
function lucidName({ module }: SourceFile, node: Node | undefined): string | undefined {
  return importFrom(module, unwrap(node), PACKAGES)?.imported;
}

/** The models that a file names and those that they are related to, by the names that the code has for them. */
export const modelsAround = oncePer((file: SourceFile): DataModel => {
  const sites = modelSites(file, (name) => modelNamed(file, name), relatedTo, MOST_MODELS);
  return { models: new Map([...sites].map(([name, site]) => [name, { name, fields: fieldsOf(site, sites), key: [keyOf(site)], file: site.file.path }])) };
});

function relatedTo(site: ClassSite): Named<ClassSite>[] {
  return declaredBy(site).flatMap(({ target }): Named<ClassSite>[] => (target?.type === 'Identifier' ? [[target.name, asModel(declarationOf(site.file, target))]] : []));
}

/** Decorators that run code when rows are read or written one by one, by the names of what they run before or after. */
const HOOK = /^(?:before|after)(?:Save|Create|Update|Delete)$/;

/** True where a model runs code of its own when its rows are written one by one. */
export function hasHooks(file: SourceFile, name: string): boolean {
  const site = modelNamed(file, name);
  return site !== undefined && lineageOf(site, LINEAGE, baseOf).some(({ node }) => declaresHooks(node));
}

/** Asked for every query of the model. */
const declaresHooks = oncePer(({ body }: ClassNode): boolean => body.body.some((member) => member.type === 'MethodDefinition' && decoratorsOf(member).some(({ expression }) => expression.type === 'CallExpression' && HOOK.test(calledName(expression)))));

interface Declared {
  readonly name: string;
  /** `column`, `belongsTo`, … */
  readonly kind: string;
  readonly target: Node | undefined;
  readonly options: Node | undefined;
  readonly file: SourceFile;
}

/** `@column() declare status: string`, `@belongsTo(() => Customer) declare customer: BelongsTo<typeof Customer>` */
const declaredIn = oncePer((node: ClassNode) => oncePer((file: SourceFile): readonly Declared[] => node.body.body.flatMap((member) => {
  const name = member.type === 'PropertyDefinition' ? keyName(member) : undefined;
  if (member.type !== 'PropertyDefinition' || name === undefined) return [];
  return decoratorsOf(member).flatMap(({ expression }): Declared[] => {
    if (expression.type !== 'CallExpression') return [];
    const callee = unwrap(expression.callee);
    const root = callee.type === 'MemberExpression' ? unwrap(callee.object) : callee;
    const kind = root.type === 'Identifier' ? lucidName(file, root) : undefined;
    const [first, second] = expression.arguments;
    const thunk = unwrap(first);
    const target = isFunction(thunk) ? unwrap(thunk.body) : undefined;
    return kind === undefined ? [] : [{ name, kind, target, options: unwrap(target === undefined ? first : second), file }];
  });
})));

function declaredBy(site: ClassSite): Declared[] {
  return lineageOf(site, LINEAGE, baseOf).flatMap(({ file, node }) => declaredIn(node)(file));
}

function keyOf(site: ClassSite): string {
  return declaredBy(site).find(({ kind, options }) => kind === 'column' && propertyOf(options, 'isPrimary') !== undefined)?.name ?? 'id';
}

function fieldsOf(site: ClassSite, sites: ReadonlyMap<string, ClassSite>): Map<string, Field> {
  const key = keyOf(site);
  const fields = declaredBy(site).flatMap((declared): Field[] => {
    const { kind } = declared;
    const isKey = declared.name === key;
    if (kind === 'column') return [{ name: declared.name, type: '', nullable: !isKey, unique: isKey, indexed: isKey, relation: undefined }];
    const relation = declared.target?.type === 'Identifier' ? relationOf(declared, declared.target.name, sites) : undefined;
    return relation === undefined ? [] : [{ name: declared.name, type: relation.target, nullable: true, unique: false, indexed: false, relation }];
  });
  return new Map(fields.map((field) => [field.name, field]));
}

/** By Lucid's naming: the key of a row of `Customer` is `customerId` elsewhere. */
function relationOf({ kind, options, file }: Declared, target: string, sites: ReadonlyMap<string, ClassSite>): Relation | undefined {
  const cardinality = kind === 'belongsTo' || kind === 'hasOne' ? 'to-one' : /^(?:hasMany|manyToMany|hasManyThrough)$/.test(kind) ? 'to-many' : undefined;
  if (cardinality === undefined) return undefined;
  const text = (option: string): string | undefined => stringValue(file.module, propertyOf(options, option)?.value);
  const other = sites.get(target);
  const otherKey = other === undefined ? 'id' : keyOf(other);
  const ends = kind === 'belongsTo' ? { keys: [text('foreignKey') ?? keyTo(target, otherKey)], references: [text('localKey') ?? otherKey] } : { keys: [], references: [] };
  return { target, cardinality, ...ends, eager: false, lazy: false, filtered: propertyOf(options, 'onQuery') !== undefined };
}

function keyTo(model: string, key: string): string {
  return `${model.charAt(0).toLowerCase()}${model.slice(1)}${key.charAt(0).toUpperCase()}${key.slice(1)}`;
}

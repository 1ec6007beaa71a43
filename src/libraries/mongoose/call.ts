import type { TSESTree } from '@typescript-eslint/utils';
import { stepsUnderName } from '../../javascript/readers/builder-chain.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import { calledOn, type Step, stepsBack } from '../../javascript/syntax/callee.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { calledName, keyName, type Node, propertyOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';

/** A query of Mongoose's, with what was called on it before it is sent. */
export interface MongooseCall extends OrmCall {
  readonly steps: readonly Step[];
  /** Those of the steps that a branch may leave out. */
  readonly sometimes: ReadonlySet<Step>;
}

/** What goes on with a query or an aggregation; `then` and its kin go on with the answer. */
const GOING_ON = new RegExp(`^(?:${[
  'exec|lean|populate|select|sort|limit|skip|where|equals|gte?|lte?|in|nin|ne|and|or|nor|exists|regex|session|hint|read|readConcern|maxTimeMS|collation|orFail|cursor|batchSize|comment|setOptions|set',
  'find|findOne|countDocuments|estimatedDocumentCount|distinct|updateOne|updateMany|deleteOne|deleteMany|findOneAndUpdate|findOneAndDelete|all|size|elemMatch|slice|merge|transform|allowDiskUse|cache|projection|near|within',
  'match|group|unwind|lookup|project|addFields|append|sample|facet|count|sortByCount|replaceRoot|graphLookup|option|pipeline',
].join('|')})$`);

/** What a query that stands under a name is given later: not what makes another query of it. */
const GIVEN_LATER = /^(?:lean|populate|select|sort|limit|skip|where|equals|gte?|lte?|in|nin|ne|and|or|nor|regex|all|find|session)$/;

const DEPTH = 60;

/** True where a query is sent by a later call of its chain, or is a part of another one. */
export function goesOn(module: JsModule, node: Node): boolean {
  return GOING_ON.test(calledOn(module, node) ?? '');
}

type Begins = (call: TSESTree.CallExpression, name: string) => boolean;

/** The call that a chain begins with, of a method that `begins` knows, and what is called on its query. */
export function chainEndingIn(node: TSESTree.CallExpression, begins: Begins): { readonly base: TSESTree.CallExpression; readonly steps: readonly Step[] } | undefined {
  const steps: Step[] = [];
  for (const { name, call: at, on: object } of stepsBack(node, DEPTH)) {
    // `populate` goes on with `find()`, and begins with a row or with `mongoose.model('Order')`
    if (!(object.type === 'CallExpression' && isOfQuery(object, begins)) && begins(at, name)) return { base: at, steps };
    if (!GOING_ON.test(name)) return undefined;
    steps.unshift({ name, call: at });
  }
  return undefined;
}

/** What is called on a query by the name that it stands under. */
export function stepsLater(module: JsModule, node: TSESTree.CallExpression): Pick<MongooseCall, 'steps' | 'sometimes'> {
  return stepsUnderName(module, node, (name) => GIVEN_LATER.test(name));
}

/** The call begins a query or goes on with one. */
function isOfQuery(call: TSESTree.CallExpression, begins: Begins): boolean {
  const name = calledName(call);
  return GOING_ON.test(name) || begins(call, name);
}

/** How the last `sort` of a chain orders its rows: `{ createdAt: -1 }`, `'-createdAt name'`. */
export function orderOf(module: JsModule, sort: Node | undefined): { column: string; descending: boolean }[] {
  if (sort === undefined) return [];
  const text = stringValue(module, sort);
  if (text !== undefined) return text.split(/\s+/).filter(Boolean).map((part) => ({ column: part.replace(/^[+-]/, ''), descending: part.startsWith('-') }));
  const object = objectValue(module, sort);
  if (object === undefined) return [{ column: '…', descending: false }];
  return object.properties.map((property) => {
    const value = property.type === 'Property' ? unwrap(property.value) : undefined;
    const isNegative = value?.type === 'UnaryExpression' || (value?.type === 'Literal' && String(value.value).startsWith('desc'));
    return { column: (property.type === 'Property' ? keyName(property) : undefined) ?? '…', descending: isNegative };
  });
}

/** True where `populate` names the whole path: `populate('author')`, `populate(['author', 'tags'])`, `populate({ path: 'author', populate: 'company' })`. */
export function populates(module: JsModule, { steps }: MongooseCall, path: readonly string[]): boolean {
  return steps.some(({ name, call }) => name === 'populate' && names(module, call.arguments[0], path));
}

function names(module: JsModule, node: Node | undefined, path: readonly string[]): boolean {
  const value = unwrap(node);
  if (value?.type === 'ArrayExpression') return value.elements.some((element) => element !== null && names(module, element, path));
  const text = stringValue(module, value);
  if (text !== undefined) return text.split(/\s+/).includes(path.join('.'));
  const options = objectValue(module, value);
  const option = (name: string): Node | undefined => options && propertyOf(options, name)?.value;
  const own = stringValue(module, option('path'))?.split('.') ?? [];
  if (own.length === 0 || own.some((step, index) => step !== path[index])) return false;
  return own.length === path.length || names(module, option('populate'), path.slice(own.length));
}

import type { TSESTree } from '@typescript-eslint/utils';
import { classIn, type ClassSite, functionAnswering, lineageOf } from '../../javascript/project/called.ts';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from '../../javascript/project/modules.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { answersOf } from '../../javascript/syntax/flow.ts';
import { beginningOf, importFrom, memberOf } from '../../javascript/syntax/module.ts';
import { calledName, type ClassNode, type Node, parameterPattern, unwrap } from '../../javascript/syntax/nodes.ts';

export const PACKAGES = /^objection$/;

/** Base classes and mixins that are followed. */
const LINEAGE = 6;

/** The class of a model is asked itself, and so are its rows: Objection 1 to 3.1. */
export const OBJECTION_TYPES: TypeModel = {
  packages: PACKAGES,
  types: { row: /^Model$/ },
  worthOpening: /^[A-Z]/,
  aliasedModel: 'model',
  modelClass: { kind: 'model', isNamed: (file, { kind, name }) => (kind === 'class' || kind === 'import') && /^[A-Z]/.test(name) && modelNamed(file, name) !== undefined },
};

/** True for a class that extends Objection's Model, be it through others or through what adds something to one: `extends SoftDelete(Base)`. */
export function isModel(site: ClassSite, lineage = LINEAGE): boolean {
  const base = unwrap(site.node.superClass);
  return base !== undefined && isModelBase(site.file, base, site, lineage);
}

function isModelBase(file: SourceFile, base: Node, site: ClassSite, lineage: number): boolean {
  if (base.type === 'MemberExpression') return importFrom(file.module, unwrap(base.object), PACKAGES) !== undefined;
  if (base.type === 'CallExpression') return base.arguments.some((argument) => isModelBase(file, unwrap(argument), site, lineage));
  if (base.type !== 'Identifier') return false;
  if (importFrom(file.module, base, PACKAGES)?.imported === 'Model') return true;
  const declared = lineage === 0 ? undefined : classIn(declarationOf(file, base));
  return declared !== undefined && isModel(declared, lineage - 1);
}

/** The model that a name at the top level of a file stands for. */
export function modelNamed(file: SourceFile, name: string): ClassSite | undefined {
  return asModel(declarationNamed(file, name));
}

/** The model that an expression stands for. */
export function modelOf(file: SourceFile, node: Node): ClassSite | undefined {
  return asModel(declarationOf(file, node));
}

function asModel(found: Declaration | undefined): ClassSite | undefined {
  const site = classIn(found);
  return site !== undefined && isModel(site) ? site : undefined;
}

/** The model that the code around `this` belongs to. */
export function ownModel(file: SourceFile, node: Node): ClassNode | undefined {
  const owner = node.type === 'ThisExpression' ? file.module.thisClass(node) : undefined;
  return owner !== undefined && isModel({ file, node: owner }) ? owner : undefined;
}

/** A model with those that it extends, the nearest first. */
export function modelLineage(site: ClassSite): readonly ClassSite[] {
  return lineageOf(site, LINEAGE);
}

/** True where a model says `static useLimitInFirst = true`, without which `first()` reads all rows and gives the first (3.1.5), or can't be found. */
export function usesLimitInFirst(file: SourceFile, node: Node): boolean {
  const value = unwrap(node);
  const own = ownModel(file, value);
  const site = own === undefined ? modelOf(file, value) : { file, node: own };
  return site === undefined || modelLineage(site).some((one) => memberOf(one.node, 'useLimitInFirst') !== undefined);
}

/** The model that a function of the project is handed and begins a query of: `baseQuery(Order, options)`, where `baseQuery` gives `model.query(options.trx)`. */
export function modelHanded(file: SourceFile, call: TSESTree.CallExpression): Node | undefined {
  const handed = call.arguments.filter(({ type }) => type !== 'SpreadElement').find((argument) => modelOf(file, argument) !== undefined);
  const found = handed === undefined ? undefined : functionAnswering(file, call.callee);
  const called = found?.node.async === true ? undefined : found;
  const parameter = called?.node.params[call.arguments.findIndex((argument) => argument === handed)];
  const name = parameter === undefined ? undefined : parameterPattern(parameter);
  const answers = called === undefined ? [] : answersOf(called.node);
  return name?.type === 'Identifier' && answers.length > 0 && answers.every((answer) => asks(answer, name.name)) ? handed : undefined;
}

/** `model.query(trx)`, `model.bindKnex(knex).query()` */
function asks(answer: Node, model: string): boolean {
  const value = unwrap(answer);
  const begun = beginningOf(value);
  return value.type === 'CallExpression' && calledName(value) === 'query' && begun.type === 'Identifier' && begun.name === model;
}

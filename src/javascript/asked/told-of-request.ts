import type { TSESTree } from '@typescript-eslint/utils';
import type { Bound } from './asked.ts';
import type { Callers } from '../project/callers.ts';
import { type Declaration, declarationNamed, type SourceFile } from '../project/modules.ts';
import { schemaBounds, schemaOfStep } from '../weight/schema-bounds.ts';
import { isQueryField } from './served.ts';
import { typeNameOf } from '../syntax/annotations.ts';
import { memberOf, type PatternPath } from '../syntax/module.ts';
import { calledName, decoratorName, decoratorsOf, decoratorsOn, type FunctionNode, isClass, type Node, parameterPattern, unwrap } from '../syntax/nodes.ts';
import { isWrapper } from '../syntax/outside.ts';
import { lineageOf, type Unit, unitAround } from '../project/units.ts';
import type { Use } from '../project/uses.ts';

/** What a parameter says by itself of where it comes from: a decorator, the name of a request, a procedure's input, a field of a schema; undefined where it says nothing. */
export function toldOfRequest(file: SourceFile, fn: FunctionNode, index: number, path: PatternPath, callers: Callers): Bound | undefined {
  const parameter = fn.params[index] as TSESTree.Parameter;
  const decorated = [parameter, parameterPattern(parameter)].flatMap(decoratorsOn).find(({ expression }) => DECORATORS.test(decoratorName(expression)));
  if (decorated !== undefined) return ofDecorated(file, parameter, decorated, path);
  const { module } = file;
  const call = module.parentOf(fn);
  if (path[0] === 'input' && call?.type === 'CallExpression' && calledName(call) === 'query') {
    // `procedure.input(schema).query(({ input }) => …)`
    const schema = schemaOfStep(call, /^input$/);
    return schema === undefined ? 'unknown' : schemaBounds(file, schema, path.slice(1));
  }
  const pattern = parameterPattern(parameter);
  const isRequest = pattern.type === 'Identifier' ? /^(?:req|request|ctx|context|event)$/.test(pattern.name) : isAnswered(fn, index);
  if (isRequest && /^(?:(?:req|request) )?(?:query|queryStringParameters) \w+$/.test(path.join(' '))) return isValidated(file, fn, callers) ? 'unknown' : { file, node: parameter, name: String(path.at(-1)) };
  return index === 1 && path.length === 1 && isQueryField(module, fn) ? { file, node: parameter, name: String(path[0]) } : undefined;
}

/** Decorators by which frameworks hand in what stands in the query of a request or in the arguments of a field. */
const DECORATORS = /^(?:Query|QueryParams?|Args?)$/;

/** What validates of a property leaves it as large as it is. */
const HARMLESS = /^(?:IsOptional|IsInt|IsNumber|IsNumberString|IsPositive|IsString|IsDefined|IsNotEmpty|Min|Type|Expose|Api\w*|Field|Property|ToInt|ToNumber|Allow)$/;

function ofDecorated(file: SourceFile, parameter: TSESTree.Parameter, { expression }: TSESTree.Decorator, path: PatternPath): Bound {
  const given = expression.type === 'CallExpression' ? expression.arguments : [];
  const pipes = given.filter((argument) => argument.type !== 'Literal' && argument.type !== 'ObjectExpression' && argument.type !== 'ArrowFunctionExpression');
  if (pipes.some((pipe) => !/^(?:new )?(?:DefaultValuePipe|ParseIntPipe|ParseFloatPipe|ValidationPipe)\b/.test(file.module.textOf(pipe)))) return 'unknown';
  if (path.length === 0) return given[0]?.type === 'Literal' ? { file, node: parameter } : 'unknown';
  const type = typeNameOf(parameterPattern(parameter));
  return path.length > 1 ? 'unknown' : type === undefined ? { file, node: parameter, name: String(path[0]) } : propertyBound(file, type, path[0] as string);
}

/** What the decorators of a property say, wherever its class declares it. */
function propertyBound(file: SourceFile, type: string, name: string): Bound {
  const declared = declarationNamed(file, type);
  if (declared === undefined || !isClass(declared.node)) return 'unknown';
  const lineage: readonly Declaration[] = [declared, ...lineageOf(declared, declared.node).bases];
  const home = lineage.find(({ node }) => isClass(node) && memberOf(node, name) !== undefined);
  const member = isClass(home?.node) ? memberOf(home.node, name) : undefined;
  if (home === undefined || member?.type !== 'PropertyDefinition') return 'unknown';
  const names = decoratorsOf(member).map(({ expression }) => decoratorName(expression));
  if (names.some((one) => /^(?:Max|IsIn|IsEnum)$/.test(one))) return 'bounded';
  return names.every((one) => HARMLESS.test(one)) ? { file: home, node: member } : 'unknown';
}

/** `({ query }, res) => …` */
function isAnswered({ params }: FunctionNode, index: number): boolean {
  const next = params[index + 1];
  return index === 0 && next?.type === 'Identifier' && /^(?:res|response|reply)$/.test(next.name);
}

/** Something beside the handler looks at what is asked for: a middleware, or a schema among the options of the route, in whichever file routes to it. */
function isValidated(file: SourceFile, fn: FunctionNode, callers: Callers): boolean {
  const unit = unitAround(file, fn);
  const own = unit?.node === fn ? unit : wrappedUnit(file, fn);
  const uses: readonly Use[] = [fn, ...(own === undefined ? [] : (file.module.identifiers.get(own.name) ?? []))].map((node) => ({ file, node }));
  return uses.some(isBesideValidator) || (own !== undefined && callers.usesOf(own).some(isBesideValidator));
}

/** `const list = catchAsync(async (req, res) => …)`: routes name what is made of the function. */
function wrappedUnit(file: SourceFile, fn: FunctionNode): Unit | undefined {
  const { module } = file;
  let at = module.parentOf(fn);
  while (at?.type === 'CallExpression') at = module.parentOf(at);
  if (at?.type !== 'VariableDeclarator' || at.id.type !== 'Identifier' || module.functionAround(at) !== undefined) return undefined;
  return { file, node: fn, name: at.id.name, declaration: at, owner: undefined };
}

/** What looks at a request by its name: not at who sends it. */
const VALIDATOR = /valid|schema|celebrate|joi|zod|check(?!Auth|Login|Permission|Role|Access|User|Token|Session)|pagina/i;

function isBesideValidator({ file: { module }, node }: Use): boolean {
  for (let below = node, at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
    const beside = at.type === 'CallExpression' ? [...at.arguments.filter((argument) => argument !== below), ...handedBefore(at)] : [];
    // `wrap(handler)` is what the route is handed
    if (beside.length > 0) return beside.some((argument) => VALIDATOR.test(module.textOf(argument)));
    if (at.type === 'CallExpression' || isWrapper(at)) continue;
    if (at.type !== 'ObjectExpression' && at.type !== 'Property' && at.type !== 'ArrayExpression') return false;
  }
  return false;
}

/** `endpoint(querySchema)(handler)`: what a function was made of that the handler is given to. */
function handedBefore({ callee }: TSESTree.CallExpression): readonly Node[] {
  const made = unwrap(callee);
  return made.type === 'CallExpression' ? made.arguments : [];
}

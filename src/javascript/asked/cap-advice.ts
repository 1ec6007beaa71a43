import { basename } from 'node:path';
import type { Asked } from './asked.ts';
import { numberAcross, type SourceFile } from '../project/modules.ts';
import type { AskedByCode } from './asked-by-code.ts';
import { calledName, decoratorName, decoratorsOf, decoratorsOn, isNullish, keyName, memberName, type Node, some, unwrap } from '../syntax/nodes.ts';
import type { JsModule } from '../syntax/module.ts';
import { constantInit } from '../syntax/values.ts';

/** The argument by which one caller hands on what a request names. */
export interface Handing extends Asked {
  /** The largest number that other callers hand in; 0 where there is none. */
  readonly others: number;
}

/** A limit that is to have a maximum. */
interface Cap {
  readonly asked: Asked;
  readonly handing: Handing | undefined;
  readonly limit: Node;
  /** The maximum, as the code is to write it. */
  readonly most: string;
  /** What stands in for a number that a request leaves out. */
  readonly missing: string;
  /** The code puts 0 where a request leaves the number out. */
  readonly isZeroMeant: boolean;
  /** What a number below 1 does, where it isn't to read no rows and nothing keeps the number above. */
  readonly belowOne: string | undefined;
  /** What other code asks for that is more than a page may have by itself. */
  readonly byCode: AskedByCode | undefined;
}

/** Of more rows than these no page is made, whoever asks for them. */
export const LARGEST_PAGE = 1000;

/** Where a limit gets its maximum, in the words of the place: in the schema that it passes, else where one caller hands it in, else where it is read. */
export function adviceToCap(file: SourceFile, { asked, handing, limit, most, missing, isZeroMeant, belowOne, byCode }: Cap, atMost: number): { readonly advice: string; readonly isHere: boolean } {
  const within = (place: Asked): string => (place.file.path === file.path ? `line ${String(place.file.module.lineOf(place.node))}` : `${basename(place.file.path)}:${String(place.file.module.lineOf(place.node))}`);
  const why = `${belowOne === undefined ? '' : ` ${belowOne}.`}${byCode === undefined ? '' : otherwise(byCode)}`;
  if (isNumberSchema(asked.node)) return { advice: `Give it a maximum in the schema (${within(asked)}): \`${belowOne === undefined ? '' : '.min(1)'}.max(${most})\`.${why}`, isHere: false };
  const capped = (at: SourceFile, node: Node): string => {
    const written = at.module.textOf(node);
    const text = isZeroMeant ? `${written} || ${missing}` : replaced(at.module, node, missing) ?? (mayBeMissing(at, written) || isOptional(asked.node) ? `${written} ?? ${missing}` : written);
    const isShort = /^[\w.]+(?:\([\w.]+\))?(?: (?:\?\?|\|\|) [\w.]+)?$/.test(text) && text.length <= 40;
    const number = isShort ? text : '…';
    return `${isShort ? ':' : ', with'} \`Math.min(${belowOne === undefined ? number : atLeastOne(number)}, ${most})\``;
  };
  // less than other code asks for would cut its rows off
  if (handing !== undefined && handing.others > atMost) {
    return { advice: `Cap it where the request hands it in (${within(handing)})${capped(handing.file, handing.node)}. Other code asks for up to ${String(handing.others)}.${why}`, isHere: false };
  }
  return { advice: `Cap it where it is read${capped(file, limit)}.${why}`, isHere: true };
}

/** A number that is no less than 1, as code. */
export function atLeastOne(text: string): string {
  return `Math.max(${text}, 1)`;
}

function otherwise({ number, place }: AskedByCode): string {
  return number > LARGEST_PAGE
    ? ` Code of the project asks for up to ${String(number)} of them (${place}), which that cuts off: it needs a read of its own first.`
    : ` Code of the project asks for up to ${String(number)} of them (${place}), which less would cut off.`;
}

/** What a schema or a class says of the number keeps it above 0: `z.number().min(1)`, `@Min(1)`. */
export function isKeptAbove({ file, node }: Asked): boolean {
  if (node.type === 'PropertyDefinition') {
    return decoratorsOf(node).some(({ expression }) => {
      const [least] = expression.type === 'CallExpression' ? expression.arguments : [];
      return decoratorName(expression) === 'IsPositive' || (decoratorName(expression) === 'Min' && (numberAcross(file, least) ?? 0) >= 1);
    });
  }
  return isNumberSchema(node) && some(node, (inner) => inner.type === 'CallExpression' && (calledName(inner) === 'positive' || (/^(?:min|gte)$/.test(calledName(inner)) && (numberAcross(file, inner.arguments[0]) ?? 0) >= 1)));
}

/** How a request calls the number: `limit` of `@Query('limit')`, `limit?: number`, `searchParams.get('limit')`, `limit: z.number()`. */
export function nameAskedBy({ file: { module }, node, name }: Asked): string | undefined {
  if (name !== undefined) return name;
  if (node.type === 'PropertyDefinition') return keyName(node);
  const named = [node, ...decoratorsOn(node).map(({ expression }) => expression)].map((one) => (one.type === 'CallExpression' ? one.arguments[0] : undefined)).find((first) => first?.type === 'Literal' && typeof first.value === 'string');
  if (named?.type === 'Literal') return named.value;
  const property = isNumberSchema(node) ? module.parentOf(node) : undefined;
  return property?.type === 'Property' ? keyName(property) : undefined;
}

/** The number with what stands in for it, where the code has nothing stand in: `limit || 100` of `limit || undefined`, `Number(take) || 100` of `take ? Number(take) : undefined`. */
function replaced(module: JsModule, node: Node, missing: string): string | undefined {
  const value = unwrap(node);
  if (value.type === 'LogicalExpression') return isNullish(value.right) ? `${module.textOf(value.left)} ${value.operator} ${missing}` : undefined;
  if (value.type === 'ConditionalExpression') return isNullish(value.alternate) ? `${module.textOf(value.consequent)} || ${missing}` : undefined;
  const init = value.type === 'Identifier' ? constantInit(module, value) : undefined;
  return init !== undefined && replaced(module, init, missing) !== undefined ? `${module.textOf(value)} ?? ${missing}` : undefined;
}

/** `take?: number` in the file: nobody has to name it, and the least of nothing and a number is none. */
function mayBeMissing({ module }: SourceFile, written: string): boolean {
  const name = /^(?:\w+\.)*(\w+)$/.exec(written)?.[1];
  return name !== undefined && new RegExp(String.raw`\b${name}\?\s*:`).test(module.text);
}

/** `limit?: number;` of the class that says what may be asked for, and nothing that stands in for it. */
function isOptional(asked: Node): boolean {
  return asked.type === 'PropertyDefinition' && asked.optional && asked.value === null;
}

/** `z.coerce.number().min(1)`, which a `max` bounds; that of a text bounds its length. */
export function isNumberSchema(node: Node): boolean {
  let isNumber = false;
  let at = node;
  while (at.type === 'CallExpression' || at.type === 'MemberExpression') {
    if (at.type === 'MemberExpression') isNumber ||= memberName(at) === 'number' || memberName(at) === 'int';
    at = unwrap(at.type === 'CallExpression' ? at.callee : at.object);
  }
  return isNumber && node.type === 'CallExpression';
}

/** What sets a number where a request names none: `z.number().default(200)`, `new DefaultValuePipe(200)`. */
const DEFAULTS = /^(?:default|prefault|DefaultValuePipe)$/;

/** The number that stands in where a request names none, as the place says where it names one. */
export function defaultOf({ file, node }: Asked): number {
  const set = node.type === 'AssignmentPattern' ? node.right : node.type === 'PropertyDefinition' ? node.value : undefined;
  let found = numberAcross(file, set ?? undefined) ?? 0;
  some(node, (inner) => {
    const isDefault = (inner.type === 'CallExpression' && DEFAULTS.test(calledName(inner))) || (inner.type === 'NewExpression' && inner.callee.type === 'Identifier' && DEFAULTS.test(inner.callee.name));
    if (isDefault) found = Math.max(found, numberAcross(file, inner.arguments[0]) ?? 0);
    return false;
  });
  return found;
}

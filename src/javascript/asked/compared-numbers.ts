import { oncePer } from '../../project/memo.ts';
import { beginningOf, type JsModule } from '../syntax/module.ts';
import { calledName, memberName, type Node, unwrap, walk } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';

/** What turns text into a number, or keeps it one. */
export const CONVERSIONS = /^(?:Number|parseInt|parseFloat|String|floor|ceil|round|trunc|abs|toNumber|toInteger)$/;

/** What functions are called that look at a number and may refuse it, or make it smaller. */
export const BOUNDING = /check|assert|valid|clamp|ensure|bound|sanit|normali|limit[A-Z]/;

/** The code around compares the number with a largest one, or hands it to something that may. */
export function isGuarded(module: JsModule, value: Node): boolean {
  return isAmong(module, value, guardedNames);
}

/** The code around compares the number with the smallest one. */
export function isKeptAboveHere(module: JsModule, value: Node): boolean {
  return isAmong(module, value, namesKeptAbove);
}

function isAmong(module: JsModule, value: Node, namesIn: (outer: Node, module: JsModule) => ReadonlySet<string>): boolean {
  const name = numberName(value);
  if (name === undefined) return false;
  let outer: Node | undefined;
  for (let at = module.functionAround(value); at !== undefined; at = module.functionAround(at)) outer = at;
  return outer !== undefined && namesIn(outer, module).has(name);
}

/** A number that is compared with these is kept above them. */
const SMALLEST: ReadonlySet<number | undefined> = new Set([0, 1]);

/** `if (limit < 1) …`, `limit > 0 ? limit : 20` */
const namesKeptAbove = oncePer((outer: Node, module: JsModule): ReadonlySet<string> => {
  const found = new Set<string>();
  walk(outer, (node) => {
    addCompared(found, node, (other) => SMALLEST.has(numberValue(module, other)));
    return undefined;
  });
  return found;
});

const guardedNames = oncePer((outer: Node, module: JsModule): ReadonlySet<string> => {
  const found = new Set<string>();
  walk(outer, (node) => {
    addCompared(found, node, (other) => isLargest(module, other));
    if (node.type === 'CallExpression' && BOUNDING.test(calledName(node))) {
      for (const argument of node.arguments) {
        const name = numberName(argument);
        if (name !== undefined) found.add(name);
      }
    }
    return undefined;
  });
  return found;
});

/** Adds the name of what a comparison compares with such a number. */
function addCompared(found: Set<string>, node: Node, isSuch: (other: Node) => boolean): void {
  if (node.type !== 'BinaryExpression' || !/^[<>]=?$/.test(node.operator)) return;
  for (const [side, other] of [[node.left, node.right], [node.right, node.left]] as const) {
    const name = numberName(side);
    if (name !== undefined && isSuch(other)) found.add(name);
  }
}

/** The name under which a number is known: `limit` of `limit`, `query.limit` and `Number(limit)`. */
export function numberName(node: Node): string | undefined {
  const value = unwrap(node);
  if (value.type === 'Identifier') return value.name;
  if (value.type === 'MemberExpression') return memberName(value);
  const [first] = value.type === 'CallExpression' && CONVERSIONS.test(calledName(value)) ? value.arguments : [];
  return first === undefined ? undefined : numberName(first);
}

/** A number that something is compared with as the largest: no 0 and no 1, which are the smallest. */
function isLargest(module: JsModule, node: Node): boolean {
  const number = numberValue(module, node);
  if (number !== undefined) return number > 1;
  const value = unwrap(node);
  return (value.type === 'Identifier' || value.type === 'MemberExpression') && /max|cap|largest|[A-Z]{3}/i.test(module.textOf(value)) && beginningOf(value).type === 'Identifier' && !module.textOf(value).endsWith('length');
}

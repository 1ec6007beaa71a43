import { type Built } from '../../javascript/readers/builder-chain.ts';
import type { JsModule } from '../../javascript/syntax/module.ts';
import { namedProperties, type Node } from '../../javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../javascript/syntax/values.ts';
import { LOADS } from './methods.ts';

/** The relations that a query reads along with its rows, as paths from the row; undefined where an expression is not written out. */
export function loadedBy(module: JsModule, { steps }: Pick<Built, 'steps'>): readonly string[] | undefined {
  const found: string[] = [];
  for (const { name, call: { arguments: [first] } } of steps) {
    if (!LOADS.test(name) || name === 'allowGraph') continue;
    const text = stringValue(module, first);
    const object = objectValue(module, first);
    if (text === undefined && object === undefined) return undefined;
    found.push(...(text === undefined ? pathsOf(object as Node) : pathsIn(text)));
  }
  return found;
}

/** `items` and `items.product` of `{ items: { product: true } }`. */
function pathsOf(object: Node, before = ''): string[] {
  return namedProperties(object).flatMap(({ name, property }) => (name.startsWith('$') ? [] : [before + name, ...pathsOf(property.value, `${before}${name}.`)]));
}

/** `customer`, `items` and `items.product` of `[customer, items.[product as thing(open)]]`. */
function pathsIn(text: string): string[] {
  const found: string[] = [];
  const around: string[] = [];
  let path = '';
  for (const [token] of text.replaceAll(/\([^()]*\)|\s+as\s+\w+/g, '').matchAll(/[\w$^*]+|[[\].,]/g)) {
    if (token === '[') around.push(path);
    else if (token === ']') around.pop();
    else if (token === ',') path = around.at(-1) ?? '';
    else if (token !== '.') {
      path = path === '' ? token : `${path}.${token}`;
      found.push(path);
    }
  }
  return found;
}

import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import type { JsModule } from '../syntax/module.ts';
import { isFunction, keyName, memberName, type Node, unwrap, walk } from '../syntax/nodes.ts';

/** What a file says beside the names that are bound: members, keys, strings. */
export interface Words {
  /** Accesses by name: `orders.find`. */
  readonly members: ReadonlyMap<string, readonly TSESTree.MemberExpression[]>;
  /** Names that are taken out of objects: `const { find } = orders`. */
  readonly taken: ReadonlySet<string>;
  /** Methods and properties that hold functions, of classes and object literals. */
  readonly defined: ReadonlySet<string>;
  /** Words of strings that can be names or code: no sentences. */
  readonly quoted: ReadonlySet<string>;
  /** Names of JSX: `<Orders />`, `<orders.List />`, and of attributes. */
  readonly rendered: ReadonlySet<string>;
  readonly loadsDynamically: boolean;
  /** A method is called whose name is computed: `this[name]()`. */
  readonly callsComputed: boolean;
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

export const wordsOf: (module: JsModule) => Words = oncePer((module: JsModule): Words => {
  const members = new Map<string, TSESTree.MemberExpression[]>();
  const [taken, defined, quoted, rendered] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  let [loadsDynamically, callsComputed] = [false, false];
  const quote = (text: string): void => {
    if (!/\s/.test(text) || /[{\n]/.test(text)) for (const [word] of text.matchAll(WORD)) quoted.add(word);
  };
  walk(module.program, (node) => {
    switch (node.type) {
      case 'MemberExpression': {
        const name = memberName(node);
        if (name === undefined) break;
        const known = members.get(name);
        if (known === undefined) members.set(name, [node]);
        else known.push(node);
        break;
      }
      case 'ObjectPattern':
        for (const property of node.properties) if (property.type === 'Property') taken.add(keyName(property) ?? '');
        break;
      case 'MethodDefinition':
        defined.add(keyName(node) ?? '');
        break;
      case 'Property':
      case 'PropertyDefinition':
        if (isFunction(unwrap(node.value as Node | null))) defined.add(keyName(node) ?? '');
        break;
      case 'CallExpression': {
        const callee = unwrap(node.callee);
        callsComputed ||= callee.type === 'MemberExpression' && callee.computed && memberName(callee) === undefined;
        break;
      }
      case 'ImportExpression':
        loadsDynamically = true;
        break;
      case 'Literal':
        // `Orders['close']` is the type of a method
        if (typeof node.value === 'string' && !isOfType(module, node)) quote(node.value);
        break;
      case 'TemplateLiteral':
        for (const { value } of node.quasis) quote(value.raw);
        break;
      case 'JSXIdentifier':
        rendered.add(node.name);
        break;
    }
    return undefined;
  });
  return { members, taken, defined, quoted, rendered, loadsDynamically, callsComputed };
});

function isOfType(module: JsModule, literal: Node): boolean {
  const type = module.parentOf(literal);
  return type?.type === 'TSLiteralType' && module.parentOf(type)?.type === 'TSIndexedAccessType';
}

import type { TSESTree } from '@typescript-eslint/utils';
import { functionCalled } from '../project/called.ts';
import type { SourceFile } from '../project/modules.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { calledName, type FunctionNode, memberName, type Node, some, unwrap } from '../syntax/nodes.ts';

/** Modules of Node, and packages, that work out hashes: those of the first at once, those of the second slowly on purpose. */
const CRYPTO = /^(?:node:)?crypto$/;
const HASHES = /^(?:(?:node:)?crypto|@?(?:node-rs\/)?(?:bcrypt|argon2)|bcryptjs|bcrypt-ts|argon2-browser|scrypt-js|scrypt-kdf|pbkdf2)$/;

/** What of them takes its time. */
const SLOW = /^(?:hash|compare|verify|genSalt|scrypt|pbkdf2|kdf|default|deriveBits|deriveKey|generateKeyPair)$/;

/** Functions that are looked into for one file. */
const MOST_FUNCTIONS = 200;

/** Objects and functions of the language that wait for nothing. */
const PURE_ROOTS = /^(?:Math|Number|String|Boolean|BigInt|JSON|Object|Array|Date|Symbol|Intl|Set|Map|URLSearchParams|URL|RegExp|Error|TypeError|RangeError|parseInt|parseFloat|isNaN|isFinite|encodeURIComponent|decodeURIComponent|structuredClone)$/;

/** Methods of strings, numbers, dates, lists and Maps. Names that clients and stores have as well (`get`, `set`, `find`) are left out. */
const PURE_METHODS = /^(?:to[A-Z]\w*|getTime|get(?:UTC)?(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|Milliseconds)|trim\w*|split|join|slice|substring|replace|replaceAll|padStart|padEnd|startsWith|endsWith|includes|indexOf|match|test|charAt|charCodeAt|map|filter|reduce|some|every|flat|flatMap|sort|reverse|concat|push|keys|values|entries|at|valueOf)$/;

/**
 * Says which functions of the project, in this file or in others, only compute: they await nothing but such functions and call nothing
 * that could wait for something else. What can't be followed is taken to wait. One per file that is read.
 */
export class Computing {
  private readonly known = new Map<FunctionNode, boolean>();

  /** True for what a call runs, where it only computes. */
  computes(file: SourceFile, callee: Node): boolean {
    const fn = functionCalled(file, callee);
    if (fn === undefined) return false;
    const before = this.known.get(fn.node);
    if (before !== undefined) return before;
    // A function that is being looked at already calls itself: it is taken to wait.
    this.known.set(fn.node, false);
    const found = this.known.size <= MOST_FUNCTIONS && !some(fn.node.body, (node) => this.waits(fn, node));
    this.known.set(fn.node, found);
    return found;
  }

  private waits(file: SourceFile, node: Node): boolean {
    switch (node.type) {
      case 'CallExpression':
        return !isPure(node.callee) && !this.computes(file, node.callee);
      case 'NewExpression':
        return !isPure(node.callee);
      case 'AwaitExpression':
        return unwrap(node.argument).type !== 'CallExpression';
      case 'ForOfStatement':
        return node.await;
      case 'YieldExpression':
      case 'TaggedTemplateExpression':
      case 'ImportExpression':
        return true;
      default:
        return false;
    }
  }
}

/** Methods of lists and Maps that clients of stores have as well. */
const OF_STORES = /^(?:keys|values|entries|push|at|test|match)$/;

/** True for a call of the language that a function may answer with: what it gives is there at once. */
export function isPlainAnswer({ callee }: TSESTree.CallExpression): boolean {
  const value = unwrap(callee);
  return isPure(value) && !(value.type === 'MemberExpression' && OF_STORES.test(memberName(value) ?? ''));
}

function isPure(callee: Node): boolean {
  const value = unwrap(callee);
  if (value.type === 'Identifier') return PURE_ROOTS.test(value.name);
  const { root } = chainOf(value);
  if (root.type === 'Identifier' && PURE_ROOTS.test(root.name)) return true;
  return value.type === 'MemberExpression' && PURE_METHODS.test(memberName(value) ?? '');
}

/** What a call waits for that works out a hash or checks what it is handed: `crypto.subtle.digest(…)`, `bcrypt.hash(…)`, `schema.parseAsync(…)`; undefined for any other. */
export function hashOf(module: JsModule, { callee }: TSESTree.CallExpression): 'none' | 'hash' | undefined {
  const value = unwrap(callee);
  const { root, names } = chainOf(value);
  const name = names.at(-1) ?? '';
  if (root.type !== 'Identifier') return undefined;
  const binding = module.resolve(root);
  if (names.includes('subtle') || root.name === 'subtle') return SLOW.test(name) ? 'hash' : 'none';
  // `const scryptAsync = promisify(scrypt)`
  const made = binding?.kind === 'variable' && binding.constant ? unwrap(binding.node.init) : undefined;
  const promised = made?.type === 'CallExpression' && calledName(made) === 'promisify' ? made.arguments[0] : undefined;
  if (promised !== undefined) return hashOfName(module, promised);
  if (/^(?:parse|safeParse|validate)Async$/.test(name)) return 'none';
  return hashOfName(module, value);
}

function hashOfName(module: JsModule, node: Node): 'none' | 'hash' | undefined {
  const { root, names } = chainOf(unwrap(node));
  const binding = root.type === 'Identifier' ? module.resolve(root) : undefined;
  if (binding?.kind !== 'import' || !HASHES.test(binding.source)) return undefined;
  const name = names.at(-1) ?? binding.imported;
  return SLOW.test(name) ? 'hash' : CRYPTO.test(binding.source) ? 'none' : undefined;
}

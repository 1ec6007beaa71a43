import type { TSESTree } from '@typescript-eslint/utils';
import { oncePer } from '../../project/memo.ts';
import { homeOf } from '../queries/helpers.ts';
import { callsIn, type JsModule } from '../syntax/module.ts';
import { type Node, spanOf } from '../syntax/nodes.ts';

/** How caches are called, and what is put into them by. */
const KEEPER = /(?:cach|redis|\bkv\b|memcache)\w*(?:\(\))?(?:\.\w+)*\.(?:set\w*|put|store|save|write)$/i;

/** `cache.set(key, rows)`, `this.redis.setex(key, 60, rows)` */
export function isKeeper(module: JsModule, { callee }: TSESTree.CallExpression): boolean {
  return KEEPER.test(module.textOf(callee));
}

/** Where the function around a loop puts something into a cache after it: what the loop has found out. What each round puts there is its own. */
export function keptAfter(module: JsModule, loop: Node): Node | undefined {
  const home = homeOf(module, loop);
  return home === undefined ? undefined : keepersIn(module)(home).find((call) => spanOf(call)[0] > spanOf(loop)[1]);
}

const keepersIn = oncePer((module: JsModule) => oncePer((home: Node) => callsIn(module, home).filter((call) => isKeeper(module, call))));

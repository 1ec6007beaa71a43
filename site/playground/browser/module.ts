/** As much of `node:module` as the plugin uses: it loads late what most runs don't need. In the browser that is in the bundle. */
import * as oxc from './oxc.ts';

const MODULES: Readonly<Record<string, unknown>> = { 'oxc-parser': oxc };

interface Require {
  (name: string): unknown;
  resolve(name: string): string;
}

export function createRequire(): Require {
  const find = (name: string): unknown => {
    const found = MODULES[name];
    if (found === undefined) throw new Error(`Cannot find module '${name}'`);
    return found;
  };
  return Object.assign(find, { resolve: (name: string) => (find(name), name) });
}

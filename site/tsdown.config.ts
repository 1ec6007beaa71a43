import { fileURLToPath } from 'node:url';
import { defineConfig, type Rolldown } from 'tsdown';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What stands for the parts of Node that are used. */
const STAND_INS = new Map([
  ['node:path', at('../node_modules/pathe/dist/index.mjs')],
  ...['fs', 'os', 'crypto', 'module'].map((name) => [`node:${name}`, at(`playground/browser/${name}.ts`)] as const),
]);

const NOTHING = '\0nothing.cjs';

/** The playground's worker: the plugin as it is, ESLint and the parsers, with stand-ins for what they use of Node. */
export default defineConfig({
  entry: { 'playground-worker': at('playground/worker.ts') },
  outDir: at('.vitepress/pages/public'),
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  fixedExtension: false,
  minify: true,
  // the manifest says of the plugin's own code that it may be left out where nothing of it is used
  treeshake: { moduleSideEffects: [{ test: /playground\/browser\/process\.ts$/, sideEffects: true }] },
  dts: false,
  clean: false,
  deps: { alwaysBundle: [/./], onlyBundle: false },
  plugins: [standIns(), leftOut()],
});

/** A part of Node for which there is none ends the build: it would be missed in the browser only. */
function standIns(): Rolldown.Plugin {
  return {
    name: 'stand-ins',
    resolveId: {
      filter: { id: /^node:/ },
      handler(id, importer) {
        return STAND_INS.get(id) ?? this.error(`${String(importer)} uses ${id}, for which site/playground/browser/ has no stand-in.`);
      },
    },
  };
}

/** What is asked for and never used: ESLint's own rules, which it looks up by name, and what TypeScript's compiler takes of Node. */
function leftOut(): Rolldown.Plugin {
  return {
    name: 'left-out',
    resolveId: { filter: { id: /^[a-z_-]+$/ }, handler: (_, importer) => (importer?.includes('/typescript/lib/') === true ? NOTHING : undefined) },
    load: { filter: { id: /nothing\.cjs$|\/eslint\/lib\/rules\/index\.js$/ }, handler: (id) => (id === NOTHING ? 'module.exports = {};' : 'module.exports = new Map();') },
  };
}

import type { ESLint } from 'eslint';
import packageJson from '../package.json' with { type: 'json' };
import { createConfigs } from './configs/index.ts';
import { PythonLanguage } from './python/language.ts';
import { PythonProcessor } from './python/processor.ts';
import { rules } from './rules/index.ts';

const base = {
  meta: { name: packageJson.name, version: packageJson.version, namespace: 'admin-scale' },
  languages: { python: new PythonLanguage() },
  processors: { python: new PythonProcessor(packageJson.version) },
  rules,
};

/** The presets refer to the plugin, so they are added to it once it exists. */
const plugin = Object.assign(base, { configs: createConfigs(base as unknown as ESLint.Plugin, rules) });

export type * from './python/nodes.ts';
// `require()` of an ES module yields the namespace object, unless it has this export: then it yields the plugin (Node >= 20.19).
export { plugin as default, plugin as 'module.exports' };

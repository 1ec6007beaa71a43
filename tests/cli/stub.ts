import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ESLint, Linter, Rule } from 'eslint';
import type { PresetName } from '../../src/configs/index.ts';
import type { Dependencies } from '../../src/cli/load.ts';
import { type ExitCode, run } from '../../src/cli/run.ts';
import { oxcParser } from '../../src/javascript/parse/eslint-parser.ts';
import { NO_FACTS } from '../../src/model/file-model.ts';
import type { AdminResource } from '../../src/model/admin.ts';
import { PythonLanguage } from '../../src/python/language.ts';

/** Reports each `slow(` in the text and renames it; `explode(` makes it throw. */
function callRule(name: string, options: { readonly schema?: Rule.RuleMetaData['schema'] } = {}): Rule.RuleModule {
  const check = (context: Rule.RuleContext): void => {
    const { text } = context.sourceCode;
    if (text.includes('explode(')) throw new Error('boom\nwith details');
    for (const { index } of text.matchAll(new RegExp(`\\b${name}\\(`, 'g'))) {
      const loc = { start: context.sourceCode.getLocFromIndex(index), end: context.sourceCode.getLocFromIndex(index + name.length) };
      context.report({ loc, message: `\`${name}\` costs 100% more: write, for once, \`fast\`.`, fix: (fixer) => fixer.replaceTextRange([index, index + name.length], 'fast') });
    }
  };
  return {
    meta: { type: 'problem', fixable: 'code', docs: { description: `disallow ${name}` }, schema: options.schema ?? [] },
    create(context) {
      const listener = () => {
        check(context);
      };
      // ESLint 9.15 looks a selector of a bare type up by `node.type`, whatever the language calls it.
      return { Program: listener, '[nodeType="Module"]': listener };
    },
  };
}

const rules = {
  'no-slow': callRule('slow'),
  'no-slower': callRule('slower', { schema: [{ type: 'object', properties: { budget: { type: 'integer' } }, additionalProperties: false }] }),
};

const base = { meta: { name: 'stub', version: '0.0.0' }, languages: { python: new PythonLanguage() }, rules };

function preset(entries: Linter.RulesRecord): Linter.Config[] {
  const shared = { plugins: { 'admin-scale': base as unknown as ESLint.Plugin }, rules: entries };
  return [
    { files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'], ...shared },
    { files: ['**/*.py'], language: 'admin-scale/python', ...shared },
  ];
}

const configs: Record<PresetName, Linter.Config[]> = {
  recommended: preset({ 'admin-scale/no-slow': 'error' }),
  strict: preset({ 'admin-scale/no-slow': 'error', 'admin-scale/no-slower': 'error' }),
};

/** Two rules of which nothing can be wrong, so that the command is what is tested. A file has the resources that its text names. */
export const stubs: Dependencies = {
  plugin: { rules, configs },
  parser: oxcParser,
  read: ({ sourceCode: { text } }) => ({ model: { ...NO_FACTS, resources: [...text.matchAll(/class (\w+Admin)\b/g)].map(([, name = '']) => resource(name, text.includes('slow(') ? 2 : 0)) } }),
};

function resource(name: string, perRow: number): AdminResource {
  const cost = { now: { fixed: 2, perRow }, remedied: { fixed: 2, perRow: 0 } };
  return { name, model: undefined, span: [0, 0], list: { pageSize: 50, cost, parts: [] } };
}

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Below the project's root. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  /** Of both streams; unknown by default. */
  readonly columns?: number;
  readonly stdin?: string;
  readonly dependencies?: Dependencies;
}

/** A copy of the example shops, or of those that are named. */
export function exampleShops(names?: readonly string[]): TemporaryProject {
  const project = new TemporaryProject({});
  const examples = join(import.meta.dirname, '../../examples');
  for (const name of names ?? ['']) cpSync(join(examples, name), project.path(name), { recursive: true });
  return project;
}

/** A project in a temporary directory of its own. */
export class TemporaryProject {
  readonly root: string;

  constructor(files: Readonly<Record<string, string | Buffer>>) {
    this.root = mkdtempSync(join(tmpdir(), 'admin-scale-cli-'));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  write(path: string, text: string | Buffer): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  /** Runs the command in the project. */
  async run(argv: readonly string[], { cwd = '.', env = {}, tty = false, columns, stdin = '', dependencies = stubs }: RunOptions = {}): Promise<Ran> {
    let stdout = '';
    let stderr = '';
    const out = { isTTY: tty, columns, write: (text: string) => (stdout += text) };
    const err = { isTTY: tty, columns, write: (text: string) => (stderr += text) };
    const code = await run(argv, { cwd: this.path(cwd), env, stdout: out, stderr: err, stdin: () => Promise.resolve(stdin) }, dependencies);
    return { code, stdout, stderr };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

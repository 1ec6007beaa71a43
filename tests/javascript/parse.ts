import { parse as parseTypeScript } from '@typescript-eslint/parser';
import type { TSESTree } from '@typescript-eslint/utils';
import { Linter, type Rule } from 'eslint';
import { parseModule } from '../../src/javascript/parse/parser.ts';
import { createModule, type JsModule } from '../../src/javascript/syntax/module.ts';
import { type Node, walk } from '../../src/javascript/syntax/nodes.ts';

/** The parsers whose trees the front end must read alike. */
export const PARSERS = {
  oxc: (text: string) => parseModule(text, 'file.tsx'),
  'typescript-eslint': (text: string) => parseTypeScript(text, { range: true, jsx: true, sourceType: 'module' }) as unknown as TSESTree.Program,
  espree: (text: string) => espree(text),
} as const;

export type ParserName = keyof typeof PARSERS;

/** ESLint's own parser hands its tree to rules only. */
function espree(text: string): TSESTree.Program | undefined {
  let program: TSESTree.Program | undefined;
  const rule: Rule.RuleModule = {
    create: (context) => {
      program = context.sourceCode.ast as unknown as TSESTree.Program;
      return {};
    },
  };
  const messages = new Linter().verify(text, [{ plugins: { x: { rules: { x: rule } } }, rules: { 'x/x': 'error' } }]);
  if (messages.length > 0) throw new Error(messages[0]?.message);
  return program;
}

export function moduleOf(text: string, parser: ParserName = 'oxc'): JsModule {
  const program = PARSERS[parser](text);
  if (program === undefined) throw new Error(`${parser} can't parse the text`);
  return createModule(program, text);
}

/** The first node that `test` holds for. */
export function find<T extends Node>(module: JsModule, test: (node: Node) => node is T): T {
  let found: T | undefined;
  walk(module.program, (node) => {
    if (found === undefined && test(node)) found = node;
    return found === undefined;
  });
  if (found === undefined) throw new Error('no such node');
  return found;
}

/** The identifier named `name` that stands behind the comment `/*here*\/`. */
export function marked(module: JsModule): TSESTree.Identifier {
  const offset = module.text.indexOf('/*here*/') + '/*here*/'.length;
  return find(module, (node): node is TSESTree.Identifier => node.type === 'Identifier' && startOf(node) === offset);
}

function startOf(node: Node): number {
  return (node as { range?: [number, number]; start?: number }).range?.[0] ?? (node as { start?: number }).start ?? -1;
}

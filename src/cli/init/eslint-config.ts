import type { TSESTree } from '@typescript-eslint/utils';
import type { Rule } from 'eslint';
import { parseModule } from '../../javascript/parse/parser.ts';
import { withEdits } from '../edits.ts';
import { type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';

const PLUGIN = 'eslint-plugin-admin-scale';

/** An ESLint configuration for a project that has none, as every version takes it: `eslint/config` is there since 9.22. */
export const NEW_CONFIG = `import adminScale from '${PLUGIN}';

export default [
  ...adminScale.configs.recommended,
];
`;

/**
 * The text of an ESLint configuration with the preset put first; undefined where it isn't one of the usual shapes: an array or a call that makes one, exported by itself or by the
 * name of a constant.
 */
export function withPreset(text: string, path: string): string | undefined {
  const program = parseModule(text, path);
  const found = program === undefined ? undefined : exported(program);
  const list = found === undefined || program === undefined ? undefined : resolved(program, found.node);
  if (program === undefined || found === undefined || list === undefined) return undefined;
  const entry = entryIn(text, list);
  const load = found.isModule ? `import adminScale from '${PLUGIN}';\n` : `const adminScale = require('${PLUGIN}');\n`;
  return entry === undefined ? undefined : withEdits(text, [insertion(startOf(text, program), load), entry]);
}

function exported({ body }: TSESTree.Program): { readonly node: Node; readonly isModule: boolean } | undefined {
  for (const statement of body) {
    if (statement.type === 'ExportDefaultDeclaration') return { node: statement.declaration, isModule: true };
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue;
    const { left, right } = statement.expression;
    if (left.type === 'MemberExpression' && left.object.type === 'Identifier' && left.object.name === 'module') return { node: right, isModule: false };
  }
  return undefined;
}

function resolved({ body }: TSESTree.Program, node: Node): Node | undefined {
  const value = unwrap(node);
  if (value.type !== 'Identifier') return value;
  const declared = body.flatMap((statement) => (statement.type === 'VariableDeclaration' ? statement.declarations : []));
  return unwrap(declared.find(({ id }) => id.type === 'Identifier' && id.name === value.name)?.init);
}

/** Calls that take configurations one after the other or in arrays: `defineConfig`, `tseslint.config`, `antfu`'s and the like are left alone. */
function isConfigCall({ callee }: TSESTree.CallExpression): boolean {
  if (callee.type === 'Identifier') return callee.name === 'defineConfig';
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && /^ts-?eslint$/i.test(callee.object.name) && callee.property.type === 'Identifier' && callee.property.name === 'config';
}

function entryIn(text: string, node: Node): Rule.Fix | undefined {
  if (node.type === 'ArrayExpression') return before(text, node, node.elements[0], '...adminScale.configs.recommended');
  if (node.type !== 'CallExpression' || !isConfigCall(node)) return undefined;
  const [first] = node.arguments;
  if (first?.type === 'ArrayExpression') return before(text, first, first.elements[0], 'adminScale.configs.recommended');
  return first === undefined ? undefined : beforeNode(text, first, 'adminScale.configs.recommended');
}

function before(text: string, list: Node, first: Node | null | undefined, entry: string): Rule.Fix {
  return first === null || first === undefined ? insertion(spanOf(list)[0] + 1, entry) : beforeNode(text, first, entry);
}

/** `entry` before what follows it: on a line of its own where that begins one. */
function beforeNode(text: string, node: Node, entry: string): Rule.Fix {
  const [at] = spanOf(node);
  const lead = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return insertion(at, lead.trim() === '' ? `${entry},\n${lead}` : `${entry}, `);
}

/** The line after the last import, else the first statement, which may have a comment before it. */
function startOf(text: string, { body }: TSESTree.Program): number {
  const [first] = body;
  const imports = body.filter(({ type }) => type === 'ImportDeclaration');
  const last = imports.at(-1);
  const end = last === undefined ? -1 : text.indexOf('\n', spanOf(last)[1]);
  if (end >= 0) return end + 1;
  return first === undefined ? 0 : spanOf(first)[0];
}

function insertion(at: number, text: string): Rule.Fix {
  return { range: [at, at], text };
}

import { dirname, resolve } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import { cachedByFile } from '../../project/files.ts';
import { parseModule } from '../../javascript/parse/parser.ts';

/** The absolute path that a prisma.config names with `schema:`, read from its text and never run; undefined where it is computed. */
export const configuredSchema: (path: string) => string | undefined = cachedByFile((text, path) => {
  const program = parseModule(text, path);
  const exported = program === undefined ? undefined : defaultExport(program);
  const schema = exported === undefined ? undefined : propertyOf(exported, 'schema');
  const value = schema === undefined || program === undefined ? undefined : pathValue(followed(schema, program.body), dirname(path));
  return value === undefined ? undefined : resolve(dirname(path), value);
}, 500);

function defaultExport({ body }: TSESTree.Program): TSESTree.Node | undefined {
  for (const statement of body) {
    if (statement.type === 'ExportDefaultDeclaration') return followed(statement.declaration, body);
    if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue;
    const { left, right } = statement.expression;
    if (left.type === 'MemberExpression' && left.property.type === 'Identifier' && left.property.name === 'exports') return followed(right, body);
  }
  return undefined;
}

/** `config`, where `const config = {…}` stands in the same file, and `folder` of `schema: folder`. */
function followed(node: TSESTree.Node, body: readonly TSESTree.Node[]): TSESTree.Node {
  if (node.type !== 'Identifier') return node;
  for (const statement of body) {
    if (statement.type !== 'VariableDeclaration') continue;
    const found = statement.declarations.find(({ id }) => id.type === 'Identifier' && id.name === node.name);
    if (found?.init != null) return found.init;
  }
  return node;
}

function propertyOf(node: TSESTree.Node, name: string): TSESTree.Node | undefined {
  if (node.type === 'TSSatisfiesExpression' || node.type === 'TSAsExpression') return propertyOf(node.expression, name);
  if (node.type === 'CallExpression') return node.arguments[0] === undefined ? undefined : propertyOf(node.arguments[0], name);
  if (node.type !== 'ObjectExpression') return undefined;
  for (const property of node.properties) {
    if (property.type === 'Property' && !property.computed && property.key.type === 'Identifier' && property.key.name === name) return property.value;
  }
  return undefined;
}

/** A literal path, or one put together by `path.join` from literals and the config's own directory. */
function pathValue(node: TSESTree.Node, directory: string): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TemplateLiteral') return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
  if (node.type === 'Identifier') return node.name === '__dirname' ? directory : undefined;
  if (node.type === 'MemberExpression') return node.object.type === 'MetaProperty' && node.property.type === 'Identifier' && node.property.name === 'dirname' ? directory : undefined;
  if (node.type !== 'CallExpression') return undefined;
  const callee = node.callee.type === 'MemberExpression' ? node.callee.property : node.callee;
  if (callee.type !== 'Identifier') return undefined;
  if (callee.name === 'cwd') return directory;
  if (callee.name !== 'join' && callee.name !== 'resolve') return undefined;
  const parts = node.arguments.map((argument) => pathValue(argument, directory));
  return parts.every((part) => part !== undefined) ? resolve(directory, ...parts) : undefined;
}

import { chainOf, type JsModule } from '../syntax/module.ts';
import { decoratorsOf, type FunctionNode, isFunction, keyName, type Node, unwrap } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

// Under which names a file hands out what it has. What a name leads to in other files is said in `exports.ts`.

/** The names under which a file exports what it calls `name`. */
export function exportedNames({ program }: JsModule, name: string): string[] {
  return program.body.flatMap((statement): string[] => {
    if (statement.type === 'ExportDefaultDeclaration') return statement.declaration.type === 'Identifier' && statement.declaration.name === name ? ['default'] : 'id' in statement.declaration && statement.declaration.id?.type === 'Identifier' && statement.declaration.id.name === name ? ['default'] : [];
    if (statement.type !== 'ExportNamedDeclaration' || statement.source !== null) return [];
    const own = statement.declaration?.type === 'VariableDeclaration' ? statement.declaration.declarations.map(({ id }) => id) : statement.declaration !== null && 'id' in statement.declaration ? [statement.declaration.id] : [];
    if (own.some((id) => id?.type === 'Identifier' && id.name === name)) return [name];
    return statement.specifiers.filter(({ local }) => local.name === name).map(({ exported }) => (exported.type === 'Identifier' ? exported.name : exported.value));
  });
}

/** The functions that a file exports by their names; undefined where it exports anything that a library may find: a default, a class, what a function made. */
export function exportedFunctions({ program, classes }: JsModule): FunctionNode[] | undefined {
  const found: FunctionNode[] = [];
  if (classes.some((node) => decoratorsOf(node).length > 0)) return undefined;
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration' || statement.type === 'ExportAllDeclaration' || statement.type === 'TSExportAssignment') return undefined;
    if (statement.type !== 'ExportNamedDeclaration') continue;
    const { declaration } = statement;
    if (declaration === null || declaration.type === 'ClassDeclaration') return undefined;
    if (declaration.type === 'FunctionDeclaration') found.push(declaration);
    for (const { init } of declaration.type === 'VariableDeclaration' ? declaration.declarations : []) {
      const value = unwrap(init);
      if (isFunction(value)) found.push(value);
      else if (value !== undefined && !/^(?:NewExpression|Literal|TemplateLiteral|ObjectExpression|ArrayExpression)$/.test(value.type)) return undefined;
    }
  }
  return found;
}

/** True for a file that hands out a router, which answers only where other code mounts it: `module.exports = router` of `express.Router()`. */
export function exportsRouter(module: JsModule): boolean {
  return module.program.body.some((statement) => {
    const expression = statement.type === 'ExpressionStatement' ? statement.expression : undefined;
    const assigned = expression?.type === 'AssignmentExpression' && /^(?:module\.)?exports$/.test(module.textOf(expression.left)) ? expression.right : undefined;
    const value = unwrap(statement.type === 'ExportDefaultDeclaration' ? statement.declaration : assigned);
    const made = value?.type === 'Identifier' ? unwrap(constantInit(module, value)) : value;
    return (made?.type === 'CallExpression' || made?.type === 'NewExpression') && /(?:^|\.)Router$/.test(module.textOf(made.callee));
  });
}

/** The name under which a use hands the function to `exports`: `module.exports = { close }`, `exports.close = close`. */
export function exportedBy(module: JsModule, use: Node): string | undefined {
  const parent = module.parentOf(use);
  if (parent?.type === 'ExportDefaultDeclaration') return 'default';
  const property = parent?.type === 'Property' ? parent : undefined;
  const object = property === undefined ? use : module.parentOf(property);
  const assignment = object === undefined ? undefined : module.parentOf(object);
  if (assignment?.type !== 'AssignmentExpression' || assignment.right !== object || assignment.left.type !== 'MemberExpression') return undefined;
  const { root, names } = chainOf(assignment.left);
  const path = [root.type === 'Identifier' ? root.name : '', ...names].join('.');
  if (!/^(?:module\.)?exports(?:\.|$)/.test(path)) return undefined;
  return property === undefined ? (path === 'module.exports' ? 'default' : names.at(-1)) : keyName(property);
}

/** `export { close as shut }`, from elsewhere or not: others know it by another name than `name`. */
export function passesOn({ program }: JsModule, own: string, name: string, isFromElsewhere: boolean): boolean {
  return program.body.some((statement) => statement.type === 'ExportNamedDeclaration' && (statement.source !== null) === isFromElsewhere
    && statement.specifiers.some(({ local, exported }) => local.type === 'Identifier' && local.name === own && !(exported.type === 'Identifier' && exported.name === name)));
}

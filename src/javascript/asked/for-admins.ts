import { literally } from '../../model/text.ts';
import { textAt } from '../../project/files.ts';
import { ownPath } from '../../project/root.ts';
import type { Callers } from '../project/callers.ts';
import type { SourceFile } from '../project/modules.ts';
import { resolveSource } from '../project/resolve.ts';
import type { JsModule } from '../syntax/module.ts';
import { decoratorsOf, goesNoFurther, isClass, isFunction, keyName, type Node } from '../syntax/nodes.ts';
import type { Use } from '../project/uses.ts';

/** Words by which code says that it is there for those who run the program. */
const OF_ADMINS = /(?:^|[^a-z])(?:super_?)?admin(?:s|istrators?)?(?![a-z])|Admin(?![a-z])|(?:super|back)_?office|superuser|SuperUser|(?<![A-Z])(?:SUPER_?)?ADMIN(?![A-Z])|INTERNAL_API|InfraToken/;

/** A folder or a file of theirs: `admin/`, `(admin)/`, `_authenticated+/admin+/`, `admin.controller.ts`. */
const ADMIN_PATH = /(?:^|[\\/])[(_]*(?:super-?)?admin[)+]*(?:[\\/.]|[.-]\w+\.)/i;

/** What lets only some people through, by its name: decorators, middlewares, procedures. */
const GUARDING = /guard|role|permission|access|auth|can|ability|polic|token|require|ensure|only|procedure|middleware/i;

/** Files that are looked at for what else is said of a name: a maximum, a permission. */
const MOST_FILES = 60;

/**
 * True where only those who run the program ask what `asking` answers: it lies in their folder, or something around it lets nobody else through: a decorator of the
 * method or its class, what a route or a procedure is built with, what it does first (`if (!auth.hasRole('admin')) throw …`).
 */
export function isForAdmins({ file: { module, path }, node }: Use): boolean {
  if (ADMIN_PATH.test(ownPath(path))) return true;
  for (let below = node, at: Node | undefined = node; at !== undefined; below = at, at = module.parentOf(at)) {
    if (isFunction(at) && at.body.type === 'BlockStatement' && at.body.body.some((statement) => turnsOthersAway(module, statement))) return true;
    if (at.type === 'MethodDefinition' || isClass(at)) {
      if (decoratorsOf(at).some(({ expression }) => names(module.textOf(expression)))) return true;
    } else if (at.type === 'CallExpression' && (isFunction(below) || below === node) && at.callee !== below) {
      if (names(module.textOf(at.callee)) || at.arguments.some((argument) => argument !== below && !isFunction(argument) && names(module.textOf(argument)))) return true;
    }
  }
  return false;
}

/** `if (!user.isAdmin) throw …`; of `!user.isAdmin && id !== user.id` others may ask as well, of `!isAdmin(user) && !isManager(user)` perhaps. */
function turnsOthersAway(module: JsModule, statement: Node): boolean {
  if (statement.type !== 'IfStatement' || !goesNoFurther(statement.consequent)) return false;
  const test = module.textOf(statement.test);
  return OF_ADMINS.test(test) && /^!|!==?/.test(test) && !test.includes('&&');
}

/**
 * True where a map of permissions of the project lets nobody but admins ask for the field that `resolve` answers: `'Query.users': isAdmin`,
 * `Query: { users: isAdmin }` (graphql-shield and the like), or any field that they don't name.
 */
export function isShieldedForAdmins(callers: Callers, file: SourceFile, resolve: Node): boolean {
  const property = file.module.parentOf(resolve);
  const field = property?.type === 'Property' ? keyName(property) : undefined;
  if (property === undefined || field === undefined) return false;
  return isSaidElsewhere(callers, field, new RegExp(String.raw`\b${literally(field)}['"]?\s*:\s*${ADMINS_ALONE}`)) || isShieldedAsAll(callers, file, property, field);
}

/** The rule of a map of permissions that lets nobody but admins through. */
const ADMINS_ALONE = String.raw`(?:\w+\.)?is(?:Super)?[aA]dmin\b`;

/** A map has such a rule for all fields of a type that it doesn't name: `'Query.*': isAdmin` of a map that the file of the resolvers imports, `Query: { '*': isAdmin }` of the project's shield. */
function isShieldedAsAll(callers: Callers, { module, path }: SourceFile, property: Node, field: string): boolean {
  const fields = module.parentOf(property);
  const holder = fields === undefined ? undefined : module.parentOf(fields);
  const type = holder?.type === 'Property' ? keyName(holder) : undefined;
  if (type === undefined) return false;
  const own = new RegExp(String.raw`\b${literally(field)}['"]?\s*:`);
  const all = new RegExp(String.raw`['"]${literally(type)}\.\*['"]\s*:\s*${ADMINS_ALONE}`);
  const imported = module.imports.flatMap(({ source }) => (source.startsWith('.') ? (resolveSource(path, source) ?? []) : [])).map((map) => textAt(map) ?? '');
  if (imported.some((text) => all.test(text) && !own.test(text))) return true;
  const within = new RegExp(String.raw`\b${literally(type)}\s*:\s*\{([^{}]*)\}`);
  const rest = new RegExp(String.raw`['"]\*['"]\s*:\s*${ADMINS_ALONE}`);
  return callers.filesWith('shield').slice(0, MOST_FILES).some((map) => {
    const [, rules = ''] = within.exec(textAt(map) ?? '') ?? [];
    return rest.test(rules) && !own.test(rules);
  });
}

/** Of several roles each lets somebody in: `@Roles(Role.Admin, Role.User)`, `authorize(['admin', 'owner'])`. */
const OF_ROLES = /^\w*(?:roles?|allow\w*|authori[sz]e\w*|permit\w*|restrictTo)\w*\(\s*\[?([^()]*?)\]?\s*\)$/i;

function names(text: string): boolean {
  const [, roles] = OF_ROLES.exec(text) ?? [];
  if (roles?.includes(',') === true && !roles.includes('{') && roles.split(',').some((role) => role.trim() !== '' && !OF_ADMINS.test(role))) return false;
  return OF_ADMINS.test(text) && (/^(?:Super)?Admin(?:Only)?\(/.test(text) || GUARDING.test(text) || /^['"`]\S*\/admin\b/.test(text));
}

/** A step of a chain that makes a schema: `.coerce`, `.min(1)`. */
const STEP = String.raw`(?:\s*\.\s*\w+(?:\((?:[^()]|\([^()]*\)){0,80}\))?)`;

/** Another schema of the project has a maximum for a property of that name: the project means to have one. */
export function isBoundedElsewhere(callers: Callers, name: string): boolean {
  return isSaidElsewhere(callers, name, new RegExp(String.raw`\b${name}\s*:\s*\w+${STEP}*?\s*\.(?:max|lte)\(`));
}

/** One of the project's other files that hold the name says of it what `said` matches. */
function isSaidElsewhere(callers: Callers, name: string, said: RegExp): boolean {
  return callers.filesWith(name).slice(0, MOST_FILES).some((path) => said.test(textAt(path) ?? ''));
}

import { dirname } from 'node:path';
import { textAt } from '../project/files.ts';
import { projectRoot } from '../project/root.ts';
import type { Callers } from './callers.ts';
import { decoratorsOf, isClass, isFunction, type Node } from './syntax/nodes.ts';
import type { Use } from './uses.ts';

/** Words by which code says that it is there for those who run the program. */
const OF_ADMINS = /(?:^|[^a-z])(?:super_?)?admin(?:s|istrators?)?(?![a-z])|Admin(?![a-z])|(?:super|back)_?office|superuser|SuperUser|INTERNAL_API|InfraToken/;

/** A folder or a file of theirs: `admin/`, `(admin)/`, `_authenticated+/admin+/`, `admin.controller.ts`. */
const ADMIN_PATH = /(?:^|[\\/])[(_]*(?:super-?)?admin[)+]*(?:[\\/.]|[.-]\w+\.)/i;

/** What lets only some people through, by its name: decorators, middlewares, procedures. */
const GUARDING = /guard|role|permission|access|auth|can|ability|polic|token|require|ensure|only|procedure|middleware/i;

/**
 * True where only those who run the program ask what `asking` answers: it lies in their folder, or something around it lets nobody else through: a decorator of the
 * method or its class, what a route or a procedure is built with.
 */
export function isForAdmins({ file: { module, path }, node }: Use): boolean {
  if (ADMIN_PATH.test(path.slice((projectRoot(dirname(path)) ?? '').length))) return true;
  for (let below = node, at: Node | undefined = node; at !== undefined; below = at, at = module.parentOf(at)) {
    if (at.type === 'MethodDefinition' || isClass(at)) {
      if (decoratorsOf(at).some(({ expression }) => names(module.textOf(expression)))) return true;
    } else if (at.type === 'CallExpression' && (isFunction(below) || below === node) && at.callee !== below) {
      if (names(module.textOf(at.callee)) || at.arguments.some((argument) => argument !== below && !isFunction(argument) && names(module.textOf(argument)))) return true;
    }
  }
  return false;
}

function names(text: string): boolean {
  return OF_ADMINS.test(text) && (/^(?:Super)?Admin(?:Only)?\(/.test(text) || GUARDING.test(text) || /^['"`]\S*\/admin\b/.test(text));
}

/** Files that are looked at for a maximum of the same name. */
const MOST_FILES = 60;

/** Another schema of the project has a maximum for a property of that name: the project means to have one. */
export function isBoundedElsewhere(callers: Callers, name: string): boolean {
  const bounded = new RegExp(String.raw`\b${name}\s*:\s*\w+\.[^;{}]{0,160}?\.(?:max|lte)\(`);
  return callers.filesWith(name).slice(0, MOST_FILES).some((path) => bounded.test(textAt(path) ?? ''));
}

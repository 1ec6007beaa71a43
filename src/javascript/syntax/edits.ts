import type { TSESTree } from '@typescript-eslint/utils';
import type { Edit } from '../../model/text.ts';
import type { JsModule } from './module.ts';
import { type Node, propertyOf, spanOf, unwrap } from './nodes.ts';

/** Puts a property at the end of an object literal, in the layout of the ones before it. */
export function appendProperty(module: JsModule, object: TSESTree.ObjectExpression, property: string): Edit {
  const last = object.properties.at(-1);
  const [start, end] = spanOf(object);
  if (last === undefined) return { span: [start, end], text: `{ ${property} }` };
  const [lastStart, lastEnd] = spanOf(last);
  const onOwnLine = module.lineOf(lastStart) !== module.lineOf(start);
  return { span: [lastEnd, lastEnd], text: onOwnLine ? `,\n${indentAt(module, lastStart)}${property}` : `, ${property}` };
}

/** The white space at the beginning of the line that `offset` is on. */
export function indentAt(module: JsModule, offset: number): string {
  const lineStart = module.text.lastIndexOf('\n', offset - 1) + 1;
  return /^[\t ]*/.exec(module.text.slice(lineStart, offset))?.[0] ?? '';
}

/**
 * Makes sure that the options object among a call's arguments has `group: { name: value }` for each entry: extends what is there, or
 * writes it. Undefined where the object isn't written at the call, hides parts in spreads, or has an entry already.
 */
export function setOption(module: JsModule, call: TSESTree.CallExpression, index: number, group: string, entries: readonly { readonly name: string; readonly value: string }[]): Edit | undefined {
  const entry = entries.map(({ name, value }) => `${name}: ${value}`).join(', ');
  const argument = call.arguments[index];
  if (argument === undefined) return call.arguments.length === index ? insertArgument(module, call, `{ ${group}: { ${entry} } }`) : undefined;
  const options = unwrap(argument);
  if (options.type !== 'ObjectExpression' || options.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  const existing = propertyOf(options, group);
  if (existing === undefined) return appendProperty(module, options, `${group}: { ${entry} }`);
  const inner = unwrap(existing.value);
  if (inner.type !== 'ObjectExpression' || entries.some(({ name }) => propertyOf(inner, name) !== undefined) || inner.properties.some(({ type }) => type === 'SpreadElement')) return undefined;
  return appendProperty(module, inner, entry);
}

/** Puts an argument behind those of a call; undefined where the text between its brackets is more than space. */
export function insertArgument(module: JsModule, call: TSESTree.CallExpression, text: string): Edit | undefined {
  const [, end] = spanOf(call);
  if (module.text[end - 1] !== ')') return undefined;
  const before = call.arguments.at(-1);
  if (before !== undefined) {
    const [, last] = spanOf(before);
    return { span: [last, last], text: `, ${text}` };
  }
  const open = module.text.lastIndexOf('(', end - 1);
  return open >= 0 && module.text.slice(open + 1, end - 1).trim() === '' ? { span: [open + 1, end - 1], text } : undefined;
}

/** Adds a name to the file's import from `source`: undefined where there is no such import to extend. */
export function addImport(module: JsModule, source: string, name: string): { readonly local: string; readonly edits: readonly Edit[] } | undefined {
  const binding = module.imports.find((candidate) => candidate.source === source && candidate.imported === name && !candidate.typeOnly);
  if (binding !== undefined) return { local: binding.name, edits: [] };
  for (const statement of module.program.body) {
    if (statement.type !== 'ImportDeclaration' || statement.source.value !== source || statement.importKind === 'type') continue;
    const last = statement.specifiers.findLast(({ type }) => type === 'ImportSpecifier');
    if (last === undefined || module.resolveName(name, module.program) !== undefined) continue;
    const [lastStart, end] = spanOf(last);
    const onOwnLine = module.lineOf(lastStart) !== module.lineOf(statement);
    return { local: name, edits: [{ span: [end, end], text: onOwnLine ? `,\n${indentAt(module, lastStart)}${name}` : `, ${name}` }] };
  }
  return undefined;
}

/** True where a comment stands within `outer` but in none of `kept`: an edit that writes `outer` anew would lose it. */
export function losesComment(module: JsModule, outer: Node, kept: readonly Node[]): boolean {
  const [start, end] = spanOf(outer);
  let text = module.text.slice(start, end);
  for (const node of [...kept].sort((a, b) => spanOf(b)[0] - spanOf(a)[0])) {
    const [from, to] = spanOf(node);
    text = text.slice(0, from - start) + text.slice(to - start);
  }
  return /\/\/|\/\*/.test(text);
}

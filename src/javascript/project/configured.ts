import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel, Model } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import { functionCalled } from './called.ts';
import { declarationOf, type SourceFile } from './modules.ts';
import type { Orm } from '../queries/orm.ts';
import { answersOf } from '../syntax/flow.ts';
import { chainOf, importFrom, type JsModule } from '../syntax/module.ts';
import { keyName, memberName, type Node, unwrap } from '../syntax/nodes.ts';

/** An expression of a configuration, and the file that it stands in. */
export interface Configured {
  readonly file: SourceFile;
  readonly node: Node;
}

/** What a configuration says; `unknown` where a part of it that may say so can't be read. */
export type Setting = Configured | 'absent' | 'unknown';

/** What a configuration says under each name; not `whole` where it may say more, or other things, than could be read. */
export interface Settings {
  readonly entries: ReadonlyMap<string, Configured>;
  readonly whole: boolean;
}

/** Names, spreads, calls and files that are gone through for one value. */
const DEPTH = 12;

const NOTHING: Settings = { entries: new Map(), whole: false };

/**
 * What stands at `path` in a configuration: an object literal here or in another file of the project, put together by spreads and `Object.assign`, or given by a function
 * that has one answer.
 */
export function settingAt(at: Configured, path: readonly string[], depth = DEPTH): Setting {
  const [name, ...rest] = path;
  if (name === undefined) return at;
  const { entries, whole } = settingsOf(at, depth);
  const found = entries.get(name);
  if (found === undefined) return whole ? 'absent' : 'unknown';
  return settingAt(found, rest, depth - 1);
}

/** What stands at `path`, where that is in the file of the configuration: what stands in another one is said there, if anywhere. */
export function settingHere(at: Configured, path: readonly string[], { path: file } = at.file): Configured | undefined {
  const found = settingAt(at, path);
  return typeof found === 'string' || found.file.path !== file ? undefined : found;
}

/** All that an object of a configuration says, in the order in which it is written. */
export function settingsOf(at: Configured, depth = DEPTH): Settings {
  const place = depth <= 0 ? undefined : valueOf(at, depth);
  if (place?.node.type === 'CallExpression') return ofAssign(place, place.node, depth);
  if (place?.node.type !== 'ObjectExpression') return NOTHING;
  const entries = new Map<string, Configured>();
  let whole = true;
  const hide = (): void => {
    // what isn't known may say anything anew
    entries.clear();
    whole = false;
  };
  for (const property of place.node.properties) {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (property.type === 'SpreadElement') {
      const spread = settingsOf({ file: place.file, node: property.argument }, depth - 1);
      if (!spread.whole) hide();
      for (const [key, value] of spread.entries) entries.set(key, value);
    } else if (name === undefined || property.kind !== 'init') hide();
    else entries.set(name, { file: place.file, node: property.value });
  }
  return { entries, whole };
}

/** `Object.assign({}, defaults, own)` */
function ofAssign({ file }: Configured, call: TSESTree.CallExpression, depth: number): Settings {
  const { names, root } = chainOf(call.callee);
  if (root.type !== 'Identifier' || root.name !== 'Object' || !/^(?:assign|freeze|seal)$/.test(names.join('.'))) return NOTHING;
  const parts = call.arguments.map((node) => (node.type === 'SpreadElement' ? NOTHING : settingsOf({ file, node }, depth - 1)));
  const known = parts.slice(parts.findLastIndex(({ whole }) => !whole) + 1);
  return { entries: new Map(known.flatMap(({ entries }) => [...entries])), whole: known.length === parts.length };
}

/** The literal that an expression stands for, through names, files, members of objects and functions with one answer; undefined where nothing says. */
export function valueOf({ file, node }: Configured, depth = DEPTH): Configured | undefined {
  const value = unwrap(node);
  if (depth <= 0) return undefined;
  if (value.type === 'MemberExpression') {
    const name = memberName(value);
    const found = name === undefined ? 'unknown' : settingAt({ file, node: value.object }, [name], depth - 1);
    if (typeof found !== 'string') return valueOf(found, depth - 1);
  }
  if (value.type === 'CallExpression') {
    const fn = functionCalled(file, value.callee);
    const [answer, ...others] = fn === undefined || fn.node.async || fn.node.generator ? [] : answersOf(fn.node);
    if (fn === undefined) return { file, node: value };
    return answer === undefined || others.length > 0 ? undefined : valueOf({ file: fn, node: answer }, depth - 1);
  }
  const declared = declarationOf(file, value);
  if (declared === undefined) return undefined;
  const { node: found } = declared;
  return found === value || found.type === value.type ? { file: declared, node: found } : valueOf({ file: declared, node: found }, depth - 1);
}

/** The number that a setting is; undefined where it is none, or can't be read. */
export function numberIn(at: Configured): number | undefined {
  const value = valueOf(at)?.node;
  if (value?.type === 'Literal') return typeof value.value === 'number' ? value.value : undefined;
  const inner = value?.type === 'UnaryExpression' && value.operator === '-' ? value.argument : undefined;
  return inner?.type === 'Literal' && typeof inner.value === 'number' ? -inner.value : undefined;
}

/** True for `true`, false for `false`; undefined for what can't be read. */
export function booleanIn(at: Setting): boolean | undefined {
  const value = typeof at === 'string' ? undefined : valueOf(at)?.node;
  return value?.type === 'Literal' && typeof value.value === 'boolean' ? value.value : undefined;
}

/** The texts in a list, each with its place; undefined where a part of the list can't be read. */
export function textsIn(at: Configured, depth = DEPTH): readonly { readonly text: string; readonly at: Configured }[] | undefined {
  const list = valueOf(at, depth);
  if (list?.node.type !== 'ArrayExpression') return undefined;
  const found: { readonly text: string; readonly at: Configured }[] = [];
  for (const element of list.node.elements) {
    const place = element === null ? undefined : { file: list.file, node: element.type === 'SpreadElement' ? element.argument : element };
    if (element?.type === 'SpreadElement' && place !== undefined) {
      const spread = textsIn(place, depth - 1);
      if (spread === undefined) return undefined;
      found.push(...spread);
      continue;
    }
    const value = place === undefined ? undefined : valueOf(place, depth - 1)?.node;
    if (place === undefined || value?.type !== 'Literal' || typeof value.value !== 'string') return undefined;
    found.push({ text: value.value, at: place });
  }
  return found;
}

/** What another package exports by the name that `node` is: `Crud` of `Crud`, of `crud.Crud` after `import * as crud`, and of what was renamed. */
export function importedName(module: JsModule, node: Node, packages: RegExp): string | undefined {
  const { root, names } = chainOf(unwrap(node));
  const binding = importFrom(module, root, packages);
  return binding && (binding.imported === '*' ? names : [binding.imported, ...names]).join('.');
}

/** A model with those around it. */
export interface Found {
  readonly model: Model;
  readonly dataModel: DataModel;
}

/**
 * The model that a name stands for in a file, as an ORM knows it.
 *
 * @param library the ORM whose models the framework serves
 */
export function modelNamed(orms: readonly Orm[], library: Orm['library'], file: SourceFile, name: string, project: Project): Found | undefined {
  const dataModel = orms.find((candidate) => candidate.library === library)?.open(file, { ...project, filename: file.path })?.dataModel;
  const model = dataModel?.models.get(name);
  return model === undefined || dataModel === undefined ? undefined : { model, dataModel };
}

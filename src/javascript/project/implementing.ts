import { basename, dirname } from 'node:path';
import { literally } from '../../model/text.ts';
import { remembered, textAt } from '../../project/files.ts';
import { locateExport } from './exports.ts';
import { fileFrom, lintedFrom, type SourceFile } from './modules.ts';
import { resolveSource } from './resolve.ts';
import { sourcesAround } from './sources.ts';
import { type ClassNode, interfacesOf } from '../syntax/nodes.ts';

/** Files that may name a type beside the classes that implement it; of a type that more of them implement or extend nothing is said. */
export const MOST_FILES = 3;

/** What stands in for the one that the application has, where nothing is to be kept or sent: `InMemoryOrders`, `OrdersMock`, `NoopOrders`. */
const STAND_IN = /mock|fake|stub|dummy|in-?memory|no-?op\b|noop/i;

/** True for the name of something, or for a file with its folder, that stands in for what the application has. */
export function isStandIn(nameOrPath: string): boolean {
  return STAND_IN.test(`${basename(dirname(nameOrPath))}/${basename(nameOrPath)}`);
}

/**
 * The one class of the application that implements an interface or extends an abstract class, which a container can only mean by it. What stands in for one is
 * left out.
 *
 * @param file where the type is named
 * @param name the type as that file names it
 * @returns undefined where there are several, or none; what stands in tests is left out
 */
export function implementing(file: SourceFile, name: string): { readonly file: SourceFile; readonly node: ClassNode } | undefined {
  const home = homeOf(file, name);
  const paths = home === undefined ? [] : filesTaking(`${file.path}\0${name}`);
  if (paths.length > MOST_FILES) return undefined;
  const found = paths.flatMap((path) => {
    const other = fileFrom(file, path);
    if (other === undefined || homeOf(other, name) !== home) return [];
    return other.module.classes.filter((node) => takes(other, node, name) && !isStandIn(node.id?.name ?? '')).map((node) => ({ file: other, node }));
  });
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

/** The files around a path that say of a class that it implements or extends a name. Every call of something typed so asks. */
export const filesTaking = remembered((key) => {
  const [path = '', name = ''] = key.split('\0');
  const isTaken = new RegExp(String.raw`\b(?:implements|extends)\b[^{]*\b${literally(name)}\b`);
  return (sourcesAround(path, dirname(path))?.code.filesWith(name.split('.')[0] as string) ?? []).filter((other) => !isStandIn(other) && isTaken.test(textAt(other) ?? ''));
});

function takes({ module }: SourceFile, node: ClassNode, name: string): boolean {
  return interfacesOf(node).some(({ expression }) => module.textOf(expression) === name) || (node.superClass?.type === 'Identifier' && node.superClass.name === name);
}

/** The file of the application that declares a type, or the namespace that has it (`Orders.Store`); undefined for one of a package. */
export function homeOf(file: SourceFile, type: string): string | undefined {
  const { module, path } = file;
  const [name = '', ...inner] = type.split('.');
  if (inner.length > 0) return namespaceHome(file, name);
  const binding = module.scopes.get(module.program)?.names.get(name);
  if (binding === undefined || binding.kind === 'class') return new RegExp(String.raw`\b(?:interface|class|type)\s+${literally(name)}\b`).test(module.text) ? path : undefined;
  if (binding.kind !== 'import' || (binding.imported !== name && binding.imported !== 'default')) return undefined;
  const target = resolveSource(path, binding.source);
  return target === undefined ? undefined : (locateExport(target, binding.imported, lintedFrom(file))?.path ?? target);
}

function namespaceHome(file: SourceFile, name: string): string | undefined {
  const { module, path } = file;
  const binding = module.scopes.get(module.program)?.names.get(name);
  if (binding?.kind === 'namespace') return path;
  const target = binding?.kind === 'import' ? resolveSource(path, binding.source) : undefined;
  return target === undefined || binding?.kind !== 'import' ? undefined : locateExport(target, binding.imported, lintedFrom(file))?.path;
}

import type { DataModel, Field } from '../../../src/model/data-model.ts';
import { type ClassSite, superClassOf } from '../../../src/javascript/called.ts';
import { declarationNamed, declarationOf, type SourceFile } from '../../../src/javascript/modules.ts';
import { oncePer } from '../../../src/project/memo.ts';
import type { TypeModel } from '../../../src/javascript/type-model.ts';
import { memberOf } from '../../../src/javascript/syntax/module.ts';
import { isClass, isFunction, keyName, type Node, unwrap } from '../../../src/javascript/syntax/nodes.ts';
import { objectValue, stringValue } from '../../../src/javascript/syntax/values.ts';

const PACKAGES = /^heron-orm$/;
/** Base classes that are followed, and models that are read for one file. */
const [LINEAGE, MOST_MODELS] = [6, 60];

/** The class of a model is asked itself; its rows save themselves. */
export const HERON_TYPES: TypeModel = {
  packages: PACKAGES,
  types: { row: /^Model$/ },
  worthOpening: /^[A-Z]/,
  modelClass: { kind: 'model', isNamed: (file, { kind, name }) => (kind === 'class' || kind === 'import') && asModel(declarationNamed(file, name)) !== undefined },
};

/** True for a class that extends Heron's Model, be it through others. */
function isModel(site: ClassSite, lineage = LINEAGE): boolean {
  const name = heronName(site.file, site.node.superClass);
  const base = name === undefined && lineage > 0 ? superClassOf(site) : undefined;
  return name === 'Model' || (base !== undefined && isModel(base, lineage - 1));
}

/** The export of Heron's that a name stands for. */
function heronName({ module }: SourceFile, node: Node | null | undefined): string | undefined {
  const value = unwrap(node);
  const binding = value?.type === 'Identifier' ? module.resolve(value) : undefined;
  return binding?.kind === 'import' && PACKAGES.test(binding.source) ? binding.imported : undefined;
}

function asModel(found: (SourceFile & { readonly node: Node }) | undefined): ClassSite | undefined {
  const site = found !== undefined && isClass(found.node) ? { file: found, node: found.node } : undefined;
  return site !== undefined && isModel(site) ? site : undefined;
}

/** The models that a file names and those that they are related to, by the names that the code has for them. */
export const modelsAround = oncePer((file: SourceFile): DataModel => {
  const queue = [...(file.module.scopes.get(file.module.program)?.names.keys() ?? [])].map((name) => ({ name, site: asModel(declarationNamed(file, name)) }));
  const sites = new Map<string, ClassSite>();
  for (let next = queue.shift(); next !== undefined && sites.size < MOST_MODELS; next = queue.shift()) {
    const { name, site } = next;
    if (site === undefined || sites.has(name)) continue;
    sites.set(name, site);
    for (const { target } of declared(site, 'relations')) if (target?.type === 'Identifier') queue.push({ name: target.name, site: asModel(declarationOf(site.file, target)) });
  }
  return { models: new Map([...sites].map(([name, site]) => [name, { name, fields: fieldsOf(site, sites), key: keyOf(site), file: site.file.path }])) };
});

/** `status: text()` of `static columns`, `customer: one(() => Customer, 'customerId')` of `static relations`. */
function declared({ file, node }: ClassSite, part: 'columns' | 'relations') {
  const member = memberOf(node, part);
  return (objectValue(file.module, member?.type === 'PropertyDefinition' ? member.value : undefined)?.properties ?? []).flatMap((property) => {
    const call = property.type === 'Property' ? unwrap(property.value) : undefined;
    const name = property.type === 'Property' ? keyName(property) : undefined;
    if (name === undefined || call?.type !== 'CallExpression') return [];
    const thunk = unwrap(call.arguments[0]);
    return [{ name, kind: heronName(file, call.callee), target: isFunction(thunk) ? unwrap(thunk.body) : undefined, by: stringValue(file.module, call.arguments[1]) }];
  });
}

function keyOf(site: ClassSite): string[] {
  return declared(site, 'columns').flatMap(({ name, kind }) => (kind === 'key' ? [name] : []));
}

function fieldsOf(site: ClassSite, sites: ReadonlyMap<string, ClassSite>): Map<string, Field> {
  const key = keyOf(site);
  const isKey = (name: string): boolean => key.length === 1 && key[0] === name;
  const columns = declared(site, 'columns').map(({ name, kind = '' }): Field => ({ name, type: kind, nullable: !key.includes(name), unique: isKey(name), indexed: isKey(name), relation: undefined }));
  const relations = declared(site, 'relations').flatMap(({ name, kind, target, by }): Field[] => {
    if (target?.type !== 'Identifier' || by === undefined || (kind !== 'one' && kind !== 'many')) return [];
    const other = sites.get(target.name);
    // The other side of `many` holds the key.
    const ends = kind === 'one' ? { keys: [by], references: [(other && keyOf(other)[0]) ?? 'id'] } : { keys: [], references: [] };
    return [{ name, type: target.name, nullable: kind === 'one', unique: false, indexed: false, relation: { target: target.name, cardinality: kind === 'one' ? 'to-one' : 'to-many', ...ends, eager: false, lazy: false } }];
  });
  return new Map([...columns, ...relations].map((field) => [field.name, field]));
}

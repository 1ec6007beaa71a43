import type { DataModel, Field } from '../../../src/model/data-model.ts';
import { classIn, type ClassSite, lineageOf } from '../../../src/javascript/project/called.ts';
import { type Declaration, declarationNamed, declarationOf, type SourceFile } from '../../../src/javascript/project/modules.ts';
import { modelSites, type Named } from '../../../src/javascript/queries/related-models.ts';
import { oncePer } from '../../../src/project/memo.ts';
import type { TypeModel } from '../../../src/javascript/receivers/type-model.ts';
import { importFrom, memberOf } from '../../../src/javascript/syntax/module.ts';
import { isFunction, keyName, type Node, unwrap } from '../../../src/javascript/syntax/nodes.ts';
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

/** The export of Heron's that a name stands for. */
function heronName({ module }: SourceFile, node: Node | null | undefined): string | undefined {
  return importFrom(module, unwrap(node), PACKAGES)?.imported;
}

/** A class that extends Heron's Model, be it through others. */
function asModel(found: Declaration | undefined): ClassSite | undefined {
  const site = classIn(found);
  return site !== undefined && lineageOf(site, LINEAGE + 1).some(({ file, node }) => heronName(file, node.superClass) === 'Model') ? site : undefined;
}

/** The models that a file names and those that they are related to, by the names that the code has for them. */
export const modelsAround = oncePer((file: SourceFile): DataModel => {
  const sites = modelSites(file, (name) => asModel(declarationNamed(file, name)), relatedTo, MOST_MODELS);
  return { models: new Map([...sites].map(([name, site]) => [name, { name, fields: fieldsOf(site, sites), key: keyOf(site), file: site.file.path }])) };
});

function relatedTo(site: ClassSite): Named<ClassSite>[] {
  return declared(site, 'relations').flatMap(({ target }): Named<ClassSite>[] => (target?.type === 'Identifier' ? [[target.name, asModel(declarationOf(site.file, target))]] : []));
}

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

import { stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import { reverseField } from './field-facts.ts';
import { type DjangoField, type FieldDeclaration, relatedName } from './fields.ts';
import type { PyFile } from '../project/files.ts';
import { type DjangoModel, metaOf, type Models } from './models.ts';

/** The accessors that the relations of other models leave on `model`: `items`, `orderitem_set`, `profile`. */
export function reverseFields(models: Models, model: DjangoModel): Map<string, DjangoField> {
  const found = new Map<string, DjangoField>();
  if (model.abstract) return found;
  for (const parent of model.parents) for (const [name, field] of parent.fields) if (field.reverse) found.set(name, field);
  const wanted = wantedNames(models, model);
  for (const file of models.files.all()) {
    if (!isCandidate(file, model, wanted)) continue;
    for (const owner of concreteOwners(models, file)) addAccessors(models, found, model, owner);
  }
  return found;
}

/** How the text of a relation's declaration may name the model, in lower case: labels know no case. */
function wantedNames(models: Models, model: DjangoModel): ReadonlySet<string> {
  const isUser = models.userModel()?.label === model.label;
  return new Set([model.name, ...(isUser ? ['AUTH_USER_MODEL', 'get_user_model', 'User'] : [])].map((name) => name.toLowerCase()));
}

function isCandidate({ path, relationTargets, classes }: PyFile, model: DjangoModel, wanted: ReadonlySet<string>): boolean {
  if (path === model.file && relationTargets.has('self')) return true;
  for (const name of wanted) if (relationTargets.has(name)) return true;
  // its children in multi-table inheritance name it as their base alone
  for (const bases of classes.values()) if (bases.includes(model.name)) return true;
  return false;
}

/** The concrete models of a file, and those that inherit from its abstract ones, wherever they are. */
function concreteOwners(models: Models, file: PyFile): DjangoModel[] {
  const found: DjangoModel[] = [];
  const { module } = file;
  for (const node of module?.classes.values() ?? []) {
    const model = module === undefined ? undefined : models.ofClass({ module, node });
    if (model !== undefined) found.push(...(model.abstract ? concreteBelow(models, model, 0) : [model]));
  }
  return found;
}

const MAX_LEVELS = 6;

function concreteBelow(models: Models, model: DjangoModel, level: number): DjangoModel[] {
  if (level > MAX_LEVELS) return [];
  const found: DjangoModel[] = [];
  for (const file of models.files.all()) {
    for (const [name, bases] of file.classes) {
      const node = bases.includes(model.name) ? file.module?.classes.get(name) : undefined;
      const below = node === undefined || file.module === undefined ? undefined : models.ofClass({ module: file.module, node });
      if (below === undefined || !inherits(models, below, model)) continue;
      found.push(...(below.abstract ? concreteBelow(models, below, level + 1) : [below]));
    }
  }
  return found;
}

function inherits(models: Models, below: ClassRef, above: DjangoModel): boolean {
  return models.names.ancestryOf(below).classes.some(({ module, node }) => module.path === above.file && node.name === above.name);
}

function addAccessors(models: Models, found: Map<string, DjangoField>, model: DjangoModel, owner: DjangoModel): void {
  for (const field of owner.forward.values()) {
    if (field.target?.label !== model.label || field.kind === 'generic-relation' || field.inherited) continue;
    if (field.kind === 'many-to-many' && owner.label === model.label) continue;
    const accessor = accessorOf(models, field, owner);
    if (accessor !== undefined && !found.has(accessor.name)) found.set(accessor.name, reverseField(field, owner, accessor.name, accessor.queryName));
  }
}

function isPolymorphic(models: Models, model: DjangoModel): boolean {
  return models.names.ancestryOf(model).classes.some(({ node }) => node.name === 'PolymorphicModel');
}

function accessorOf(models: Models, field: DjangoField, owner: DjangoModel): { name: string; queryName: string } | undefined {
  const lower = owner.name.toLowerCase();
  // the parent's way to its child in multi-table inheritance; polymorphic rows have one of their own, which no join answers (django-polymorphic 3.1, `models.py`, `create_accessor_function_for_model`)
  if (field.parentLink && isPolymorphic(models, owner)) return undefined;
  if (field.declaration === undefined) return field.parentLink ? { name: lower, queryName: lower } : undefined;
  const { module, node } = field.declaration;
  const declaration: FieldDeclaration = { name: field.name, module, call: node, type: field.type, kind: field.kind, custom: false, ownInput: false };
  const given = relatedName(declaration, 'related_name', owner);
  if (given === null || given?.endsWith('+') === true) return undefined;
  const fallback = defaultRelatedName(owner);
  const name = given ?? fallback ?? (field.kind === 'one-to-one' ? lower : `${lower}_set`);
  return { name, queryName: relatedName(declaration, 'related_query_name', owner) ?? given ?? fallback ?? lower };
}

function defaultRelatedName(owner: DjangoModel): string | undefined {
  const value = metaOf(owner.node, 'default_related_name');
  return value === undefined ? undefined : stringOf({ module: owner.module, node: value });
}

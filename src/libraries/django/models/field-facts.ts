import type { Relation } from '../../../model/data-model.ts';
import { singletonOf } from '../../../python/syntax/static.ts';
import { limitsToFew } from './bounds.ts';
import { type DjangoField, type FieldDeclaration, flagOf, hasUnknownKeywords, keywordOf, targetExpr } from './fields.ts';
import type { DjangoModel } from './models.ts';

/** The field of a declaration. Its target is looked up when first asked for. */
export function buildField(declaration: FieldDeclaration, inherited: boolean, findTarget: () => DjangoModel | undefined): DjangoField {
  return new DeclaredField(declaration, inherited, findTarget);
}

class DeclaredField implements DjangoField {
  readonly name: string;
  readonly queryName: string;
  readonly type: string;
  readonly kind: DjangoField['kind'];
  readonly reverse = false;
  readonly nullable: boolean;
  readonly unique: boolean;
  readonly indexed: boolean;
  readonly uncertain: boolean;
  readonly choices: boolean;
  readonly blank: boolean;
  readonly editable: boolean;
  readonly autoNow: boolean;
  readonly renewed: boolean;
  readonly parentLink: boolean;
  readonly through: boolean;
  readonly limited: boolean;
  readonly declaration: DjangoField['declaration'];
  readonly primaryKey: boolean;
  readonly inherited: boolean;
  readonly #findTarget: () => DjangoModel | undefined;
  readonly #given: FieldDeclaration;
  #target: DjangoModel | undefined | 'unsought' = 'unsought';

  constructor(declaration: FieldDeclaration, inherited: boolean, findTarget: () => DjangoModel | undefined) {
    const { call, kind } = declaration;
    const [nullable, primary, unique, index] = ['null', 'primary_key', 'unique', 'db_index'].map((name) => flagOf(call, name, false));
    this.#given = declaration;
    this.inherited = inherited;
    this.#findTarget = findTarget;
    this.declaration = { module: declaration.module, node: call };
    this.primaryKey = primary === true;
    this.name = declaration.name;
    this.queryName = declaration.name;
    this.type = declaration.type;
    this.kind = kind;
    this.nullable = nullable !== false;
    this.unique = primary === true || unique === true || kind === 'one-to-one';
    const keyed = kind === 'foreign-key' || declaration.type === 'SlugField';
    this.indexed = this.unique || index === true || (keyed && flagOf(call, 'db_index', true) === true);
    this.uncertain = hasUnknownKeywords(call) || nullable === 'unknown' || (declaration.custom && keywordOf(call, 'null') === undefined);
    const choices = keywordOf(call, 'choices');
    this.choices = choices === undefined ? declaration.custom && kind === undefined : singletonOf(choices) !== 'None';
    this.blank = flagOf(call, 'blank', false) === true;
    this.renewed = flagOf(call, 'auto_now', false) === true;
    this.autoNow = this.renewed || flagOf(call, 'auto_now_add', false) === true;
    this.editable = flagOf(call, 'editable', true) === true && !this.autoNow;
    this.parentLink = flagOf(call, 'parent_link', false) === true;
    this.through = keywordOf(call, 'through') !== undefined;
    const limit = keywordOf(call, 'limit_choices_to');
    this.limited = declaration.ownInput || (limit !== undefined && singletonOf(limit) !== 'None' && limitsToFew({ module: declaration.module, node: limit }));
  }

  get attname(): string | undefined {
    return this.kind === 'foreign-key' || this.kind === 'one-to-one' ? `${this.name}_id` : undefined;
  }

  get target(): DjangoModel | undefined {
    if (this.#target === 'unsought') {
      this.#target = undefined;
      this.#target = this.kind === undefined ? undefined : this.#findTarget();
    }
    return this.#target;
  }

  get relation(): Relation | undefined {
    const { kind } = this;
    if (kind === undefined || kind === 'generic-foreign-key') return undefined;
    const toOne = kind === 'foreign-key' || kind === 'one-to-one';
    return { ...LAZY, target: this.target?.name ?? writtenTarget(this.#given), cardinality: toOne ? 'to-one' : 'to-many', keys: toOne ? [`${this.name}_id`] : [], references: [] };
  }
}

const LAZY = { eager: false, lazy: true } as const;

/** The name of a target that isn't found, as the code writes it. */
function writtenTarget(declaration: FieldDeclaration): string {
  const expr = targetExpr(declaration);
  const text = expr === undefined ? '' : declaration.module.source(expr).replaceAll(/["']/g, '');
  return text.slice(text.lastIndexOf('.') + 1);
}

const PLAIN = {
  kind: undefined, reverse: false, attname: undefined, uncertain: false, choices: false, blank: true, editable: false, autoNow: false, renewed: false, parentLink: false, primaryKey: false, inherited: false,
  through: false, limited: false, target: undefined, declaration: undefined, nullable: false, unique: true, indexed: true, relation: undefined,
} as const;

/** The key `id` that Django adds where no field is the primary key. */
export function implicitKey(): DjangoField {
  return { ...PLAIN, name: 'id', queryName: 'id', type: 'AutoField', primaryKey: true };
}

/** The key to the parent's row that multi-table inheritance adds. */
export function parentLink(parent: DjangoModel): DjangoField {
  const name = `${parent.name.toLowerCase()}_ptr`;
  const relation: Relation = { ...LAZY, target: parent.name, cardinality: 'to-one', keys: [`${name}_id`], references: [] };
  return { ...PLAIN, name, queryName: name, type: 'OneToOneField', kind: 'one-to-one', attname: `${name}_id`, parentLink: true, primaryKey: true, target: parent, relation };
}

/** The accessor that a relation of `owner` leaves on the model it points to. */
export function reverseField(field: DjangoField, owner: DjangoModel, accessor: string, queryName: string): DjangoField {
  const toOne = field.kind === 'one-to-one';
  const relation: Relation = { ...LAZY, target: owner.name, cardinality: toOne ? 'to-one' : 'to-many', keys: [], references: [] };
  return { ...PLAIN, name: accessor, queryName, type: owner.name, kind: field.kind, reverse: true, nullable: true, unique: false, indexed: false, parentLink: field.parentLink, target: owner, declaration: field.declaration, relation };
}

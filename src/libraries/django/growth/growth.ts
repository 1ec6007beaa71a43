import type { TableSize } from '../../../model/data-model.ts';
import { FEW_BY_NAME, GROWS_WITH_USERS, namesFew, namesGrowing } from '../../../model/many.ts';
import type { Settings } from '../../../model/settings.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { ownAttribute, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { fullSelects } from '../admin/widgets.ts';
import { classIn, isInline, listOption, optionOf, type Registration, registryOf, resolverIn } from '../admin/classes.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { filledTables } from './creations.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { gatheredPerProject, oncePerProject } from '../project/project-memo.ts';
import { type GrowthOf, isOwn } from './kinds.ts';
import { haveSignUp } from './sign-up.ts';
import { boundOf, fewBecause, growsBecause } from './structure.ts';

/** What is known of how many rows a model's table has: what the settings say, else what the project's own code gives away. */
export function tableSizeOf(django: DjangoProject, settings: Settings, model: DjangoModel): TableSize {
  return sizeWithin(django, settings, model, new Set());
}

/** @param asked the models on the way here, whose sizes would be asked in a circle */
function sizeWithin(django: DjangoProject, settings: Settings, model: DjangoModel, asked: ReadonlySet<string>): TableSize {
  const rows = settings.rows[model.label] ?? settings.rows[model.name];
  if (rows !== undefined) return { model: model.name, rows, growth: rows <= settings.smallTable ? 'small' : 'growing', because: undefined };
  if (DECLARED.has(model.label)) return { model: model.name, rows: undefined, growth: 'small', because: undefined };
  const size = (growth: TableSize['growth'], because?: string): TableSize => ({ model: model.name, rows: undefined, growth, because });
  const evidence = evidenceOf(django).get(model.label);
  if (asked.has(model.label) || asked.size > MAX_STEPS) return size(evidence === undefined ? 'unknown' : 'growing', evidence?.because);
  const known = new Map<string, TableSize['growth']>();
  const growthOf: GrowthOf = (other) => {
    const growth = known.get(other.label) ?? sizeWithin(django, settings, other, new Set([...asked, model.label])).growth;
    known.set(other.label, growth);
    return growth;
  };
  const bound = boundOf(django, model, growthOf);
  if (bound !== undefined) return size(bound.growth, bound.because);
  const declared = evidence === undefined || evidence.byForms === true ? growsBecause(django, model, growthOf) : undefined;
  const grows = evidence?.because ?? declared;
  const few = grows === undefined || evidence?.weak === true ? fewBecause(django, model, growthOf) : undefined;
  if (few !== undefined) return size('few', few);
  if (grows === undefined) return size('unknown');
  const byForms = evidence?.byForms === true && declared === undefined && !namesGrowing(model.name);
  return byForms ? { ...size('growing', grows), byForms } : size('growing', grows);
}

/**
 * The table of an installed package's model, which only a relation to it names. Nothing tells how large it gets but the settings and its name.
 */
export function foreignTableOf(settings: Settings, { declaration, relation }: DjangoField): TableSize | undefined {
  const expr = declaration?.node.args[0] ?? (declaration === undefined ? undefined : keywordOf(declaration.node, 'to'));
  const written = relation === undefined || expr === undefined || declaration === undefined ? '' : declaration.module.source(expr).replaceAll(/["']/g, '');
  const model = /(?:^|\.)AUTH_USER_MODEL$|(?:^|\.)get_user_model\(\)$/.test(written) ? 'User' : written.slice(written.lastIndexOf('.') + 1);
  if (!/^[A-Z]\w*[a-z]\w*$/.test(model)) return undefined;
  const rows = settings.rows[written] ?? settings.rows[model];
  if (rows !== undefined) return { model, rows, growth: rows <= settings.smallTable ? 'small' : 'growing', because: undefined };
  return namesFew(model) ? { model, rows, growth: 'few', because: FEW_BY_NAME } : { model, rows, growth: 'unknown', because: undefined };
}

/** How far a table's size is asked of those that it refers to. */
const MAX_STEPS = 4;

/** Tables of Django's own that hold what the code declares: as many rows as there are models, permissions, sites, groups. */
const DECLARED: ReadonlySet<string> = new Set(['contenttypes.ContentType', 'auth.Permission', 'auth.Group', 'sites.Site']);

/** Why a table is taken to grow with the business. */
interface Evidence {
  readonly because: string;
  /** What a declaration says of few rows weighs more. */
  readonly weak?: boolean;
  /** The fields of forms say so: nobody wanted a dropdown of all rows. */
  readonly byForms?: boolean;
}

/** Why tables are taken to grow with the business, by the label of their models. */
const evidenceOf = gatheredPerProject((found: Map<string, Evidence>, django) => {
  const user = django.models.userModel();
  if (user !== undefined && haveSignUp(django)) add(found, user, { because: GROWS_WITH_USERS });
  const uses = usesOf(django);
  // one form alone is one hand's habit: what is declared of the table weighs more
  for (const { target, bounded, raw, full, because } of uses.values()) if (raw > 0 ? bounded >= full : bounded > full) add(found, target, { because, weak: bounded === 1, byForms: true });
  for (const registration of registryOf(django).registrations) addHeavyList(django, found, registration, uses.get(registration.model.label));
  for (const [model, because] of filledTables(django)) add(found, model, { because });
  addOneToOnes(django, found);
});

function add(found: Map<string, Evidence>, model: DjangoModel | undefined, evidence: Evidence): void {
  const known = model === undefined ? undefined : found.get(model.label);
  if (model === undefined) return;
  if (known === undefined || (known.weak === true && evidence.weak !== true)) found.set(model.label, evidence);
  // whatever else says so says more than a form does
  else if (known.byForms === true && evidence.byForms !== true) found.set(model.label, { ...known, byForms: false });
}

/** The inputs for one model in the forms of a project. */
interface Use {
  readonly target: DjangoModel;
  /** Those that load what is selected at most, and how many of them show the raw key. */
  bounded: number;
  raw: number;
  /** Those that load every row. */
  full: number;
  because: string;
}

/**
 * Whoever writes `raw_id_fields` or `autocomplete_fields` found a dropdown too long. Some do so for looks, or once and never
 * again: it counts where at least half of the inputs for the model are bounded, more than half where none shows the raw key (in
 * 22 real projects that told customers, documents and parts from the conferences, roles and products of which there is a
 * handful).
 */
function usesOf(django: DjangoProject): Map<string, Use> {
  const uses = new Map<string, Use>();
  const useOf = (target: DjangoModel): Use => {
    const use = uses.get(target.label) ?? { target, bounded: 0, raw: 0, full: 0, because: '' };
    uses.set(target.label, use);
    return use;
  };
  for (const { cls, model } of formsOf(django)) {
    for (const [option, target] of boundedTargets(django, cls, model)) {
      const use = useOf(target);
      use.bounded += 1;
      if (option === 'raw_id_fields') use.raw += 1;
      if (use.because === '') use.because = `${EXPECTED} \`${cls.node.name}\` has it in \`${option}\``;
    }
    for (const { field } of fullSelects(django, cls, model)?.selects ?? []) if (field.target !== undefined) useOf(field.target).full += 1;
  }
  return uses;
}

/** Every admin class of the project and every inline that one uses, once. */
function formsOf(django: DjangoProject): { cls: ClassRef; model: DjangoModel }[] {
  const found = new Map<string, { cls: ClassRef; model: DjangoModel }>();
  for (const registration of registryOf(django).registrations) {
    for (const cls of [registration.admin, ...inlinesOf(django, registration)]) {
      const model = cls === undefined ? undefined : modelOf(django, cls, registration);
      if (cls !== undefined && model !== undefined && !found.has(keyOf(cls))) found.set(keyOf(cls), { cls, model });
    }
  }
  return [...found.values()];
}

function inlinesOf(django: DjangoProject, { admin }: Registration): ClassRef[] {
  const inlines = admin === undefined ? 'absent' : listOption(django, admin, 'inlines');
  if (typeof inlines === 'string') return [];
  return inlines.elements.map((place) => classIn(django, inlines.owner, place)).filter((cls) => cls !== undefined && isInline(django, cls)) as ClassRef[];
}

function modelOf(django: DjangoProject, cls: ClassRef, registration: Registration): DjangoModel | undefined {
  if (cls === registration.admin) return registration.model;
  const option = optionOf(django, cls, 'model');
  return option === undefined ? undefined : django.modelOf(option.module, option.node);
}

function* boundedTargets(django: DjangoProject, cls: ClassRef, model: DjangoModel): Generator<[option: string, target: DjangoModel]> {
  for (const option of ['raw_id_fields', 'autocomplete_fields']) {
    const sequence = listOption(django, cls, option);
    for (const place of typeof sequence === 'string' ? [] : sequence.elements) {
      const field = model.forward.get(stringOf(place, resolverIn(django, cls)) ?? '');
      // several are picked more nicely in an autocomplete, however short the list is
      const isForLooks = option === 'autocomplete_fields' && field?.kind === 'many-to-many';
      if (field?.target !== undefined && !isForLooks) yield [option, field.target];
    }
  }
}

/** What the evidence of those who know begins with: the authors of the admin set it up for many rows. */
const EXPECTED = 'expected to be large:';

/** Lists of one file from which on an option that all of them have says nothing of any. */
const MANY_LISTS = 3;

/** The modules whose admins all have a `date_hierarchy`: their author puts one everywhere. */
const habits = oncePerProject((django): ReadonlySet<PyModule> => {
  const admins = registryOf(django).registrations.flatMap(({ admin }) => admin ?? []);
  const isHabit = (module: PyModule): boolean => {
    const own = admins.filter((admin) => admin.module === module);
    return new Set(own.map(({ node }) => node)).size >= MANY_LISTS && own.every((admin) => optionOf(django, admin, 'date_hierarchy') !== undefined);
  };
  return new Set([...new Set(admins.map(({ module }) => module))].filter(isHabit));
});

/** Options that only make sense for a list of many rows. Full dropdowns for the same model say the opposite of `date_hierarchy`. */
function addHeavyList(django: DjangoProject, found: Map<string, Evidence>, { admin, model }: Registration, use: Use | undefined): void {
  if (admin === undefined) return;
  const hierarchy = optionOf(django, admin, 'date_hierarchy');
  const isPaged = hierarchy !== undefined && singletonOf(hierarchy.node) !== 'None' && (use === undefined || use.full <= use.bounded) && !habits(django).has(admin.module);
  // the date at which a row was made, which a base gives every model, is shown wherever it is there
  const date = hierarchy === undefined ? undefined : model.forward.get(stringOf(hierarchy, resolverIn(django, hierarchy.owner)) ?? '');
  if (isPaged) add(found, model, { because: `${EXPECTED} \`${admin.node.name}\` has a \`date_hierarchy\``, weak: date !== undefined && !isOwn(model, date) });
  // what a base sets for all admins of a program says nothing of one of them
  const count = ownAttribute(admin.node, 'show_full_result_count');
  if (count !== undefined && singletonOf(count) === 'False') add(found, model, { because: `${EXPECTED} \`${admin.node.name}\` does without its full count` });
  if (ownAttribute(admin.node, 'paginator') !== undefined) add(found, model, { because: `${EXPECTED} \`${admin.node.name}\` has a paginator of its own` });
}

/** Rows that belong to those of a growing table one by one. */
function addOneToOnes(django: DjangoProject, found: Map<string, Evidence>): void {
  for (const { model } of registryOf(django).registrations) {
    for (const field of model.forward.values()) {
      const { target } = field;
      if (field.kind === 'one-to-one' && !field.nullable && !field.parentLink && target !== undefined && found.has(target.label)) {
        add(found, model, { because: `one row per \`${target.name}\`` });
      }
    }
  }
}

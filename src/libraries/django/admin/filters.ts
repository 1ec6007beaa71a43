import type { Filter } from '../../../model/admin.ts';
import type { TableSize } from '../../../model/data-model.ts';
import { namesEndless, namesMany } from '../../../model/many.ts';
import { isSequence, numberConstant, type Place, stringOf } from '../../../python/syntax/static.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import type { ClassRef } from '../project/classes.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { fieldAt, type FieldPath } from '../querysets/lookups.ts';
import type { DjangoProject } from '../project.ts';
import { adminsIn, classesIn, listOption, ownSpanOf, resolverIn } from './classes.ts';
import { givenList } from './given-lists.ts';
import { lookupsProblem } from './lookups.ts';
import { nameSpan } from '../project/name-span.ts';
import { labelCost, labelReadsOf, optionsOf } from './option-labels.ts';

/** The filters of a module whose options cost a query at every request: entries of `list_filter`, and filter classes. */
export function filtersOf(django: DjangoProject, module: PyModule): Filter[] {
  const found: Filter[] = [];
  for (const { cls, models } of adminsIn(django, module)) {
    for (const model of models) found.push(...entries(django, cls, model).map(({ filter }) => filter));
  }
  for (const cls of classesIn(module)) {
    const problem = lookupsProblem(django, cls);
    if (problem !== undefined) found.push(problem);
  }
  const seen = new Set<string>();
  return found.filter(({ span, name }) => {
    const key = `${String(span[0])}:${name}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

interface Entry {
  readonly filter: Filter;
  /** Each option costs a query more. */
  readonly perOption: boolean;
}

function entries(django: DjangoProject, cls: ClassRef, model: DjangoModel): Entry[] {
  const option = givenList(django, cls, 'list_filter');
  if (typeof option === 'string') return [];
  return option.elements.map((place) => entry(django, cls, model, place)).filter((one) => one !== undefined);
}

/** What an entry of `list_filter` costs; undefined for those without a query, and for classes. */
export function entry(django: DjangoProject, cls: ClassRef, model: DjangoModel, place: Place): Entry | undefined {
  const resolve = resolverIn(django, cls);
  const pair = isSequence(place.node) && place.node.elts.length === 2 ? place.node.elts : undefined;
  const name = stringOf(pair?.[0] === undefined ? place : { module: place.module, node: pair[0] }, resolve);
  const kind = pair?.[1] === undefined ? 'by-field' : kindOfClass(django.names.externalPath(place.module, pair[1]));
  const found = name === undefined || kind === undefined ? undefined : fieldAt(model, name);
  if (name === undefined || found?.rest !== '') return undefined;
  const problem = problemOf(found.field, kind ?? 'by-field');
  if (problem === undefined) return undefined;
  const span = ownSpanOf(django, cls, 'list_filter', place) ?? nameSpan(cls);
  const isRelatedOnly = problem === 'related-table' && kind === 'related-only';
  const related = (): Draft | undefined => (isRelatedOnly ? relatedOnlyFilter(django, model, name) : relatedFilter(django, found.field, model, name));
  const filter = problem === 'distinct' ? distinctFilter(django, cls, found, name) : related();
  const perOption = problem === 'related-table' && found.field.target !== undefined && labelReadsOf(django, found.field.target).paths.length > 0;
  return filter === undefined ? undefined : { filter: { ...filter, span }, perOption };
}

type Kind = 'by-field' | 'related' | 'related-only' | 'distinct';

/** What Django's own filter classes do; undefined for those without a query, and for other packages' and the project's own. */
function kindOfClass(path: string | undefined): Kind | undefined {
  const name = /^django\.contrib\.admin(?:\.filters)?\.(\w+)$/.exec(path ?? '')?.[1];
  if (name === 'RelatedFieldListFilter') return 'related';
  if (name === 'RelatedOnlyFieldListFilter') return 'related-only';
  return name === 'AllValuesFieldListFilter' ? 'distinct' : undefined;
}

/** Columns whose values nothing limits. What isn't among them may bring choices of its own. */
export const OPEN_COLUMNS = /^(?:Char|Text|Slug|Email|URL|UUID|GenericIPAddress|Decimal|Float|Duration|Time|File|Image|FilePath|JSON|Auto|BigAuto|SmallAuto|(?:Positive)?(?:Small|Big)?Integer)Field$/;

/** Which filter Django chooses for a field (contrib/admin/filters.py, `FieldListFilter.register`, Django 3.2 to 5.2). */
function problemOf(field: DjangoField, kind: Kind): 'related-table' | 'distinct' | undefined {
  const { choices, limited, type, uncertain } = field;
  if (field.kind === 'generic-foreign-key' || field.kind === 'generic-relation' || choices || limited) return undefined;
  if (field.kind !== undefined) return kind === 'distinct' ? undefined : 'related-table';
  return (kind === 'by-field' || kind === 'distinct') && OPEN_COLUMNS.test(type) && !uncertain ? 'distinct' : undefined;
}

type Draft = Omit<Filter, 'span'>;

/** Columns that have few values as a rule, whoever writes them. Numbers of the calendar and of a scale are a handful as well. */
const OF_KINDS = /(?:^|_)(?:type|kind|category|status|state|level|platform|language|lang|country|currency|method|role|gender|command|reason|year|month|weekday|quarter|week|rating|stars?|rank|priority|grade|version|(?:info|reason|error|response|result|exit|return)(?=_code$))(?:_(?:name|code))?$/;

function distinctFilter(django: DjangoProject, cls: ClassRef, { field, owner }: FieldPath, name: string): Draft {
  const isOfKinds = OF_KINDS.test(field.name) || isOnScale(field);
  // rows of the list share those of another table, which has fewer
  const shared = name.includes('__') ? `it is a column of \`${owner.name}\`, whose rows the listed ones share` : undefined;
  const table = django.tableSize(owner);
  const short = table.rows !== undefined || field.unique || isLong(django, owner) ? undefined : 'going through its rows takes long where they are very many, which nothing says';
  const lighter = isOfKinds ? `\`${field.name}\` has few values as a rule` : (shared ?? short);
  return { name, problem: 'distinct', table, remedies: [], advice: distinctAdvice(django, cls, field, name, isOfKinds), ...(lighter === undefined ? {} : { lighter }) };
}

/**
 * The table has more rows than a program has people or things: what happens again and again, or what each row of another growing table has of its own. A
 * column of any other is gone through in milliseconds (14 to 40 ms for 100,000 rows on PostgreSQL 15).
 */
function isLong(django: DjangoProject, model: DjangoModel): boolean {
  if (namesEndless(model.name) && !namesMany(model.name)) return true;
  const user = django.models.userModel();
  return [...model.forward.values()].some(({ kind, nullable, target, parentLink }) =>
    (kind === 'foreign-key' || kind === 'one-to-one') && !nullable && !parentLink && target !== undefined && target !== model && target.label !== user?.label && django.tableSize(target).growth === 'growing');
}

/** Values up to which a scale is short. */
const LONGEST_SCALE = 100;

/** `validators=[MinValueValidator(1), MaxValueValidator(5)]`: whole numbers of a short range. */
function isOnScale({ type, declaration }: DjangoField): boolean {
  const validators = declaration === undefined || !type.endsWith('IntegerField') ? undefined : keywordOf(declaration.node, 'validators');
  const bounds = validators === undefined || !isSequence(validators) ? [] : validators.elts.flatMap((node) => (node.nodeType === 'Call' ? numberConstant(node.args[0] ?? keywordOf(node, 'limit_value')) ?? [] : []));
  return bounds.length === 2 && Math.max(...bounds) - Math.min(...bounds) <= LONGEST_SCALE;
}

function distinctAdvice(django: DjangoProject, cls: ClassRef, { type, unique }: DjangoField, name: string, isOfKinds: boolean): string {
  if (isOfKinds) return 'Give the field `choices`, or write a SimpleListFilter with the values worth filtering by.';
  const search = listOption(django, cls, 'search_fields');
  const isSearched = typeof search !== 'string' && search.elements.some((place) => stringOf(place, resolverIn(django, cls))?.replace(/^[\^=@]/, '') === name);
  if (isSearched) return `Remove it from \`list_filter\`: \`search_fields\` has \`${name}\` already.`;
  const isText = /^(?:Char|Text|Slug|Email|URL)Field$/.test(type);
  if (unique || !isText) return 'Write a SimpleListFilter with the values or ranges worth filtering by, or leave it out.';
  return `If it is free text, move \`"${name}"\` from \`list_filter\` to \`search_fields\`; if it has few values, give the field \`choices\` or write a SimpleListFilter with them.`;
}

/** `RelatedOnlyFieldListFilter`: the rows that some row points to, found by a DISTINCT over the listed table at every request (django, 3.2 to 5.2). */
function relatedOnlyFilter(django: DjangoProject, model: DjangoModel, name: string): Draft {
  return {
    name, problem: 'distinct', table: django.tableSize(model), remedies: [], lighter: 'it lists only what rows point to',
    advice: 'If that takes long, remove it from `list_filter` and let people search instead (`search_fields`).',
  };
}

function relatedFilter(django: DjangoProject, field: DjangoField, model: DjangoModel, name: string): Draft | undefined {
  const options = optionsOf(django, field);
  if (options === undefined) return undefined;
  const { label, size } = options;
  const cost = labelCost(label);
  const more = cost === '' ? '' : ` ${cost}; a filter class of your own whose \`field_choices\` uses \`${label.loading}\` spares that.`;
  // whoever lists all of them beside the list finds them few enough for that
  const lighter = cost === '' && size.byForms === true ? 'only that forms do without a dropdown of it says that the table grows' : undefined;
  return { name, problem: 'related-table', table: size, remedies: [], perOption: cost !== '', ...(lighter === undefined ? {} : { lighter }), advice: `${relatedAdvice(django, size, field, model, name)}${more}` };
}

function relatedAdvice(django: DjangoProject, size: TableSize, field: DjangoField, model: DjangoModel, name: string): string {
  const search = 'remove it from `list_filter` and let people search instead (`search_fields`).';
  const isDirect = !field.reverse && model.forward.get(name) === field;
  if (isDirect && field.kind === 'one-to-one') return `Each of them has one row at most: ${search}`;
  // the rows that growing children have are nearly all of them, and a DISTINCT goes through the longer table to find that out
  if (isDirect && field.kind === 'foreign-key' && !field.nullable && size.growth === 'growing' && django.tableSize(model).growth === 'growing') return `${search.charAt(0).toUpperCase()}${search.slice(1)}`;
  return `If few of them are used, write \`("${name}", admin.RelatedOnlyFieldListFilter)\`, which lists those alone (by a DISTINCT over \`${model.name}\`); else ${search}`;
}

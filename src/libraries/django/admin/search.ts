import type { SearchConcern } from '../../../model/admin.ts';
import { type Place, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import { fieldAt } from '../querysets/lookups.ts';
import type { DjangoModel } from '../models/models.ts';
import { nameSpan } from '../project/name-span.ts';
import type { DjangoProject } from '../project.ts';
import { atLeast } from '../project/versions.ts';
import { optionOf, resolverIn } from './classes.ts';
import { givenList } from './given-lists.ts';
import { handsOn } from './hands-on.ts';

/** What makes the search of a change list dear. Nothing where the list finds its rows in another way than by `search_fields`. */
export function searchConcerns(django: DjangoProject, cls: ClassRef, model: DjangoModel): SearchConcern[] {
  const option = givenList(django, cls, 'search_fields');
  if (typeof option === 'string' || !handsOn(django, cls, 'get_search_results')) return [];
  // an entry that ends with a relation fails, which is another rule's
  const entries = searchEntries(django, cls, model).filter(({ isRelation }) => !isRelation);
  const many = entries.filter(({ toMany }) => toMany);
  const joined = entries.filter(({ joins }) => joins);
  const tables = new Set(entries.map(({ table }) => table));
  const anywhere = entries.filter(({ contains }) => contains);
  const given = optionOf(django, cls, 'search_fields');
  const span = option.owner.node === cls.node && given?.module === cls.module ? cls.module.range(given.node) : nameSpan(cls);
  const concern = (problem: SearchConcern['problem'], some: readonly SearchEntry[], advice: string): SearchConcern[] => [
    { kind: 'search', problem, names: some.map(({ name }) => name), span, table: django.tableSize(model), advice, remedies: [] },
  ];
  if (many.length > 0) return concern('to-many', many, `Remove ${many.length === 1 ? 'it' : 'them'} from \`search_fields\`, or find the keys first in \`get_search_results\` and filter by \`pk__in\`.`);
  if (joined.length > 0 && joined.length < entries.length) return concern('joins', joined, `Remove ${joined.length === 1 ? 'it' : 'them'} from \`search_fields\`, or find the keys first in \`get_search_results\` and filter by the foreign key.`);
  if (tables.size > 1) return concern('only-joins', joined, 'Find the keys in each of the tables first in `get_search_results`, and filter by the foreign keys.');
  const cast = entries.filter(({ asText }) => asText);
  if (cast.length > 0 && anywhere.every(({ asText }) => asText)) return concern('cast', cast, castAdvice(django, cast));
  return anywhere.length === 0 ? [] : concern('contains', anywhere, 'Search keys and codes by `name__exact`, which their index serves; on PostgreSQL a trigram index on `Upper(name)` serves the rest. `=name` compares case-insensitively and uses no plain index either.');
}

function castAdvice(django: DjangoProject, [first]: readonly SearchEntry[]): string {
  const name = first?.field ?? 'pk';
  return castsExact(django) ? `Override \`get_search_results\` and filter by \`${name}=search_term\` if the text is a number: since Django 5.2 \`__exact\` in \`search_fields\` casts as well.` : `Write \`"${name}__exact"\` in \`search_fields\`.`;
}

/** `__exact` of a column that holds no text is cast to a text (`ModelAdmin.get_search_results` of 5.2.18 and 6.0.1; not in 4.2). */
function castsExact({ version }: DjangoProject): boolean {
  return atLeast(version, [5, 2]);
}

/** An element of `search_fields`. */
export interface SearchEntry {
  readonly name: string;
  readonly place: Place;
  /** The entry without prefix and lookup. */
  readonly field: string;
  /** It ends with a relation, which is no column: `icontains` and its kin refuse it. */
  readonly isRelation: boolean;
  /** The fields that it leads through, by the names that lookups have for them. */
  readonly path: readonly string[];
  /** The model that it leads to, where it ends with a relation and that one is found. */
  readonly target: DjangoModel | undefined;
  /** The relations that it goes through: two entries with the same look into the same rows. Empty for the listed table itself. */
  readonly table: string;
  /** A column that holds no text, compared as one. */
  readonly asText: boolean;
  readonly contains: boolean;
  readonly joins: boolean;
  readonly toMany: boolean;
}

/** What `construct_search` makes of the entries: `icontains` unless a prefix or a lookup at its end says otherwise (contrib/admin/options.py, Django 3.2 to 6.0). */
export function searchEntries(django: DjangoProject, cls: ClassRef, model: DjangoModel): SearchEntry[] {
  const option = givenList(django, cls, 'search_fields');
  return typeof option === 'string' ? [] : option.elements.map((place) => entryOf(django, cls, model, place)).filter((entry) => entry !== undefined);
}

function entryOf(django: DjangoProject, cls: ClassRef, model: DjangoModel, place: Place): SearchEntry | undefined {
  const written = stringOf(place, resolverIn(django, cls));
  const name = written?.replace(/^[\^=@]/, '');
  const found = name === undefined ? undefined : fieldAt(model, name);
  if (written === undefined || name === undefined || found === undefined) return undefined;
  const isCast = found.rest === '' || (found.rest === 'exact' && castsExact(django));
  return {
    name: written, place, field: found.rest === '' ? name : name.slice(0, -found.rest.length - 2), isRelation: found.rest === '' && found.field.kind !== undefined, path: found.steps.map(({ queryName }) => queryName), target: found.field.target,
    table: found.joins ? found.steps.slice(0, -1).map(({ queryName }) => queryName).join('__') : '', asText: isCast && NUMBERS.test(found.field.type),
    contains: written === name && found.rest === '', joins: found.joins, toMany: found.toMany,
  };
}

const NUMBERS = /^(?:Auto|BigAuto|SmallAuto|(?:Positive)?(?:Small|Big)?Integer|UUID)Field$/;

import { isSequence, type Place, stringOf } from '../../../python/syntax/static.ts';
import type { ClassRef } from '../project/classes.ts';
import { type DjangoField, keywordOf } from '../models/fields.ts';
import { fieldAt } from '../querysets/lookups.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { classIn, overrides, resolverIn } from './classes.ts';
import { entry, OPEN_COLUMNS } from './filters.ts';
import { givenList } from './given-lists.ts';
import { lookupQueries } from './lookups.ts';
import { labelReadsOf } from './option-labels.ts';

/** Queries of the filters of a list; `exact` where none of them asks for something per option, and all of them could be read. */
export interface FilterCost {
  readonly queries: number;
  readonly exact: boolean;
}

const FREE: FilterCost = { queries: 0, exact: true };
const UNREAD: FilterCost = { queries: 0, exact: false };

/** Columns whose filter Django makes without a query. */
const CLOSED_COLUMNS = /^(?:(?:Null)?Boolean|Date|DateTime)Field$/;

/** Queries that the filters of a list cost at every request. */
export function filterCost(django: DjangoProject, cls: ClassRef, model: DjangoModel): FilterCost {
  const option = givenList(django, cls, 'list_filter');
  if (option === 'absent') return FREE;
  if (option === 'unknown') return UNREAD;
  const costs = option.elements.map((place) => costOf(django, cls, option.owner, model, place));
  return { queries: costs.reduce((sum, { queries }) => sum + queries, 0), exact: option.complete && costs.every(({ exact }) => exact) };
}

function costOf(django: DjangoProject, cls: ClassRef, owner: ClassRef, model: DjangoModel, place: Place): FilterCost {
  const own = classIn(django, owner, place);
  if (own !== undefined) return ofClass(django, own);
  const pair = isSequence(place.node) && place.node.elts.length === 2 ? place.node.elts : undefined;
  // filters of other packages may ask for anything
  if (pair?.[1] !== undefined && django.names.externalPath(place.module, pair[1])?.startsWith('django.contrib.admin.') !== true) return UNREAD;
  const asked = entry(django, cls, model, place);
  if (asked !== undefined) return { queries: 1, exact: !asked.perOption };
  const name = stringOf(pair?.[0] === undefined ? place : { module: place.module, node: pair[0] }, resolverIn(django, cls));
  const found = name === undefined ? undefined : fieldAt(model, name);
  return found !== undefined && (pair !== undefined || isClosed(found.field)) ? FREE : UNREAD;
}

/** Its filter lists what the column's kind or its `choices` say. Columns of other packages and the project's own may have any. */
function isClosed({ type, choices, uncertain, declaration }: DjangoField): boolean {
  const isGiven = declaration !== undefined && keywordOf(declaration.node, 'choices') !== undefined;
  return isGiven || (!uncertain && (CLOSED_COLUMNS.test(type) || (choices && OPEN_COLUMNS.test(type))));
}

/** What `SimpleListFilter` runs at every request. */
const METHODS = ['__init__', 'lookups', 'has_output', 'choices'];

/** A filter class of the project's own: what its methods ask. */
function ofClass(django: DjangoProject, cls: ClassRef): FilterCost {
  const isSimple = django.names.ancestryOf(cls).externals.every((path) => /(?:^|\.)SimpleListFilter$/.test(path));
  if (!isSimple || !overrides(django, cls, 'lookups')) return UNREAD;
  const methods = METHODS.map((name) => django.method(cls, name)).filter((method) => method !== undefined);
  const queries = methods.flatMap((method) => lookupQueries(django, method, cls));
  const text = methods.map(({ module, node }) => module.source(node)).join('\n');
  const isExact = queries.every((model) => {
    if (model === undefined) return !/\bfor\b/.test(text);
    const names = [...model.forward.values()].filter(({ kind }) => kind !== undefined).map(({ name }) => name);
    return labelReadsOf(django, model).paths.length === 0 && !names.some((name) => new RegExp(String.raw`\.${name}\b`).test(text));
  });
  return { queries: queries.length, exact: isExact };
}

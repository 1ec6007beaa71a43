import type { TSESTree } from '@typescript-eslint/utils';
import type { ListConcern, PageSizeConcern, RelationInput } from '../../model/admin.ts';
import type { Settings } from '../../model/settings.ts';
import type { Remedy } from '../../model/text.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { fillsChoices, resourceName } from '../../javascript/frameworks/option-lists.ts';
import { importFrom, type JsModule } from '../../javascript/syntax/module.ts';
import { type Node, propertyOf, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import { countValue, objectValue, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import { tableOfResource } from '../../javascript/weight/table-growth.ts';
import { DEFAULT_PAGE_SIZE, PACKAGES, SELECTS, TABLES } from './facts.ts';

interface ListFacts {
  readonly inputs: readonly RelationInput[];
  readonly concerns: readonly ListConcern[];
}

/** The lists and the options that a file asks for, where their pages are switched off or very long. */
export function listFacts({ module }: SourceFile, settings: Settings): ListFacts {
  const inputs: RelationInput[] = [];
  const concerns: ListConcern[] = [];
  for (const call of module.calls) {
    const hook = importFrom(module, call.callee, PACKAGES)?.imported;
    if (hook === undefined) continue;
    const isList = hook === 'useList' || hook === 'useInfiniteList';
    if (!isList && !SELECTS.has(hook) && !TABLES.has(hook)) continue;
    const asked = askedOf(module, call, hook);
    if (asked === undefined) continue;
    if (SELECTS.has(hook) || (isList && fillsChoices(module, call))) inputs.push(inputOf(settings, hook, asked));
    else if (!isList) concerns.push(concernOf(module, settings, asked));
    // a list that is looked up in, or put together with another, is a short one as a rule
    else if (!asked.isNarrowed && tableOfResource(settings, asked.resource).growth === 'growing') concerns.push({ ...concernOf(module, settings, asked), limitAt: 'none', advice: 'Ask for those that the page shows, by their ids (`useMany`), or for a page of them.' });
  }
  return { inputs, concerns };
}

/** How many rows a list asks for, and where it says so. */
interface Asked {
  readonly resource: string;
  readonly size: number;
  readonly option: string;
  /** What says so: the property or its value. */
  readonly node: Node;
  /** Its pages are switched off. */
  readonly isOff: boolean;
  readonly pagination: TSESTree.ObjectExpression | undefined;
  /** A condition stands beside it. */
  readonly isNarrowed: boolean;
}

function askedOf(module: JsModule, call: TSESTree.CallExpression, hook: string): Asked | undefined {
  const given = objectValue(module, call.arguments[0]);
  const options = objectValue(module, valueUnder(module, given, ['refineCoreProps'])) ?? given;
  if (options === undefined || isBoundElsewhere(module, options)) return undefined;
  const narrowed = conditionsOf(module, options);
  const size = sizeOf(module, options);
  if (size === undefined || narrowed === 'few' || (size.isOff && narrowed !== 'none')) return undefined;
  return { ...size, resource: resourceName(module, valueUnder(module, options, ['resource']) ?? call.arguments[0]) ?? hook, isNarrowed: narrowed !== 'none' };
}

/** The rows of a page that a hook asks for; undefined where all are, or it can't be told. */
export function pageSizeOf(module: JsModule, call: TSESTree.CallExpression): number | undefined {
  const [first] = call.arguments;
  const given = objectValue(module, first);
  if (first !== undefined && given === undefined) return undefined;
  const options = objectValue(module, valueUnder(module, given, ['refineCoreProps'])) ?? given;
  const isSaid = options !== undefined && ['pagination', 'config', 'hasPagination', 'initialPageSize'].some((name) => propertyOf(options, name) !== undefined);
  const size = options === undefined || !isSaid ? DEFAULT_PAGE_SIZE : sizeOf(module, options)?.size;
  return size === Infinity ? undefined : size;
}

/** `{ mode: 'off' }` and `{ mode: 'client' }` ask for all rows; up to version 3 `hasPagination: false` did. */
function sizeOf(module: JsModule, options: TSESTree.ObjectExpression): Pick<Asked, 'size' | 'option' | 'node' | 'isOff' | 'pagination'> | undefined {
  const pagination = objectValue(module, valueUnder(module, options, ['pagination']) ?? valueUnder(module, options, ['config', 'pagination']));
  const mode = propertyOf(pagination, 'mode');
  if (mode !== undefined) {
    const how = stringValue(module, mode.value);
    if (how === 'off' || how === 'client') return { size: Infinity, option: 'pagination.pageSize', node: mode, isOff: true, pagination };
    if (how === undefined) return undefined;
  }
  const has = valueUnder(module, options, ['hasPagination']) ?? valueUnder(module, options, ['config', 'hasPagination']);
  if (has?.type === 'Literal' && has.value === false) return { size: Infinity, option: 'pagination.pageSize', node: has, isOff: true, pagination };
  const own = propertyOf(pagination, 'pageSize') ?? propertyOf(options, 'fetchSize') ?? propertyOf(options, 'initialPageSize');
  const size = countValue(module, own?.value);
  if (own === undefined || size === undefined) return undefined;
  const name = pagination !== undefined && own === propertyOf(pagination, 'pageSize') ? 'pagination.pageSize' : own.key.type === 'Identifier' ? own.key.name : 'pageSize';
  return { size, option: name, node: own.value, isOff: false, pagination };
}

/** The provider for Hasura spreads `gqlVariables` behind the pagination (dataProvider/index.ts:95), and `gqlQuery` may say anything. */
function isBoundElsewhere(module: JsModule, options: TSESTree.ObjectExpression): boolean {
  for (const name of ['meta', 'metaData']) {
    const value = propertyOf(options, name)?.value;
    if (value === undefined) continue;
    const meta = objectValue(module, value);
    if (meta === undefined) return true;
    const variables = objectValue(module, propertyOf(meta, 'gqlVariables')?.value);
    if (propertyOf(meta, 'gqlVariables') !== undefined && (variables === undefined || ['limit', 'first', 'paging', 'take'].some((key) => propertyOf(variables, key) !== undefined))) return true;
    if (variables === undefined && ['gqlQuery', 'operation', 'query', 'rawQuery'].some((key) => propertyOf(meta, key) !== undefined)) return true;
  }
  return false;
}

/**
 * What the filters leave: `few` where they name rows by a list or by what they belong to, `some` where that can't be read, `none` where there are none or where
 * they only ask for a flag, which most rows have.
 */
function conditionsOf(module: JsModule, options: TSESTree.ObjectExpression): 'none' | 'some' | 'few' {
  const value = valueUnder(module, options, ['filters']) ?? valueUnder(module, options, ['permanentFilter']) ?? valueUnder(module, options, ['config', 'filters']);
  const list = value?.type === 'ObjectExpression' ? unwrap(propertyOf(value, 'permanent')?.value) : value;
  if (list === undefined) return 'none';
  if (list.type !== 'ArrayExpression') return 'some';
  if (list.elements.length === 0) return 'none';
  const left = list.elements.map((element) => {
    const [operator, wanted] = [stringValue(module, valueUnder(module, element, ['operator'])), unwrap(propertyOf(objectValue(module, element), 'value')?.value)];
    if (operator === 'in' || (operator === 'eq' && wanted !== undefined && wanted.type !== 'Literal')) return 'few';
    return operator === 'eq' && wanted?.type === 'Literal' && typeof wanted.value === 'boolean' ? 'none' : 'some';
  });
  return left.includes('few') ? 'few' : left.includes('some') ? 'some' : 'none';
}

function inputOf(settings: Settings, hook: string, { resource, size, node, isOff, isNarrowed, pagination }: Asked): RelationInput {
  const isSelect = SELECTS.has(hook);
  return {
    span: spanOf(node),
    field: hook,
    target: tableOfResource(settings, resource, isOff || isNarrowed ? undefined : size),
    upTo: size,
    where: 'of an input',
    advice: isSelect
      ? `Leave ${isOff ? '`pagination`' : '`pageSize`'} out: \`useSelect\` asks for ${String(DEFAULT_PAGE_SIZE)} of them, and \`onSearch\` searches on the server as the user types (\`defaultValue\` keeps what is chosen in the list).`
      : `\`useSelect\` asks for ${String(DEFAULT_PAGE_SIZE)} of them, and \`onSearch\` searches on the server as the user types.`,
    remedies: isSelect && isOff && pagination?.properties.length === 1 && node.type === 'Property' ? [searched(node)] : [],
  };
}

/** A page of options in place of all: the mode stays what it is without the option, and `onSearch` finds the others. */
function searched(mode: TSESTree.Property): Remedy {
  return { title: 'Ask for a page of them', edits: [{ span: spanOf(mode.value), text: "'server'" }], safety: { changes: `${String(DEFAULT_PAGE_SIZE)} options are shown until the user searches` } };
}

function concernOf(module: JsModule, settings: Settings, { resource, size, option, node, isOff, pagination }: Asked): PageSizeConcern {
  return {
    kind: 'page-size', span: spanOf(node), option, size, usual: DEFAULT_PAGE_SIZE, table: tableOfResource(settings, resource),
    limitAt: isOff ? (node.type === 'Property' && propertyOf(pagination, 'pageSize') === undefined ? { span: spanOf(node), before: 'pageSize: ', after: '' } : 'none') : { span: spanOf(node), before: '', after: '' },
    advice: isOff ? `\`${module.textOf(node)}\` sends every row to the browser: leave the pages to the server.` : 'Show a page of them, and let filters and sorters lead to the others.',
    remedies: [],
  };
}

import type { TSESTree } from '@typescript-eslint/utils';
import { type AdminResource, listCost } from '../../model/admin.ts';
import { enumerated } from '../../model/text.ts';
import { booleanIn, importedName, numberIn, type Setting, settingAt } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { type ClassNode, decoratorsOf, type Node, spanOf } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import { ANY_RELATION, PACKAGES, PAGED_RELATION } from './facts.ts';

/** The adapter whose queries are measured; others ask for relations themselves row by row. */
const MEASURED = /^@(?:ptc-org\/nestjs-query|nestjs-query\/query)-typeorm$/;

/** Rows that a query gets which names no number (`query-args/constants.js`). */
const PAGE_SIZE = 10;

/**
 * The DTOs of a file as pages of an admin: what a query for a page of each costs that asks for all it can (9.5.0 on TypeORM, measured): one for the rows, one for each relation of
 * them all together, and for a relation with a total count one for each row.
 */
export function pagesOf(file: SourceFile): AdminResource[] {
  if (!dependsOn(file.path, MEASURED)) return [];
  return file.module.classes.flatMap((dto) => pageOf(file, dto));
}

function pageOf(file: SourceFile, dto: ClassNode): AdminResource[] {
  const { module } = file;
  const decorators = decoratorsOf(dto).flatMap(({ expression }) => (expression.type === 'CallExpression' ? [{ call: expression, name: importedName(module, expression.callee, PACKAGES) ?? '' }] : []));
  const relations = decorators.filter(({ name }) => ANY_RELATION.test(name));
  if (dto.id === null || relations.length === 0) return [];
  const counted = relations.filter(({ name, call }) => PAGED_RELATION.test(name) && booleanIn(optionOf(file, call.arguments[2], 'enableTotalCount')) === true);
  const own = decorators.find(({ name }) => name === 'QueryOptions')?.call.arguments[0];
  const cost = listCost([
    { what: 'for the page', fixed: 1, perRow: 0 },
    { what: 'for its total count', fixed: booleanIn(optionOf(file, own, 'enableTotalCount')) === true ? 1 : 0, perRow: 0 },
    { what: 'for the relations of its rows', fixed: relations.length, perRow: 0 },
    { what: `for ${enumerated(counted.map(({ call }) => `\`${nameIn(file, call)}.totalCount\``))}`, fixed: 0, perRow: counted.length },
  ], counted.length);
  const size = optionOf(file, own, 'defaultResultSize');
  const pageSize = size === 'absent' ? PAGE_SIZE : typeof size === 'string' ? undefined : numberIn(size);
  return [{
    name: dto.id.name, model: dto.id.name, span: spanOf(dto.id),
    list: { pageSize: pageSize ?? PAGE_SIZE, ...cost, ...(pageSize === undefined ? { unread: true as const } : {}) },
  }];
}

function optionOf(file: SourceFile, given: Node | undefined, name: string): Setting {
  return given === undefined ? 'absent' : settingAt({ file, node: given }, [name]);
}

function nameIn({ module }: SourceFile, { arguments: [name] }: TSESTree.CallExpression): string {
  return stringValue(module, name) ?? '…';
}

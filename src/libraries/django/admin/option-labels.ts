import type { TableSize } from '../../../model/data-model.ts';
import type { ClassRef, FunctionRef } from '../project/classes.ts';
import type { DjangoField } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { NOWHERE, queriesOf } from '../querysets/path-loads.ts';
import type { DjangoProject } from '../project.ts';
import { newQueryset } from '../querysets/queryset.ts';
import { readsOfFunction, readsOfLabel } from '../rows/row-reads.ts';
import { prefetchPath } from './loading.ts';
import { loadsOfManager } from './loads.ts';

/** What the labels of a model's rows ask for one by one where they are listed as options. */
export interface LabelReads {
  readonly paths: readonly string[];
  /** How the rows are loaded together with what their labels reach: `select_related("region")`. */
  readonly loading: string;
  /** What makes the labels: `Shipper.__str__`. */
  readonly by: string;
}

/** Labels that ask for nothing. */
export const NO_READS: LabelReads = { paths: [], loading: '', by: '' };

/** The rows that a relation offers as options. */
export interface Options {
  readonly size: TableSize;
  readonly label: LabelReads;
}

/** What a relation offers as options where all rows of the other table are listed; undefined where nothing names that table. What labels of an installed package's model ask for isn't known. */
export function optionsOf(django: DjangoProject, field: DjangoField): Options | undefined {
  const { target } = field;
  if (target !== undefined) {
    const label = labelReadsOf(django, target);
    return { size: tableOfOptions(django, target, label), label };
  }
  const size = django.targetSize(field);
  return size === undefined ? undefined : { size, label: NO_READS };
}

/**
 * The relations that the labels of options read row by row: they are listed through the default manager, which may load some.
 *
 * @param own `label_from_instance` of the field's class, where that has one
 */
export function labelReadsOf(django: DjangoProject, target: DjangoModel, own?: FunctionRef & { readonly owner: ClassRef }): LabelReads {
  const loads = loadsOfManager(django, target, '_default_manager');
  if (loads?.unknown === true) return NO_READS;
  const queryset = newQueryset(target, target.name, { module: target.module, node: NOWHERE }, loads === undefined ? {} : { loads });
  const isRead = (steps: readonly DjangoField[]): boolean => queriesOf(django, queryset, steps.map(({ queryName }) => queryName)).includes(steps.length);
  const label = own === undefined ? readsOfLabel(django, target) : readsOfFunction(django, own, target, 1);
  const reads = label.reads.filter(({ steps }) => isRead(steps));
  const paths = [...new Set(reads.map(({ steps }) => prefetchPath(steps)))];
  const joined = reads.every(({ steps }) => steps.every(({ relation }) => relation?.cardinality === 'to-one'));
  return { paths, loading: `${joined ? 'select_related' : 'prefetch_related'}(${paths.map((path) => `"${path}"`).join(', ')})`, by: own === undefined ? `${target.name}.__str__` : `${own.owner.node.name}.${own.node.name}` };
}

/**
 * The table whose rows are options. One that is small because the code declares its rows still has hundreds of permissions, which is many where each
 * costs a query.
 */
export function tableOfOptions(django: DjangoProject, target: DjangoModel, { paths }: LabelReads): TableSize {
  const size = django.tableSize(target);
  return paths.length > 0 && size.growth === 'small' && size.rows === undefined && size.because === undefined ? { ...size, growth: 'growing' } : size;
}

/** The other way to bound an input, behind a sentence that tells a better one for a short list. */
export function whereLong(bounded: string): string {
  return `Or, if the list gets long: ${bounded.replace(/^[A-Z]/, (first) => first.toLowerCase())}`;
}

/** "`Shipper.__str__` reaches `region`: one query more for each of them", or nothing. */
export function labelCost({ paths, by }: LabelReads): string {
  const [first] = paths;
  if (first === undefined) return '';
  return `\`${by}\` reaches \`${first}\`: ${paths.length === 1 ? 'one query' : `${String(paths.length)} queries`} more for each of them`;
}

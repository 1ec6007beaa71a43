import type { Linter } from 'eslint';
import type { ListPage } from '../../model/admin.ts';
import type { TableSize } from '../../model/data-model.ts';
import { pageCost } from '../cost.ts';
import { fingerprintsOf } from '../formats/fingerprints.ts';
import { linesOf, type Report, worstFirst } from '../formats/report.ts';
import type { Parts } from '../parts.ts';
import { pathFrom } from '../paths.ts';
import { type Baseline, keyOfPage } from './baseline.ts';
import type { ReportBook } from './book.ts';

/** An admin page as it is shown, in queries. */
export interface RankedPage {
  readonly name: string;
  readonly model: string | undefined;
  readonly path: string;
  readonly line: number;
  readonly list: ListPage;
  readonly now: number;
  readonly remedied: number;
  /** Its queries in the earlier report; undefined without one, and where the page is new. */
  readonly before: number | undefined;
}

export interface ShownFinding {
  readonly message: Linter.LintMessage;
  readonly parts: Parts;
  /** The earlier report doesn't have it. */
  readonly isNew: boolean;
}

export interface ShownFile {
  readonly path: string;
  readonly source: string;
  readonly lines: readonly string[];
  readonly findings: readonly ShownFinding[];
}

export interface ShownTable {
  readonly table: TableSize;
  readonly loads: readonly { readonly path: string; readonly line: number; readonly by: string }[];
}

/** What became of an earlier report. */
export interface Trend {
  /** Queries of the pages that both reports have. */
  readonly before: number;
  readonly now: number;
  readonly newPages: number;
  readonly gonePages: number;
  readonly newFindings: number;
  readonly goneFindings: number;
}

/** All that the page shows. */
export interface View {
  readonly project: string;
  readonly version: string;
  /** ISO 8601, to the minute. */
  readonly made: string;
  /** The most queries first. */
  readonly pages: readonly RankedPage[];
  /** Names of pages of which no sum is known, as a part of them couldn't be read. */
  readonly unread: readonly string[];
  readonly files: readonly ShownFile[];
  /** Those that most code loads whole first, then the largest. */
  readonly tables: readonly ShownTable[];
  readonly trend: Trend | undefined;
  /** Sentences about what was read and left out. */
  readonly notes: readonly string[];
}

export interface ViewOptions extends Pick<View, 'project' | 'made' | 'notes'> {
  readonly book: ReportBook;
  readonly baseline: Baseline | undefined;
}

/** A run, arranged for people. */
export function viewOf(report: Report, { book, baseline, ...told }: ViewOptions): View {
  const pages = rankedPages(report, book, baseline);
  const files = worstFirst(report).map((result): ShownFile => {
    const path = pathFrom(report.root, result.filePath);
    const prints = fingerprintsOf(result, path);
    const findings = result.messages.map((message, index) => ({ message, parts: report.partsOf(result.filePath, message), isNew: baseline?.fingerprints.has(prints[index] ?? '') === false }));
    return { path, source: result.source ?? '', lines: linesOf(result), findings };
  });
  const unread = book.pages.filter(({ list }) => list.unread === true).map(({ name }) => name);
  return { ...told, version: report.version, pages, unread, files, tables: shownTables(report, book), trend: baseline === undefined ? undefined : trendOf(pages, files, baseline) };
}

function rankedPages({ root }: Report, book: ReportBook, baseline: Baseline | undefined): RankedPage[] {
  const pages = book.pages.filter(({ list }) => list.unread !== true).map(({ name, model, file, line, list }): RankedPage => {
    const path = pathFrom(root, file);
    const { now, remedied } = pageCost(file, name, list);
    return { name, model, path, line, list, now, remedied, before: baseline?.pages.get(keyOfPage(path, name)) };
  });
  return pages.sort((a, b) => b.now - a.now || a.remedied - b.remedied || (a.name < b.name ? -1 : 1));
}

function shownTables({ root }: Report, book: ReportBook): ShownTable[] {
  const loads = new Map<string, ShownTable['loads'][number][]>();
  for (const { model, file, line, by } of book.loads) {
    const those = loads.get(model) ?? [];
    those.push({ path: pathFrom(root, file), line, by });
    loads.set(model, those);
  }
  const known = book.tables;
  const names = new Set(known.map(({ model }) => model));
  const others = [...loads.keys()].filter((model) => !names.has(model)).map((model) => ({ model, rows: undefined, growth: 'unknown', because: undefined }) as const);
  const tables = [...known, ...others].map((table): ShownTable => ({ table, loads: loads.get(table.model) ?? [] }));
  return tables.sort((a, b) => b.loads.length - a.loads.length || (b.table.rows ?? 0) - (a.table.rows ?? 0) || (a.table.model < b.table.model ? -1 : 1));
}

function trendOf(pages: readonly RankedPage[], files: readonly ShownFile[], baseline: Baseline): Trend {
  const known = pages.filter(({ before }) => before !== undefined);
  const findings = files.flatMap((file) => file.findings);
  const newFindings = findings.filter(({ isNew }) => isNew).length;
  return {
    before: known.reduce((sum, { before = 0 }) => sum + before, 0),
    now: known.reduce((sum, { now }) => sum + now, 0),
    newPages: pages.length - known.length,
    // several resources of a file may be called alike
    gonePages: baseline.pages.size - new Set(known.map(({ path, name }) => keyOfPage(path, name))).size,
    newFindings,
    goneFindings: baseline.fingerprints.size - (findings.length - newFindings),
  };
}

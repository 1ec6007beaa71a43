import type { FileFacts } from '../../model/file-model.ts';
import type { Observation } from '../../model/circumstance.ts';
import type { QueryCall } from '../../model/query-call.ts';
import type { RowScope } from '../../model/row-scope.ts';
import type { About } from '../../project/about.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../project/modules.ts';
import type { FileGlance, Orm, OrmCall } from '../queries/orm.ts';
import type { FunctionNode, Node } from '../syntax/nodes.ts';

/** What is known of a file before its admin framework is asked. */
export interface FoundCalls {
  /** The queries found without knowing of the framework. */
  readonly calls: readonly QueryCall[];
  /** What each function that is handed lists of rows sends for each of them, as far as it is worth a report: those of other files as well. */
  readonly sent: ReadonlyMap<FunctionNode, readonly QueryCall[]>;
  readonly orms: readonly Orm[];
}

/** What a file says about an admin; `calls` are those that were given, with what is known better now, and further ones. */
export type AdminFacts = Pick<FileFacts, 'resources' | 'calls' | 'relationReads' | 'inputs' | 'filters' | 'concerns' | 'providers' | 'brokenQueries'>;

/** A function of the project that a framework runs once for each row: a read hook, a virtual field, a smart field, a field resolver. */
export interface RowFunction {
  readonly fn: FunctionNode;
  /** The pattern that the row, or what holds it, is bound to; undefined where the function looks at no row. */
  readonly row: Node | undefined;
  /** Patterns within its parameters that hold the same for every row of a request: `req` of `({ doc, req })`. */
  readonly shared?: readonly Node[];
  /** How a message names it, to follow "once": "for each order that is read, in the hook `afterRead`". */
  readonly subject: string;
  readonly kind: RowScope['kind'];
  readonly origin: RowScope['origin'];
  /** Rows of one page, where that is known. */
  readonly rows?: number;
  /** What to write instead of a read that the function sends per row, where the framework has a way of its own: a sentence. */
  readonly batched?: string;
  /** As `batched`, for what is asked alike for every row. */
  readonly once?: (call: OrmCall) => string;
  /** What is seen in it that makes its queries right all the same. */
  readonly around?: readonly Observation[];
}

/** A list of rows that a framework hands to a function of the project: a page's rows to a hook, the selected ones to a bulk action. */
export interface RowList {
  readonly fn: FunctionNode;
  /** The parameter that holds them, and the properties that lead there from it: `['records']`. */
  readonly parameter: number;
  readonly path: readonly string[];
  /** Where they are gone through, to follow "for each of `records`": ` in the hook \`list\``. */
  readonly place: string;
  readonly kind: RowScope['kind'];
  readonly origin: RowScope['origin'];
  /** Rows of one page, where that is known. */
  readonly rows?: number;
  /** What is seen that makes queries in loops over them right all the same. */
  readonly around?: readonly Observation[];
  /** Where the function stands in another file: that file, the expression that names it here, and whether linting that file finds the function too. */
  readonly wired?: { readonly file: SourceFile; readonly at: Node; readonly isFoundThere: boolean };
}

/** An admin framework: `glance` says from imports and text alone whether a file may configure it. */
export interface AdminFramework {
  readonly about: About;
  /** What code imports that sets up pages by which those who run the program add rows: what no code adds to is theirs then, whatever it is called. Left out where the pages stand in a program of their own. */
  readonly pagesOf?: string;
  glance(file: FileGlance): boolean;
  /** The functions of a file that run once per row. Their queries are found, judged and worded by the engine, whatever ORM sends them. */
  rowFunctions?(file: SourceFile, project: Project): readonly RowFunction[];
  /** The lists of rows that functions of a file are handed: loops over them are judged and worded by the engine likewise. */
  rowLists?(file: SourceFile, project: Project): readonly RowList[];
  read?(file: SourceFile, project: Project, found: FoundCalls): Partial<AdminFacts>;
}

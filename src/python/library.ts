import type { FileFacts } from '../model/file-model.ts';
import type { ModelTable } from '../model/model-table.ts';
import type { PageTests } from '../model/page-tests.ts';
import type { Settings } from '../model/settings.ts';
import type { About } from '../project/about.ts';
import type { Project } from '../project/project.ts';
import type { PythonSourceCode } from './source-code.ts';

/** A library that Python files are read for; a file without evidence of it yields `NO_FACTS`. */
export interface PythonLibrary {
  readonly about: About;
  read(sourceCode: PythonSourceCode, project: Project): FileFacts;
  /**
   * Tests of the admin pages of the project at, below or above a directory; undefined where it registers none.
   *
   * @param most queries that a page may need
   * @throws {CannotRun} where several projects could be meant
   */
  pageTests?(directory: string, settings: Settings, most: number): PageTests | undefined;
  /**
   * The tables of the models of such a project.
   *
   * @throws {CannotRun} where several projects could be meant
   */
  tables?(directory: string, settings: Settings): readonly ModelTable[];
}

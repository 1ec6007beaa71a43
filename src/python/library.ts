import type { FileFacts } from '../model/file-model.ts';
import type { About } from '../project/about.ts';
import type { Project } from '../project/project.ts';
import type { PythonSourceCode } from './source-code.ts';

/** A library that Python files are read for; a file without evidence of it yields `NO_FACTS`. */
export interface PythonLibrary {
  readonly about: About;
  read(sourceCode: PythonSourceCode, project: Project): FileFacts;
}

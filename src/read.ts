import type { Rule, SourceCode } from 'eslint';
import { type FileFacts, type FileModel, NO_FACTS } from './model/file-model.ts';
import { hasTypes } from './javascript/receivers/checked-types.ts';
import { readJavaScript } from './javascript/read.ts';
import { ADMIN_FRAMEWORKS, ORMS, PYTHON_LIBRARIES } from './libraries/index.ts';
import { PythonSourceCode } from './python/source-code.ts';
import { CannotRun } from './project/cannot-run.ts';
import { type Project, projectOf } from './project/project.ts';
import { parseSettings } from './project/settings.ts';

/** What the rules get to know of the file being linted. */
export interface Reading {
  /** False where the file gives no evidence: no rule has anything to do. */
  readonly evidence: boolean;
  readonly model: FileModel;
  /** Type of the root node, for the one visitor that a rule registers. */
  readonly root: 'Program' | 'Module';
}

/** Keyed by SourceCode, so that all rules of one run share one walk and nothing outlives the file. */
const readings = new WeakMap<object, Reading>();

/**
 * The one entry to the front ends: gates on evidence, walks the file once and gives its model, memoised per SourceCode.
 *
 * Never throws for what the file or the project contains: unreadable input yields fewer facts.
 *
 * @throws {CannotRun} for settings that don't exist or have a wrong value
 */
export function read(context: Rule.RuleContext): Reading {
  const { sourceCode } = context;
  const known = readings.get(sourceCode);
  if (known !== undefined) return known;
  const { settings, problem } = parseSettings(context.settings['admin-scale'], context.cwd);
  if (problem !== undefined) throw new CannotRun(`settings['admin-scale']: ${problem}`);
  const project = projectOf({ filename: context.physicalFilename, cwd: context.cwd, settings, text: sourceCode.text });
  const facts = project === undefined ? NO_FACTS : readFacts(sourceCode, project);
  const reading: Reading = { evidence: facts !== NO_FACTS, model: { ...facts, settings }, root: isPython(sourceCode) ? 'Module' : 'Program' };
  readings.set(sourceCode, reading);
  return reading;
}

/** True where the file is linted with types, which are asked as it is read. */
export function isTyped({ sourceCode }: Rule.RuleContext): boolean {
  return !isPython(sourceCode) && hasTypes(sourceCode);
}

function readFacts(sourceCode: SourceCode, project: Project): FileFacts {
  if (!isPython(sourceCode)) return readJavaScript(sourceCode, project, { orms: ORMS, frameworks: ADMIN_FRAMEWORKS });
  return PYTHON_LIBRARIES.map((library) => library.read(sourceCode, project)).find((facts) => facts !== NO_FACTS) ?? NO_FACTS;
}

function isPython(sourceCode: object): sourceCode is PythonSourceCode {
  return sourceCode instanceof PythonSourceCode;
}

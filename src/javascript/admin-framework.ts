import type { FileFacts } from '../model/file-model.ts';
import type { QueryCall } from '../model/query-call.ts';
import type { About } from '../project/about.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from './modules.ts';
import type { FileGlance, Orm } from './orm.ts';

/** What is known of a file before its admin framework is asked. */
export interface FoundCalls {
  /** The queries found without knowing of the framework. */
  readonly calls: readonly QueryCall[];
  readonly orms: readonly Orm[];
}

/** What a file says about an admin; `calls` are those that were given, with what is known better now, and further ones. */
export type AdminFacts = Pick<FileFacts, 'resources' | 'calls' | 'inputs' | 'filters'>;

/** An admin framework: `glance` says from imports and text alone whether a file may configure it. */
export interface AdminFramework {
  readonly about: About;
  glance(file: FileGlance): boolean;
  read(file: SourceFile, project: Project, found: FoundCalls): AdminFacts;
}

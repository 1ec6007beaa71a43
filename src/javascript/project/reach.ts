import type { Observation } from '../../model/circumstance.ts';
import { oncePer } from '../../project/memo.ts';
import type { Callers } from './callers.ts';
import { missingLibrary } from './installed.ts';
import type { SourceFile } from './modules.ts';
import type { Orm } from '../queries/orm.ts';
import type { Node } from '../syntax/nodes.ts';

/** Says for the nodes of the file being linted what is seen of whether the program ever comes to them. */
export function reachIn(file: SourceFile, cwd: string, callers: Callers, orms: readonly Orm[]): (node: Node) => readonly Observation[] {
  const missing = oncePer((from: SourceFile) => missingLibrary(from, cwd, orms));
  return (node) => {
    if (missing(file) !== undefined) return [{ what: 'not-in-program' }];
    return callers.isNeverCalled(file, node) ? [{ what: 'never-called' }] : [];
  };
}

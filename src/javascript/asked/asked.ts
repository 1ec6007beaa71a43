import type { SourceFile } from '../project/modules.ts';
import type { Node } from '../syntax/nodes.ts';

/** Where a request names a number that nothing bounds: a property of a class or a schema, a parameter, a call that reads it. */
export interface Asked {
  readonly file: SourceFile;
  readonly node: Node;
  /** How the request calls the number, where the place itself doesn't say so: `take` of `req.query.take`. */
  readonly name?: string;
}

/** What is known of a number on its way to a limit: a request names it and nothing bounds it, something bounds it, the code writes it down, or nothing can be said. */
export type Bound = Asked | 'bounded' | 'fixed' | 'unknown';

import type { SourceFile } from '../project/modules.ts';
import type { Reading } from './receiver-data.ts';
import type { ReceiverTypes } from './receiver-types.ts';
import type { Binding, ImportBinding } from '../syntax/bindings.ts';
import type { Source } from '../syntax/flow.ts';
import type { PatternPath } from '../syntax/module.ts';
import type { Node } from '../syntax/nodes.ts';
import type { Receiver } from './type-model.ts';

/** Steps of a chain or an initialisation that are followed; builders of real code have dozens. */
export const DEPTH = 60;

/** What is asked of the receivers of one file, which follow names, by the modules that know parameters, members and calls. */
export interface Following extends Reading {
  /** Files that may still be opened one behind the other. */
  readonly hops: number;
  readonly typed: ReceiverTypes;
  /** What `node` is, or undefined where nothing says so. */
  of(node: Node | null | undefined, depth?: number): Receiver | undefined;
  /** What stands at `path` in the value of `node`. */
  at(node: Node | null | undefined, path: PatternPath, depth: number): Receiver | undefined;
  /** What the expressions are that a value is taken from. */
  ofSources(value: Node, path: PatternPath, depth: number): Receiver | undefined;
  /** What the first of several expressions is of which anything is known. Where they are about different models, it is about none that is known. */
  agreed(sources: readonly Source[], depth: number): Receiver | undefined;
  /** What a name stands for. */
  ofBinding(binding: Binding, depth: number): Receiver | undefined;
  /** The name that an import stands for in the file that declares it, where it has one there. */
  exported(binding: ImportBinding): { readonly there: Following; readonly binding: Binding } | undefined;
  /** The receivers of another file. */
  there(file: SourceFile): Following;
}

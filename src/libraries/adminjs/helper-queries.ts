import type { TSESTree } from '@typescript-eslint/utils';
import type { Operation, QueryCall } from '../../model/query-call.ts';
import { isWrite } from '../../model/query-call.ts';
import type { Project } from '../../project/project.ts';
import { homeOf } from '../../javascript/helpers.ts';
import { isNothing } from '../../javascript/syntax/flow.ts';
import { callsIn, type JsModule } from '../../javascript/syntax/module.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { Orm, OrmCall } from '../../javascript/orm.ts';
import { Readings } from '../../javascript/reading.ts';
import { type FunctionNode, type Node, some, spanOf } from '../../javascript/syntax/nodes.ts';
import { functionAt } from './runs.ts';

/** A query of whichever library, as far as a call of a helper needs it. */
export interface FoundQuery {
  readonly file: SourceFile;
  readonly node: TSESTree.CallExpression;
  readonly callee: string;
  readonly library: QueryCall['library'];
  readonly model: string | undefined;
  readonly operation: Operation;
  readonly statements: number;
  readonly orm: OrmCall;
  readonly advice: string;
}

/** How many functions a helper's query may be away. */
const HOPS = 2;

/** Recognises queries in whichever file of the project, and sums up what functions send. One per linted file. */
export class HelperQueries {
  private readonly readings: Readings;

  constructor(project: Project, orms: readonly Orm[]) {
    this.readings = new Readings(project, orms);
  }

  /** The query that a call sends by itself. */
  queryAt(file: SourceFile, node: TSESTree.CallExpression): FoundQuery | undefined {
    const orm = this.readings.of(file)?.recognise(node);
    return orm && fromOrm(file, orm);
  }

  /**
   * The queries that each call of a function sends, its own and those of functions that it calls: what stands in a branch, in a
   * nested function, or after a `return` that may give a cached answer isn't counted.
   */
  sentBy({ file, fn }: { file: SourceFile; fn: FunctionNode }, hops = HOPS): FoundQuery[] {
    const found: FoundQuery[] = [];
    for (const call of callsIn(file.module, fn.body)) {
      if (homeOf(file.module, call) !== fn || !isAlwaysReached(file.module, fn, call)) continue;
      const query = this.queryAt(file, call);
      if (query !== undefined) {
        if (!query.orm.locks) found.push(query);
        continue;
      }
      const target = hops > 1 ? functionAt(file, call.callee) : undefined;
      if (target !== undefined && target.fn !== fn) found.push(...this.sentBy(target, hops - 1));
    }
    return found;
  }
}

/** What an ORM's reader says of a call, in short. */
function fromOrm(file: SourceFile, orm: OrmCall): FoundQuery {
  const { node, callee, model, operation, statements } = orm;
  const { words, library } = orm.orm;
  const advice = isWrite(operation) ? words.writeBatch(orm, undefined) : operation === 'readOne' || operation === 'readMany' ? words.readMany(orm, undefined) : words.countMany(orm, undefined);
  return { file, node, callee, library, model, operation, statements, orm, advice };
}

function isAlwaysReached(module: JsModule, fn: FunctionNode, call: Node): boolean {
  for (let at = module.parentOf(call), below: Node = call; at !== undefined && at !== fn; below = at, at = module.parentOf(at)) {
    if ((at.type === 'IfStatement' || at.type === 'ConditionalExpression') && at.test !== below) return false;
    if (at.type === 'LogicalExpression' && at.right === below) return false;
    if (at.type === 'SwitchCase' || at.type === 'CatchClause') return false;
  }
  return !some(fn.body, (node) => node.type === 'IfStatement' && spanOf(node)[1] <= spanOf(call)[0] && some(node.consequent, (inner) => inner.type === 'ReturnStatement' && givesAnswer(inner)));
}

/** `return cached`, but not `return`, `return null` or `return 0`. */
function givesAnswer({ argument }: TSESTree.ReturnStatement): boolean {
  return argument !== null && !isNothing(argument);
}

import type { TSESTree } from '@typescript-eslint/utils';
import { isFirstTaken } from '../queries/answer-parts.ts';
import { type Builders, type Built, filterOfSteps, lastStep, sentAt, shapeOf } from './builder-chain.ts';
import type { Filter } from '../queries/conditions.ts';
import type { MethodCall } from './method-reader.ts';
import type { OrmCall, OrmReader } from '../queries/orm.ts';
import { ReceiverReader } from './receiver-reader.ts';
import type { Step } from '../syntax/callee.ts';
import { isFixed } from '../syntax/fixed.ts';
import { type Node, unwrap } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';

/** A query that a builder sends. */
export interface BuilderCall extends OrmCall {
  readonly built: Built;
}

/** What the steps of every builder say in the same way. */
type Common = Pick<BuilderCall, 'node' | 'orm' | 'built' | 'options' | 'offset' | 'limit' | 'shape' | 'keyset' | 'lazy' | 'statements' | 'locks' | 'context'>;

/** What sends a query before anybody waits for it. */
const SENDERS = /^(?:stream|execute|asCallback|pipe|on)$/;

/** A reader of queries that are put together by steps: `where`, `whereIn`, `orderBy`, `limit`, `offset`, `first`. */
export abstract class BuilderReader extends ReceiverReader {
  readonly optionNames: OrmReader['optionNames'] = { where: '', offset: '', limit: '', order: '' };
  protected readonly filter = { operators: {} };
  protected abstract readonly builders: Builders;

  /** What a builder asks, for which `node` sends it. */
  protected abstract ask(node: TSESTree.CallExpression, built: Built): BuilderCall | undefined;

  protected find({ node }: MethodCall): OrmCall | undefined {
    return this.findCalled(node);
  }

  protected override findCalled(node: TSESTree.CallExpression): OrmCall | undefined {
    const built = sentAt(this.module, node, this.builders);
    return built && this.ask(node, built);
  }

  protected common(node: TSESTree.CallExpression, built: Built): Common {
    const offset = argumentOf(built, /^offset$/);
    const after = this.module.parentOf(node);
    const isAsked = after?.type === 'MemberExpression' && after.object === node && after.property.type === 'Identifier' && SENDERS.test(after.property.name);
    return {
      node, orm: this, built, options: undefined, keyset: false, statements: 1,
      offset: offset === undefined || isFixed(this.module, offset) ? undefined : offset,
      limit: argumentOf(built, /^limit$/),
      shape: shapeOf(this.module, built),
      lazy: !isAsked && lastStep(built, SENDERS) === undefined,
      context: [argumentOf(built, /^withSchema$/)].filter((schema) => schema !== undefined),
      locks: lastStep(built, /^for(?:Update|Share|NoKeyUpdate|KeyShare)$/) !== undefined,
    };
  }

  /** True for a read of one row at most: by its limit, or because nothing else of the answer is looked at. */
  protected isOne(node: Node, built: Built): boolean {
    return numberValue(this.module, argumentOf(built, /^limit$/)) === 1 || isFirstTaken(this.module, node);
  }

  /** Where a column stands that a step names; empty for one of another table. */
  protected abstract pathOf(call: OrmCall, column: string): readonly string[];

  /** What a step of the library's own asks for. */
  protected ownFilter?(call: OrmCall, step: Step): Filter | undefined;

  override filterOf(call: OrmCall): Filter | undefined {
    return filterOfSteps(this.module, (call as BuilderCall).built, (column) => this.pathOf(call, column), (step) => this.ownFilter?.(call, step));
  }
}

/** The first argument of the last step of a name. */
export function argumentOf(built: Pick<Built, 'steps'>, name: RegExp): Node | undefined {
  return unwrap(lastStep(built, name)?.call.arguments[0]);
}

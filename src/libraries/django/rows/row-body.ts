import type { ExprNode, StmtNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { type Answer, denied } from './row-answers.ts';
import { RowExpressions } from './row-expressions.ts';
import type { RowReader } from './row-reader.ts';
import { choiceOf, type Environment, type Value } from './row-values.ts';
import { asksForFlag, leavesWithoutFlag } from '../serializers/flags.ts';

/** Runs the statements of one function body over tracked local names. */
export class RowBody {
  readonly #reader: RowReader;
  readonly #module: PyModule;
  readonly #names: Environment;
  readonly #expressions: RowExpressions;
  #returned: Value | undefined;

  constructor(reader: RowReader, module: PyModule, names: Environment) {
    this.#reader = reader;
    this.#module = module;
    this.#names = names;
    this.#expressions = new RowExpressions(reader, module, names);
  }

  /** Gives what the body returns, where that is tracked. */
  execute(body: readonly StmtNode[]): Value | undefined {
    this.#run(body);
    const { yielded } = this.#expressions;
    return yielded === undefined ? this.#returned : { kind: 'list', element: yielded };
  }

  /** What stands behind a way out that some rows take isn't read for each of them. */
  #run(body: readonly StmtNode[]): void {
    for (const [index, statement] of body.entries()) {
      const answer = statement.nodeType === 'If' ? this.#if(statement) : undefined;
      if (statement.nodeType !== 'If') this.#statement(statement);
      if (leavesWithoutFlag(this.#module, statement)) return;
      if (!isWayOut(statement) || (answer === undefined && isDenial(statement.test))) continue;
      this.#expressions.where(denied(answer), () => { this.#run(body.slice(index + 1)); });
      return;
    }
  }

  /** Runs both branches; gives what the test says of the rows. */
  #if({ test, body, orelse }: StmtNode & { nodeType: 'If' }): Answer | undefined {
    const { answer } = this.#expressions.ask(test);
    this.#expressions.where(answer, () => { this.#all(asksForFlag(this.#module, test) ? [] : body); });
    this.#expressions.where(denied(answer), () => { this.#all(orelse); });
    return answer;
  }

  #statement(statement: StmtNode): void {
    switch (statement.nodeType) {
      case 'Return': {
        const value = this.#expressions.evaluate(statement.value);
        this.#returned = choiceOf([this.#returned, value]);
        break;
      }
      case 'Assign':
        this.#assign(statement);
        break;
      case 'AnnAssign':
        this.#expressions.bind(statement.target, this.#expressions.evaluate(statement.value));
        break;
      case 'For':
      case 'AsyncFor':
        this.#expressions.bind(statement.target, this.#expressions.elementOf(this.#expressions.evaluate(statement.iter), statement.iter));
        this.#all(statement.body, statement.orelse);
        break;
      case 'While':
        this.#while(statement);
        break;
      case 'With':
      case 'AsyncWith':
        for (const { context_expr } of statement.items) this.#expressions.evaluate(context_expr);
        this.#all(statement.body);
        break;
      case 'Try':
      case 'TryStar':
        this.#all(statement.body);
        this.#reader.perhaps(() => { this.#all(...statement.handlers.map((handler) => handler.body)); });
        this.#all(statement.orelse, statement.finalbody);
        break;
      case 'AugAssign':
        this.#expressions.evaluate(statement.target);
        this.#expressions.evaluate(statement.value);
        break;
      case 'Expr':
        this.#expressions.evaluate(statement.value);
        break;
      case 'Match':
        this.#expressions.evaluate(statement.subject);
        this.#reader.perhaps(() => { this.#all(...statement.cases.map((branch) => branch.body)); });
        break;
      default:
        break;
    }
  }

  /** `while node.parent: node = node.parent` climbs from row to row. */
  #while({ test, body, orelse }: StmtNode & { nodeType: 'While' }): void {
    const round = (): void => { this.#expressions.where(this.#expressions.ask(test).answer, () => { this.#all(body); }); };
    round();
    const before = new Map(this.#names);
    // where the first one has come to is where the second one goes on
    this.#reader.perhaps(round);
    for (const [name, value] of this.#names) {
      const from = before.get(name);
      if (from?.kind === 'instance' && value.kind === 'instance') this.#reader.climbs(from, value);
    }
    this.#all(orelse);
  }

  #all(...bodies: readonly (readonly StmtNode[])[]): void {
    for (const body of bodies) this.#run(body);
  }

  #assign({ targets: [target, ...others], value }: StmtNode & { nodeType: 'Assign' }): void {
    if (target?.nodeType === 'Tuple' && others.length === 0 && value.nodeType === 'Tuple' && isPairwise(target.elts, value.elts)) {
      const values = value.elts.map((element) => this.#expressions.evaluate(element));
      for (const [index, element] of target.elts.entries()) this.#expressions.bind(element, values[index]);
      return;
    }
    const assigned = this.#expressions.evaluate(value);
    for (const one of target === undefined ? [] : [target, ...others]) this.#expressions.bind(one, assigned);
  }
}

/** `node, names = self, []` */
function isPairwise(targets: readonly ExprNode[], values: readonly ExprNode[]): boolean {
  return targets.length === values.length && [...targets, ...values].every(({ nodeType }) => nodeType !== 'Starred');
}

/** `if self.shop: return …` */
function isWayOut(statement: StmtNode): statement is StmtNode & { nodeType: 'If' } {
  return statement.nodeType === 'If' && statement.orelse.length === 0 && statement.body.at(-1)?.nodeType === 'Return';
}

/** `if not self.lines: return` turns away only rows that have nothing to show. */
function isDenial(test: ExprNode): boolean {
  return (test.nodeType === 'UnaryOp' && test.op.nodeType === 'Not') || (test.nodeType === 'Compare' && test.ops[0]?.nodeType === 'Is');
}

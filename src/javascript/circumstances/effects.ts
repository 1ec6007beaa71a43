import type { TSESTree } from '@typescript-eslint/utils';
import { namesMailing } from '../../model/mailing.ts';
import { isWrite } from '../../model/query-call.ts';
import { oncePer } from '../../project/memo.ts';
import { hashOf, isPlainAnswer } from './computing.ts';
import { contains, isPropertyName } from '../syntax/dependence.ts';
import { standsApart } from './isolation.ts';
import type { OrmCall } from '../queries/orm.ts';
import { rawOperation, sqlText } from '../queries/raw-sql.ts';
import type { Recognise } from '../rows/rows.ts';
import type { Binding } from '../syntax/bindings.ts';
import { answersOf } from '../syntax/flow.ts';
import { filledPath, readsChanged } from '../syntax/growth.ts';
import { isInline } from '../syntax/inline.ts';
import { chainOf, type JsModule } from '../syntax/module.ts';
import { type FunctionNode, isFunction, lastName, type Node, some, spanOf, unwrap, walk } from '../syntax/nodes.ts';
import { constantInit } from '../syntax/values.ts';

/** Steps of a value's way back to what was awaited for it. */
const DEPTH = 5;

/** A DataLoader, by what it is called and where it is kept: `req.loaders.Order.byId`, `userLoader`. It asks the database, for all rows at once. */
const LOADER = /(?:^|\.)(?:data)?loaders?(?:\.|$)|Loader$/i;

/** What makes another form of what it is handed, by its name: `toDomain`, `mapEntity`, `plainToInstance`. */
const CONVERTING = /^(?:map|to|as|from|plainTo|instanceTo|serialize|format|convert|transform|build|make|pick|omit)(?:[A-Z]\w*)?$/;

/** What a call waits for beside the database: nothing but what it works out by itself, a hash that takes its time on purpose, or somebody else. */
export type Wait = 'none' | 'hash' | 'foreign';

interface ForeignWait {
  readonly node: Node;
  /** It is a hash, which any other place of the program can work out as well. */
  readonly isHash: boolean;
  /** Functions between it and the round that run at another time: the wait counts only for what stands in them as well. */
  readonly fences: readonly Node[];
}

/** What a loop waits for beside the database: mails sent, other services asked, files written. Such loops keep their pace whatever the queries do. */
export class Effects {
  private readonly module: JsModule;
  private readonly recognise: Recognise;
  /** By the body of a round, which may hold a thousand queries that ask for it. */
  private readonly waits = new WeakMap<Node, readonly ForeignWait[]>();
  /** True for calls of functions of the same file that send queries. */
  private readonly isQueryHelper: (call: TSESTree.CallExpression) => boolean;
  /** What the functions of the project that are called wait for beside the database. */
  private readonly waitOf: (call: TSESTree.CallExpression) => Wait;

  constructor(module: JsModule, recognise: Recognise, of: { readonly isQueryHelper: Effects['isQueryHelper']; readonly waitOf: Effects['waitOf'] }) {
    this.module = module;
    this.recognise = recognise;
    this.isQueryHelper = of.isQueryHelper;
    this.waitOf = of.waitOf;
  }

  /** What `body` waits for beside the database before it comes to `at`: a write there records what came out of it. */
  waitBefore(body: Node, at: Node): Node | undefined {
    const [start] = spanOf(at);
    const isBefore = ({ node, fences, isHash }: ForeignWait): boolean => !isHash && spanOf(node)[0] < start && !contains(node, at) && !standsApart(this.module, node, at) && fences.every((fence) => contains(fence, at));
    return this.foreignWaits(body).find(isBefore)?.node ?? this.answerAround(body, at);
  }

  private foreignWaits(body: Node): readonly ForeignWait[] {
    const known = this.waits.get(body);
    if (known !== undefined) return known;
    const found: ForeignWait[] = [];
    walk(body, (node) => {
      const wait = node.type === 'AwaitExpression' ? this.waitAt(node.argument) : 'none';
      if (wait !== 'none' && !this.isForClient(node)) found.push({ node, fences: this.fencesAround(node, body), isHash: wait === 'hash' });
      return undefined;
    });
    this.waits.set(body, found);
    return found;
  }

  /** `(await repository()).find()`, `const db = await connect(); await db.find()`: what a query is sent with is waited for as the query is. */
  private isForClient(wait: Node): boolean {
    const { module } = this;
    const at = module.parentOf(wait);
    if (at?.type !== 'VariableDeclarator') return this.isClientOfQuery(wait);
    const names = at.id.type === 'Identifier' ? [at.id] : at.id.type === 'ObjectPattern' ? at.id.properties.map(({ value }) => value ?? undefined).filter((value) => value?.type === 'Identifier') : [];
    return names.some((name) => {
      const binding = module.resolve(name);
      return binding !== undefined && module.referencesTo(binding).some((use) => this.isClientOfQuery(use));
    });
  }

  private isClientOfQuery(node: Node): boolean {
    const { module } = this;
    for (let below = node, at = module.parentOf(node); at !== undefined; below = at, at = module.parentOf(at)) {
      const call = at.type === 'CallExpression' && at.callee === below ? this.recognise(at) : undefined;
      // a row that saves itself is no client
      if (call !== undefined) return call.ofRow !== true && call.client !== call.data;
      const isOn = (at.type === 'MemberExpression' && at.object === below) || (at.type === 'CallExpression' && at.callee === below) || at.type === 'TSNonNullExpression' || at.type === 'TSAsExpression';
      if (!isOn) return false;
    }
    return false;
  }

  private fencesAround(node: Node, body: Node): Node[] {
    const found: Node[] = [];
    for (let at = this.module.parentOf(node); at !== undefined && at !== body && contains(body, at); at = this.module.parentOf(at)) {
      if (isFunction(at) && !isInline(this.module, at)) found.push(at);
    }
    return found;
  }

  /** `fetch(url).then(async (answer) => …)`: the callback runs when somebody else has answered. */
  private answerAround(body: Node, at: Node): Node | undefined {
    for (let below = at, parent = this.module.parentOf(at); parent !== undefined && contains(body, parent); below = parent, parent = this.module.parentOf(parent)) {
      if (parent.type !== 'CallExpression' || parent.callee === below || !isFunction(below)) continue;
      const callee = unwrap(parent.callee);
      if (callee.type === 'MemberExpression' && /^(?:then|catch|finally)$/.test(chainOf(callee).names.at(-1) ?? '') && this.isForeign(callee.object)) return parent;
    }
    return undefined;
  }

  /** What `body` waits for beside the database, wherever it does. */
  anyWait(body: Node): Node | undefined {
    return this.foreignWaits(body)[0]?.node;
  }

  /** All that `body` waits for beside the database. */
  waitsIn(body: Node): readonly Node[] {
    return this.foreignWaits(body).map(({ node }) => node);
  }

  /** `return toEntity(saved)`: the function gives it, in whichever form, and does nothing else with it there. */
  isGiven(use: Node): boolean {
    for (let below = use, at = this.module.parentOf(use); at !== undefined; below = at, at = this.module.parentOf(at)) {
      if (at.type === 'ReturnStatement') return true;
      if (isFunction(at)) return at.body === below;
      if (at.type === 'AwaitExpression' || at.type.endsWith('Statement')) return false;
      if (at.type === 'CallExpression' && !CONVERTING.test(lastName(at.callee) ?? '') && this.waitOf(at) !== 'none') return false;
    }
    return false;
  }

  /** What a function waits for before it answers, and what it gives for others to wait for. */
  waitsOf(fn: FunctionNode): Wait {
    let worst: Wait = 'none';
    walk(fn.body, (node) => {
      if (worst === 'foreign' || (isFunction(node) && !isInline(this.module, node))) return false;
      if (node.type === 'YieldExpression' || (node.type === 'ForOfStatement' && node.await)) worst = 'foreign';
      // who is waited for under a name, nobody says here; a lock is no plain question
      if (node.type === 'AwaitExpression') worst = worseOf(worst, isPromiseOfElsewhere(unwrap(node.argument)) || isLockInSql(node.argument) ? 'foreign' : this.waitWithin(unwrap(node.argument)));
      return undefined;
    });
    for (const value of answersOf(fn).flatMap((answer) => this.valuesOf(answer))) {
      if (value.type === 'CallExpression' && isPlainAnswer(value)) continue;
      if (worst !== 'foreign' && /^(?:Call|New|TaggedTemplate)Expression$/.test(value.type)) worst = worseOf(worst, this.waitWithin(value));
    }
    return worst;
  }

  /** Both ends of a choice, and what a const stands for. */
  private valuesOf(node: Node): readonly Node[] {
    const value = unwrap(node);
    if (value.type === 'ConditionalExpression') return [value.consequent, value.alternate].flatMap((end) => this.valuesOf(end));
    if (value.type === 'LogicalExpression') return [value.left, value.right].flatMap((side) => this.valuesOf(side));
    const init = value.type === 'Identifier' ? constantInit(this.module, value) : undefined;
    return [init === undefined ? value : unwrap(init)];
  }

  /** As `waitAt`, with what a function that asks the database waits for beside that. */
  private waitWithin(value: Node): Wait {
    return value.type === 'CallExpression' && this.recognise(value) === undefined && this.isQueryHelper(value) ? this.waitOf(value) : this.waitAt(value);
  }

  private isForeign(node: Node): boolean {
    return this.waitAt(node) !== 'none';
  }

  /** What is waited for with `node`, if it isn't of the database. */
  private waitAt(node: Node): Wait {
    const value = unwrap(node);
    if (value.type === 'ImportExpression' || this.isReadInSql(value) || isRowSaved(value)) return 'none';
    // `new Promise((resolve, reject) => …)`: what its function waits for decides.
    if (value.type === 'NewExpression' && lastName(value.callee) === 'Promise' && this.asks(value)) return 'none';
    if (value.type !== 'CallExpression') return value.type === 'Identifier' || value.type === 'MemberExpression' || value.type === 'ConditionalExpression' ? 'none' : 'foreign';
    if (this.recognise(value) !== undefined) return 'none';
    // whatever it asks of the database beside
    if (isMailing(value)) return 'foreign';
    if (this.isQueryHelper(value) || this.isBegunByHelper(value)) return 'none';
    // `Promise.all([...])`, `$transaction(…)`, `query.then(…)`: what they join or go on with decides.
    const { root, names } = chainOf(value.callee);
    const name = names.at(-1) ?? '';
    if (/^load(?:Many)?$/.test(name) && LOADER.test([root.type === 'Identifier' ? root.name : '', ...names.slice(0, -1)].join('.'))) return 'none';
    const callee = unwrap(value.callee);
    if (/^(?:then|catch|finally)$/.test(name) && callee.type === 'MemberExpression') return this.waitAt(callee.object);
    if (/^(?:all|allSettled|\$?transaction|map)$/.test(name)) return this.asks(value) ? 'none' : 'foreign';
    return hashOf(this.module, value) ?? this.waitOf(value);
  }

  /** `this.ordersOf(customer).first()`: a function of the project begins the query, and the chain goes on with it. */
  private isBegunByHelper(call: TSESTree.CallExpression): boolean {
    const callee = unwrap(call.callee);
    const before = callee.type === 'MemberExpression' ? unwrap(callee.object) : undefined;
    return before?.type === 'CallExpression' && (this.isQueryHelper(before) || this.isBegunByHelper(before));
  }

  /** `sql`SELECT …``, `client.query('SELECT …')`: what is handed a statement that reads asks a database, whatever driver sends it. One that writes may claim the row. */
  private isReadInSql(value: Node): boolean {
    const given = value.type === 'CallExpression' ? value.arguments[0] : value;
    return rawOperation(sqlText(given?.type === 'Identifier' ? constantInit(this.module, given) : given)) === 'rawRead';
  }

  /** Something in it asks the database, and nothing that does waits for somebody else as well. */
  private asks(node: Node): boolean {
    const helpers: TSESTree.CallExpression[] = [];
    const isAsked = some(node, (inner) => {
      if (inner === node || inner.type !== 'CallExpression') return false;
      if (this.isQueryHelper(inner)) helpers.push(inner);
      return this.recognise(inner) !== undefined;
    });
    return isAsked || (helpers.length > 0 && helpers.every((helper) => this.waitOf(helper) !== 'foreign'));
  }

  /**
   * True where a read asks for something that only the round itself finds out: an answer of another service, the id of a row just
   * created. It can't be asked before the loop.
   */
  needsTheRound(scopeBody: Node, call: OrmCall): boolean {
    return this.isFoundInRound(scopeBody, call.node, DEPTH, new Map());
  }

  /**
   * Where the round sets, after or in a read, what the read of the next round asks for: `last = found.id`, `page += 1`, or fills what it asks for: `seen.push(row.id)`.
   * A value that is made of the row alone is known before the loop.
   */
  changeOfArgument(body: Node, call: OrmCall): Node | undefined {
    const [start] = spanOf(call.node);
    let change: Node | undefined;
    walk(call.node, (node) => {
      const binding = change === undefined && node.type === 'Identifier' && !isPropertyName(this.module, node) ? this.module.resolve(node) : undefined;
      if (binding?.kind !== 'variable' || contains(body, binding.node)) return undefined;
      change = this.module.referencesTo(binding).find((use) => contains(body, use) && isFilledFor(this.module, use, node));
      if (change !== undefined || binding.constant) return undefined;
      change = this.module.referencesTo(binding).map((use) => this.module.parentOf(use)).find((at) => at !== undefined && contains(body, at) && spanOf(at)[1] > start && this.isCarried(body, at, node as TSESTree.Identifier));
      return undefined;
    });
    return change;
  }

  private isCarried(body: Node, at: Node, { name }: TSESTree.Identifier): boolean {
    if (at.type === 'UpdateExpression') return true;
    if (at.type !== 'AssignmentExpression' || at.left.type !== 'Identifier' || at.left.name !== name) return false;
    return at.operator !== '=' || this.comesOfWait(body, at.right, DEPTH);
  }

  /** True for what is made of something that the round has waited for. */
  private comesOfWait(body: Node, expression: Node, depth: number): boolean {
    return some(expression, (node) => {
      if (node.type === 'AwaitExpression') return true;
      const binding = node.type === 'Identifier' && depth > 0 ? this.module.resolve(node) : undefined;
      return binding?.kind === 'variable' && binding.node.init !== null && contains(body, binding.node) && this.comesOfWait(body, binding.node.init, depth - 1);
    });
  }

  /** @param seen names that were followed already, with the steps that were left then */
  private isFoundInRound(body: Node, expression: Node, depth: number, seen: Map<Binding, number>): boolean {
    return some(expression, (node) => {
      if (node.type === 'AwaitExpression') return !this.isForClient(node) && this.isLate(node.argument);
      if (node.type !== 'Identifier' || depth === 0) return false;
      const binding = isPropertyName(this.module, node) ? undefined : this.module.resolve(node);
      if (binding?.kind !== 'variable' || !contains(body, binding.node) || (seen.get(binding) ?? 0) >= depth) return false;
      seen.set(binding, depth);
      const { init } = binding.node;
      if (init !== null) return this.isFoundInRound(body, init, depth - 1, seen);
      return this.module.referencesTo(binding).some((use) => {
        const assignment = this.module.parentOf(use);
        return assignment?.type === 'AssignmentExpression' && assignment.left === use && this.isFoundInRound(body, assignment.right, depth - 1, seen);
      });
    });
  }

  private isLate(node: Node): boolean {
    const value = unwrap(node);
    const query = value.type === 'CallExpression' ? this.recognise(value) : undefined;
    return query === undefined ? this.isForeign(value) : isWrite(query.operation);
  }
}

/** A use of a name fills what the same name in a query reads. */
function isFilledFor(module: JsModule, use: Node, read: Node): boolean {
  const filled = filledPath(module, use);
  return filled !== undefined && readsChanged(module, read, filled);
}

/** `sendMail(…)`, `mailer.send(…)` */
function isMailing({ callee }: TSESTree.CallExpression): boolean {
  const { root, names } = chainOf(unwrap(callee));
  return namesMailing([...(root.type === 'Identifier' ? [root.name] : []), ...names].join('.'));
}

/** Where a round makes or sends a mail, be it for somebody to send later. */
export const mailIn = oncePer((body: Node): Node | undefined => {
  let found: Node | undefined;
  walk(body, (node) => {
    if (found === undefined && node.type === 'CallExpression' && isMailing(node)) found = node;
    return found === undefined ? undefined : false;
  });
  return found;
});

/** `order.save()`, `order.destroy()`: what says nothing of where it goes is a row of the database as a rule, wherever it was read. */
function isRowSaved(value: Node): boolean {
  return value.type === 'CallExpression' && value.arguments.length === 0 && value.callee.type === 'MemberExpression' && /^(?:save|destroy|reload)$/.test(lastName(value.callee) ?? '');
}

function worseOf(one: Wait, other: Wait): Wait {
  return one === 'foreign' || other === 'foreign' ? 'foreign' : one === 'hash' ? one : other;
}

/** What a name or a condition stands for, of which the code says nothing where it is waited for. */
function isPromiseOfElsewhere({ type }: Node): boolean {
  return type === 'Identifier' || type === 'MemberExpression' || type === 'ConditionalExpression' || type === 'ImportExpression';
}

/** `SELECT … FOR UPDATE` */
function isLockInSql(node: Node): boolean {
  const value = unwrap(node);
  return /\bfor\s+(?:no\s+key\s+)?(?:update|share)\b/i.test(sqlText(value.type === 'CallExpression' ? value.arguments[0] : value));
}

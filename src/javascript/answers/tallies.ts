import type { TSESTree } from '@typescript-eslint/utils';
import { isPropertyName } from '../syntax/dependence.ts';
import { columnOf } from './sums.ts';
import type { Binding } from '../syntax/bindings.ts';
import type { JsModule } from '../syntax/module.ts';
import { calledName, isFunction, keyName, memberName, type Node, parameterPattern, unwrap, walk } from '../syntax/nodes.ts';

/** What code makes of rows that it goes over where it makes nothing but numbers of them. */
export interface Tally {
  /** All columns that it looks at. */
  readonly columns: readonly string[];
  /** Those of whose values it has a number each. */
  readonly by: readonly string[];
  /** The numbers are those of what is worked out of these, such as the month of a date. */
  readonly isDerived: boolean;
}

/** `for (const row of rows) counts[row.status] = (counts[row.status] ?? 0) + 1` */
export function tallyOfLoop(module: JsModule, { left, body, await: isAwaited }: TSESTree.ForOfStatement): Tally | undefined {
  const row = left.type === 'VariableDeclaration' ? left.declarations[0].id : undefined;
  return row === undefined || isAwaited ? undefined : new Reader(module, row, undefined).tally(body);
}

/** The same by a callback: `rows.forEach((row) => { counts[row.status] += 1; })`, `rows.reduce((counts, row) => { counts[row.status] += 1; return counts; }, …)`. */
export function tallyOfCall(module: JsModule, call: TSESTree.CallExpression): Tally | undefined {
  const [callback] = call.arguments;
  const isReduce = calledName(call) === 'reduce';
  if (!isFunction(callback) || callback.async || callback.params.length > 2 || (isReduce && call.arguments.length !== 2)) return undefined;
  const [first, second] = callback.params.map((parameter) => parameterPattern(parameter));
  const row = isReduce ? second : first;
  const made = isReduce && first?.type === 'Identifier' ? module.resolve(first) : undefined;
  if (row === undefined || (isReduce && (made === undefined || callback.body.type !== 'BlockStatement'))) return undefined;
  return new Reader(module, row, made ?? 'nothing').tally(callback.body);
}

/** What a name within the loop stands for. */
interface Meaning {
  readonly columns: readonly string[];
  /** It is the column as it stands. */
  readonly isColumn: boolean;
}

/** Reads one loop, statement by statement. */
class Reader {
  readonly #module: JsModule;
  readonly #row: Binding | undefined;
  readonly #names = new Map<Binding, Meaning>();
  /** What a callback gives back; undefined in a loop, which gives nothing. */
  readonly #gives: Binding | 'nothing' | undefined;
  readonly #columns = new Set<string>();
  readonly #by = new Set<string>();
  #isDerived = false;
  #makesNumbers = false;
  #isRead = true;
  #switches = 0;

  constructor(module: JsModule, row: Node, gives: Binding | 'nothing' | undefined) {
    this.#module = module;
    this.#gives = gives;
    this.#row = row.type === 'Identifier' ? module.resolve(row) : undefined;
    if (row.type === 'ObjectPattern') this.#isRead = row.properties.every((property) => this.#takes(property));
    else if (this.#row === undefined) this.#isRead = false;
  }

  /** What the body makes of the rows; undefined where it does anything else with them. */
  tally(body: Node): Tally | undefined {
    const isRead = this.#isRead && (body.type.endsWith('Statement') ? this.#statement(body) : this.#changes(body));
    return isRead && this.#makesNumbers && this.#columns.size > 0 ? { columns: [...this.#columns], by: [...this.#by], isDerived: this.#isDerived } : undefined;
  }

  /** `{ status, total: sum }` in the place of the row */
  #takes(property: TSESTree.Property | TSESTree.RestElement): boolean {
    const name = property.type === 'Property' ? keyName(property) : undefined;
    const binding = property.type === 'Property' && property.value.type === 'Identifier' ? this.#module.resolve(property.value) : undefined;
    if (name === undefined || binding === undefined) return false;
    this.#names.set(binding, { columns: [name], isColumn: true });
    return true;
  }

  #statement(node: Node): boolean {
    switch (node.type) {
      case 'BlockStatement':
        return node.body.every((statement) => this.#statement(statement));
      case 'EmptyStatement':
      case 'ContinueStatement':
        return true;
      case 'BreakStatement':
        // to leave the loop itself is to look at some of the rows
        return this.#switches > 0 && node.label === null;
      case 'ReturnStatement':
        return this.#returns(node.argument);
      case 'IfStatement':
        return this.#tells(node.test) && this.#statement(node.consequent) && (node.alternate === null || this.#statement(node.alternate));
      case 'SwitchStatement': {
        this.#switches += 1;
        const isRead = this.#tells(node.discriminant) && node.cases.every(({ consequent }) => consequent.every((statement) => this.#statement(statement)));
        this.#switches -= 1;
        return isRead;
      }
      case 'VariableDeclaration':
        return node.declarations.every((one) => this.#declares(one));
      case 'ExpressionStatement':
        return this.#changes(node.expression);
      default:
        return false;
    }
  }

  #returns(given: Node | null): boolean {
    if (given === null) return this.#gives === 'nothing';
    return given.type === 'Identifier' && this.#module.resolve(given) === this.#gives;
  }

  /** `const month = row.createdAt.getMonth()`, `const entry = sums.get(row.status) ?? { orders: 0 }` */
  #declares({ id, init }: TSESTree.VariableDeclarator): boolean {
    const binding = id.type === 'Identifier' ? this.#module.resolve(id) : undefined;
    const columns = init === null ? undefined : this.#columnsIn(init);
    if (binding === undefined || columns === undefined || init === null) return false;
    this.#names.set(binding, { columns, isColumn: this.#columnAt(init) !== undefined });
    return true;
  }

  /** A number gets larger, or begins. */
  #changes(expression: Node): boolean {
    const node = unwrap(expression);
    switch (node.type) {
      case 'UpdateExpression':
        return this.#isPlace(node.argument) && this.#counts();
      case 'AssignmentExpression': {
        if (node.operator === '+=') return this.#isPlace(node.left) && this.#adds(node.right);
        const added = node.operator === '=' ? this.#addedTo(this.#module.textOf(node.left), node.right) : undefined;
        if (added !== undefined) return this.#isPlace(node.left) && this.#adds(added);
        return /^(?:=|\?\?=|\|\|=)$/.test(node.operator) && this.#begins(node.right) && this.#isPlace(node.left);
      }
      case 'CallExpression':
        return this.#sets(node);
      default:
        return false;
    }
  }

  /** `counts.set(row.status, (counts.get(row.status) ?? 0) + 1)` */
  #sets({ callee, arguments: [key, value, ...others] }: TSESTree.CallExpression): boolean {
    if (callee.type !== 'MemberExpression' || memberName(callee) !== 'set' || key === undefined || value === undefined || others.length > 0) return false;
    if (!this.#isPlace(callee.object) || !this.#isKey(key)) return false;
    const added = this.#addedTo(`${this.#module.textOf(callee.object)}.get(${this.#module.textOf(key)})`, value);
    if (added !== undefined) return this.#adds(added);
    return this.#begins(value) || (value.type === 'Identifier' && this.#meaningOf(value) !== undefined);
  }

  /** What is added to what stands at `place`: `1` of `(counts[key] ?? 0) + 1`. */
  #addedTo(place: string, expression: Node): Node | undefined {
    const sum = unwrap(expression);
    if (sum.type !== 'BinaryExpression' || sum.operator !== '+') return undefined;
    const isPlace = (side: Node): boolean => {
      const given = unwrap(side);
      const before = given.type === 'LogicalExpression' && given.operator !== '&&' && unwrap(given.right).type === 'Literal' ? unwrap(given.left) : given;
      return this.#module.textOf(before) === place;
    };
    return isPlace(sum.left) ? sum.right : isPlace(sum.right) ? sum.left : undefined;
  }

  /** 1, a column, or 1 for some rows. */
  #adds(added: Node): boolean {
    const node = unwrap(added);
    if (node.type === 'Literal') return typeof node.value === 'number' && this.#counts();
    if (node.type === 'ConditionalExpression') return this.#tells(node.test) && this.#adds(node.consequent) && this.#adds(node.alternate);
    const column = this.#columnAt(node);
    if (column === undefined) return false;
    this.#columns.add(column);
    return this.#counts();
  }

  #counts(): boolean {
    this.#makesNumbers = true;
    return true;
  }

  /** A number to begin with, or several under names. */
  #begins(value: Node): boolean {
    const node = unwrap(value);
    if (node.type === 'Literal') return typeof node.value === 'number';
    return node.type === 'ObjectExpression' && node.properties.every((property) => property.type === 'Property' && (this.#begins(property.value) || (!property.computed && this.#isKey(property.value))));
  }

  /** A variable, or a member of one by what stands in the row: somewhere that is no row. */
  #isPlace(target: Node): boolean {
    const node = unwrap(target);
    if (node.type === 'MemberExpression') return (!node.computed || this.#isKey(node.property)) && this.#isPlace(node.object);
    if (node.type !== 'Identifier') return node.type === 'ThisExpression';
    const meaning = this.#meaningOf(node);
    // one that stands for a column is that of this row alone
    if (meaning?.isColumn === true || this.#module.resolve(node) === this.#row) return false;
    for (const column of meaning?.columns ?? []) this.#group(column, true);
    return true;
  }

  /** An expression names which number a row belongs to. */
  #isKey(key: Node): boolean {
    const columns = this.#columnsIn(key);
    const isColumn = this.#columnAt(key) !== undefined;
    for (const column of columns ?? []) this.#group(column, isColumn);
    return columns !== undefined;
  }

  #group(column: string, isColumn: boolean): void {
    this.#columns.add(column);
    this.#by.add(column);
    if (!isColumn) this.#isDerived = true;
  }

  /** A test tells some rows from others. */
  #tells(test: Node): boolean {
    const columns = this.#columnsIn(test);
    for (const column of columns ?? []) this.#columns.add(column);
    return columns !== undefined;
  }

  #meaningOf(node: TSESTree.Identifier): Meaning | undefined {
    const binding = this.#module.resolve(node);
    return binding === undefined ? undefined : this.#names.get(binding);
  }

  /** The column that an expression is, or 0 or a word where there is none. */
  #columnAt(expression: Node): string | undefined {
    const node = unwrap(expression);
    if (node.type === 'LogicalExpression' && node.operator !== '&&' && unwrap(node.right).type === 'Literal') return this.#columnAt(node.left);
    if (node.type === 'Identifier') {
      const meaning = this.#meaningOf(node);
      return meaning?.isColumn === true ? meaning.columns[0] : undefined;
    }
    return this.#row === undefined ? undefined : columnOf(this.#row.name, node);
  }

  /** The columns that an expression is worked out of; undefined where it does anything but that. */
  #columnsIn(expression: Node): readonly string[] | undefined {
    const columns = new Set<string>();
    const unread: Node[] = [];
    walk(expression, (node) => {
      if (/^(?:Await|Assignment|Update|Yield|New|Function|ArrowFunction)Expression$/.test(node.type) && !this.#isDate(node)) unread.push(node);
      if (node.type === 'Identifier' && !isPropertyName(this.#module, node)) {
        const isRow = this.#row !== undefined && this.#module.resolve(node) === this.#row;
        const column = isRow ? this.#columnOfRow(node) : undefined;
        if (column !== undefined) columns.add(column);
        else if (isRow) unread.push(node);
        for (const name of this.#meaningOf(node)?.columns ?? []) columns.add(name);
      }
      return unread.length === 0;
    });
    return unread.length === 0 ? [...columns] : undefined;
  }

  /** `new Date(row.createdAt)` */
  #isDate(node: Node): boolean {
    return node.type === 'NewExpression' && node.callee.type === 'Identifier' && node.callee.name === 'Date';
  }

  /** The column that is taken of the row itself, be it for a method of its value: what stands within a value, the database looks for otherwise. */
  #columnOfRow(row: Node): string | undefined {
    const column = this.#module.parentOf(row);
    if (column?.type !== 'MemberExpression' || column.object !== row) return undefined;
    const further = this.#module.parentOf(column);
    const within = further?.type === 'MemberExpression' && further.object === column ? this.#module.parentOf(further) : undefined;
    return within !== undefined && !(within.type === 'CallExpression' && within.callee === further) ? undefined : memberName(column);
  }
}

import type { TSESTree } from '@typescript-eslint/utils';
import { calledFunction } from '../../javascript/helpers.ts';
import type { SourceFile } from '../../javascript/modules.ts';
import type { Binding } from '../../javascript/syntax/bindings.ts';
import { callsIn, type JsModule, pathIn } from '../../javascript/syntax/module.ts';
import { type FunctionNode, memberName, type Node, parameterPattern, unwrap } from '../../javascript/syntax/nodes.ts';
import { functionAt, type Role, type Run } from './runs.ts';

/** How many calls the rows are followed through. */
const HOPS = 2;

/** Names followed backwards before a role counts as unknown. */
const DEPTH = 8;

const STEPS: Readonly<Partial<Record<Role, Readonly<Record<string, Role>>>>> = {
  response: { records: 'records' },
  context: { records: 'records', resource: 'resource' },
  request: { query: 'query' },
  query: { recordIds: 'records' },
};

const SAME_RECORDS = /^(?:map|filter|slice|sort|reverse|toSorted|toReversed|concat|flatMap|split)$/;

/** Says what expressions within hooks and handlers of one file stand for. */
export class Roles {
  private readonly module: JsModule;
  private readonly parameters: ReadonlyMap<FunctionNode, Run['roles']>;

  constructor(module: JsModule, runs: readonly Run[]) {
    this.module = module;
    this.parameters = new Map(runs.map(({ fn, roles }) => [fn, roles]));
  }

  of(node: Node | null | undefined, depth = DEPTH): Role | undefined {
    const value = unwrap(node);
    if (value === undefined || depth === 0) return undefined;
    const next = (inner: Node | null | undefined): Role | undefined => this.of(inner, depth - 1);
    switch (value.type) {
      case 'Identifier':
        return this.ofBinding(this.module.resolve(value), depth - 1);
      case 'MemberExpression':
        return step(next(value.object), memberName(value));
      case 'AwaitExpression':
        return next(value.argument);
      case 'LogicalExpression':
        return next(value.left) ?? next(value.right);
      case 'ConditionalExpression':
        return next(value.consequent) ?? next(value.alternate);
      case 'ArrayExpression':
        return value.elements.length === 1 && value.elements[0]?.type === 'SpreadElement' ? next(value.elements[0].argument) : undefined;
      case 'CallExpression':
        return this.ofCall(value, depth - 1);
      default:
        return undefined;
    }
  }

  private ofBinding(binding: Binding | undefined, depth: number): Role | undefined {
    if (binding?.kind === 'parameter') {
      const pattern = binding.node.params[binding.index];
      return pattern === undefined ? undefined : this.along(parameterPattern(pattern), binding, this.parameters.get(binding.node)?.[binding.index]);
    }
    if (binding?.kind !== 'variable' || !binding.constant) return undefined;
    return this.along(binding.node.id, binding, this.of(binding.node.init, depth));
  }

  /** The role at the end of the properties that lead from a pattern's value to a name in it. */
  private along(pattern: Node, { identifier }: Binding, role: Role | undefined): Role | undefined {
    const path = role === undefined ? undefined : pathIn(pattern, identifier);
    return path?.reduce<Role | undefined>((at, name) => step(at, name), role);
  }

  private ofCall({ callee, arguments: args }: TSESTree.CallExpression, depth: number): Role | undefined {
    const target = unwrap(callee);
    if (target.type !== 'MemberExpression') return undefined;
    const name = memberName(target) ?? '';
    if (name === 'all' && this.module.textOf(target.object) === 'Promise') return this.of(args[0], depth);
    const role = SAME_RECORDS.test(name) ? this.of(target.object, depth) : undefined;
    return role === 'records' ? role : undefined;
  }
}

function step(role: Role | undefined, name: string | undefined): Role | undefined {
  return role === undefined || name === undefined ? undefined : STEPS[role]?.[name];
}

/**
 * The runs, and the functions of this project that they hand the rows, the context or the response to. Those of the linted file
 * are told apart by `file`.
 */
export function withCalled(linted: SourceFile, runs: readonly Run[]): Run[] {
  const found = new Map<FunctionNode, Run>(runs.map((run) => [run.fn, run]));
  let latest = [...runs];
  for (let hop = 0; hop < HOPS && latest.length > 0; hop += 1) {
    const next: Run[] = [];
    for (const run of latest) {
      for (const called of calledBy(linted, run)) {
        if (found.has(called.fn)) continue;
        found.set(called.fn, called);
        next.push(called);
      }
    }
    latest = next;
  }
  return [...found.values()];
}

function calledBy(linted: SourceFile, run: Run): Run[] {
  const { file, fn } = run;
  const roles = new Roles(file.module, [run]);
  return callsIn(file.module, fn.body).flatMap((call) => {
    const given = call.arguments.map((argument) => roles.of(argument));
    if (!given.some((role) => role !== undefined && role !== 'request' && role !== 'resource')) return [];
    const target = functionAt(file, call.callee) ?? ownMethod(file, call.callee);
    return target === undefined ? [] : [{ ...run, ...target, roles: given, wiring: file.path === linted.path ? call.callee : run.wiring }];
  });
}

function ownMethod(file: SourceFile, callee: Node): { file: SourceFile; fn: FunctionNode } | undefined {
  const fn = calledFunction(file.module, callee);
  return fn === undefined ? undefined : { file, fn };
}

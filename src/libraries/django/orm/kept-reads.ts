import type { PythonNode } from '../../../python/nodes.ts';
import type { Loop } from '../../../python/syntax/loops.ts';
import { mayFollow } from '../../../python/syntax/order.ts';
import type { Queryset } from '../querysets/queryset.ts';
import { type OrmContext, valueOf } from '../values/values.ts';
import { listThrough } from './row-source.ts';

/** What a loop has read of each of its rows. */
interface Read {
  readonly loop: PythonNode;
  readonly what: string;
}

/** What loops over the rows of querysets have read of them, which the rows remember: a loop that comes later finds it there. */
export class KeptReads {
  readonly #context: OrmContext;
  readonly #known = new Map<Queryset, readonly Read[]>();

  constructor(context: OrmContext) {
    this.#context = context;
  }

  /** True where a loop before this one has read it of the same rows. */
  has(loop: Loop, queryset: Queryset, what: string): boolean {
    return this.#before(loop, queryset).some((one) => one.what === what && mayFollow(this.#context.module, loop.iter, one.loop));
  }

  add(loop: Loop, queryset: Queryset, read: readonly string[]): void {
    this.#known.set(queryset, [...this.#before(loop, queryset), ...read.map((what) => ({ loop: loop.iter, what }))]);
  }

  /** A queryset that is asked for again gives other objects; a name or a list that holds them gives the same. */
  #before({ iter }: Loop, queryset: Queryset): readonly Read[] {
    const isHeld = listThrough(iter).nodeType === 'Name' || valueOf(this.#context, iter)?.kind === 'list';
    return isHeld ? (this.#known.get(queryset) ?? []) : [];
  }
}

import { oncePer } from '../../../project/memo.ts';
import type { DjangoProject } from '../project.ts';

/** `compute` that runs once in each state of a project's files, for which its `models` stand. */
export function oncePerProject<T>(compute: (django: DjangoProject) => T): (django: DjangoProject) => T {
  const known = oncePer((_models: object, django: DjangoProject) => compute(django));
  return (django) => known(django.models, django);
}

/**
 * `compute` that runs once for each key in each state of a project's files.
 *
 * @param meanwhile what those get that ask for a key while its answer is being looked for; where it is left out, nothing that `compute` calls may ask for it
 */
export function oncePerKey<Rest extends readonly unknown[], T>(keyOf: (...rest: Rest) => string, compute: (django: DjangoProject, ...rest: Rest) => T, meanwhile?: { readonly answer: T }): (django: DjangoProject, ...rest: Rest) => T {
  const answersOf = oncePerProject(() => new Map<string, { readonly answer: T }>());
  return (django, ...rest) => {
    const answers = answersOf(django);
    const key = keyOf(...rest);
    const before = answers.get(key);
    if (before !== undefined) return before.answer;
    if (meanwhile !== undefined) answers.set(key, meanwhile);
    const answer = compute(django, ...rest);
    answers.set(key, { answer });
    return answer;
  };
}

/** What `gather` puts into a map once in each state of a project's files; who asks meanwhile gets what is there so far. */
export function gatheredPerProject<K, V>(gather: (found: Map<K, V>, django: DjangoProject) => void): (django: DjangoProject) => ReadonlyMap<K, V> {
  const gathered = oncePerProject(() => ({ found: new Map<K, V>(), begun: false }));
  return (django) => {
    const state = gathered(django);
    if (!state.begun) {
      state.begun = true;
      gather(state.found, django);
    }
    return state.found;
  };
}

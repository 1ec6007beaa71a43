/**
 * Of which rows a test in code that runs per row is true: of `all` that are saved, of `none`, of those whose related row is `there`, of those where it is `missing`, of those that
 * their query has `annotated`, of those that it has not (`plain`). What else a test can be true of isn't told apart (undefined).
 */
export type Answer = 'all' | 'none' | 'there' | 'missing' | 'annotated' | 'plain';

const DENIED: Readonly<Record<Answer, Answer>> = { all: 'none', none: 'all', there: 'missing', missing: 'there', annotated: 'plain', plain: 'annotated' };

/** The rows of which a test is false. */
export function denied(answer: Answer | undefined): Answer | undefined {
  return answer === undefined ? undefined : DENIED[answer];
}

/** The rows of which two tests are true, the second of which is asked where the first one is. */
export function bothTrue(first: Answer | undefined, second: Answer | undefined): Answer | undefined {
  if (first === 'none' || second === 'none') return 'none';
  if (first === 'all') return second;
  return first === 'there' && (second === 'all' || second === 'there') ? 'there' : undefined;
}

import type { Span } from '../../../model/text.ts';
import type { ClassRef } from '../classes.ts';

/** The name of a class in its head. */
export function nameSpan({ module, node }: ClassRef): Span {
  const [start] = module.range(node);
  const at = module.text.indexOf(node.name, start + 'class'.length);
  return at < 0 ? [start, start + 'class'.length] : [at, at + node.name.length];
}

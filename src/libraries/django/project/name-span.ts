import type { Span } from '../../../model/text.ts';
import type { ClassRef, FunctionRef } from './classes.ts';

/** The name of a class or function in its head. */
export function nameSpan({ module, node }: ClassRef | FunctionRef): Span {
  const [start] = module.range(node);
  const word = node.nodeType === 'ClassDef' ? 'class' : 'def';
  const from = module.text.indexOf(word, start) + word.length;
  const at = module.text.indexOf(node.name, from);
  return at < 0 ? [start, from] : [at, at + node.name.length];
}

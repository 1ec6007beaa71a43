import { declarationNamed, type SourceFile } from '../project/modules.ts';
import { keyName } from '../syntax/nodes.ts';
import { numberValue } from '../syntax/values.ts';

/** A constant by which a project says how long a page may be. */
export interface OwnMaximum {
  /** As the file writes it: `MAX_PAGE_SIZE`, `LIMITS.MAX_PAGE_SIZE`. */
  readonly text: string;
  readonly number: number;
}

/** What constants of that meaning are called: of pages and their limits alone, for everything else has a largest size as well. */
const NAMED = /^(?:max_?(?:(?:list|query|search|page|pagination)_?)?(?:page_?size|limit|per_?page)|(?:page_?size|(?:page|list|query)_?limit)_?max)$/i;

/** The largest page of a project, where a file that it stands in the top of has it or imports it. */
export function ownMaximum(file: SourceFile): OwnMaximum | undefined {
  for (const [name, binding] of file.module.scopes.get(file.module.program)?.names ?? []) {
    if (binding.kind !== 'import' && binding.kind !== 'variable') continue;
    const declared = NAMED.test(name) || /max|limit|page|pagina|search|const|config/i.test(name) ? declarationNamed(file, name) : undefined;
    if (declared === undefined) continue;
    const number = NAMED.test(name) ? numberValue(declared.module, declared.node) : undefined;
    if (number !== undefined) return { text: name, number };
    for (const property of declared.node.type === 'ObjectExpression' ? declared.node.properties : []) {
      const key = property.type === 'Property' ? keyName(property) : undefined;
      const of = property.type === 'Property' && key !== undefined && NAMED.test(key) ? numberValue(declared.module, property.value) : undefined;
      if (of !== undefined) return { text: `${name}.${key as string}`, number: of };
    }
  }
  return undefined;
}

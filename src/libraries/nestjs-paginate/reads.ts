import type { TSESTree } from '@typescript-eslint/utils';
import { importedName } from '../../javascript/project/configured.ts';
import type { Orm } from '../../javascript/queries/orm.ts';
import { type PageRead, PageReader } from '../../javascript/readers/page-reader.ts';
import { about } from './about.ts';
import { PACKAGE, pagedRows } from './lists.ts';

class PaginatedReads extends PageReader {
  readonly library = about.label;

  protected pageRead(node: TSESTree.CallExpression, callee: PageRead['callee']): Omit<PageRead, 'node' | 'callee'> | undefined {
    const [, source] = node.arguments;
    if (source === undefined || importedName(this.module, callee, PACKAGE) !== 'paginate') return undefined;
    return { name: 'paginate', model: pagedRows(this.file, source), answer: { rows: 'data', count: 'meta' } };
  }
}

/** The pages that a project reads with `paginate(query, repository, config)`. */
export const paginatedReads: Orm = {
  about,
  library: about.label,
  glance: ({ imports }) => imports.some((source) => PACKAGE.test(source)),
  open: (file) => new PaginatedReads(file),
};

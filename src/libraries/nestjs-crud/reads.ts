import type { TSESTree } from '@typescript-eslint/utils';
import { importedName } from '../../javascript/project/configured.ts';
import type { Orm } from '../../javascript/queries/orm.ts';
import { type PageRead, PageReader } from '../../javascript/readers/page-reader.ts';
import { importFrom } from '../../javascript/syntax/module.ts';
import { type ClassNode, decoratorsOf, memberName, unwrap } from '../../javascript/syntax/nodes.ts';
import { about } from './about.ts';
import { PACKAGES } from './controllers.ts';

/** Where the service comes from that reads lists with TypeORM. */
const SERVICES = /^@(?:dataui|nestjsx|rewiko)\/crud-typeorm$/;

/** A page as a controller or a service of its own reads it before it is handed on: as the list of its rows, or with them under `data`, as the request asks for it. */
class CrudReads extends PageReader {
  readonly library = about.label;

  protected pageRead(node: TSESTree.CallExpression, callee: PageRead['callee']): Omit<PageRead, 'node' | 'callee'> | undefined {
    const owner = callee.type === 'MemberExpression' ? this.module.thisClass(node) : undefined;
    const name = callee.type === 'MemberExpression' ? memberName(callee) : undefined;
    if (owner === undefined || callee.type !== 'MemberExpression' || (name !== 'getManyBase' && name !== 'getMany')) return undefined;
    const isOfController = name === 'getManyBase' || this.module.textOf(callee.object) === 'this.service';
    const isRead = isOfController ? this.isController(owner) : callee.object.type === 'Super' && owner.superClass != null && importFrom(this.module, unwrap(owner.superClass), SERVICES) !== undefined;
    return isRead ? { name, model: undefined, answer: { rows: 'data', count: 'total' } } : undefined;
  }

  private isController(owner: ClassNode): boolean {
    return decoratorsOf(owner).some(({ expression }) => expression.type === 'CallExpression' && importedName(this.module, expression.callee, PACKAGES) === 'Crud');
  }
}

/** The pages that controllers and services of a project read by the library's own method. */
export const crudReads: Orm = {
  about,
  library: about.label,
  glance: ({ imports, text }) => /\bgetMany/.test(text) && imports.some((source) => PACKAGES.test(source) || SERVICES.test(source)),
  open: (file) => new CrudReads(file),
};

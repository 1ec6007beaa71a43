import { type Configured, importedName, valueOf } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { declaredTypeOf, typeOf } from '../../javascript/syntax/annotations.ts';
import { memberOf } from '../../javascript/syntax/module.ts';
import { memberName, type Node, unwrap, walk, withoutAwait } from '../../javascript/syntax/nodes.ts';
import { constantInit } from '../../javascript/syntax/values.ts';

export const PACKAGE = /^nestjs-paginate(?:$|\/)/;

/** One `PaginateConfig`. */
export interface PaginatedList {
  readonly file: SourceFile;
  readonly config: Configured;
  /** The class of its rows, as the code names it. */
  readonly entity: string;
}

/** Object literals that are declared as `PaginateConfig<Post>`, and those handed to `paginate` beside a repository. */
export function listsIn(file: SourceFile): PaginatedList[] {
  const { module } = file;
  const found: PaginatedList[] = [];
  walk(module.program, (node) => {
    const declared = node.type === 'ObjectExpression' ? declaredTypeOf(module, node) : undefined;
    const [root = ''] = declared?.name.split('.') ?? [];
    const binding = declared === undefined ? undefined : module.resolveName(root, node);
    const entity = declared?.args[0];
    if (entity !== undefined && /(?:^|\.)PaginateConfig$/.test(declared?.name ?? '') && binding?.kind === 'import' && PACKAGE.test(binding.source)) found.push({ file, config: { file, node }, entity });
    return undefined;
  });
  for (const call of module.calls) {
    const [, source, config] = call.arguments;
    if (source === undefined || config === undefined || importedName(module, call.callee, PACKAGE) !== 'paginate') continue;
    const place = valueOf({ file, node: config });
    const entity = rowsOf(file, source);
    if (place?.file.path === file.path && entity !== undefined && !found.some((known) => known.config.node === place.node)) found.push({ file, config: place, entity });
  }
  return found;
}

/** `Post` of `this.posts`, where the class declares it as `Repository<Post>`. */
function rowsOf({ module }: SourceFile, source: Node): string | undefined {
  const value = unwrap(source);
  const owner = value.type === 'MemberExpression' && value.object.type === 'ThisExpression' ? module.thisClass(value.object) : undefined;
  const member = owner === undefined || value.type !== 'MemberExpression' ? undefined : memberOf(owner, memberName(value) ?? '');
  const declared = typeOf(member?.type === 'TSParameterProperty' ? member.parameter : member);
  return declared?.name === 'Repository' ? declared.args[0] : undefined;
}

/** The class of the rows that `paginate` is given: those of a repository, or of a query builder that is begun with one. */
export function pagedRows(file: SourceFile, source: Node): string | undefined {
  const value = unwrap(source);
  const builder = value.type === 'Identifier' ? constantInit(file.module, value) : value;
  return rowsOf(file, repositoryOf(withoutAwait(builder)) ?? value);
}

/** `this.posts` of `this.posts.createQueryBuilder('post').where(…)` */
function repositoryOf(builder: Node | undefined): Node | undefined {
  let at = builder;
  while (at?.type === 'CallExpression' && at.callee.type === 'MemberExpression') {
    if (memberName(at.callee) === 'createQueryBuilder') return unwrap(at.callee.object);
    at = unwrap(at.callee.object);
  }
  return undefined;
}

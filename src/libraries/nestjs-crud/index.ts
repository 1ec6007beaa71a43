import { about } from './about.ts';
import type { ListConcern, PageSizeConcern } from '../../model/admin.ts';
import type { AdminFacts, AdminFramework, FoundCalls } from '../../javascript/frameworks/admin-framework.ts';
import { type Configured, importedName, modelNamed, numberIn, settingAt, settingHere } from '../../javascript/project/configured.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { FileGlance } from '../../javascript/queries/orm.ts';
import { dependsOn } from '../../javascript/project/packages.ts';
import { tableNamed } from '../../javascript/weight/table-growth.ts';
import { type Node, propertyOf, spanOf, unwrap, walk } from '../../javascript/syntax/nodes.ts';
import type { Project } from '../../project/project.ts';
import { answersLists, PACKAGES } from './controllers.ts';
import { limitIn, loadedSettings } from './limits.ts';
import { loadConcerns } from './loads.ts';
import { pageOf } from './pages.ts';

export { crudReads } from './reads.ts';

/** One list that a file configures: what `@Crud` is given, or an object that the project's own code makes into that. */
export interface CrudList {
  readonly file: SourceFile;
  /** What configures the list, where nothing smaller is to be changed. */
  readonly name: Node;
  readonly options: Configured;
  /** The class of the rows, as the options name it. */
  readonly entity: Configured;
}

function glance({ imports, text, project }: FileGlance): boolean {
  if (imports.some((source) => PACKAGES.test(source))) return true;
  return /\bentity\s*[:,]/.test(text) && /\bquery\s*:/.test(text) && /\beager\s*:/.test(text) && dependsOn(project.filename, PACKAGES);
}

function read(file: SourceFile, project: Project, { orms, calls }: FoundCalls): Partial<AdminFacts> {
  const concerns: ListConcern[] = [];
  const add = (list: CrudList, concern?: PageSizeConcern): void => {
    const model = modelNamed(orms, 'TypeORM', list.entity.file, list.entity.file.module.textOf(unwrap(list.entity.node)), project);
    if (concern !== undefined) concerns.push(concern);
    if (model !== undefined) concerns.push(...loadConcerns(list, model, project.settings));
  };
  const lists = decorated(file).filter((list) => answersLists(list));
  for (const list of lists) add(list, limitIn(list, project));
  for (const list of handedOn(file, project)) add(list);
  for (const at of loadedSettings(file)) {
    const found = settingHere(at, ['query', 'maxLimit']);
    const size = found && numberIn(found);
    if (found === undefined || size === undefined || size <= 0) continue;
    const advice = 'It holds for every `@Crud` that sets none itself: clients that want more take the pages one after the other.';
    concerns.push({ kind: 'page-size', span: spanOf(found.node), table: tableNamed(project.settings, 'each list of Crud'), option: 'query.maxLimit', size, usual: 0, advice, remedies: [] });
  }
  return { concerns, resources: lists.map((list) => pageOf(list, project, calls)) };
}

/** `@Crud({ model: { type: Post }, query: {…} })` */
function decorated(file: SourceFile): CrudList[] {
  const { module } = file;
  return module.calls.flatMap((call) => {
    const [given] = call.arguments;
    if (given === undefined || importedName(module, call.callee, PACKAGES) !== 'Crud') return [];
    const entity = settingAt({ file, node: given }, ['model', 'type']);
    return typeof entity === 'string' ? [] : [{ file, name: call.callee, options: { file, node: given }, entity }];
  });
}

/**
 * `{ entity: Post, query: { join: { comments: { eager: true } } } }` in a project that depends on the package: options that code of the project, or of a package of its own, hands on
 * to `@Crud`. Of these only what they say themselves is known.
 */
function handedOn(file: SourceFile, project: Project): CrudList[] {
  const found: CrudList[] = [];
  if (!dependsOn(project.filename, PACKAGES)) return found;
  walk(file.module.program, (node) => {
    const entity = propertyOf(node, 'entity');
    const query = unwrap(propertyOf(node, 'query')?.value);
    const isJoined = unwrap(propertyOf(query, 'join')?.value)?.type === 'ObjectExpression';
    if (entity !== undefined && isJoined && unwrap(entity.value).type === 'Identifier') {
      found.push({ file, name: entity.key, options: { file, node }, entity: { file, node: entity.value } });
    }
    return undefined;
  });
  return found;
}

export const nestjsCrud: AdminFramework = { about, glance, read };

import type { ListConcern } from '../../model/admin.ts';
import type { Settings } from '../../model/settings.ts';
import { booleanIn, type Configured, type Found, settingAt, settingHere, settingsOf, textsIn } from '../../javascript/project/configured.ts';
import { modelAt } from '../../javascript/queries/data-path.ts';
import { heavyColumns } from '../../javascript/answers/heavy-columns.ts';
import { tableNamed } from '../../javascript/weight/table-growth.ts';
import { appendProperty } from '../../javascript/syntax/edits.ts';
import { type Node, spanOf, unwrap } from '../../javascript/syntax/nodes.ts';
import type { Edit } from '../../model/text.ts';
import type { CrudList } from './index.ts';

/** What every answer of a list is loaded with: eager joins of many rows or of a view, and large columns. */
export function loadConcerns(list: CrudList, found: Found, settings: Settings): ListConcern[] {
  return [...eagerJoins(list, found, settings), ...largeColumns(list, found, settings)];
}

/**
 * `join: { comments: { eager: true } }`: joined whatever the request asks for (crud-typeorm 5.3.4, `createBuilder`). A join that names its columns was thought about; one with
 * `select: false` loads nothing.
 */
function eagerJoins({ file, options }: CrudList, { model, dataModel }: Found, settings: Settings): ListConcern[] {
  const join = settingAt(options, ['query', 'join']);
  if (typeof join === 'string') return [];
  return [...settingsOf(join).entries].flatMap(([path, at]): ListConcern[] => {
    const steps = path.split('.');
    const eager = settingHere(at, ['eager'], file);
    const isShaped = ['allow', 'exclude', 'select'].some((name) => settingAt(at, [name]) !== 'absent');
    if (eager === undefined || booleanIn(eager) !== true || isShaped) return [];
    const relation = modelAt(dataModel, model.name, steps.slice(0, -1))?.fields.get(steps.at(-1) ?? '')?.relation;
    const target = modelAt(dataModel, model.name, steps);
    const why = relation?.cardinality === 'to-many' ? 'a page of them takes a query with DISTINCT for its keys before the one for the rows' : target?.view === true ? `\`${target.name}\` is a view, which the database computes for every page` : undefined;
    if (why === undefined) return [];
    const remedies = [{ title: `Join \`${path}\` where a request asks for it`, edits: [{ span: spanOf(eager.node), text: 'false' }], safety: { changes: `answers hold it only with \`?join=${path}\`, those for one row too` } }];
    const advice = `It is joined for every request, and ${why}: with \`eager: false\` the page that shows it asks for it with \`?join=${path}\`.`;
    return [{ kind: 'loads', span: spanOf(eager.node), table: tableNamed(settings, model.name), names: [path], advice, remedies }];
  });
}

/** Large columns that the list neither excludes nor leaves out by naming others. */
function largeColumns({ file, options, name }: CrudList, { model }: Found, settings: Settings): ListConcern[] {
  const query = settingAt(options, ['query']);
  const allow = settingAt(options, ['query', 'allow']);
  const exclude = settingAt(options, ['query', 'exclude']);
  const excluded = typeof exclude === 'string' ? [] : textsIn(exclude)?.map(({ text }) => text);
  if (query === 'unknown' || allow !== 'absent' || exclude === 'unknown' || excluded === undefined) return [];
  const names = heavyColumns(model).filter((column) => !excluded.includes(column));
  if (names.length === 0) return [];
  const edit = exclusion(file, { options, query, exclude }, names);
  const title = `Leave out ${names.map((column) => `\`${column}\``).join(', ')}`;
  const them = names.length === 1 ? 'it' : 'them';
  const remedies = edit === undefined ? [] : [{ title, edits: [edit], safety: { changes: `answers for one row lack ${them} as well, and \`?fields=\` can no longer ask for ${them}` } }];
  const place = typeof query !== 'string' && query.file.path === file.path ? file.module.parentOf(unwrap(query.node)) : undefined;
  const advice = `\`query: { exclude: [${names.map((column) => `'${column}'`).join(', ')}] }\` leaves ${them} out, of the answers for one row too: a page that needs ${them} reads ${them} by a route of its own.`;
  return [{ kind: 'loads', span: spanOf(place?.type === 'Property' ? place.key : name), table: tableNamed(settings, model.name), names, advice, remedies }];
}

interface Places { readonly options: Configured; readonly query: ReturnType<typeof settingAt>; readonly exclude: ReturnType<typeof settingAt> }

function exclusion({ path, module }: CrudList['file'], { options, query, exclude }: Places, names: readonly string[]): Edit | undefined {
  const quoted = names.map((name) => `'${name}'`).join(', ');
  const literal = (at: Places['query']): Node | undefined => (typeof at === 'string' || at.file.path !== path ? undefined : unwrap(at.node));
  const list = literal(exclude);
  const last = list?.type === 'ArrayExpression' ? list.elements.at(-1) : undefined;
  if (last !== null && last !== undefined) return { span: [spanOf(last)[1], spanOf(last)[1]], text: `, ${quoted}` };
  if (list?.type === 'ArrayExpression') return { span: spanOf(list), text: `[${quoted}]` };
  const target = query === 'absent' ? unwrap(options.node) : literal(query);
  if (exclude !== 'absent' || target?.type !== 'ObjectExpression') return undefined;
  return appendProperty(module, target, query === 'absent' ? `query: { exclude: [${quoted}] }` : `exclude: [${quoted}]`);
}

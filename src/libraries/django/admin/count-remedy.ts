import type { Edit, Remedy } from '../../../model/text.ts';
import type { Call, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { addMethod, newlineOf, quoted, quotesIn } from '../../../python/syntax/edits.ts';
import { walk } from '../../../python/syntax/walk.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { countName } from '../values/counting.ts';
import { methodsOf, ownMethod } from './classes.ts';
import type { Plan } from './eager-remedies.ts';
import type { MissingRead } from './missing.ts';

/**
 * `obj.items.count()` in a column method gives way to an annotation of `get_queryset`. Empty where the method or the count stands
 * elsewhere, so that other rows than the list's may come by; and where others are counted as well, which another annotation would multiply.
 */
export function countRemedies(django: DjangoProject, { cls, loading }: Plan, model: DjangoModel, { column, read, again, amongCounts }: MissingRead): Remedy[] {
  const [field, ...deeper] = read.steps;
  const { module } = cls;
  const fn = methodsOf(cls.node).find((method) => method === column.fn?.node || (column.fn?.module.path === module.path && method.lineno === column.fn.node.lineno));
  const call = read.node.nodeType === 'Call' && read.module.path === module.path ? read.node : undefined;
  if (field === undefined || deeper.length > 0 || fn === undefined || call === undefined || again.length > 0 || amongCounts || read.through.length !== 1) return [];
  const uses = [...walk(fn, { nested: true })].filter((node) => node.nodeType === 'Attribute' && node.attr === field.name);
  const row = rowOf(call, field.name);
  const name = countName(field.queryName);
  if (uses.length !== 1 || row === undefined || model.fields.has(name) || django.names.memberOf(model, name) !== undefined) return [];
  const { text: count, edit: imported } = countFunction(module);
  const loaded = annotation(cls, `${name}=${count}(${quoted(field.queryName, quotesIn(module.source(cls.node)))}, distinct=True)`, loading.ways.length);
  if (loaded === undefined || (count === 'Count' && imported === 'impossible')) return [];
  const edits: Edit[] = [...(imported === undefined || imported === 'impossible' ? [] : [imported]), { span: read.module.range(call), text: `${row}.${name}` }, loaded];
  return [{ title: `Annotate \`${name}\` in \`get_queryset\``, edits, safety: { changes: `rows that come from elsewhere have no \`${name}\`; the counts of the page group the rows too` } }];
}

/** The row of `row.items.count()`, `row.items.all().count()` and `len(row.items.all())`. */
function rowOf(call: Call, relation: string): string | undefined {
  let at: ExprNode | undefined = call.func.nodeType === 'Name' ? call.args[0] : call.func.nodeType === 'Attribute' ? call.func.value : undefined;
  while (at?.nodeType === 'Call' && at.func.nodeType === 'Attribute' && at.func.attr === 'all') at = at.func.value;
  return at?.nodeType === 'Attribute' && at.attr === relation && at.value.nodeType === 'Name' ? at.value.id : undefined;
}

function annotation(cls: Plan['cls'], argument: string, ways: number): Edit | undefined {
  const { module, node } = cls;
  const method = ownMethod(cls, 'get_queryset');
  if (method === undefined) return addMethod(module, node, `def get_queryset(self, request):\n    return super().get_queryset(request).annotate(${argument})`);
  const [only, ...others] = [...walk(method.body)].filter((inner) => inner.nodeType === 'Return');
  if (ways > 1 || others.length > 0 || only?.nodeType !== 'Return' || (only.value?.nodeType !== 'Call' && only.value?.nodeType !== 'Name')) return undefined;
  const [, end] = module.range(only.value);
  return { span: [end, end], text: `.annotate(${argument})` };
}

const FROM = 'django.db.models';

/** How the module names `Count`, with the import where it has none. */
function countFunction(module: PyModule): { text: string; edit: Edit | undefined | 'impossible' } {
  const own = module.imports.get('Count');
  if (own?.module === FROM) return { text: 'Count', edit: undefined };
  const models = module.imports.get('models');
  if (models?.module === 'django.db' && models.name === 'models') return { text: 'models.Count', edit: undefined };
  const imports = module.ast.body.filter((statement) => statement.nodeType === 'ImportFrom' && statement.level === 0);
  const before = imports.findLast((statement) => statement.nodeType === 'ImportFrom' && /^django\b/.test(statement.module ?? '') && (statement.module ?? '') < FROM);
  const at = before ?? imports.at(-1);
  if (own !== undefined || at === undefined) return { text: 'Count', edit: 'impossible' };
  const [, end] = module.range(at);
  return { text: 'Count', edit: { span: [end, end], text: `${newlineOf(module.text)}from ${FROM} import Count` } };
}

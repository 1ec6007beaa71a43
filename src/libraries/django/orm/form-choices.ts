import type { RelationRead } from '../../../model/query-call.ts';
import type { Call, ExprNode, PythonNode } from '../../../python/nodes.ts';
import { classAround } from '../../../python/syntax/bindings.ts';
import { isSelf, lastName, stringConstant } from '../../../python/syntax/static.ts';
import { walk } from '../../../python/syntax/walk.ts';
import { methodsOf } from '../admin/classes.ts';
import { FULL_WIDGETS, isChoiceField } from '../admin/form-fields.ts';
import { type ClassRef, innerMeta } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import { type RowReads, readsOfFunction, readsOfLabel } from '../rows/row-reads.ts';
import { handedRelations } from '../serializers/calls.ts';
import { toldOnce } from '../serializers/lacks.ts';
import { fieldOfReader } from '../serializers/reads.ts';
import { placeIn } from '../project/shown-path.ts';
import { nodesOf, type OrmContext } from '../values/values.ts';

/** Relations that the labels of a field's options read one by one, though the form gives the field rows without them: `self.fields["region"].queryset = Region.objects.filter(open=True)`. */
export function readByOptions(context: OrmContext): RelationRead[] {
  if (!context.module.text.includes('.fields[')) return [];
  // two fields may be given the same rows
  return toldOnce(nodesOf(context).flatMap((node) => {
    const given = rowsGiven(context, node);
    const labels = given === undefined ? undefined : labelsOf(context, given);
    if (given === undefined || labels === undefined) return [];
    const subject = `per option of the field \`${given.field}\``;
    return handedRelations(context, { node, rows: given.rows, paging: undefined, shown: true }, (model) => {
      const { reads, reader } = labels(model);
      return reads.reads.length === 0 ? [] : [fieldOfReader(given.field, reads, reader)];
    }, subject);
  }));
}

/** Rows that a form gives to one of its fields as options. */
interface Given {
  readonly form: ClassRef;
  readonly field: string;
  readonly rows: ExprNode;
}

function rowsGiven({ django, module }: OrmContext, node: PythonNode): Given | undefined {
  const [target] = node.nodeType === 'Assign' && node.targets.length === 1 ? node.targets : [];
  const field = target?.nodeType === 'Attribute' && target.attr === 'queryset' ? nameOfField(target.value) : undefined;
  const cls = field === undefined ? undefined : classAround(module, node);
  if (node.nodeType !== 'Assign' || field === undefined || cls === undefined) return undefined;
  const form = { module, node: cls };
  return django.names.ancestryOf(form).externals.some((path) => FORM.test(path)) ? { form, field, rows: node.value } : undefined;
}

/** Django's forms, and those of its apps. A serializer's fields have a queryset too, and list nothing. */
const FORM = /^django\.(?:forms(?:\.models|\.forms)?\.\w*Form|contrib\.(?:auth|admin)\.forms\.\w+)$/;

/** `region` of `self.fields["region"]` */
function nameOfField(node: ExprNode): string | undefined {
  const holder = node.nodeType === 'Subscript' ? node.value : undefined;
  return node.nodeType === 'Subscript' && holder?.nodeType === 'Attribute' && holder.attr === 'fields' && isSelf(holder.value) ? stringConstant(node.slice) : undefined;
}

interface Labels {
  readonly reads: RowReads;
  /** What makes them, with its place. */
  readonly reader: string;
}

/** What makes the labels of a field's options; undefined where the field shows no options, or nobody knows what it shows. */
function labelsOf({ django }: OrmContext, { form, field }: Given): ((model: DjangoModel) => Labels) | undefined {
  if (setsUp(django.names.ancestryOf(form).classes, field)) return undefined;
  const declared = django.classAttribute(form, field);
  const call = declared?.value.nodeType === 'Call' ? declared.value : undefined;
  if (declared !== undefined && (call === undefined || !isChoiceField(django, declared.module, call.func) || !isFull(keywordOf(call, 'widget')))) return undefined;
  if (declared === undefined && !isPlain(django.names.ancestryOf(form).classes, field)) return undefined;
  const cls = declared === undefined ? undefined : django.resolveClass(declared.module, (call as Call).func);
  const own = cls === undefined ? undefined : django.method(cls, 'label_from_instance');
  if (own !== undefined) return (model) => ({ reads: readsOfFunction(django, own, model, 1), reader: `\`${own.owner.node.name}.label_from_instance\` (${placeIn(django, own)})` });
  return (model) => ({ reads: readsOfLabel(django, model), reader: 'The label of an option' });
}

/** The widget holds every option; Django's own one does. */
function isFull(widget: ExprNode | undefined): boolean {
  return widget === undefined || FULL_WIDGETS.has(lastName(widget.nodeType === 'Call' ? widget.func : widget));
}

/** The form makes the field of the model's own, with a widget that holds every option. */
function isPlain(classes: readonly ClassRef[], field: string): boolean {
  const meta = innerMeta(classes);
  for (const statement of meta?.node.body ?? []) {
    const [target] = statement.nodeType === 'Assign' ? statement.targets : [];
    if (statement.nodeType !== 'Assign' || target?.nodeType !== 'Name' || (target.id !== 'widgets' && target.id !== 'field_classes')) continue;
    if (statement.value.nodeType !== 'Dict') return false;
    const { keys, values } = statement.value;
    const at = keys.findIndex((key) => key !== null && stringConstant(key) === field);
    if (keys.includes(null) || (at >= 0 && (target.id === 'field_classes' || !isFull(values[at])))) return false;
  }
  return true;
}

/** What decides on what a field shows. */
const DECIDING: ReadonlySet<string> = new Set(['widget', 'choices', 'label_from_instance', 'iterator', '_choices']);

/** Some method sets what the field shows, or takes it out: `self.fields["region"].widget = HiddenInput()`, `self.fields.pop("region")`. */
function setsUp(classes: readonly ClassRef[], field: string): boolean {
  for (const method of classes.flatMap(({ node }) => methodsOf(node))) {
    for (const node of walk(method, { nested: true })) {
      if (node.nodeType === 'Attribute' && node.ctx.nodeType === 'Store' && DECIDING.has(node.attr) && nameOfField(node.value) === field) return true;
      if (node.nodeType === 'Subscript' && node.ctx.nodeType !== 'Load' && nameOfField(node) === field) return true;
      if (node.nodeType === 'Call' && node.func.nodeType === 'Attribute' && node.func.attr === 'pop' && node.args.some((key) => stringConstant(key) === field)) return true;
    }
  }
  return false;
}

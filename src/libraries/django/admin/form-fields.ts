import type { RelationInput } from '../../../model/admin.ts';
import type { Call, ClassDef, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { chainBack, isSelf, lastName } from '../../../python/syntax/static.ts';
import { type ClassRef, keyOf } from '../project/classes.ts';
import { keywordOf } from '../models/fields.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { classesIn, classIn, methodsOf, optionOf, registryOf } from './classes.ts';
import { isEveryRowOf } from './formfields.ts';
import { addSetUp, showsDeclared } from './forms.ts';
import { inlinesOf } from './inlines.ts';
import { IN_INLINE, ON_FORM } from './inputs.ts';
import { labelCost, type LabelReads, labelReadsOf, NO_READS, tableOfOptions, whereLong } from './option-labels.ts';
import { isReadOnly } from './permissions.ts';
import { readOnlyFields } from './widgets.ts';

/** An admin or inline that uses a form class. */
interface Use {
  readonly cls: ClassRef;
  readonly model: DjangoModel;
  readonly where: string;
}

/** By form class, bases included: the admins and inlines whose form has inputs. */
const usesOf = oncePerProject((django): ReadonlyMap<string, readonly Use[]> => {
  const found = new Map<string, Use[]>();
  const admins = registryOf(django).registrations.flatMap(({ admin: cls, model }) => (cls === undefined ? [] : [{ cls, model, where: ON_FORM }]));
  const inlines = inlinesOf(django).filter(({ isShownOnly }) => !isShownOnly).map(({ cls, model }) => ({ cls, model, where: IN_INLINE }));
  for (const use of [...admins, ...inlines].filter(({ cls }) => !isReadOnly(django, cls))) {
    const option = optionOf(django, use.cls, 'form');
    const form = option === undefined ? undefined : classIn(django, option.owner, option);
    for (const one of form === undefined ? [] : django.names.ancestryOf(form).classes) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), use]);
  }
  return found;
});

/** Fields with every row of a table as options, which the form classes of admins declare by themselves: no option of the admin bounds those. */
export function formFieldInputs(django: DjangoProject, module: PyModule): RelationInput[] {
  if (!module.text.includes('ChoiceField')) return [];
  const uses = usesOf(django);
  return classesIn(module).flatMap((form) => {
    const ofForm = uses.get(keyOf(form)) ?? [];
    return ofForm.length === 0 ? [] : declaredChoices(django, form).flatMap((choice) => {
      const use = ofForm.find(({ cls }) => isInput(django, cls, choice.name));
      return use === undefined ? [] : [inputOf(django, form, choice, use)];
    });
  });
}

/** The form shows the field, and not as text. */
function isInput(django: DjangoProject, cls: ClassRef, name: string): boolean {
  return showsDeclared(django, cls, name) && readOnlyFields(django, cls)?.has(name) === false;
}

interface Choice {
  readonly name: string;
  readonly call: Call;
  readonly queryset: ExprNode;
  readonly target: DjangoModel;
}

/** Widgets that hold every option. */
export const FULL_WIDGETS: ReadonlySet<string> = new Set(['Select', 'SelectMultiple', 'RadioSelect', 'CheckboxSelectMultiple', 'FilteredSelectMultiple']);

function declaredChoices(django: DjangoProject, { module, node }: ClassRef): Choice[] {
  const declared = [...declarationsIn(node), ...madeInInit(node)];
  const touched = namesInMethods(module, node, new Set(declared.flatMap(({ key }) => key ?? [])));
  return declared.flatMap(({ name, call }): Choice[] => {
    if (touched.has(name) || !isChoiceField(django, module, call.func)) return [];
    const queryset = call.args[0] ?? keywordOf(call, 'queryset');
    const widget = keywordOf(call, 'widget');
    if (queryset === undefined || (widget !== undefined && !FULL_WIDGETS.has(lastName(widget.nodeType === 'Call' ? widget.func : widget))) || !isEveryRowOf(module, queryset)) return [];
    const model = modelIn(django, module, queryset);
    return model === undefined ? [] : [{ name, call, queryset, target: model }];
  });
}

interface Declared {
  readonly name: string;
  readonly call: Call;
  /** The string that names it, where a method makes it. */
  readonly key?: ExprNode;
}

/** `owner = ModelChoiceField(…)` */
function declarationsIn({ body }: ClassDef): Declared[] {
  return body.flatMap((statement): Declared[] => {
    const [target] = statement.nodeType === 'Assign' ? statement.targets : [];
    return statement.nodeType === 'Assign' && target?.nodeType === 'Name' && statement.value.nodeType === 'Call' ? [{ name: target.id, call: statement.value }] : [];
  });
}

/** `self.fields["owner"] = ModelChoiceField(…)` in each form's `__init__` */
function madeInInit(form: ClassDef): Declared[] {
  const init = methodsOf(form).find(({ name }) => name === '__init__');
  return (init?.body ?? []).flatMap((statement): Declared[] => {
    const [target] = statement.nodeType === 'Assign' ? statement.targets : [];
    if (statement.nodeType !== 'Assign' || target?.nodeType !== 'Subscript' || target.value.nodeType !== 'Attribute' || target.value.attr !== 'fields' || !isSelf(target.value.value)) return [];
    const { slice: key } = target;
    return statement.value.nodeType === 'Call' && key.nodeType === 'Constant' && typeof key.value === 'string' ? [{ name: key.value, call: statement.value, key }] : [];
  });
}

/** What methods name they may set up: `self.fields["owner"].queryset = …`. */
function namesInMethods(module: PyModule, form: ClassDef, known: ReadonlySet<ExprNode>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const node of methodsOf(form)) addSetUp({ module, node }, found, known);
  return found;
}

const CHOICE_FIELD = /^django\.forms(?:\.models)?\.Model(?:Multiple)?ChoiceField$/;

/** A field whose options are rows, as Django has it, if with labels of its own. */
export function isChoiceField(django: DjangoProject, module: PyModule, func: ExprNode): boolean {
  const cls = django.resolveClass(module, func);
  if (cls === undefined) return CHOICE_FIELD.test(django.names.externalPath(module, func) ?? '');
  return django.names.ancestryOf(cls).externals.every((path) => CHOICE_FIELD.test(path)) && django.method(cls, '__init__') === undefined;
}

/** The model at the beginning of `Customer.objects.order_by("name")`. */
function modelIn(django: DjangoProject, module: PyModule, queryset: ExprNode): DjangoModel | undefined {
  for (const at of chainBack(queryset)) {
    const model = at.nodeType === 'Attribute' ? django.modelOf(module, at.value) : undefined;
    if (model !== undefined) return model;
  }
  return undefined;
}

function inputOf(django: DjangoProject, { module }: ClassRef, { name, call, queryset, target }: Choice, { cls, model, where }: Use): RelationInput {
  const label = labelsOf(django, module, call, queryset, target);
  const size = tableOfOptions(django, target, label);
  const cost = labelCost(label);
  const bounded = adviseWidget(module, name, call, cls, model);
  const advice = cost === '' ? bounded : `${cost}, which \`.${label.loading}\` in its queryset spares. ${whereLong(bounded)}`;
  return { span: module.range(call), field: name, target: size, where, perOption: cost !== '', perRow: where !== ON_FORM, advice, remedies: [] };
}

/** How a declared field is bounded: by the admin, where the field that it would make instead asks for a value as this one does. */
function adviseWidget(module: PyModule, name: string, call: Call, cls: ClassRef, model: DjangoModel): string {
  const field = model.forward.get(name);
  if (field?.kind === undefined) return 'Give it a widget that loads what is selected only.';
  const required = keywordOf(call, 'required');
  const mayBeEmpty = required !== undefined && module.source(required) === 'False';
  if (!field.uncertain && field.blank === mayBeEmpty) return `Leave it to \`${cls.node.name}\`: without this line its \`raw_id_fields\` or \`autocomplete_fields\` can bound it.`;
  const widget = field.kind === 'many-to-many' ? 'ManyToManyRawIdWidget' : 'ForeignKeyRawIdWidget';
  return `Give it \`widget=${widget}(${model.name}._meta.get_field("${name}").remote_field, admin.site)\`, which loads what is selected only.`;
}

function labelsOf(django: DjangoProject, module: PyModule, { func }: Call, queryset: ExprNode, target: DjangoModel): LabelReads {
  if (/\b(?:select|prefetch)_related\(/.test(module.source(queryset))) return NO_READS;
  const cls = django.resolveClass(module, func);
  return labelReadsOf(django, target, cls === undefined ? undefined : django.method(cls, 'label_from_instance'));
}

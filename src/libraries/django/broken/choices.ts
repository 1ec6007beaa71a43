import type { BrokenQuery } from '../../../model/query-call.ts';
import type { ExprNode, PythonNode } from '../../../python/nodes.ts';
import { lastName, stringConstant } from '../../../python/syntax/static.ts';
import { type OrmContext, valueOf } from '../values/values.ts';

/**
 * A sliced queryset as the choices of a form field. The field looks what was chosen up by `queryset.get(pk=…)`, which a slice refuses: the form shows, and can't be
 * saved ("is not a valid value", Django 4.2 and 5.2; AssertionError on 3.2).
 */
export function brokenChoices(context: OrmContext, node: PythonNode): BrokenQuery[] {
  return givenTo(node).flatMap((value) => {
    const given = valueOf(context, value);
    if (given?.kind !== 'queryset' || given.slice === undefined || given.joined === true) return [];
    return [{
      span: context.module.range(value), remedies: [],
      problem: 'A form field looks up what was chosen in its queryset, and a slice refuses that: the form shows these choices and takes none of them.',
      advice: 'Narrow the queryset by a filter, or let an autocomplete or raw id input search it.',
    }];
  });
}

/** What a node sets as the queryset of a form field. */
function givenTo(node: PythonNode): ExprNode[] {
  if (node.nodeType === 'Assign') return node.targets.some((target) => isQuerysetOfField(target)) ? [node.value] : [];
  if (node.nodeType !== 'Call') return [];
  const name = lastName(node.func);
  const takes = /^Model(?:Multiple)?ChoiceField$/.test(name) || /^formfield_for_(?:foreignkey|manytomany|dbfield)$/.test(name);
  return takes ? node.keywords.filter(({ arg }) => arg === 'queryset').map(({ value }) => value) : [];
}

/** `form.base_fields["product"].queryset`, `self.fields["product"].queryset`, `kwargs["queryset"]` */
function isQuerysetOfField(target: ExprNode): boolean {
  if (target.nodeType === 'Subscript') return target.value.nodeType === 'Name' && target.value.id === 'kwargs' && stringConstant(target.slice) === 'queryset';
  if (target.nodeType !== 'Attribute' || target.attr !== 'queryset' || target.value.nodeType !== 'Subscript') return false;
  const fields = target.value.value;
  return fields.nodeType === 'Attribute' && /^(?:base_)?fields$/.test(fields.attr);
}

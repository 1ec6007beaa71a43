import type { TSESTree } from '@typescript-eslint/utils';
import type { RelationInput } from '../../model/admin.ts';
import type { Settings } from '../../model/settings.ts';
import type { Remedy } from '../../model/text.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import { fillsChoices, resourceName } from '../../javascript/frameworks/option-lists.ts';
import { spanWithSpace } from '../../javascript/rows/row-components.ts';
import { attributeOf, elementName, isUnderName, valueOf } from '../../javascript/syntax/elements.ts';
import { importFrom, type JsModule } from '../../javascript/syntax/module.ts';
import { spanOf } from '../../javascript/syntax/nodes.ts';
import { countValue, stringValue, valueUnder } from '../../javascript/syntax/values.ts';
import { tableOfResource } from '../../javascript/weight/table-growth.ts';
import { PACKAGES, REFERENCE_INPUTS, REFERENCE_OPTIONS, WITHOUT_SEARCH } from './facts.ts';
import { nameOf } from './names.ts';

/** Inputs that ask for as many options as `perPage` says, and lists that a hook asks for to fill an input. */
export function inputsOf(file: SourceFile, settings: Settings): RelationInput[] {
  return [...file.module.elements.flatMap((element) => referenceInput(file, settings, element)), ...choiceLists(file, settings)];
}

function referenceInput(file: SourceFile, settings: Settings, { openingElement: element, children }: TSESTree.JSXElement): RelationInput[] {
  const { module } = file;
  const perPage = attributeOf(element, 'perPage');
  const name = perPage === undefined ? undefined : nameOf(file, element)?.name;
  const size = perPage === undefined || name === undefined || !REFERENCE_INPUTS.has(name) ? undefined : countValue(module, valueOf(perPage));
  if (perPage === undefined || size === undefined || size <= REFERENCE_OPTIONS) return [];
  const reference = resourceName(module, valueOf(attributeOf(element, 'reference')));
  const inner = children.find((child) => child.type === 'JSXElement');
  const input = inner === undefined ? 'AutocompleteInput' : elementName(inner.openingElement);
  const isNarrowed = attributeOf(element, 'filter') !== undefined;
  return [{
    span: spanOf(perPage),
    field: stringValue(module, valueOf(attributeOf(element, 'source'))) ?? reference ?? elementName(element),
    target: tableOfResource(settings, reference ?? elementName(element), isNarrowed ? undefined : size),
    upTo: size,
    where: isUnderName(module, element, /filter/i) ? 'in the filters of a list' : 'in a form',
    advice: adviceFor(input),
    remedies: remediesFor(module, perPage, input),
  }];
}

function adviceFor(input: string): string {
  const rest = `${String(REFERENCE_OPTIONS)} options at first, and what the user types is searched for on the server`;
  return WITHOUT_SEARCH.has(input) ? `\`${input}\` can't search: put an \`AutocompleteInput\` in its place and leave \`perPage\` out. That shows ${rest}.` : `Leave \`perPage\` out: that shows ${rest}.`;
}

function remediesFor(module: JsModule, perPage: TSESTree.JSXAttribute, input: string): Remedy[] {
  if (!input.includes('Autocomplete')) return [];
  return [{ title: 'Leave `perPage` out', edits: [{ span: spanWithSpace(module, perPage), text: '' }], safety: { changes: `${String(REFERENCE_OPTIONS)} options are shown until the user types` } }];
}

/** `const { data } = useGetList('companies', { pagination: { perPage: 1000 } })`, whose rows become the choices of an input. */
function choiceLists({ module }: SourceFile, settings: Settings): RelationInput[] {
  return module.calls.flatMap((call) => {
    const binding = importFrom(module, call.callee, PACKAGES);
    if (binding?.imported !== 'useGetList') return [];
    const [resource, params] = call.arguments;
    const perPage = valueUnder(module, params, ['pagination', 'perPage']);
    const size = countValue(module, perPage);
    if (perPage === undefined || size === undefined || !fillsChoices(module, call)) return [];
    const name = resourceName(module, resource);
    const isNarrowed = valueUnder(module, params, ['filter']) !== undefined;
    return [{
      span: spanOf(perPage), field: binding.name, target: tableOfResource(settings, name ?? binding.name, isNarrowed ? undefined : size), upTo: size, where: 'of an input',
      advice: 'A `ReferenceInput` with an `AutocompleteInput` in it asks for 25 of them, and searches on the server as the user types.', remedies: [],
    }];
  });
}

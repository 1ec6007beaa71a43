import type { FileFacts } from '../../../model/file-model.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import type { DjangoProject } from '../project.ts';
import { filtersOf } from './filters.ts';
import { formFieldInputs } from './form-fields.ts';
import { inlineReads } from './inline-rows.ts';
import { inputsOf } from './inputs.ts';
import { changeListsOf } from './list-page.ts';

/** What a module says about admin pages: lists with what they load per row, relation inputs, filters. */
export function readAdmin(module: PyModule, django: DjangoProject): Pick<FileFacts, 'resources' | 'relationReads' | 'inputs' | 'filters'> {
  const lists = changeListsOf(django, module);
  return { resources: lists.map(({ resource }) => resource), relationReads: [...lists.flatMap(({ reads }) => reads), ...inlineReads(django, module)], inputs: [...inputsOf(django, module), ...formFieldInputs(django, module)], filters: filtersOf(django, module) };
}

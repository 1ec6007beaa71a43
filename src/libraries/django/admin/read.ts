import type { FileFacts } from '../../../model/file-model.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import type { DjangoProject } from '../project.ts';
import { filtersOf } from './filters.ts';
import { formFieldInputs } from './form-fields.ts';
import { inlineReads } from './inline-rows.ts';
import { inputsOf } from './inputs.ts';
import { changeListsOf } from './list-page.ts';
import { lighterAdmin, seenOfAdmin } from './switched-off.ts';

/** What a module says about admin pages: lists with what they load per row, relation inputs, filters. */
export function readAdmin(module: PyModule, django: DjangoProject): Pick<FileFacts, 'resources' | 'relationReads' | 'inputs' | 'filters'> {
  const lists = changeListsOf(django, module);
  const seen = seenOfAdmin(django);
  const lighter = lighterAdmin(django);
  const weighed = <Fact extends object>(fact: Fact): Fact => (lighter === undefined ? fact : { ...fact, lighter });
  const relationReads = [...lists.flatMap(({ reads }) => reads), ...inlineReads(django, module)].map((read) => ({ ...read, evidence: { ...read.evidence, around: [...read.evidence.around, ...seen] } }));
  return { resources: lists.map(({ resource }) => resource), relationReads, inputs: [...inputsOf(django, module).map(weighed), ...formFieldInputs(django, module)], filters: filtersOf(django, module).map(weighed) };
}

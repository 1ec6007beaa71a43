import type { ModelTable } from '../../model/model-table.ts';
import { prismaFileAt } from './schema.ts';

/** The tables of the models of all schemas among the files: `@@map("orders")`, else the model's own name. */
export function tables(files: readonly string[]): ModelTable[] {
  const blocks = files.filter((path) => path.endsWith('.prisma')).flatMap((path) => prismaFileAt(path)?.blocks ?? []);
  return blocks.filter(({ keyword }) => keyword === 'model').map(({ name, attributes }) => {
    const given = attributes.find((attribute) => attribute.name === 'map')?.args[0]?.words[0];
    return { model: name, table: given ?? name, given: given !== undefined };
  });
}

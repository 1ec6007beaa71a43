import type { DataModel, Model } from '../../model/data-model.ts';
import { oncePer } from '../../project/memo.ts';
import { type CalledFunction, type ClassSite, methodOf } from '../project/called.ts';
import { fileFrom, type SourceFile } from '../project/modules.ts';
import { keyName } from '../syntax/nodes.ts';

/** The method that rows of a model have, where a class of the project declares the model: `order.customerName()`. */
export function methodOfRow(file: SourceFile, dataModel: DataModel, model: string | undefined, name: string): CalledFunction | undefined {
  const declared = model === undefined ? undefined : dataModel.models.get(model);
  const site = declared && classOf(file, declared);
  return site && methodOf(site, name);
}

/** The class that declares a model: the one of its name, or the only one of its file, which an import may call otherwise. */
function classOf(from: SourceFile, { name, file }: Model): ClassSite | undefined {
  const there = fileFrom(from, file);
  const [only, ...others] = there?.module.classes ?? [];
  const node = there?.module.classes.find(({ id }) => id?.name === name) ?? (others.length === 0 ? only : undefined);
  return there === undefined || node === undefined ? undefined : { file: there, node };
}

/** The names of the methods that the classes of models write: whatever else is called on a row is none of them. Those of base classes are left out. */
export const methodsOfRows = oncePer((dataModel: DataModel) => oncePer((from: SourceFile): ReadonlySet<string> => new Set([...dataModel.models.values()].flatMap((model) => {
  const members = classOf(from, model)?.node.body.body ?? [];
  return members.flatMap((member) => (member.type === 'MethodDefinition' && member.kind === 'method' && !member.static ? (keyName(member) ?? []) : []));
}))));

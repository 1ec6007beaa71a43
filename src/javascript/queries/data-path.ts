import type { DataModel, Model } from '../../model/data-model.ts';

/** The model at the end of a path of relations. */
export function modelAt(dataModel: DataModel, name: string | undefined, path: readonly string[]): Model | undefined {
  let model = name === undefined ? undefined : dataModel.models.get(name);
  for (const step of path) {
    const target = model?.fields.get(step)?.relation?.target;
    model = target === undefined ? undefined : dataModel.models.get(target);
  }
  return model;
}

/** True for a column that its model is known to have, and to have filled in every row. */
export function isNeverNull({ key, fields }: Model, column: string): boolean {
  return key.includes(column) || fields.get(column)?.nullable === false;
}

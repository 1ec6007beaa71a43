import type { TableSize } from '../../model/data-model.ts';
import type { Settings } from '../../model/settings.ts';
import type { DjangoModel } from './models.ts';
import type { DjangoProject } from './project.ts';

/** What is known of how many rows a model's table has. */
export function tableSizeOf(django: DjangoProject, settings: Settings, model: DjangoModel): TableSize {
  const rows = settings.rows[model.label] ?? settings.rows[model.name];
  if (rows !== undefined) return { model: model.name, rows, growth: rows <= settings.smallTable ? 'small' : 'growing', because: undefined };
  void django;
  return { model: model.name, rows: undefined, growth: 'unknown', because: undefined };
}

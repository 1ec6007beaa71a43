import type { TableSize } from '../model/data-model.ts';
import type { RowOrigin, RowScope } from '../model/row-scope.ts';
import type { Settings } from '../model/settings.ts';
import { modelAt } from './data-path.ts';
import type { OrmCall } from './orms/orm.ts';
import type { FoundScope } from './row-scopes.ts';
import type { JsModule } from './syntax/module.ts';
import { numberValue } from './syntax/values.ts';

export interface Weighing {
  readonly module: JsModule;
  readonly settings: Settings;
}

/** The scope with what is known of how many rows there can be: where they come from, their limit, the size of their table. */
export function weigh(around: Weighing, found: FoundScope, call: OrmCall): RowScope {
  return { ...found.scope, origin: originOf(found), atMost: limitOf(around, found), table: tableOf(around, found, call) };
}

function originOf({ rows }: FoundScope): RowOrigin {
  if (rows.origin !== 'query') return rows.origin;
  return rows.call?.operation === 'readOne' ? 'children' : 'table';
}

/** The constant that the query of the rows is limited to. */
function limitOf({ module }: Weighing, { rows }: FoundScope): number | undefined {
  return rows.call?.limit === undefined || rows.path.length > 0 ? undefined : numberValue(module, rows.call.limit);
}

/** A table whose size the settings name: a small one that the query asks, else the one that the rows come from. */
function tableOf({ settings }: Weighing, { rows }: FoundScope, { model, orm: { dataModel } }: OrmCall): TableSize | undefined {
  const asked = sizeOf(settings, model);
  if (asked?.growth === 'small' || !rows.exact || rows.call === undefined) return asked;
  return sizeOf(settings, rows.path.length === 0 ? rows.call.model : dataModel && modelAt(dataModel, rows.call.model, rows.path)?.name);
}

/** The size of a model's table, where the settings name it. */
export function sizeOf({ rows, smallTable }: Settings, model: string | undefined): TableSize | undefined {
  const size = model === undefined ? undefined : rows[model];
  return model === undefined || size === undefined ? undefined : { model, rows: size, growth: size <= smallTable ? 'small' : 'growing', because: undefined };
}

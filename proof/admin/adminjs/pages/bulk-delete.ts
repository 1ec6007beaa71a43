// a bulk action with `resource.delete` for each record
import type { ActionHandler, AdminJSOptions, BulkActionResponse } from 'adminjs';
import { Customer, Order } from '../models.ts';

const archive: ActionHandler<BulkActionResponse> = async (_request, _response, context) => {
  const { records = [], resource } = context;
  for (const record of records) await resource.delete(record.id());
  return { records: [] };
};

export const options: AdminJSOptions = {
  resources: [Customer, { resource: Order, options: { actions: { act: { actionType: 'bulk', handler: archive } } } }],
};

// a bulk action with `record.update` for each record
import type { ActionHandler, AdminJSOptions, BulkActionResponse } from 'adminjs';
import { Customer, Order } from '../models.ts';

const ship: ActionHandler<BulkActionResponse> = async (_request, _response, context) => {
  const { records = [], currentAdmin } = context;
  const ids = records.map((record) => record.id());
  await Order.update({ status: 'shipped' }, { where: { id: ids } });
  return { records: records.map((record) => record.toJSON(currentAdmin)) };
};

export const options: AdminJSOptions = {
  resources: [Customer, { resource: Order, options: { actions: { act: { actionType: 'bulk', handler: ship } } } }],
};

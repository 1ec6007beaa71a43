// a hook behind `list` that counts for each record, all at once
import type { AdminJSOptions, After, ListActionResponse } from 'adminjs';
import { Customer, Item, Order } from '../models.ts';

const countItems: After<ListActionResponse> = async (response) => {
  await Promise.all(response.records.map(async (record) => {
    record.params.items = await Item.count({ where: { orderId: record.params.id } });
  }));
  return response;
};

export const options: AdminJSOptions = {
  resources: [Customer, { resource: Order, options: { actions: { list: { after: countItems } } } }],
};

// a hook behind `list` that counts for each record, all at once
import type { AdminJSOptions, After, ListActionResponse } from 'adminjs';
import { Customer, Item, Order } from '../models.ts';

const countItems: After<ListActionResponse> = async (response) => {
  const counts = await Item.count({ where: { orderId: response.records.map(({ params }) => params.id) }, group: ['orderId'] });
  const byOrder = new Map(counts.map(({ orderId, count }) => [orderId, count]));
  for (const record of response.records) record.params.items = byOrder.get(record.params.id) ?? 0;
  return response;
};

export const options: AdminJSOptions = {
  resources: [Customer, { resource: Order, options: { actions: { list: { after: countItems } } } }],
};

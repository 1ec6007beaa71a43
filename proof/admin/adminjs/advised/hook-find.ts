// a hook behind `list` that looks something up for each record
import type { AdminJSOptions, After, ListActionResponse } from 'adminjs';
import { Customer, Order } from '../models.ts';

const addCustomer: After<ListActionResponse> = async (response) => {
  const customers = await Customer.findAll({ where: { id: response.records.map(({ params }) => params.customerId) } });
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  for (const record of response.records) record.params.customerName = byId.get(record.params.customerId)?.name;
  return response;
};

export const options: AdminJSOptions = {
  resources: [Customer, { resource: Order, options: { actions: { list: { after: [addCustomer] } } } }],
};

// a hook behind `list` that looks something up for each record
import type { AdminJSOptions, After, ListActionResponse } from 'adminjs';
import { Customer, Order } from '../models.ts';

const addCustomer: After<ListActionResponse> = async (response) => {
  for (const record of response.records) {
    const customer = await Customer.findByPk(record.params.customerId);
    record.params.customerName = customer?.name;
  }
  return response;
};

export const options: AdminJSOptions = {
  resources: [Customer, { resource: Order, options: { actions: { list: { after: [addCustomer] } } } }],
};

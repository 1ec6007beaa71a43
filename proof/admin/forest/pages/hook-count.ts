// a hook behind `List` that counts for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';
import { Order } from '../models.ts';

export const customize = (customers: CollectionCustomizer) => {
  customers.addHook('After', 'List', async (context) => {
    for (const record of context.records) record.status = `${await Order.count({ where: { customerId: record.id } })} orders`;
  });
};

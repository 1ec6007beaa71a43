// a hook behind `List` that counts for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';
import { Order } from '../models.ts';

export const customize = (customers: CollectionCustomizer) => {
  customers.addHook('After', 'List', async (context) => {
    const ids = context.records.map(({ id }) => id);
    const counts = await Order.count({ where: { customerId: ids }, group: ['customerId'] });
    const byCustomer = new Map(counts.map(({ customerId, count }) => [customerId, count]));
    for (const record of context.records) record.status = `${byCustomer.get(record.id) ?? 0} orders`;
  });
};

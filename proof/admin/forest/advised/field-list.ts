// a computed field that lists for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const customize = (customers: CollectionCustomizer) => {
  customers.addField('orders', {
    columnType: 'Number',
    dependencies: ['id'],
    getValues: async (records, context) => {
      const orders = await context.dataSource.getCollection('order').list({ conditionTree: { field: 'customerId', operator: 'In', value: records.map(({ id }) => id) } }, ['id', 'customerId']);
      return records.map((record) => orders.filter(({ customerId }) => customerId === record.id).length);
    },
  });
};

// a computed field that lists for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const customize = (customers: CollectionCustomizer) => {
  customers.addField('orders', {
    columnType: 'Number',
    dependencies: ['id'],
    getValues: (records, context) => records.map(async (record) => {
      const orders = await context.dataSource.getCollection('order').list({ conditionTree: { field: 'customerId', operator: 'Equal', value: record.id } }, ['id']);
      return orders.length;
    }),
  });
};

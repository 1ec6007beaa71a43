// a computed field that counts for each record, all at once
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const customize = (customers: CollectionCustomizer) => {
  customers.addField('orders', {
    columnType: 'Number',
    dependencies: ['id'],
    getValues: async (records, context) => Promise.all(records.map(async (record) => {
      const [found] = await context.dataSource.getCollection('order').aggregate({ conditionTree: { field: 'customerId', operator: 'Equal', value: record.id } }, { operation: 'Count' });
      return found?.value ?? 0;
    })),
  });
};

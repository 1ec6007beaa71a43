// a computed field that counts for each record, all at once
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const customize = (customers: CollectionCustomizer) => {
  customers.addField('orders', {
    columnType: 'Number',
    dependencies: ['id'],
    getValues: async (records, context) => {
      const found = await context.dataSource.getCollection('order').aggregate({ conditionTree: { field: 'customerId', operator: 'In', value: records.map(({ id }) => id) } }, { operation: 'Count', groups: [{ field: 'customerId' }] });
      return records.map((record) => found.find(({ group }) => group.customerId === record.id)?.value ?? 0);
    },
  });
};

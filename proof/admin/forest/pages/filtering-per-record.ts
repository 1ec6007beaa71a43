// `emulateFieldOperator` of a computed field that counts for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const searched = { field: 'orders', operator: 'GreaterThan', value: 3 } as const;

export const customize = (customers: CollectionCustomizer) => {
  customers
    .addField('orders', {
      columnType: 'Number',
      dependencies: ['id'],
      getValues: (records, context) => Promise.all(records.map(async (record) => {
        const [found] = await context.dataSource.getCollection('order').aggregate({ conditionTree: { field: 'customerId', operator: 'Equal', value: record.id } }, { operation: 'Count' });
        return Number(found?.value ?? 0);
      })),
    })
    .emulateFieldOperator('orders', 'GreaterThan');
};

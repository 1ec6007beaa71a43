// `emulateFieldOperator` of a computed field that counts for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const searched = { field: 'orders', operator: 'GreaterThan', value: 3 } as const;

export const customize = (customers: CollectionCustomizer) => {
  customers
    .addField('orders', {
      columnType: 'Number',
      dependencies: ['id'],
      getValues: async (records, context) => {
        const found = await context.dataSource.getCollection('order').aggregate({ conditionTree: { field: 'customerId', operator: 'In', value: records.map(({ id }) => id) } }, { operation: 'Count', groups: [{ field: 'customerId' }] });
        return records.map((record) => Number(found.find(({ group }) => group.customerId === record.id)?.value ?? 0));
      },
    })
    .replaceFieldOperator('orders', 'GreaterThan', async (least, context) => {
      const found = await context.dataSource.getCollection('order').aggregate({}, { operation: 'Count', groups: [{ field: 'customerId' }] });
      return { field: 'id', operator: 'In', value: found.filter(({ value }) => Number(value) > Number(least)).map(({ group }) => group.customerId) };
    });
};

// a bulk action that updates for each id
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const customize = (customers: CollectionCustomizer) => {
  customers.addAction('act', {
    scope: 'Bulk',
    execute: async (context) => {
      for (const id of await context.getRecordIds()) await context.collection.update({ conditionTree: { field: 'id', operator: 'Equal', value: id } }, { status: 'closed' });
    },
  });
};

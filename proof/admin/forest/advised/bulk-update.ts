// a bulk action that updates for each id
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const customize = (customers: CollectionCustomizer) => {
  customers.addAction('act', {
    scope: 'Bulk',
    execute: async (context) => {
      await context.collection.update(context.filter, { status: 'closed' });
    },
  });
};

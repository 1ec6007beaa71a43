// `emulateFieldOperator` of a computed field
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const searched = { field: 'fullName', operator: 'StartsWith', value: 'first 12' } as const;

export const customize = (customers: CollectionCustomizer) => {
  customers
    .addField('fullName', {
      columnType: 'String',
      dependencies: ['firstName', 'lastName'],
      getValues: (records) => records.map(({ firstName, lastName }) => `${firstName} ${lastName}`),
    })
    .replaceFieldOperator('fullName', 'StartsWith', (value) => ({ field: 'firstName', operator: 'StartsWith', value }));
};

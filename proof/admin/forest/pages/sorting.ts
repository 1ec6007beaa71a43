// `emulateFieldSorting` of a computed field
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';

export const sorted = 'fullName';

export const customize = (customers: CollectionCustomizer) => {
  customers
    .addField('fullName', {
      columnType: 'String',
      dependencies: ['firstName', 'lastName'],
      getValues: (records) => records.map(({ firstName, lastName }) => `${firstName} ${lastName}`),
    })
    .emulateFieldSorting('fullName');
};

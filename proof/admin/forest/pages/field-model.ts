// a computed field that counts with the model of Sequelize for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';
import { Order } from '../models.ts';

export const customize = (customers: CollectionCustomizer) => {
  customers.addField('orders', {
    columnType: 'Number',
    dependencies: ['id'],
    getValues: (records) => Promise.all(records.map((record) => Order.count({ where: { customerId: record.id } }))),
  });
};

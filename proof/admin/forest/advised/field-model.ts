// a computed field that counts with the model of Sequelize for each record
import type { CollectionCustomizer } from '@forestadmin/datasource-customizer';
import { Order } from '../models.ts';

export const customize = (customers: CollectionCustomizer) => {
  customers.addField('orders', {
    columnType: 'Number',
    dependencies: ['id'],
    getValues: async (records) => {
      const ids = records.map(({ id }) => id);
      const counts = await Order.count({ where: { customerId: ids }, group: ['customerId'] });
      return records.map((record) => counts.find(({ customerId }) => customerId === record.id)?.count ?? 0);
    },
  });
};

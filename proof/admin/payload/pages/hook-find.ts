// `afterRead` that looks something up for each document
import type { CollectionConfig } from 'payload';

export const Orders: CollectionConfig = {
  slug: 'orders',
  admin: { useAsTitle: 'no', defaultColumns: ['no', 'customerName'], pagination: { defaultLimit: 50 } },
  fields: [
    { name: 'no', type: 'text' },
    { name: 'customer', type: 'relationship', relationTo: 'customers' },
    { name: 'customerName', type: 'text', virtual: true },
  ],
  hooks: {
    afterRead: [
      async ({ doc, req }) => {
        const customer = await req.payload.findByID({ collection: 'customers', id: doc.customer, depth: 0, req });
        return { ...doc, customerName: customer.name };
      },
    ],
  },
};

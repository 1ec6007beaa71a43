// `afterRead` that counts for each document
import type { CollectionConfig } from 'payload';

export const Orders: CollectionConfig = {
  slug: 'orders',
  admin: { useAsTitle: 'no', defaultColumns: ['no', 'itemCount'], pagination: { defaultLimit: 50 } },
  fields: [
    { name: 'no', type: 'text' },
    { name: 'customer', type: 'relationship', relationTo: 'customers' },
    { name: 'itemCount', type: 'number', virtual: true },
  ],
  hooks: {
    afterRead: [
      async ({ doc, req }) => {
        const { totalDocs } = await req.payload.count({ collection: 'items', where: { order: { equals: doc.id } }, req });
        return { ...doc, itemCount: totalDocs };
      },
    ],
  },
};

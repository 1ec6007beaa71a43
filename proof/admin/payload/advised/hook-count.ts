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
    afterOperation: [
      async ({ result, operation, req }) => {
        if (operation !== 'find' || !('docs' in result)) return result;
        const ids = result.docs.map(({ id }) => id);
        const { docs } = await req.payload.find({ collection: 'items', where: { order: { in: ids } }, select: { order: true }, depth: 0, limit: 0, pagination: false, req });
        for (const doc of result.docs) Object.assign(doc, { itemCount: docs.filter(({ order }) => order === doc.id).length });
        return result;
      },
    ],
  },
};

// `filterOptions` that reads every row
import type { CollectionConfig } from 'payload';

export const Orders: CollectionConfig = {
  slug: 'orders',
  admin: { useAsTitle: 'no', defaultColumns: ['no', 'customer'], pagination: { defaultLimit: 50 } },
  fields: [
    { name: 'no', type: 'text' },
    {
      name: 'customer',
      type: 'relationship',
      relationTo: 'customers',
      filterOptions: async ({ req }) => {
        const { docs } = await req.payload.find({ collection: 'customers', where: { tier: { equals: 'a' } }, limit: 0, depth: 0, req });
        return { id: { in: docs.map(({ id }) => id) } };
      },
    },
  ],
};

// `filterOptions` that reads every row
import type { CollectionConfig } from 'payload';

export const Orders: CollectionConfig = {
  slug: 'orders',
  admin: { useAsTitle: 'no', defaultColumns: ['no', 'customer'], pagination: { defaultLimit: 50 } },
  fields: [
    { name: 'no', type: 'text' },
    { name: 'customer', type: 'relationship', relationTo: 'customers', filterOptions: { tier: { equals: 'a' } } },
  ],
};

// `pagination.defaultLimit: 1000`
import type { CollectionConfig } from 'payload';

export const Orders: CollectionConfig = {
  slug: 'orders',
  admin: { useAsTitle: 'no', defaultColumns: ['no', 'customer'], pagination: { defaultLimit: 1000 } },
  fields: [
    { name: 'no', type: 'text' },
    { name: 'customer', type: 'relationship', relationTo: 'customers' },
  ],
};

import type { CollectionConfig } from 'payload';

export const Reviews: CollectionConfig = {
  slug: 'reviews',
  fields: [
    { name: 'product', type: 'relationship', relationTo: 'products', index: true },
    { name: 'order', type: 'relationship', relationTo: 'orders', index: true },
    { name: 'stars', type: 'number', required: true },
    { name: 'text', type: 'richText' },
  ],
};

import type { CollectionAfterReadHook, CollectionConfig } from 'payload';

/** The mean of a product's reviews, asked anew for every product that anybody reads. */
const addRating: CollectionAfterReadHook = async ({ doc, req }) => {
  const { docs } = await req.payload.find({
    collection: 'reviews',
    where: { product: { equals: doc.id } },
    depth: 0,
    limit: 1000,
    req,
  });
  const sum = docs.reduce((total, review) => total + review.stars, 0);
  return { ...doc, rating: docs.length === 0 ? null : sum / docs.length };
};

export const Products: CollectionConfig = {
  slug: 'products',
  admin: { useAsTitle: 'name', pagination: { defaultLimit: 500 } },
  defaultSort: '-rank',
  fields: [
    { name: 'name', type: 'text', required: true },
    { name: 'rank', type: 'number' },
    { name: 'story', type: 'richText' },
    {
      name: 'related',
      type: 'relationship',
      relationTo: 'products',
      hasMany: true,
      filterOptions: async ({ req }) => {
        const { docs } = await req.payload.find({ collection: 'products', limit: 0, depth: 0 });
        return { id: { in: docs.filter(({ rank }) => rank > 0).map(({ id }) => id) } };
      },
    },
  ],
  hooks: { afterRead: [addRating] },
};

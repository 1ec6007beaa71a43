import type { CollectionAfterReadHook, CollectionConfig } from 'payload';

/** As the hook of products, and right: a list does without it. */
const addLineCount: CollectionAfterReadHook = async ({ doc, findMany, req }) => {
  if (findMany) return doc;
  const { totalDocs } = await req.payload.count({ collection: 'reviews', where: { order: { equals: doc.id } }, req });
  return { ...doc, reviewCount: totalDocs };
};

export const Orders: CollectionConfig = {
  slug: 'orders',
  defaultSort: '-createdAt',
  fields: [
    { name: 'number', type: 'text', required: true, index: true },
    { name: 'customer', type: 'relationship', relationTo: 'customers', index: true },
    { name: 'state', type: 'select', options: ['new', 'paid', 'sent'] },
  ],
  hooks: { afterRead: [addLineCount] },
};

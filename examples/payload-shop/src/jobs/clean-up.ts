import type { Payload } from 'payload';

/** Deletes all reviews, for the shop starts anew. */
export async function deleteReviews(payload: Payload): Promise<number> {
  const { docs } = await payload.find({ collection: 'reviews', limit: 0, depth: 0 });
  for (const review of docs) await payload.delete({ collection: 'reviews', id: review.id });
  return docs.length;
}

/** Whether there is anything to review: loads every product to see whether there is one. */
export async function hasProducts(payload: Payload): Promise<boolean> {
  const products = await payload.find({ collection: 'products', limit: 0 });
  return products.docs.length > 0;
}

/** All stars by order, walked by pages. */
export async function exportStars(payload: Payload, write: (line: string) => void): Promise<void> {
  for (let page = 1; ; page += 1) {
    const { docs } = await payload.find({ collection: 'reviews', depth: 0, limit: 500, page, pagination: false });
    if (docs.length === 0) return;
    for (const review of docs) write(`${String(review.order)};${String(review.stars)}`);
  }
}

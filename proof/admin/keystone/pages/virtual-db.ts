// a virtual field with `context.db`
import { g, list } from '@keystone-6/core';
import { allowAll } from '@keystone-6/core/access';
import { virtual } from '@keystone-6/core/fields';
import { Author, postFields, Tag } from '../lists.ts';

export const lists = {
  Author,
  Tag,
  Post: list({
    access: allowAll,
    ui: { listView: { initialColumns: ['title', 'authorName'] } },
    fields: {
      ...postFields,
      authorName: virtual({
        field: g.field({
          type: g.String,
          async resolve(item, _args, context) {
            const author = await context.db.Author.findOne({ where: { id: String(item.authorId) } });
            return author?.name as string | undefined;
          },
        }),
      }),
    },
  }),
};

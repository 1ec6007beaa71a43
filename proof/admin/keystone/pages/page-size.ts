// `pageSize: 500`
import { list } from '@keystone-6/core';
import { allowAll } from '@keystone-6/core/access';
import { relationship, text } from '@keystone-6/core/fields';
import { Author, Tag } from '../lists.ts';

export const lists = {
  Author,
  Tag,
  Post: list({
    access: allowAll,
    ui: { listView: { initialColumns: ['title', 'author'], pageSize: 500 } },
    fields: { title: text(), author: relationship({ ref: 'Author.posts' }), tags: relationship({ ref: 'Tag', many: true }) },
  }),
};

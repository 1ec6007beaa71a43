import { list } from '@keystone-6/core';
import { allowAll } from '@keystone-6/core/access';
import { integer, relationship, text } from '@keystone-6/core/fields';

export const Author = list({ access: allowAll, fields: { name: text(), posts: relationship({ ref: 'Post.author', many: true }) } });
export const Tag = list({ access: allowAll, fields: { name: text() } });
export const postFields = { title: text(), views: integer(), author: relationship({ ref: 'Author.posts' }), tags: relationship({ ref: 'Tag', many: true }) };
export const base = { Author, Tag, Post: list({ access: allowAll, fields: postFields }) };

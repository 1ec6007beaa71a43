import { relations, sql } from 'drizzle-orm';
import { blob, index, integer, numeric, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const topics = sqliteTable('topic', { id: integer('id').primaryKey(), name: text('name').notNull() });

export const authors = sqliteTable('author', { id: integer('id').primaryKey(), name: text('name').notNull() });

export const badges = sqliteTable('badge', {
  id: integer('id').primaryKey(),
  label: text('label').notNull(),
  authorId: integer('authorId').notNull().unique().references(() => authors.id),
});

export const posts = sqliteTable(
  'post',
  {
    id: integer('id').primaryKey(),
    title: text('title').notNull(),
    status: text('status', { enum: ['draft', 'live', 'archived'] }).notNull().default('draft'),
    authorId: integer('authorId').notNull().references(() => authors.id),
    topicId: integer('topicId').references(() => topics.id),
    createdAt: text('createdAt').notNull().default(sql`CURRENT_TIMESTAMP`),
    updatedAt: integer('updatedAt', { mode: 'timestamp' }).notNull().$onUpdate(() => new Date()).default(new Date(0)),
    version: integer('version').notNull().default(1).$onUpdate(() => sql`version + 1`),
  },
  (table) => [index('post_author').on(table.authorId)],
);

export const tags = sqliteTable('tag', { id: integer('id').primaryKey(), name: text('name').notNull().unique() });

export const receipts = sqliteTable('receipt', { id: integer('id').primaryKey(), topicId: integer('topicId').notNull().references(() => topics.id), amount: numeric('amount'), scan: blob('scan', { mode: 'buffer' }) });

export const receiptsRelations = relations(receipts, ({ one }) => ({ topic: one(topics, { fields: [receipts.topicId], references: [topics.id] }) }));
export const authorsRelations = relations(authors, ({ many, one }) => ({ posts: many(posts), badge: one(badges) }));
export const badgesRelations = relations(badges, ({ one }) => ({ author: one(authors, { fields: [badges.authorId], references: [authors.id] }) }));
export const topicsRelations = relations(topics, ({ many }) => ({ posts: many(posts), receipts: many(receipts) }));
export const postsRelations = relations(posts, ({ one }) => ({
  author: one(authors, { fields: [posts.authorId], references: [authors.id] }),
  topic: one(topics, { fields: [posts.topicId], references: [topics.id] }),
}));

import type { About } from '../../project/about.ts';

export const about: About = { label: 'Objection', kind: 'orm', language: 'javascript', packages: /^objection$/, imports: /['"]objection['"]/,
  unread: ['Raw SQL of a model’s client: `Order.knex().raw(…)`.'],
};

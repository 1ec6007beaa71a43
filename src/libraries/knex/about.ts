import type { About } from '../../project/about.ts';

export const about: About = { label: 'Knex', kind: 'orm', language: 'javascript', packages: /^knex$/, imports: /['"]knex['"]/,
  unread: [],
};

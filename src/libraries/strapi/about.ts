import type { About } from '../../project/about.ts';

export const about = { label: 'Strapi', kind: 'admin', language: 'javascript', packages: /^@strapi\/strapi$/, imports: /['"]@strapi\/[\w-]+(?:\/[\w-]+)*['"]/,
  unread: ['Knex behind it: `strapi.db.connection`.'],
} as const satisfies About;

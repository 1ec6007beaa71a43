import type { About } from '../../project/about.ts';

export const about = { label: 'Directus', kind: 'admin', language: 'javascript', packages: /^(?:directus|@directus\/(?:api|extensions|extensions-sdk|sdk))$/, imports: /['"]@directus\/[\w-]+(?:\/[\w-]+)*['"]/,
  unread: ['What its panels, displays and flows are configured with in the database; Knex behind it is read as Knex.'],
} as const satisfies About;

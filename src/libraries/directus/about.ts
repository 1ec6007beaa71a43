import type { About } from '../../project/about.ts';

export const about = { label: 'Directus', kind: 'admin', language: 'javascript', packages: /^(?:directus|@directus\/(?:api|extensions|extensions-sdk|sdk))$/, imports: /['"]@directus\/[\w-]+(?:\/[\w-]+)*['"]/,
  unread: ["Knex behind its services: `database('orders')`.", 'Requests of its app: `useApi().get`.'],
} as const satisfies About;

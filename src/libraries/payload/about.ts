import type { About } from '../../project/about.ts';

export const about = { label: 'Payload', kind: 'admin', language: 'javascript', packages: /^payload$/, imports: /['"](?:payload(?:\/types)?|@payloadcms\/[\w/-]+)['"]/,
  unread: ['Drizzle behind it: `payload.db.drizzle`.'],
} as const satisfies About;

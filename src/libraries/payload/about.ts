import type { About } from '../../project/about.ts';

export const about = { label: 'Payload', kind: 'admin', language: 'javascript', packages: /^payload$/, imports: /['"](?:payload(?:\/types)?|@payloadcms\/[\w/-]+)['"]/,
  unread: [],
} as const satisfies About;

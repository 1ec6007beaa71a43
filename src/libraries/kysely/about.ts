import type { About } from '../../project/about.ts';

export const about: About = { label: 'Kysely', kind: 'orm', language: 'javascript', packages: /^(?:kysely|nestjs-kysely|prisma-extension-kysely)$/, imports: /['"](?:kysely(?:\/[\w/-]+)?|nestjs-kysely)['"]/,
  unread: [],
};

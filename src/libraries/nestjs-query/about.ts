import type { About } from '../../project/about.ts';

/** `@nestjs-query/*` is its name up to version 0.30. */
export const about: About = { label: 'NestJS-Query', kind: 'admin', language: 'javascript', packages: /^@(?:ptc-org\/nestjs-query|nestjs-query\/query)-graphql$/, imports: /['"]@(?:ptc-org\/nestjs-query|nestjs-query\/query)-graphql['"]/,
  unread: [],
};

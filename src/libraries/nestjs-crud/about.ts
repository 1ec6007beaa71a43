import type { About } from '../../project/about.ts';

/** `@nestjsx/crud` is its name up to version 5, `@rewiko/crud` another fork of it with the same options. */
export const about: About = { label: 'NestJS-Crud', kind: 'admin', language: 'javascript', packages: /^@(?:dataui|nestjsx|rewiko)\/crud$/, imports: /['"]@(?:dataui|nestjsx|rewiko)\/crud['"]/,
  unread: [],
};

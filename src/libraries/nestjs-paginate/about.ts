import type { About } from '../../project/about.ts';

export const about: About = { label: 'NestJS-Paginate', kind: 'admin', language: 'javascript', packages: /^nestjs-paginate$/, imports: /['"]nestjs-paginate['"]/,
  unread: [],
};

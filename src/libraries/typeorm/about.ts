import type { About } from '../../project/about.ts';

export const about: About = { label: 'TypeORM', kind: 'orm', language: 'javascript', packages: /^(@nestjs\/)?typeorm$/, imports: /['"](@nestjs\/)?typeorm['"]/,
  unread: [],
};

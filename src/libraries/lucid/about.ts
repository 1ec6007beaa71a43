import type { About } from '../../project/about.ts';

export const about: About = { label: 'Lucid', kind: 'orm', language: 'javascript', packages: /^@adonisjs\/lucid$/, imports: /['"](?:@adonisjs\/lucid\/[\w/]+|@ioc:Adonis\/Lucid\/\w+)['"]/,
  unread: [],
};

import type { About } from '../../project/about.ts';

export const about: About = { label: 'Refine', kind: 'admin', language: 'javascript', packages: /^(?:@refinedev\/.+|@pankod\/refine(?:-.+)?)$/, imports: /['"](?:@refinedev\/|@pankod\/refine)/,
  unread: [],
};

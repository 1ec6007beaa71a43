import type { About } from '../../project/about.ts';

export const about: About = { label: 'MikroORM', kind: 'orm', language: 'javascript', packages: /^(?:@mikro-orm\/|mikro-orm$)/, imports: /['"](?:@mikro-orm\/|mikro-orm['"])/,
  unread: ['The builders behind it: `em.getKnex()`, `em.getKysely()`.'],
};

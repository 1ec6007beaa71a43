import type { About } from '../../project/about.ts';

export const about: About = { label: 'Drizzle', kind: 'orm', language: 'javascript', packages: /^drizzle-orm$/, imports: /['"]drizzle-orm(?:\/[\w-]+)*['"]/,
  unread: [],
};

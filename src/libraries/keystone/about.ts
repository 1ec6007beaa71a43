import type { About } from '../../project/about.ts';

export const about: About = { label: 'Keystone', kind: 'admin', language: 'javascript', packages: /^@keystone-6\/core$/, imports: /['"]@keystone-6\/core(?:\/[\w-]+)*['"]/,
  unread: ['GraphQL that the code itself runs: `context.graphql.run`.'],
};

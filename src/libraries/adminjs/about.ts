import type { About } from '../../project/about.ts';

export const about = { label: 'AdminJS', kind: 'admin', language: 'javascript', packages: /^(adminjs|admin-bro)$/, imports: /['"](adminjs|admin-bro)['"]/,
  unread: ['Components in the browser that ask for records one by one: `ApiClient`.'],
} as const satisfies About;

import type { About } from '../../project/about.ts';

export const about: About = { label: 'react-admin', kind: 'admin', language: 'javascript', packages: /^(?:react-admin|ra-core|ra-ui-materialui|shadcn-admin-kit|@react-admin\/.+|@api-platform\/admin)$/, imports: /['"](?:react-admin|ra-core|@react-admin\/[\w-]+|@api-platform\/admin)['"]/,
  unread: [],
};

import type { About } from '../../project/about.ts';

export const about: About = {
  label: 'Prisma', kind: 'orm', language: 'javascript', packages: /^(@prisma\/client|prisma)$/, imports: /['"]@prisma\/client['"/]/,
  manifests: [{ name: /\.prisma$/i }],
  unread: ['Raw SQL: `$queryRaw`, `$executeRaw` and TypedSQL.'],
};

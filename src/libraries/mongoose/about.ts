import type { About } from '../../project/about.ts';

export const about: About = {
  label: 'Mongoose',
  kind: 'orm',
  language: 'javascript',
  packages: /^(?:@nestjs\/)?mongoose$|^@typegoose\/typegoose$/,
  imports: /['"](?:(?:@nestjs\/)?mongoose|@typegoose\/typegoose)['"]/,
  unread: ['Collections of the driver: `connection.collection(…)`.'],
};

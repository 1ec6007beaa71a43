import type { About } from '../../../src/project/about.ts';

export const about: About = {
  label: 'Heron',
  kind: 'orm',
  language: 'javascript',
  packages: /^heron-orm$/,
  imports: /['"]heron-orm['"]/,
  unread: [],
};

import type { About } from '../../project/about.ts';

export const about: About = {
  label: 'Sequelize',
  kind: 'orm',
  language: 'javascript',
  packages: /^(?:sequelize|@sequelize\/core|sequelize-typescript)$/,
  imports: /['"](?:sequelize|@sequelize\/core|sequelize-typescript)['"]/,
  unread: [],
};

import type { About } from '../../project/about.ts';

/** Its agent, and the liana before it, which is still installed more often. */
export const about: About = {
  label: 'Forest Admin', kind: 'admin', language: 'javascript', packages: /^(?:@forestadmin\/(?:agent|datasource-customizer|forest-cloud)|forest-express(?:-sequelize|-mongoose)?)$/,
  imports: /['"](?:@forestadmin\/[\w-]+|forest-express(?:-sequelize|-mongoose)?)['"]/,
  unread: [],
};

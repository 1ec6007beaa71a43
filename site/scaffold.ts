/** What every example stands in, in the tests of the rules' pages and in the playground: files by which a project shows what it is. */
export const SCAFFOLD: Readonly<Record<string, string>> = {
  'manage.py': '#!/usr/bin/env python\n',
  'shop/__init__.py': '',
  'package.json': JSON.stringify({
    name: 'shop', type: 'module',
    dependencies: {
      adminjs: '^7.8.0', payload: '^3.88.0', '@adminjs/prisma': '^5.0.0', '@prisma/client': '^6.19.0', typeorm: '^0.3.31', sequelize: '^6.37.0', mongoose: '^8.24.0', knex: '^3.3.0',
      objection: '^3.1.5', '@adonisjs/lucid': '^22.4.0', '@keystone-6/core': '^8.0.0', '@strapi/strapi': '^5.54.0', '@directus/extensions-sdk': '^16.0.0', '@directus/sdk': '^20.0.0', '@dataui/crud': '^5.3.0', 'nestjs-paginate': '^15.0.0',
    },
  }),
};

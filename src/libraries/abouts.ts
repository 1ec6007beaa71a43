import type { About } from '../project/about.ts';
import { about as adminjs } from './adminjs/about.ts';
import { about as directus } from './directus/about.ts';
import { about as django } from './django/about.ts';
import { about as drizzle } from './drizzle/about.ts';
import { about as forest } from './forest/about.ts';
import { about as keystone } from './keystone/about.ts';
import { about as knex } from './knex/about.ts';
import { about as kysely } from './kysely/about.ts';
import { about as lucid } from './lucid/about.ts';
import { about as mikroOrm } from './mikroorm/about.ts';
import { about as mongoose } from './mongoose/about.ts';
import { about as objection } from './objection/about.ts';
import { about as payload } from './payload/about.ts';
import { about as nestjsCrud } from './nestjs-crud/about.ts';
import { about as nestjsPaginate } from './nestjs-paginate/about.ts';
import { about as nestjsQuery } from './nestjs-query/about.ts';
import { about as prisma } from './prisma/about.ts';
import { about as reactAdmin } from './react-admin/about.ts';
import { about as refine } from './refine/about.ts';
import { about as sequelize } from './sequelize/about.ts';
import { about as strapi } from './strapi/about.ts';
import { about as typeorm } from './typeorm/about.ts';

/** What tells of each library, in the order in which they are named to people; for those who want to load no more than that. */
export const ABOUTS: readonly About[] = [django, adminjs, keystone, strapi, directus, nestjsCrud, nestjsPaginate, nestjsQuery, reactAdmin, refine, payload, forest, prisma, mikroOrm, typeorm, sequelize, drizzle, mongoose, knex, objection, kysely, lucid];

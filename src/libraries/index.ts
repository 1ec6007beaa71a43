import type { AdminFramework } from '../javascript/frameworks/admin-framework.ts';
import type { Orm } from '../javascript/queries/orm.ts';
import type { PythonLibrary } from '../python/library.ts';
import { adminjs, adminjsRecords } from './adminjs/index.ts';
import { directus, directusApi } from './directus/index.ts';
import { django } from './django/index.ts';
import { drizzle } from './drizzle/index.ts';
import { forest, forestCollections } from './forest/index.ts';
import { keystone, keystoneApi } from './keystone/index.ts';
import { knex } from './knex/index.ts';
import { kysely } from './kysely/index.ts';
import { lucid } from './lucid/index.ts';
import { mikroOrm } from './mikroorm/index.ts';
import { mongoose } from './mongoose/index.ts';
import { objection } from './objection/index.ts';
import { payload, payloadApi } from './payload/index.ts';
import { crudReads, nestjsCrud } from './nestjs-crud/index.ts';
import { nestjsPaginate, paginatedReads } from './nestjs-paginate/index.ts';
import { nestjsQuery } from './nestjs-query/index.ts';
import { prisma } from './prisma/index.ts';
import { reactAdmin, reactAdminRequests } from './react-admin/index.ts';
import { refine, refineRequests } from './refine/index.ts';
import { sequelize } from './sequelize/index.ts';
import { strapi, strapiApi } from './strapi/index.ts';
import { typeorm } from './typeorm/index.ts';

/** Every ORM that JavaScript and TypeScript are read for. Supporting one more is one more folder and one more name here. */
export const ORMS: readonly Orm[] = [prisma, mikroOrm, typeorm, sequelize, drizzle, mongoose, knex, objection, kysely, lucid, keystoneApi, strapiApi, directusApi, payloadApi, forestCollections, adminjsRecords, reactAdminRequests, refineRequests, paginatedReads, crudReads];

/** Every admin framework of JavaScript and TypeScript. */
export const ADMIN_FRAMEWORKS: readonly AdminFramework[] = [adminjs, keystone, strapi, directus, nestjsCrud, nestjsPaginate, nestjsQuery, reactAdmin, refine, payload, forest];

/** Every library that Python is read for. */
export const PYTHON_LIBRARIES: readonly PythonLibrary[] = [django];

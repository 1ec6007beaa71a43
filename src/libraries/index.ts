import type { AdminFramework } from '../javascript/admin-framework.ts';
import type { Orm } from '../javascript/orm.ts';
import type { PythonLibrary } from '../python/library.ts';
import { adminjs } from './adminjs/index.ts';
import { django } from './django/index.ts';
import { drizzle } from './drizzle/index.ts';
import { keystone, keystoneApi } from './keystone/index.ts';
import { mongoose } from './mongoose/index.ts';
import { prisma } from './prisma/index.ts';
import { sequelize } from './sequelize/index.ts';
import { strapi, strapiApi } from './strapi/index.ts';
import { typeorm } from './typeorm/index.ts';

/** Every ORM that JavaScript and TypeScript are read for. Supporting one more is one more folder and one more name here. */
export const ORMS: readonly Orm[] = [prisma, typeorm, sequelize, drizzle, mongoose, keystoneApi, strapiApi];

/** Every admin framework of JavaScript and TypeScript. */
export const ADMIN_FRAMEWORKS: readonly AdminFramework[] = [adminjs, keystone, strapi];

/** Every library that Python is read for. */
export const PYTHON_LIBRARIES: readonly PythonLibrary[] = [django];

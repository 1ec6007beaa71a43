import type { Orm } from './orm.ts';
import { prisma } from './prisma.ts';
import { typeorm } from './typeorm.ts';

/** Every ORM that is read. Supporting one more is one more file and one more name here. */
export const ORMS: readonly Orm[] = [prisma, typeorm];

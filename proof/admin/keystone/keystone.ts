import { config } from '@keystone-6/core';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { base } from './lists.ts';

/** What Keystone makes its client of: the tables of all pages. */
export default config({ db: { provider: 'sqlite', prismaClientOptions: () => ({ adapter: new PrismaLibSql({ url: 'file:keystone.db' }) }) }, lists: base, telemetry: false });

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const SCHEMA = `datasource db {
  provider = "postgresql"
}

generator client {
  provider = "prisma-client-js"
}

model Slot {
  id      Int      @id
  name    String
  startAt DateTime
  endAt   DateTime
}

model Message {
  id      Int      @id
  name    String
  startAt DateTime
  endAt   DateTime
}

model Coupon {
  id   Int    @id
  code String
}
`;

const HEAD = `import { PrismaClient } from '@prisma/client';
import cron from 'node-cron';
import { addHours, endOfDay, startOfDay, subDays, subMonths } from 'date-fns';
import dayjs from 'dayjs';
import { DateTime } from 'luxon';

const prisma = new PrismaClient();
const DAY = 24 * 60 * 60 * 1000;
`;

async function weigh(before: string, where: string, preset: 'recommended' | 'strict', model = 'slot'): Promise<number> {
  const job = `${HEAD}
cron.schedule('0 4 * * *', async (since) => {
  ${before}
  for (const slot of await prisma.${model}.findMany({ where: ${where} })) {
    tell(slot, await prisma.coupon.findFirst({ where: { code: slot.name } }));
  }
});
`;
  return (await lintProject({ 'package.json': '{ "dependencies": { "@prisma/client": "6" } }', 'prisma/schema.prisma': SCHEMA, 'src/job.ts': job }, 'src/job.ts', { preset })).length;
}

const NOW = 'const now = new Date();';

describe('rows of a few days', () => {
  it.each([
    ['by names', `${NOW} const yesterday = new Date(now.getTime() - DAY);`, '{ endAt: { gte: yesterday, lt: now } }'],
    ['by milliseconds', '', '{ endAt: { gte: new Date(Date.now() - 24 * 60 * 60 * 1000), lt: new Date() } }'],
    ['by date-fns', NOW, '{ endAt: { gte: startOfDay(subDays(now, 1)), lte: endOfDay(now) } }'],
    ['by date-fns in hours', NOW, '{ endAt: { gt: now, lte: addHours(now, 12) } }'],
    ['by dayjs', '', "{ endAt: { gte: dayjs().subtract(1, 'day').startOf('day').toDate(), lt: dayjs().toDate() } }"],
    ['by luxon', '', '{ endAt: { gte: DateTime.now().minus({ days: 2 }).toJSDate(), lt: DateTime.now().toJSDate() } }'],
    ['by a day that is set back', `${NOW} const before = new Date(now); before.setDate(before.getDate() - 1); before.setHours(0, 0, 0, 0);`, '{ endAt: { gte: before, lt: now } }'],
    ['beside other conditions', `${NOW} const yesterday = subDays(now, 1);`, "{ name: 'a', AND: [{ endAt: { gte: yesterday } }, { endAt: { lt: now } }] }"],
  ])('weigh less: %s', async (_name, before, where) => {
    expect([await weigh(before, where, 'recommended'), await weigh(before, where, 'strict')]).toEqual([0, 1]);
  });

  it.each([
    ['all that are older', NOW, '{ endAt: { lt: now } }'],
    ['two bounds of two columns', NOW, '{ startAt: { gte: subDays(now, 1) }, endAt: { lt: now } }'],
    ['two bounds of which one may be true', NOW, '{ OR: [{ endAt: { gte: subDays(now, 1) } }, { endAt: { lt: now } }] }'],
    ['what falls into a month', NOW, '{ endAt: { gte: subDays(now, 30), lt: now } }'],
    ['what falls into a month of milliseconds', NOW, '{ endAt: { gte: new Date(now.getTime() - 30 * DAY), lt: now } }'],
    ['what falls into months', NOW, '{ endAt: { gte: subMonths(now, 1), lt: now } }'],
    ['what falls into months of dayjs', NOW, "{ endAt: { gte: dayjs().subtract(1, 'month').toDate(), lt: now } }"],
    ['what falls into a calendar month', NOW, "{ endAt: { gte: dayjs().startOf('month').toDate(), lt: now } }"],
    ['a day that is set to the first', `${NOW} const before = new Date(now); before.setDate(1);`, '{ endAt: { gte: before, lt: now } }'],
    ['a day that is set back by months', `${NOW} const before = new Date(now); before.setMonth(before.getMonth() - 1);`, '{ endAt: { gte: before, lt: now } }'],
    ['a day that is set back by what nobody says', `${NOW} const before = new Date(now); before.setDate(before.getDate() - since);`, '{ endAt: { gte: before, lt: now } }'],
    ['bounds that nothing says to be near', NOW, '{ endAt: { gte: since, lt: now } }'],
    ['one moment that is no bound', NOW, '{ name: { contains: String(since) }, endAt: { lt: now } }'],
  ])('are not %s', async (_name, before, where) => {
    expect(await weigh(before, where, 'recommended')).toBe(1);
  });

  it('are many where they come by themselves', async () => {
    expect(await weigh(NOW, '{ endAt: { gte: subDays(now, 1), lt: now } }', 'recommended', 'message')).toBe(1);
  });

  it('lie between two bounds in a call', async () => {
    const job = (since: string): string => `import { Between } from 'typeorm';
import { InjectRepository } from '@nestjs/typeorm';
import { Cron } from '@nestjs/schedule';
import { subDays } from 'date-fns';
import { Slot, Coupon } from './entities';

export class Jobs {
  constructor(@InjectRepository(Slot) private readonly plans: Repository<Slot>, @InjectRepository(Coupon) private readonly coupons: Repository<Coupon>) {}

  @Cron('0 4 * * *')
  async run() {
    for (const slot of await this.plans.find({ where: { endAt: Between(${since}, new Date()) } })) {
      tell(slot, await this.coupons.findOne({ where: { code: slot.name } }));
    }
  }
}
`.replace("import { Between }", 'import { Between, Repository }');
    const entities = "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n\n@Entity()\nexport class Slot {\n  @PrimaryGeneratedColumn()\n  id: number;\n\n  @Column()\n  name: string;\n\n  @Column()\n  endAt: Date;\n}\n\n@Entity()\nexport class Coupon {\n  @PrimaryGeneratedColumn()\n  id: number;\n\n  @Column()\n  code: string;\n}\n";
    const count = async (since: string): Promise<number> => (await lintProject({ 'src/entities.ts': entities, 'src/jobs.ts': job(since) }, 'src/jobs.ts', { preset: 'recommended' })).length;
    expect(await count('subDays(new Date(), 1)')).toBe(0);
    expect(await count('subDays(new Date(), 40)')).toBe(1);
  });
});

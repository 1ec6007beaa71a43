import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

async function count(files: ProjectFiles): Promise<number> {
  return (await lintProject(files, 'src/jobs.ts')).length;
}

describe('what callers say of a limit', () => {
  const ENTITIES = "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n\n@Entity()\nexport class Order {\n  @PrimaryGeneratedColumn()\n  id: number;\n\n  @Column()\n  code: string;\n}\n\n@Entity()\nexport class Coupon {\n  @PrimaryGeneratedColumn()\n  id: number;\n\n  @Column()\n  code: string;\n}\n";
  const JOBS = `import { DataSource } from 'typeorm';
import { Coupon, Order } from './entities';

export async function closeOrders(source: DataSource, most: number) {
  for (const order of await source.getRepository(Order).find({ take: most })) tell(order, await source.getRepository(Coupon).findOneBy({ code: order.code }));
}
`;
  const calls = (...numbers: string[]): string => `import { closeOrders } from './jobs';\n\n${numbers.map((number) => `export const by${String(numbers.indexOf(number))} = (source, most) => closeOrders(source, ${number});\n`).join('')}`;

  it.each([
    ['few', ['5'], 0],
    ['few of each', ['5', '10'], 0],
    ['many of one', ['5', '500'], 1],
    ['what another says', ['5', 'most'], 1],
  ])('%s', async (_name, numbers, reported) => {
    expect(await count({ 'src/entities.ts': ENTITIES, 'src/jobs.ts': JOBS, 'src/calls.ts': calls(...numbers) })).toBe(reported);
  });

  it('nobody', async () => {
    expect(await count({ 'src/entities.ts': ENTITIES, 'src/jobs.ts': JOBS })).toBe(1);
  });
});

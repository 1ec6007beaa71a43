import { describe, expect, it } from 'vitest';
import { lintProject } from '../lint-project.ts';

const ENTITY = "import { Column, Entity, PrimaryColumn } from 'typeorm';\n@Entity() export class Order { @PrimaryColumn() id!: string; @Column() customerId!: string }\n";

async function reported(steps: string, end: string): Promise<number> {
  const text = `import { Router } from 'express';
import type { DataSource } from 'typeorm';
import { Order } from './order';
export function routes(db: DataSource) {
  const router = Router();
  router.get('/orders', async (req, res) => { res.json(await db.getRepository(Order).createQueryBuilder('o')${steps}.limit(Number(req.query.limit)).${end}()); });
  return router;
}
`;
  const messages = await lintProject({ 'package.json': '{ "dependencies": { "typeorm": "0.3", "express": "5" } }', 'src/order.ts': ENTITY, 'src/routes.ts': text }, 'src/routes.ts');
  return messages.filter(({ ruleId }) => ruleId === 'admin-scale/max-page-size').length;
}

describe('a limit that a request names', () => {
  it('is reported where it counts rows', async () => {
    expect(await reported(".orderBy('o.id')", 'getMany')).toBe(1);
  });

  it('is reported where the groups are those of the rows by their own keys', async () => {
    expect(await reported(".leftJoin('o.lines', 'l').groupBy('o.id')", 'getRawMany')).toBe(1);
  });

  it('is reported where rows are told apart', async () => {
    expect(await reported('.distinct(true)', 'getMany')).toBe(1);
  });

  it('is not where it counts groups', async () => {
    expect(await reported(".select('o.customerId').groupBy('o.customerId')", 'getRawMany')).toBe(0);
  });
});

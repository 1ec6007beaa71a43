import { In, MoreThan } from 'typeorm';
import { dataSource } from '../data-source.js';
import { StockLevel } from '../entities/stock-level.js';
import { Warehouse } from '../entities/warehouse.js';

const levels = dataSource.getRepository(StockLevel);
const warehouses = dataSource.getRepository(Warehouse);

/** What has to be ordered, with the name of the warehouse it is for. */
export async function shortages(limit: number): Promise<string[]> {
  const low = await levels.find({ where: { quantity: 0 }, take: limit });
  const lines: string[] = [];
  for (const level of low) {
    const warehouse = await warehouses.findOneBy({ id: level.warehouseId });
    lines.push(`${level.sku}: ${warehouse?.name ?? 'unknown'}`);
  }
  return lines;
}

/** Before a stocktaking. */
export async function startCounting(): Promise<void> {
  const all = await levels.find();
  for (const level of all) {
    level.counted = false;
    await levels.save(level);
  }
}

/** Silent: one statement. */
export async function resetCounted(skus: string[]): Promise<void> {
  await levels.update({ sku: In(skus) }, { counted: false });
}

/** A page of the stock list. */
export async function stockPage(page: number, size = 50) {
  return levels.findAndCount({ order: { sku: 'ASC' }, skip: page * size, take: size });
}

/** Silent: by key, so that every batch costs the same. */
export async function* allLevels(): AsyncGenerator<StockLevel[]> {
  let last = 0;
  for (;;) {
    const batch = await levels.find({ where: { id: MoreThan(last) }, order: { id: 'ASC' }, take: 500 });
    if (batch.length === 0) return;
    yield batch;
    last = batch[batch.length - 1]?.id ?? last;
  }
}

import { DataSource } from 'typeorm';
import { StockLevel } from './entities/stock-level.js';
import { Warehouse } from './entities/warehouse.js';

export const dataSource = new DataSource({
  type: 'postgres',
  url: process.env.DATABASE_URL,
  entities: [Warehouse, StockLevel],
});

await dataSource.initialize();

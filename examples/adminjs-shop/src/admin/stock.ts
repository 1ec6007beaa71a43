import type { ResourceWithOptions } from 'adminjs';
import '../data-source.js';
import { StockLevel } from '../entities/stock-level.js';
import { Warehouse } from '../entities/warehouse.js';

/** Every warehouse goes into the page, with every list and every form. */
const warehouses = await Warehouse.find({ order: { name: 'ASC' } });

export const stock: ResourceWithOptions = {
  resource: StockLevel,
  options: {
    listProperties: ['sku', 'warehouseId', 'quantity', 'counted'],
    properties: {
      warehouseId: {
        availableValues: warehouses.map((warehouse) => ({ value: warehouse.id, label: warehouse.name })),
      },
      // silent: a fixed list
      counted: {
        availableValues: [
          { value: 'true', label: 'counted' },
          { value: 'false', label: 'not counted' },
        ],
      },
    },
  },
};

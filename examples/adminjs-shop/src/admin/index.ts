import AdminJS from 'adminjs';
import { orders } from './orders.js';
import { stock } from './stock.js';

export const admin = new AdminJS({
  rootPath: '/admin',
  resources: [orders, stock],
});

// `settings.defaultPerPage: 1000`
import AdminJS from 'adminjs';
import { Customer, Order } from '../models.ts';

export const makeAdmin = () => new AdminJS({
  resources: [Customer, { resource: Order, options: { listProperties: ['id', 'status'] } }],
  settings: { defaultPerPage: 1000 },
});

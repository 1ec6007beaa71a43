import { postgresAdapter } from '@payloadcms/db-postgres';
import { buildConfig } from 'payload';
import { Orders } from './collections/orders';
import { Products } from './collections/products';
import { Reviews } from './collections/reviews';

export default buildConfig({
  secret: process.env.PAYLOAD_SECRET ?? '',
  collections: [Orders, Products, Reviews],
  db: postgresAdapter({ pool: { connectionString: process.env.DATABASE_URL } }),
});

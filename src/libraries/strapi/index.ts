export { strapiApi } from './api.ts';
export { strapi } from './config.ts';

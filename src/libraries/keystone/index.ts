export { keystone } from './admin.ts';
export { keystoneApi } from './api.ts';

// `maxLimit: 5000`, asked for `?limit=5000`
import type { PaginateConfig } from 'nestjs-paginate';
import type { Post } from '../entities.ts';

export const limit = 5000;

export const config: PaginateConfig<Post> = {
  sortableColumns: ['id'],
  maxLimit: 5000,
};

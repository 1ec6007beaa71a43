// `maxLimit: PaginationLimit.NO_PAGINATION`, asked for `?limit=-1`
import { type PaginateConfig, PaginationLimit } from 'nestjs-paginate';
import type { Post } from '../entities.ts';

export const limit = -1;

export const config: PaginateConfig<Post> = {
  sortableColumns: ['id'],
  maxLimit: PaginationLimit.NO_PAGINATION,
};

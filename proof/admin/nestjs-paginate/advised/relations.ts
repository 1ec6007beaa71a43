import type { PaginateConfig } from 'nestjs-paginate';
import type { Post } from '../entities.ts';

export const config: PaginateConfig<Post> = {
  sortableColumns: ['id'],
  defaultLimit: 50,
};

// a `limit` without a `maxLimit`, asked for `?limit=100000`
import { Crud, type CrudController } from '@dataui/crud';
import { Controller, Inject } from '@nestjs/common';
import { Post, PostService } from '../posts.ts';

export const request = '?limit=100000';

@Crud({
  model: { type: Post },
  query: { limit: 50 },
})
@Controller('posts')
export class PostController implements CrudController<Post> {
  constructor(@Inject(PostService) readonly service: PostService) {}
}

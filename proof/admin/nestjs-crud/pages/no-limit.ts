// no `limit` and no `maxLimit`
import { Crud, type CrudController } from '@dataui/crud';
import { Controller, Inject } from '@nestjs/common';
import { Post, PostService } from '../posts.ts';

export const request = '';

@Crud({
  model: { type: Post },
  query: { exclude: [] },
})
@Controller('posts')
export class PostController implements CrudController<Post> {
  constructor(@Inject(PostService) readonly service: PostService) {}
}

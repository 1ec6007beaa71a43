// an eager join of many rows, which the list does not show
import { Crud, type CrudController } from '@dataui/crud';
import { Controller, Inject } from '@nestjs/common';
import { Post, PostService } from '../posts.ts';

export const request = '?page=1';

@Crud({
  model: { type: Post },
  query: { limit: 50, maxLimit: 100, join: { comments: { eager: true } } },
})
@Controller('posts')
export class PostController implements CrudController<Post> {
  constructor(@Inject(PostService) readonly service: PostService) {}
}

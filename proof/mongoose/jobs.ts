import { Author, Post } from './models.ts';

export async function updateThatIsNeverSent(_: unknown[], ids: number[]) {
  Post.updateMany({ _id: { $in: ids } }, { status: 'archived' });
}
export async function deleteThatIsNeverSent(_: unknown[], ids: number[]) {
  Post.deleteMany({ author: { $in: ids } });
}
export async function changeThatIsNeverSent(_: unknown[], [id = 1]: number[]) {
  Author.findByIdAndUpdate(id, { $set: { name: 'renamed' } });
}

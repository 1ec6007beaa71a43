import { model, Schema, type Types } from 'mongoose';
import { tell } from './told.ts';

export interface AuthorRow { _id: number; name: string; posts?: PostRow[] }
export interface PostRow { _id: number | Types.ObjectId; title: string; status: string; views: number; author: number; updatedAt: Date }

const authorSchema = new Schema<AuthorRow>({ _id: Number, name: { type: String, required: true } });
authorSchema.virtual('posts', { ref: 'Post', localField: '_id', foreignField: 'author' });

const postSchema = new Schema<PostRow>(
  {
    _id: Schema.Types.Mixed,
    title: { type: String, required: true },
    status: { type: String, enum: ['draft', 'live', 'archived'], default: 'draft' },
    views: { type: Number, default: 0 },
    author: { type: Number, ref: 'Author', index: true },
  },
  { timestamps: { createdAt: false, updatedAt: true } },
);
postSchema.post('save', tell);
postSchema.post('deleteOne', { document: true, query: false }, tell);

export const Author = model<AuthorRow>('Author', authorSchema);
export const Post = model<PostRow>('Post', postSchema);

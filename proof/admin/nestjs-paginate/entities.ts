import { Column, Entity, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

@Entity()
export class Post {
  @PrimaryColumn('integer')
  id!: number;

  @Column('text')
  title!: string;

  @OneToMany('Comment', 'post')
  comments!: Relation<Comment>[];
}

@Entity()
export class Comment {
  @PrimaryColumn('integer')
  id!: number;

  @Column('text')
  body!: string;

  @ManyToOne('Post', 'comments')
  post!: Relation<Post>;
}

import { Column, CreateDateColumn, DeleteDateColumn, Entity, Index, JoinColumn, ManyToOne, OneToMany, PrimaryGeneratedColumn, UpdateDateColumn, VersionColumn } from 'typeorm';

@Entity()
export class Topic {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'text' }) name!: string;
}

@Entity()
export class Author {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'text' }) name!: string;
  @OneToMany(() => Post, (post) => post.author) posts!: Post[];
}

@Entity()
export class Post {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'text' }) title!: string;
  @Column({ type: 'text', default: 'draft' }) status!: 'draft' | 'live' | 'archived';
  @Index() @Column({ type: 'integer' }) authorId!: number;
  @ManyToOne(() => Author, (author) => author.posts, { nullable: false }) @JoinColumn({ name: 'authorId' }) author!: Author;
  @Column({ type: 'integer', nullable: true }) topicId!: number | null;
  @ManyToOne(() => Topic, { nullable: true }) @JoinColumn({ name: 'topicId' }) topic!: Topic | null;
  @CreateDateColumn({ type: 'datetime' }) createdAt!: Date;
  @UpdateDateColumn({ type: 'datetime' }) updatedAt!: Date;
  @VersionColumn({ type: 'integer' }) version!: number;
  @DeleteDateColumn({ type: 'datetime', nullable: true }) deletedAt!: Date | null;
}

@Entity()
export class Note {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'text' }) text!: string;
  @ManyToOne(() => Author, { lazy: true, nullable: false }) author!: Promise<Author>;
}

@Entity()
export class Tag {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ type: 'text', unique: true }) name!: string;
}

import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sourceFileAt, type SourceFile } from '../../src/javascript/project/modules.ts';
import { entitiesAround, entityNamed, relatedEntity } from '../../src/libraries/typeorm/schema.ts';
import type { Field, Model } from '../../src/model/data-model.ts';

const path = (name: string): string => fileURLToPath(new URL(`../fixtures/typeorm-entities/${name}`, import.meta.url));
const file = (name: string): SourceFile => sourceFileAt(path(name)) as SourceFile;
const service = file('service.ts');
const model = (name: string): Model => entityNamed(service, name) as Model;
const field = (of: string, name: string): Field | undefined => model(of).fields.get(name);

describe('entities by decorator', () => {
  it('follows imports through a barrel, under whichever name', () => {
    expect(model('Article')).toMatchObject({ name: 'Post', file: path('entities/post.ts') });
    expect(model('User')).toMatchObject({ name: 'User', file: path('entities/user.ts') });
  });

  it('knows the primary key, an inherited one too', () => {
    expect(model('User').key).toEqual(['id']);
  });

  it.each([
    ['User', 'id', { type: 'uuid', nullable: false, unique: true, indexed: true }],
    ['User', 'createdAt', { nullable: false, unique: false, indexed: true }],
    ['User', 'email', { type: 'varchar', unique: true, indexed: true }],
    ['Article', 'blog', { type: 'string', unique: false, indexed: true }],
    ['Article', 'number', { unique: false, indexed: false }],
    ['Article', 'state', { unique: false, indexed: true }],
    ['Article', 'title', { indexed: false }],
    ['Article', 'authorId', { indexed: false, relation: undefined }],
    ['Article', 'editorId', { nullable: true, indexed: true }],
  ])('reads column %s.%s', (of, name, expected) => {
    expect(field(of, name)).toMatchObject(expected);
  });

  it.each([
    ['a lazy one by property type', 'User', 'posts', { target: 'Post', cardinality: 'to-many', keys: [], lazy: true, eager: false }, false],
    ['an eager one of one', 'User', 'profile', { target: 'Profile', cardinality: 'to-one', keys: [], eager: true, lazy: false }, false],
    ['many to many, of itself', 'User', 'friends', { target: 'User', cardinality: 'to-many', keys: [] }, false],
    ['an inherited one with a named join column', 'User', 'tenant', { target: 'Tenant', cardinality: 'to-one', keys: ['tenantCode'], references: ['code'] }, false],
    ['the default key', 'Article', 'author', { target: 'User', keys: ['authorId'], references: ['id'], lazy: true }, true],
    ['a named key', 'Article', 'editor', { keys: ['editorId'], references: ['email'], lazy: false }, true],
    ['a key by @RelationId', 'Article', 'cover', { target: 'Cover', keys: ['coverId'], references: ['id'] }, true],
    ['a key by @RelationId with a destructured row', 'Article', 'reviewer', { keys: ['reviewedBy'] }, true],
    ["a key with the project's own decorator", 'Article', 'owner', { keys: ['ownerId'] }, true],
    ['a target that is not there', 'Article', 'missing', { target: 'Missing', keys: [] }, true],
    ['several keys, whatever the naming', 'Article', 'parent', { keys: ['parentBlog', 'parentNumber'], references: ['blog', 'number'] }, true],
  ])('reads relations: %s', (_, of, name, relation, nullable) => {
    expect(field(of, name)).toMatchObject({ nullable, relation });
  });

  it('leaves out what says a column leads back, which no read can load', () => {
    const shelf = entityNamed(file('entities/shelf.ts'), 'Shelf');
    expect([...shelf?.fields.keys() ?? []]).toEqual(['id', 'placed', 'unknown']);
  });

  it('indexes the owning side of one to one alone', () => {
    expect(field('User', 'profile')).toMatchObject({ unique: true, indexed: true });
    expect(field('Article', 'author')).toMatchObject({ unique: false, indexed: false });
    expect(field('Article', 'editor')).toMatchObject({ indexed: true });
  });

  it('lets children inherit', () => {
    const admin = entityNamed(file('entities/user.ts'), 'Admin');
    expect([...(admin?.fields.keys() ?? [])]).toEqual(['id', 'createdAt', 'email', 'tenantCode', 'level', 'tenant', 'posts', 'profile', 'friends']);
  });

  it('survives classes that extend each other', () => {
    expect([...(entityNamed(service, 'Chicken')?.fields.keys() ?? [])].sort()).toEqual(['feathers', 'size']);
  });

  it.each(['Book', 'Repository', 'ArticleService', 'Nothing'])('takes %s for no entity', (name) => {
    expect(entityNamed(service, name)).toBeUndefined();
  });

  it('takes a base class for no entity', () => {
    expect(entityNamed(file('entities/base.ts'), 'Base')).toBeUndefined();
  });
});

describe('EntitySchema', () => {
  it('reads columns, relations and indexes', () => {
    const profile = entityNamed(file('entities/index.ts'), 'Profile') ?? entityNamed(file('entities/profile.ts'), 'Profile');
    expect(profile?.fields.get('ownerId')).toMatchObject({ nullable: true, indexed: true, unique: false });
    expect(profile?.fields.get('owner')).toMatchObject({ nullable: false, relation: { target: 'User', cardinality: 'to-one', keys: ['ownerId'] } });
    expect(profile?.fields.get('badges')?.relation).toMatchObject({ target: 'Badge', cardinality: 'to-many', lazy: true });
  });
});

describe('entitiesAround', () => {
  it('holds what the file names and what that leads to', () => {
    expect([...entitiesAround(service).models.keys()].sort()).toEqual(['Article', 'Chicken', 'Cover', 'Post', 'Profile', 'Tenant', 'User']);
  });

  it('follows an inherited relation from the file of its base class', () => {
    const user = model('User');
    expect(relatedEntity(service, user, user.fields.get('tenant')?.relation as NonNullable<Field['relation']>)?.name).toBe('Tenant');
  });
});

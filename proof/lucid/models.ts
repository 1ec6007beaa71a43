import { afterCreate, afterDelete, afterUpdate, BaseModel, belongsTo, column, hasMany, hasOne, manyToMany } from '@adonisjs/lucid/orm';
import type { BelongsTo, HasMany, HasOne, ManyToMany } from '@adonisjs/lucid/types/relations';
import type { DateTime } from 'luxon';
import { tell } from './told.ts';

class Base extends BaseModel {
  @column({ isPrimary: true })
  declare id: number;

  @afterCreate()
  static told() {
    tell();
  }

  @afterUpdate()
  static toldOfUpdate() {
    tell();
  }

  @afterDelete()
  static toldOfDelete() {
    tell();
  }
}

export class Topic extends Base {
  static override table = 'topic';

  @column()
  declare name: string;
}

export class Tag extends Base {
  static override table = 'tag';

  @column()
  declare name: string;
}

export class Author extends Base {
  static override table = 'author';

  @column()
  declare name: string;

  @hasMany(() => Post)
  declare posts: HasMany<typeof Post>;

  @hasOne(() => Badge)
  declare badge: HasOne<typeof Badge>;
}

export class Badge extends Base {
  static override table = 'badge';

  @column()
  declare label: string;

  @column()
  declare authorId: number;

  @belongsTo(() => Author)
  declare author: BelongsTo<typeof Author>;
}

export class Post extends Base {
  static override table = 'post';

  @column()
  declare title: string;

  @column()
  declare status: 'draft' | 'live' | 'archived';

  @column()
  declare views: number;

  @column()
  declare authorId: number;

  @column()
  declare topicId: number | null;

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime;

  @belongsTo(() => Author)
  declare author: BelongsTo<typeof Author>;

  @belongsTo(() => Topic)
  declare topic: BelongsTo<typeof Topic>;

  @manyToMany(() => Tag, { pivotTable: 'post_tag' })
  declare tags: ManyToMany<typeof Tag>;
}

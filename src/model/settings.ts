/** `settings['admin-scale']`, with every default filled in. */
export interface Settings {
  /** Rows per table, by model name: tables below `smallTable` are silent, others are known to grow. */
  readonly rows: Readonly<Record<string, number>>;
  /** Rows up to which a table counts as small. */
  readonly smallTable: number;
  /** Names of wrappers that hand out a model or a client, and what they stand for: `{ "orderRepo": "Order", "db.replica": "PrismaClient" }`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Globs of paths that are not read, beside the built-in ones. */
  readonly ignore: readonly string[];
  /** Globs of paths that are read although a built-in exemption covers them. */
  readonly include: readonly string[];
  /** Django's version as `major.minor`, where the project doesn't say it. */
  readonly django: string | undefined;
  /** The largest page that is still in order. */
  readonly maxPageSize: number;
}

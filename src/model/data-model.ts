/** How a model reaches another one. */
export interface Relation {
  /** Name of the model at the other end, as the schema names it. */
  readonly target: string;
  readonly cardinality: 'to-one' | 'to-many';
  /** Fields of this model that hold the foreign key; empty where the other side holds it, unless the library states both ends of the join on each side. */
  readonly keys: readonly string[];
  /** Fields of the target that the keys point to, in the same order; empty where the other side holds the key. */
  readonly references: readonly string[];
  /** The library loads it with every read of this model, without being asked (TypeORM `eager: true`). */
  readonly eager: boolean;
  /** Reading the property runs a query by itself (TypeORM `lazy: true`, every Django relation). */
  readonly lazy: boolean;
  /** It holds fewer rows than its key names: a scope (Sequelize) or a filter (Drizzle 1.0) stands in the relation itself. */
  readonly filtered?: boolean;
  /** What it loads comes through JSON, which `Field.changesInJson` says what it does to (Drizzle 0.x). */
  readonly throughJson?: boolean;
  /** In typed code: the type of its property holds `undefined`, whether it is loaded or not, or the rows' type has no such property. */
  readonly property?: 'optional' | 'undeclared' | undefined;
}

export interface Field {
  readonly name: string;
  /** Type as the schema writes it: `Int`, `String`, `CharField`, the enum's or the target model's name. */
  readonly type: string;
  readonly nullable: boolean;
  /** One value of it names one row: primary key or unique. */
  readonly unique: boolean;
  /** The field is the first column of an index (unique and primary key included). */
  readonly indexed: boolean;
  readonly relation: Relation | undefined;
  /** It takes some texts only, by its type in the code. */
  readonly enumerated?: boolean;
  /** JSON holds other values than the column does: fewer digits, no bytes. */
  readonly changesInJson?: boolean;
  /** Reads leave it out unless they ask for it (TypeORM `select: false`). */
  readonly hidden?: boolean;
  /** Code of the model gives its value, from whatever it reads of the row (Sequelize's getters). */
  readonly computed?: boolean;
}

export interface Model {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Fields of the primary key, in its order; empty where the schema doesn't say. */
  readonly key: readonly string[];
  /** Fields that name one row together, the key left out: each compound unique constraint. */
  readonly together?: readonly (readonly string[])[];
  /** Absolute path of the file that declares it. */
  readonly file: string;
  /** Its reads leave out rows by themselves (Sequelize's default scope). */
  readonly scoped?: boolean;
  /** Code runs with its reads (Sequelize's `afterFind`). */
  readonly hooked?: boolean;
  /** A view of the database, which computes its rows whenever they are read. */
  readonly view?: boolean;
}

/** True for a column of which one value names one row at most: the whole key, or a unique one. */
export function namesRow({ fields, key }: Model, column: string): boolean {
  return fields.get(column)?.unique === true || (key.length === 1 && key[0] === column);
}

/** True for a column that names a parent of rows which pair it with one other parent each: one membership for each space of a user. */
export function pairsParents({ fields, key, together = [] }: Model, column: string): boolean {
  const isParent = (name: string): boolean => fields.get(name)?.relation !== undefined || [...fields.values()].some(({ relation }) => relation?.cardinality === 'to-one' && relation.keys.includes(name));
  return [key, ...together].some((pair) => pair.length === 2 && pair.includes(column) && pair.every((name) => isParent(name)));
}

/** The models of one schema, by name. */
export interface DataModel {
  readonly models: ReadonlyMap<string, Model>;
}

/** What is known of how many rows a model's table has. */
export interface TableSize {
  readonly model: string;
  /** Rows as the user's settings say. */
  readonly rows: number | undefined;
  /**
   * `small`: nothing about it is worth a report. `few`: its definition says that it holds a handful as a rule, so that few would act. `growing`: there is evidence that it
   * grows with the business.
   */
  readonly growth: 'small' | 'few' | 'growing' | 'unknown';
  /** The evidence, as a clause: "the project already shows it through `raw_id_fields`". */
  readonly because: string | undefined;
  /** Only the fields of forms say that it grows: they do without a dropdown of all its rows. */
  readonly byForms?: boolean | undefined;
}

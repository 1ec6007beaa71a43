/** The table that holds a model's rows. */
export interface ModelTable {
  /** Name of the model, as the settings have it under `rows`. */
  readonly model: string;
  /** As the database names it, without a schema before it. */
  readonly table: string;
  /** The code says so itself; false where the library's usual name is supposed. */
  readonly given: boolean;
}

// As much of the package sqlite3 as Sequelize asks for, on sql.js: sqlite3 itself is compiled when it is installed.
const { default: initSqlJs } = await import('sql.js' as string);
const SQL = await initSqlJs();

type Callback = (this: unknown, error: Error | null, rows?: unknown[]) => void;

/** What sqlite3 gives as `this` to its callbacks; Sequelize looks at its name. */
class Statement {
  lastID: number;
  changes: number;

  constructor(lastID: number, changes: number) {
    this.lastID = lastID;
    this.changes = changes;
  }
}

export class Database {
  filename: string;
  private db = new SQL.Database();

  constructor(filename: string, _mode: number, opened: (error: Error | null) => void) {
    this.filename = filename;
    setImmediate(opened, null);
  }

  serialize(todo: () => void): void {
    todo();
  }

  run(sql: string, parameters?: unknown, done?: Callback): void {
    this.all(sql, parameters, done);
  }

  all(sql: string, parameters: unknown, done: Callback | undefined = typeof parameters === 'function' ? (parameters as Callback) : undefined): void {
    try {
      const rows = this.rowsOf(sql, typeof parameters === 'function' ? [] : parameters);
      const [[lastID]] = this.db.exec('SELECT last_insert_rowid()')[0].values;
      done?.call(new Statement(lastID, this.db.getRowsModified()), null, rows);
    } catch (error) {
      if (!(error instanceof Error) || done === undefined) throw error;
      const isConstraint = /constraint failed|refused/.test(error.message);
      done.call(this, Object.assign(error, { code: isConstraint ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR', message: `${isConstraint ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR'}: ${error.message}` }));
    }
  }

  private rowsOf(sql: string, parameters: unknown): unknown[] {
    const statement = this.db.prepare(sql);
    try {
      const rows: unknown[] = [];
      statement.bind(parameters);
      while (statement.step()) rows.push(statement.getAsObject());
      return rows;
    } finally {
      statement.free();
    }
  }

  close(done?: (error: Error | null) => void): void {
    this.db.close();
    done?.(null);
  }
}

export const OPEN_READWRITE = 2;
export const OPEN_CREATE = 4;

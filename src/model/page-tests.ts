/** A page of an admin that a generated test opens, or can't. */
export interface TestedPage {
  /** As people say it: `list of shop.Order`. */
  readonly name: string;
  /** Why the test doesn't open it, as a clause; undefined where it does. */
  readonly skipped: string | undefined;
}

/** Tests of how many queries the pages of a project's admin need, as text: whoever has them runs them, we never do. */
export interface PageTests {
  /** Absolute path of the file. */
  readonly path: string;
  readonly text: string;
  /** Empty files without which the project's test runner doesn't find the tests, by absolute path. */
  readonly markers: readonly string[];
  /** The command that runs them in the directory `runIn`. */
  readonly run: string;
  readonly runIn: string;
  readonly pages: readonly TestedPage[];
}

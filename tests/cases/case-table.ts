/** A case without a report. Plain data, so that ESLint, its oldest supported version and oxlint can all run it. */
export interface ValidCase {
  readonly name?: string;
  readonly code: string;
  /** Relative to the repository; `.py` selects the Python language. */
  readonly filename: string;
  /** `settings['admin-scale']` of this case. */
  readonly settings?: Record<string, unknown>;
  readonly options?: readonly unknown[];
}

export interface InvalidCase extends ValidCase {
  readonly errors: readonly {
    readonly messageId: string;
    readonly data?: Record<string, string>;
    readonly line?: number;
    readonly column?: number;
    /** Or how many there are. */
    readonly suggestions?: number | readonly { readonly messageId: string; readonly data?: Record<string, string>; readonly output: string }[];
  }[];
  /** The text after one pass of fixes; null or absent where nothing is fixed. */
  readonly output?: string | readonly string[] | null;
}

export interface CaseTable {
  readonly valid: readonly ValidCase[];
  readonly invalid: readonly InvalidCase[];
}

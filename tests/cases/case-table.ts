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

/** Makers of the cases in `filename`, or where else `rest` says. */
export function casesIn(filename: string) {
  return {
    fine: (name: string, code: string, rest: Partial<ValidCase> = {}): ValidCase => ({ name, code, filename, ...rest }),
    wrong: (name: string, code: string, errors: InvalidCase['errors'], rest: Partial<InvalidCase> = {}): InvalidCase => ({ name, code, filename, errors, ...rest }),
  };
}

/** Maker of a job that is handed the keys of rows and a number; `body` is what it does, in lines of its own. */
export function jobWith(imports: string, key = 'number') {
  return (body: string, given = imports): string => `${given}export async function run(ids: ${key}[], page: number) {\n${body}\n}`;
}

export const PER_ROW = 'a query per row';
export const CHUNKS = 'in chunks where the list can be long';
export const OF_IDS = 'for each of `ids`';

/** One report, whatever it says. */
export const ONCE = [{ messageId: 'perRow' }] as const;

/** One report and what it says. */
export function told(callee: string, advice: string, subject = OF_IDS, cost = PER_ROW): InvalidCase['errors'] {
  return [{ messageId: 'perRow', data: { callee, subject, cost, advice } }];
}

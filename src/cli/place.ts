/** A line of a file, or all of it. */
export interface Place {
  readonly file: string;
  /** From 1; undefined for the whole file. */
  readonly line: number | undefined;
}

/** `shop/admin.py:41` or `shop/admin.py:41:7`, as editors and reports write places. */
export function parsePlace(place: string): Place {
  const [, file, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  return file === undefined ? { file: place, line: undefined } : { file, line: Number(line) };
}

/** What the presets are computed from; lives in each rule's `meta.docs`. */
export interface AdminScaleDocs {
  readonly description: string;
  /**
   * `true`: nearly always right, on in `recommended` as in `strict`. `false`: on in `strict` only.
   * An object: on in both, in `recommended` with these options.
   */
  readonly recommended: boolean | Readonly<Record<string, unknown>>;
}

/** Both of our languages: ESLint refuses to run a rule on a language that it doesn't name (ESLint 10.2). */
export const LANGUAGES = ['js/js', 'admin-scale/python'];

/**
 * As much of oxc-parser as the plugin uses, by TypeScript's own parser and the converter of typescript-eslint, whose tree oxc writes as well. oxc's own build for browsers shares memory between
 * threads, which pages get from servers only that send headers for it, and npm installs it on no machine that has another one.
 */
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import ts from 'typescript';
// no export of the package, whose entry takes projects, watchers and the disk along
import { astConverter } from '../../../node_modules/@typescript-eslint/typescript-estree/dist/ast-converter.js';

interface ParseOptions {
  readonly lang: 'js' | 'jsx' | 'ts' | 'tsx' | 'dts';
}

interface ParsedComment {
  readonly type: 'Line' | 'Block';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

interface Parsed {
  readonly program: object;
  readonly comments: readonly ParsedComment[];
  readonly errors: readonly { readonly message: string; readonly labels: readonly { readonly start: number }[] }[];
}

const KINDS = { js: ts.ScriptKind.JS, jsx: ts.ScriptKind.JSX, ts: ts.ScriptKind.TS, tsx: ts.ScriptKind.TSX, dts: ts.ScriptKind.TS } as const;

/** What the converter looks at of its settings. */
const SETTINGS = { range: true, loc: true, comment: true, allowInvalidAST: false, errorOnUnknownASTType: false, suppressDeprecatedPropertyWarnings: true } as unknown as Parameters<typeof astConverter>[1];

export { visitorKeys };

export function parseSync(path: string, text: string, { lang }: ParseOptions): Parsed {
  try {
    const file = ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }, true, KINDS[lang]);
    const { estree } = astConverter(file, SETTINGS, false);
    return { program: estree, comments: (estree.comments ?? []).map(({ type, value, range: [start, end] }) => ({ type, value, start, end })), errors: [] };
  } catch (error) {
    const { message, location } = error as Error & { readonly location?: { readonly start: { readonly offset: number } } };
    return { program: { type: 'Program', body: [] }, comments: [], errors: [{ message, labels: [{ start: location?.start.offset ?? 0 }] }] };
  }
}

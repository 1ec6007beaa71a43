import type { Module, PythonComment, PythonLanguageOptions } from './nodes.ts';
import { PythonSourceCode } from './source-code.ts';
import { parseFile } from './syntax/trees.ts';
import { visitorKeys } from './visitor-keys.ts';

/** The parts of ESLint's `File` that are read here. */
interface SourceFile {
  readonly body: string | Uint8Array;
  /** Absolute path, where the text comes from a file. */
  readonly physicalPath?: string;
  /** Whether ESLint took a byte order mark off the body. */
  readonly bom?: boolean;
}

interface Parsed {
  readonly ok: true;
  readonly ast: Module;
  readonly comments: readonly PythonComment[];
}

interface NotParsed {
  readonly ok: false;
  readonly errors: { readonly message: string; readonly line: number; readonly column: number }[];
}

/**
 * Options of ESLint's JavaScript language. A config object without `files` gives them to every file, so they are no mistake
 * here; they have no effect.
 */
const JAVASCRIPT_OPTIONS: ReadonlySet<string> = new Set(['ecmaVersion', 'globals', 'parser', 'parserOptions', 'sourceType']);

/** Python 3 as a language of ESLint: `{ files: ['**\/*.py'], language: 'admin-scale/python' }`. */
export class PythonLanguage {
  readonly fileType = 'text';
  readonly lineStart = 1;
  readonly columnStart = 0;
  readonly nodeTypeKey = 'nodeType';
  readonly visitorKeys = visitorKeys;
  readonly defaultLanguageOptions: PythonLanguageOptions = {};

  /** @throws {TypeError} for options that aren't known to JavaScript either: there are none. */
  validateLanguageOptions(languageOptions: Record<string, unknown>): void {
    const unknown = Object.keys(languageOptions).filter((key) => !JAVASCRIPT_OPTIONS.has(key));
    if (unknown.length > 0) throw new TypeError(`The Python language has no options, but was given "${unknown.join('", "')}".`);
  }

  /** Parses the file. Whatever is wrong with it is an error in the result; nothing is thrown. */
  parse(file: SourceFile): Parsed | NotParsed {
    const result = parseFile(file.physicalPath ?? '', textOf(file));
    if (result.ok) return result;
    // ESLint shows the position of a parse error as it is given, without counting from `columnStart`.
    return { ok: false, errors: [{ message: result.message, line: result.line, column: result.column + 1 }] };
  }

  createSourceCode(file: SourceFile, parsed: Parsed): PythonSourceCode {
    return new PythonSourceCode({ text: textOf(file), ast: parsed.ast, comments: parsed.comments, hasBOM: file.bom ?? false });
  }
}

function textOf({ body }: SourceFile): string {
  // ESLint hands over text, and has removed the mark already; other callers may pass the bytes of a file.
  return typeof body === 'string' ? body : new TextDecoder('utf-8', { ignoreBOM: true }).decode(body);
}

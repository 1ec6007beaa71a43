import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { basicSetup, EditorView } from 'codemirror';
import { siteTheme } from './editor-theme.ts';
import type { Edit, Finding } from './lint.ts';
import type { PlayFile } from './project.ts';

interface EditorOptions {
  readonly parent: HTMLElement;
  /** Told of each change that somebody makes to a file. */
  readonly changed: (file: PlayFile) => void;
}

/** One editor for all files, of which it shows one. Each keeps its history and the place of its cursor. */
export class PlayEditor {
  readonly #view: EditorView;
  readonly #options: EditorOptions;
  readonly #states = new Map<string, EditorState>();
  #path = '';

  constructor(options: EditorOptions) {
    this.#options = options;
    this.#view = new EditorView({ parent: options.parent });
  }

  /** Shows a file, as it was left or, where its text is another one by now, anew. */
  show({ path, text }: PlayFile): void {
    this.#states.set(this.#path, this.#view.state);
    this.#path = path;
    const known = this.#states.get(path);
    this.#view.setState(known?.doc.toString() === text ? known : this.#stateOf(path, text));
  }

  /** Forgets all files. */
  clear(): void {
    this.#states.clear();
    this.#path = '';
  }

  /** Underlines the findings of the file that is shown. */
  mark(findings: readonly Finding[]): void {
    const { doc } = this.#view.state;
    const offset = (line: number, column: number): number => {
      const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
      return Math.min(from + column - 1, to);
    };
    const diagnostics = findings.map(({ line, column, endLine, endColumn, headline, rule, isSyntax }): Diagnostic => {
      const from = offset(line, column);
      return { from, to: Math.max(from, offset(endLine, endColumn)), severity: isSyntax ? 'error' : 'warning', message: headline, source: rule ?? (isSyntax ? 'syntax' : 'comment') };
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, diagnostics));
  }

  /** Makes edits to the file that is shown, which can be undone. */
  edit(edits: readonly Edit[]): void {
    this.#view.dispatch({ changes: edits.map(({ range: [from, to], text }) => ({ from, to, insert: text })), userEvent: 'input.remedy' });
  }

  go(line: number, column: number): void {
    const { doc } = this.#view.state;
    const { from, to } = doc.line(Math.min(line, doc.lines));
    this.#view.dispatch({ selection: { anchor: Math.min(from + column - 1, to) }, effects: EditorView.scrollIntoView(from, { y: 'center' }) });
    this.#view.focus();
  }

  close(): void {
    this.#view.destroy();
  }

  #stateOf(path: string, text: string): EditorState {
    const told = EditorView.updateListener.of(({ docChanged, state }) => {
      if (docChanged) this.#options.changed({ path, text: state.doc.toString() });
    });
    const extensions = [basicSetup, languageOf(path), siteTheme, told, EditorView.contentAttributes.of({ 'aria-label': `Text of ${path}`, tabindex: '0' })];
    return EditorState.create({ doc: text, extensions });
  }
}

function languageOf(path: string): Extension {
  if (path.endsWith('.py')) return python();
  return /\.[cm]?[jt]sx?$/.test(path) ? javascript({ typescript: /\.[cm]?tsx?$/.test(path), jsx: path.endsWith('x') }) : [];
}

import { ConfigCommentParser, Directive, TextSourceCodeBase, VisitNodeStep, type DirectiveType, type RulesConfig, type SourceLocation } from '@eslint/plugin-kit';
import type { Module, PythonComment, PythonLanguageOptions, PythonNode } from './nodes.ts';
import { PositionIndex } from './syntax/positions.ts';
import { childrenOf, parentLookup, visitorKeys } from './visitor-keys.ts';

type Range = [start: number, end: number];

interface Problem {
  readonly ruleId: null;
  readonly message: string;
  readonly loc: SourceLocation;
}

interface SourceCodeTypes {
  LangOptions: PythonLanguageOptions;
  RootNode: Module;
  SyntaxElementWithLoc: PythonNode | PythonComment;
  ConfigNode: PythonComment;
}

/** Comments that may be directives. Everything else isn't looked at. */
const DIRECTIVE = /^[ \t]*eslint(?:-(?:en|dis)able(?:-(?:next-)?line)?)?(?:\s|$)/u;
/** `# eslint` configures rules only where the name of a rule follows: prose begins like that too. */
const RULE_SETTING = /^["']?[@\w][\w@/-]*["']?\s*:/u;
const DISABLE_TYPES: ReadonlyMap<string, DirectiveType> = new Map([
  ['eslint-disable', 'disable'],
  ['eslint-enable', 'enable'],
  ['eslint-disable-line', 'disable-line'],
  ['eslint-disable-next-line', 'disable-next-line'],
]);

const commentParser = new ConfigCommentParser();

/** What rules know of a Python file: text, tree, comments and where they are. */
export class PythonSourceCode extends TextSourceCodeBase<SourceCodeTypes> {
  readonly visitorKeys: Record<string, string[]> = visitorKeys;
  /** In source order, those inside brackets too. */
  readonly comments: readonly PythonComment[];
  /** Whether the file began with a byte order mark. `text` and all offsets are without it. */
  readonly hasBOM: boolean;
  readonly #positions: PositionIndex;
  readonly #parentOf: (node: PythonNode) => PythonNode | undefined;
  #steps: VisitNodeStep[] | undefined;
  #directives: PythonComment[] | undefined;

  constructor(options: { text: string; ast: Module; comments: readonly PythonComment[]; hasBOM?: boolean }) {
    super({ text: options.text, ast: options.ast, lineEndingPattern: /\r\n?|\n/u });
    nameForOldESLint(options.ast);
    this.comments = options.comments;
    this.hasBOM = options.hasBOM ?? false;
    this.#positions = new PositionIndex(options.text);
    this.#parentOf = parentLookup(options.ast);
  }

  /** Where the nodes are, for code that also reads files without ESLint. */
  get positions(): PositionIndex {
    return this.#positions;
  }

  /** UTF-16 offsets. What has no place of its own (empty `Arguments`) is at the start of its parent. */
  override getRange(node: PythonNode | PythonComment): Range {
    const [start, end] = this.#positions.range(node);
    if (end > 0 || node.nodeType === 'Comment' || node.nodeType === 'Module' || node.lineno !== undefined) return [start, end];
    const parent = this.#parentOf(node);
    const at = parent === undefined ? 0 : this.getRange(parent)[0];
    return [at, at];
  }

  /**
   * The range of a function or class with its decorators, from the first `@` on. CPython's own range begins at `def` or
   * `class`, and so does `getRange`.
   */
  getFullRange(node: PythonNode): Range {
    const [start, end] = this.getRange(node);
    const decorator = 'decorator_list' in node ? node.decorator_list[0] : undefined;
    if (decorator === undefined) return [start, end];
    return [this.text.lastIndexOf('@', this.getRange(decorator)[0]), end];
  }

  /** 1-based lines, 0-based columns in UTF-16 units. */
  override getLoc(node: PythonNode | PythonComment): SourceLocation {
    const [start, end] = this.getRange(node);
    return { start: this.#positions.loc(start), end: this.#positions.loc(end) };
  }

  /** The parent of a node, without a traversal first. Comments, the root and nodes that aren't visited (`ctx`) have none. */
  override getParent(node: PythonNode | PythonComment): PythonNode | undefined {
    return node.nodeType === 'Comment' ? undefined : this.#parentOf(node);
  }

  /**
   * The steps of ESLint's walk: every node, entered and left, in the order of the visitor keys.
   *
   * Iterative, as chained calls nest thousands deep.
   */
  override traverse(): VisitNodeStep[] {
    return (this.#steps ??= stepsOf(this.ast));
  }

  /** The `# eslint-disable…` and `# eslint-enable` comments. */
  getDisableDirectives(): { directives: Directive[]; problems: Problem[] } {
    const directives: Directive[] = [];
    for (const node of this.#directiveComments()) {
      const { label, value, justification } = commentParser.parseDirective(node.value) ?? {};
      const type = DISABLE_TYPES.get(label ?? '');
      if (type !== undefined) directives.push(new Directive({ type, node, value: value ?? '', justification: justification ?? '' }));
    }
    return { directives, problems: [] };
  }

  /** All comments that speak to ESLint, for its warnings where they are switched off. */
  getInlineConfigNodes(): PythonComment[] {
    return [...this.#directiveComments()];
  }

  /** The `# eslint rule: "error"` comments. What can't be read of them is a problem of the file. */
  applyInlineConfig(): { configs: { config: { rules: RulesConfig }; loc: SourceLocation }[]; problems: Problem[] } {
    const configs: { config: { rules: RulesConfig }; loc: SourceLocation }[] = [];
    const problems: Problem[] = [];
    for (const node of this.#directiveComments()) {
      const { label, value } = commentParser.parseDirective(node.value) ?? {};
      if (label !== 'eslint' || value === undefined) continue;
      const loc = this.getLoc(node);
      const parsed = commentParser.parseJSONLikeConfig(value);
      if (parsed.ok) configs.push({ config: { rules: parsed.config }, loc });
      else problems.push({ ruleId: null, message: parsed.error.message, loc });
    }
    return { configs, problems };
  }

  #directiveComments(): readonly PythonComment[] {
    return (this.#directives ??= this.comments.filter(({ value }) => isDirective(value)));
  }
}

/**
 * ESLint up to 9.24 (eslint/eslint#19630) looks for the selectors of a node under `node.type`, whatever the language's `nodeTypeKey` is, and so would run no
 * rule at all. Our rules visit the root only; other nodes are left alone, as `type` is a field of `ExceptHandler`.
 */
function nameForOldESLint(root: Module): void {
  Object.defineProperty(root, 'type', { value: root.nodeType, configurable: true });
}

function isDirective(comment: string): boolean {
  if (!DIRECTIVE.test(comment)) return false;
  const { label, value } = commentParser.parseDirective(comment) ?? {};
  return label !== 'eslint' || RULE_SETTING.test(value ?? '');
}

const ENTER = 1;
const LEAVE = 2;

function stepsOf(root: Module): VisitNodeStep[] {
  const steps: VisitNodeStep[] = [];
  /** Nodes to enter and, once their children are done, steps to leave them. */
  const pending: (VisitNodeStep | { node: PythonNode; parent: PythonNode | undefined })[] = [{ node: root, parent: undefined }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next instanceof VisitNodeStep) {
      steps.push(next);
      continue;
    }
    const { node, parent } = next;
    const args = [node, parent];
    steps.push(new VisitNodeStep({ target: node, phase: ENTER, args }));
    pending.push(new VisitNodeStep({ target: node, phase: LEAVE, args }));
    const children = childrenOf(node);
    for (let index = children.length - 1; index >= 0; index -= 1) pending.push({ node: children[index] as PythonNode, parent: node });
  }
  return steps;
}

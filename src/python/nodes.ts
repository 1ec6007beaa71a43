import type { CustomRuleDefinitionType, CustomRuleTypeDefinitions, CustomRuleVisitorWithExit, RuleVisitor } from '@eslint/plugin-kit';
import type { ASTNodeUnion } from 'py-ast';
import type { PythonSourceCode } from './source-code.ts';

/**
 * The nodes of the Python tree: those of CPython's `ast` module, with the class name under `nodeType` (lower-case classes are
 * capitalised: `arguments` is `Arguments`). Positions are CPython's: 1-based `lineno`, `col_offset` in UTF-8 bytes. Use
 * `PositionIndex` or `PythonSourceCode#getRange` for offsets into the text.
 */
export type PythonNode = Exclude<ASTNodeUnion, { nodeType: 'Comment' | 'Interactive' | 'Expression' | 'FunctionType' }>;

/** The node type of a name: `NodeOf<'If'>`. */
export type NodeOf<Type extends PythonNode['nodeType']> = Extract<PythonNode, { nodeType: Type }>;

/** A comment. It isn't part of the tree; `PythonSourceCode#comments` has them in source order. */
export interface PythonComment {
  readonly nodeType: 'Comment';
  /** The text after the `#`, up to the end of the line. */
  readonly value: string;
  /** UTF-16 offsets, `#` included. */
  readonly range: readonly [start: number, end: number];
}

export type { ExprNode, StmtNode } from 'py-ast';
/** Statement types by union, for switches. */
export type FunctionNode = FunctionDef | AsyncFunctionDef;
export type PatternNode = Extract<PythonNode, { nodeType: `Match${'Value' | 'Singleton' | 'Sequence' | 'Mapping' | 'Class' | 'Star' | 'As' | 'Or'}` }>;
export type TypeParamNode = TypeVar | ParamSpec | TypeVarTuple;

export type Module = NodeOf<'Module'>;
export type FunctionDef = NodeOf<'FunctionDef'>;
export type AsyncFunctionDef = NodeOf<'AsyncFunctionDef'>;
export type ClassDef = NodeOf<'ClassDef'>;
export type Return = NodeOf<'Return'>;
export type Delete = NodeOf<'Delete'>;
export type Assign = NodeOf<'Assign'>;
export type TypeAlias = NodeOf<'TypeAlias'>;
export type AugAssign = NodeOf<'AugAssign'>;
export type AnnAssign = NodeOf<'AnnAssign'>;
export type For = NodeOf<'For'>;
export type AsyncFor = NodeOf<'AsyncFor'>;
export type While = NodeOf<'While'>;
export type If = NodeOf<'If'>;
export type With = NodeOf<'With'>;
export type AsyncWith = NodeOf<'AsyncWith'>;
export type Match = NodeOf<'Match'>;
export type Raise = NodeOf<'Raise'>;
export type Try = NodeOf<'Try'>;
export type TryStar = NodeOf<'TryStar'>;
export type Assert = NodeOf<'Assert'>;
export type Import = NodeOf<'Import'>;
export type ImportFrom = NodeOf<'ImportFrom'>;
export type Global = NodeOf<'Global'>;
export type Nonlocal = NodeOf<'Nonlocal'>;
export type Expr = NodeOf<'Expr'>;
export type Pass = NodeOf<'Pass'>;
export type Break = NodeOf<'Break'>;
export type Continue = NodeOf<'Continue'>;
export type BoolOp = NodeOf<'BoolOp'>;
export type NamedExpr = NodeOf<'NamedExpr'>;
export type BinOp = NodeOf<'BinOp'>;
export type UnaryOp = NodeOf<'UnaryOp'>;
export type Lambda = NodeOf<'Lambda'>;
export type IfExp = NodeOf<'IfExp'>;
export type Dict = NodeOf<'Dict'>;
export type ListComp = NodeOf<'ListComp'>;
export type SetComp = NodeOf<'SetComp'>;
export type DictComp = NodeOf<'DictComp'>;
export type GeneratorExp = NodeOf<'GeneratorExp'>;
export type Await = NodeOf<'Await'>;
export type Yield = NodeOf<'Yield'>;
export type YieldFrom = NodeOf<'YieldFrom'>;
export type Compare = NodeOf<'Compare'>;
export type Call = NodeOf<'Call'>;
export type FormattedValue = NodeOf<'FormattedValue'>;
export type Interpolation = NodeOf<'Interpolation'>;
export type JoinedStr = NodeOf<'JoinedStr'>;
export type TemplateStr = NodeOf<'TemplateStr'>;
export type Constant = NodeOf<'Constant'>;
export type Attribute = NodeOf<'Attribute'>;
export type Subscript = NodeOf<'Subscript'>;
export type Starred = NodeOf<'Starred'>;
export type Name = NodeOf<'Name'>;
export type List = NodeOf<'List'>;
export type Tuple = NodeOf<'Tuple'>;
export type Slice = NodeOf<'Slice'>;
export type Comprehension = NodeOf<'Comprehension'>;
export type ExceptHandler = NodeOf<'ExceptHandler'>;
export type Arguments = NodeOf<'Arguments'>;
export type Arg = NodeOf<'Arg'>;
export type Keyword = NodeOf<'Keyword'>;
export type Alias = NodeOf<'Alias'>;
export type WithItem = NodeOf<'WithItem'>;
export type MatchCase = NodeOf<'MatchCase'>;
export type MatchValue = NodeOf<'MatchValue'>;
export type MatchSingleton = NodeOf<'MatchSingleton'>;
export type MatchSequence = NodeOf<'MatchSequence'>;
export type MatchMapping = NodeOf<'MatchMapping'>;
export type MatchClass = NodeOf<'MatchClass'>;
export type MatchStar = NodeOf<'MatchStar'>;
export type MatchAs = NodeOf<'MatchAs'>;
export type MatchOr = NodeOf<'MatchOr'>;
export type TypeVar = NodeOf<'TypeVar'>;
export type ParamSpec = NodeOf<'ParamSpec'>;
export type TypeVarTuple = NodeOf<'TypeVarTuple'>;
/** A set display; not named `Set`, which would hide the global. */
export type SetDisplay = NodeOf<'Set'>;

/** The Python language has no options: the parser reads every version from 3.8 on. */
export type PythonLanguageOptions = Record<string, never>;

type NodeVisitors = {
  [Type in PythonNode['nodeType']]?: ((node: NodeOf<Type>, parent: PythonNode | undefined) => void) | undefined;
};

/** Visitor methods by node type, with their `:exit` twins, and any esquery selector. */
export type PythonRuleVisitor = RuleVisitor & CustomRuleVisitorWithExit<NodeVisitors>;

/**
 * A rule over Python code, for authors of their own rules.
 *
 * @example
 * const rule: PythonRuleDefinition<{ MessageIds: 'noEval' }> = {
 *   meta: { type: 'problem', messages: { noEval: 'No eval.' } },
 *   create: (context) => ({
 *     Call(node) {
 *       if (node.func.nodeType === 'Name' && node.func.id === 'eval') context.report({ node, messageId: 'noEval' });
 *     },
 *   }),
 * };
 */
export type PythonRuleDefinition<Options extends Partial<CustomRuleTypeDefinitions> = object> = CustomRuleDefinitionType<
  { LangOptions: PythonLanguageOptions; Code: PythonSourceCode; Visitor: PythonRuleVisitor; Node: PythonNode | PythonComment },
  Options
>;

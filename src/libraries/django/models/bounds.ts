import type { Call, ExprNode } from '../../../python/nodes.ts';
import { isSequence, lastName, type Place, resolveInModule, singletonOf, stringConstant } from '../../../python/syntax/static.ts';

/** Conditions that name rows one by one, and the flags by which a table of users comes down to the staff. */
const NAMES_ROWS = /(?:^|__)(?:pk|id|slug|code|username|email|is_staff|is_superuser)(?:__i?exact)?$/;

/** Flags that most rows have: what they leave out is the exception. */
const OF_MOST = /(?:^|_)(?:active|enabled|visible|published|public|valid|approved|accepted|live|available|confirmed|verified|open|current|completed?|used|usable)$/;

const MAX_HOPS = 5;

/**
 * True where conditions leave a handful of rows at most, or can't be read: `{"pk__in": [1, 2]}`, `Q(is_staff=True)`, a function.
 * `{"active": True}` only filters: as many rows as are active stay.
 */
export function limitsToFew({ module, node }: Place, hops = 0): boolean {
  if (hops > MAX_HOPS) return true;
  const within = (inner: ExprNode): boolean => limitsToFew({ module, node: inner }, hops + 1);
  switch (node.nodeType) {
    case 'Dict':
      return node.keys.some((key, index) => {
        const value = node.values[index];
        const name = stringConstant(key ?? undefined);
        return name === undefined || value === undefined || isNarrow(name, value);
      });
    case 'Call':
      return !/^(?:Q|dict)$/.test(lastName(node.func)) || narrowsArguments({ module, node }, hops);
    case 'BinOp':
      if (node.op.nodeType === 'BitAnd') return within(node.left) || within(node.right);
      return node.op.nodeType !== 'BitOr' || (within(node.left) && within(node.right));
    case 'UnaryOp':
      // what is left out are few: the rest stays
      return node.op.nodeType !== 'Invert';
    case 'Lambda':
      return within(node.body);
    case 'Name': {
      const value = resolveInModule({ module, node });
      const fn = module.functions.get(node.id);
      const [only] = fn?.body.filter((statement) => statement.nodeType === 'Return') ?? [];
      if (value !== undefined) return limitsToFew(value, hops + 1);
      return fn?.body.length !== 1 || only?.nodeType !== 'Return' || only.value === undefined || within(only.value);
    }
    default:
      return true;
  }
}

/** The conditions of `Q(…)`, `dict(…)` and of `filter(…)`. */
export function narrowsArguments({ module, node }: Place<ExprNode & { nodeType: 'Call' }>, hops = 0): boolean {
  const byName = node.keywords.some(({ arg, value }) => arg === undefined || isNarrow(arg, value));
  return byName || node.args.some((argument) => limitsToFew({ module, node: argument }, hops + 1));
}

function isNarrow(name: string, value: ExprNode): boolean {
  if (NAMES_ROWS.test(name)) return true;
  if (name.endsWith('__in')) return !isSequence(value) || /(?:^|__)(?:pk|id|slug|code|codename|username|email|name|title)__in$/.test(name);
  return !isConstant(value);
}

/** A flag singles out what somebody may choose, or what is meant by default: `filter(featured=True)`, `filter(service_language=True)`. */
export function picksByFlag({ keywords }: Call): boolean {
  return keywords.some(({ arg, value }) => arg !== undefined && singletonOf(value) === 'True' && !OF_MOST.test(arg));
}

/** A value that the code sets: a literal, or a constant such as `Status.ACTIVE`. What comes from a request narrows as nobody knows. */
function isConstant(value: ExprNode): boolean {
  if (value.nodeType === 'Attribute') return isConstant(value.value);
  if (value.nodeType === 'Name') return /^_*[A-Z]/.test(value.id);
  return value.nodeType === 'Constant';
}

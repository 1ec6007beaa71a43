import type { ExprNode } from '../../../python/nodes.ts';
import type { Binding } from '../../../python/syntax/bindings.ts';
import { reaching } from '../../../python/syntax/flow.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName } from '../../../python/syntax/static.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DatabaseCall } from './calls.ts';
import { isKey, lookupOf, valuesFor } from './lookups.ts';

/** What keys are that come from outside: texts, or in a payload whatever its sender writes. */
export type OuterKeys = 'text' | 'payload';

/**
 * What the rows are found by is text that was cut from a text or came with a request (`match.group(1)`, `line.split(",")[0]`,
 * `request.POST.getlist("order")`), or came in a payload (`json.loads(request.body)`, `response.json()`), while the column holds something else: the database
 * converts it, a dictionary doesn't. Keys that a function is given are trusted to be numbers where the column holds numbers; UUIDs cross every border as text
 * (a task's arguments, a message, an import), and are text far too often for that.
 */
export function outerKeysOf(module: PyModule, call: DatabaseCall, variant: ReadonlySet<string>): OuterKeys | undefined {
  const { fields } = lookupOf(call, variant);
  const model = call.queryset?.model;
  const kinds = valuesFor(call, fields).flatMap(({ field, value }) => {
    const column = columnKind(model, field);
    return column === undefined ? [] : (kindOf(module, value, { depth: 0, given: column === 'uuid' ? 'payload' : undefined }) ?? []);
  });
  return kinds.includes('text') ? 'text' : kinds[0];
}

/** What a column holds that is known to hold no text: numbers and dates, or UUIDs. A model that isn't found has keys that are numbers, as most have. */
function columnKind(model: DjangoModel | undefined, name: string): 'number' | 'uuid' | undefined {
  const field = isKey(name) ? [...(model?.forward.values() ?? [])].find(({ primaryKey }) => primaryKey) : (model?.fields.get(name) ?? model?.fields.get(name.replace(/_id$/, '')));
  if (field === undefined) return isKey(name) || name.endsWith('_id') ? 'number' : undefined;
  if (field.relation !== undefined && !field.parentLink) return field.target === undefined ? 'number' : columnKind(field.target, 'pk');
  if (field.type === 'UUIDField') return 'uuid';
  return field.parentLink || /^(Big|Small|Positive|Auto|Integer|Decimal|Float|Date)\w*Field$/.test(field.type) ? 'number' : undefined;
}

function isTraced({ kind }: Binding): boolean {
  return kind === 'value' || kind === 'element';
}

/** A parameter whose annotation says what it holds is taken at its word. */
function givenAs(module: PyModule, { parameter }: Binding, given: OuterKeys | undefined): OuterKeys | undefined {
  const annotation = parameter?.arg.annotation;
  if (annotation === undefined || given === undefined) return given;
  const text = module.source(annotation);
  return /\bUUID\b/.test(text) ? undefined : /\bstr\b/.test(text) ? 'text' : given;
}

const MAX_DEPTH = 6;

/** Methods that give text, or lists of it. */
const CUTS = /^(group|groups|split|rsplit|splitlines|strip|lstrip|rstrip|findall|getlist|partition|rpartition|lower|upper|replace|removeprefix|removesuffix|decode)$/;

/** Functions that hand on what they are given, and the argument in question. */
const THROUGH: Readonly<Record<string, number>> = { list: 0, tuple: 0, set: 0, frozenset: 0, sorted: 0, reversed: 0, iter: 0, filter: 1, unique: 0 };

/** Functions that read text row by row. */
const READS = /^(DictReader|reader|input)$/;

/** Calls that read a payload: `json.loads(…)`, `response.json()`. */
const PARSES = /^(?:(?:json|orjson|ujson|simplejson)\.loads?|.*\.json)$/;

/** How far a value is followed, and what something is that the function was given. */
interface Search {
  readonly depth: number;
  readonly given: OuterKeys | undefined;
}

function kindOf(module: PyModule, node: ExprNode, { depth, given }: Search): OuterKeys | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (next: ExprNode | undefined): OuterKeys | undefined => (next === undefined ? undefined : kindOf(module, next, { depth: depth + 1, given }));
  const first = (parts: readonly (ExprNode | undefined)[]): OuterKeys | undefined => parts.map(inner).find((kind) => kind !== undefined);
  switch (node.nodeType) {
    case 'Subscript':
    case 'Await':
      return inner(node.value);
    case 'JoinedStr':
      return 'text';
    case 'Attribute':
      if (lastName(node.value) === 'request' && node.attr === 'data') return 'payload';
      return (/^(POST|GET|query_params)$/.test(node.attr) && lastName(node.value) === 'request') || (node.attr === 'argv' && lastName(node.value) === 'sys') ? 'text' : undefined;
    case 'Name':
      return reaching(module, node, node.id).map((binding) => (binding.kind === 'parameter' ? givenAs(module, binding, given) : inner(isTraced(binding) ? binding.value : undefined))).find((kind) => kind !== undefined);
    case 'BoolOp':
      return first(node.values);
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return inner(node.elt);
    case 'Call': {
      const name = lastName(node.func);
      if (node.func.nodeType === 'Name') return name === 'str' || READS.test(name) ? 'text' : THROUGH[name] === undefined ? undefined : inner(node.args[THROUGH[name]]);
      if (node.func.nodeType !== 'Attribute') return undefined;
      if (PARSES.test(module.source(node.func))) return 'payload';
      if (CUTS.test(name) || READS.test(name)) return 'text';
      return /^(get|pop|keys|values|items|copy)$/.test(name) ? inner(node.func.value) : undefined;
    }
    default:
      return undefined;
  }
}

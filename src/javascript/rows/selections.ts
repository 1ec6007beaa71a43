import inflection from 'inflection';
import { cachedByFile, textAt } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';
import type { Callers } from '../project/callers.ts';

/** A field of a selection in GraphQL with what is selected of it, or a fragment that is spread there. */
export interface Selection {
  readonly name: string;
  readonly spread: boolean;
  readonly fields: readonly Selection[];
  /** Its arguments ask for one row. */
  readonly isOne?: true;
  /** Its arguments say which page of a list is asked for. */
  readonly isPaged?: true;
}

/** What a document of a client asks for: an operation, or a fragment on a type. */
interface Definition {
  /** The name of an operation that has one. */
  readonly operation: string | undefined;
  readonly fragment: { readonly name: string; readonly type: string } | undefined;
  readonly fields: readonly Selection[];
}

/** Braces in braces. */
const DEPTH = 20;

/** Files that are looked at for one name, and fragments that are spread in fragments. */
const MOST_FILES = 60;
const MOST_SPREADS = 3;

/** `take: 1`, digit by digit. */
const ONE = /\b(?:take|first|limit) : 1(?! \d)/;

/** `first: $first`, `page: { limit: 20 }` */
const PAGED = /\b(?:take|first|last|limit|skip|offset|after|before|cursor|page|perPage|per_page|pageSize|page_size|paging|pagination) :/;

/** A place in a text of GraphQL, read from token to token. */
class Reader {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = text.replaceAll(/#[^\n]*/g, '').match(/\.{3}|"""[^]*?"""|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|[^\s,]/g) ?? [];
  }

  definitions(): Definition[] {
    const found: Definition[] = [];
    while (this.#at < this.#tokens.length) {
      const word = this.#next();
      const isFragment = word === 'fragment';
      const isOperation = /^(?:query|mutation|subscription)$/.test(word);
      const name = isFragment || (isOperation && /^[A-Za-z_]/.test(this.#peek())) ? this.#next() : '';
      const type = isFragment && this.#next() === 'on' ? this.#next() : '';
      if (word !== '{' && !isFragment && !isOperation) continue;
      if (word !== '{' && !this.#skipTo('{')) break;
      const fields = this.fields(DEPTH);
      found.push({ operation: isOperation && name !== '' ? name : undefined, fragment: isFragment ? { name, type } : undefined, fields });
    }
    return found;
  }

  /** The fields up to the brace that ends them, which is read as well. */
  fields(depth: number): Selection[] {
    const found: Selection[] = [];
    while (this.#at < this.#tokens.length && depth > 0) {
      const token = this.#next();
      if (token === '}') break;
      if (token === '@') {
        this.#next();
        this.#skipArguments();
      } else if (token === '...') found.push(...this.#spread(depth));
      else if (/^[A-Za-z_]/.test(token)) found.push(this.#field(token, depth));
    }
    return found;
  }

  #spread(depth: number): Selection[] {
    const isNamed = /^[A-Za-z_]/.test(this.#peek()) && this.#peek() !== 'on';
    if (isNamed) return [{ name: this.#next(), spread: true, fields: [] }];
    return this.#skipTo('{') ? this.fields(depth - 1) : [];
  }

  #field(first: string, depth: number): Selection {
    let name = first;
    if (this.#peek() === ':') {
      this.#next();
      name = this.#next();
    }
    const from = this.#at;
    this.#skipArguments();
    const asked = this.#tokens.slice(from, this.#at).join(' ');
    const page = ONE.test(asked) ? { isOne: true as const } : PAGED.test(asked) ? { isPaged: true as const } : {};
    while (this.#peek() === '@') {
      this.#at += 2;
      this.#skipArguments();
    }
    if (this.#peek() !== '{') return { name, spread: false, fields: [] };
    this.#next();
    return { name, spread: false, fields: this.fields(depth - 1), ...page };
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #next(): string {
    this.#at += 1;
    return this.#tokens[this.#at - 1] ?? '';
  }

  /** Goes past the next such token that stands in no brackets; false at the end of the text. */
  #skipTo(wanted: string): boolean {
    while (this.#at < this.#tokens.length) {
      this.#skipArguments();
      if (this.#next() === wanted) return true;
    }
    return false;
  }

  #skipArguments(): void {
    if (this.#peek() !== '(') return;
    let open = 0;
    do {
      const token = this.#next();
      open += token === '(' ? 1 : token === ')' ? -1 : 0;
    } while (open > 0 && this.#at < this.#tokens.length);
  }
}

/** The fields of `id author { name }`; empty where it is no such text. */
export function selectionOf(text: string): readonly Selection[] {
  return new Reader(text).fields(DEPTH);
}

/** `` gql`query { … }` ``, ``graphql(`…`)``; a text of GraphQL as a whole. */
const DOCUMENT = /\b(?:gql|graphql)\s*(?:\(\s*)?(?:\/\*[^*]*\*\/\s*)?`([^`]*)`/g;

const documentsAt = cachedByFile((text): readonly Definition[] => {
  const inCode = [...text.matchAll(DOCUMENT)].map(([, document = '']) => document);
  // a file of documents or of a schema holds no code
  const texts = inCode.length > 0 || /\b(?:import|export|const|function)\b/.test(text) ? inCode : [text];
  return texts.flatMap((document) => new Reader(document.replaceAll(/\$\{[^}]*\}/g, ' ')).definitions());
}, 500);

/**
 * True where a document of a client that the project holds asks for a field of rows of a list: `orders { items { customer } }`, or through fragments on
 * the type. By names alone, for documents say no types: a list is called by its plural.
 *
 * @param types names of the type that has the field
 */
export function isAskedOfLists(callers: Callers, field: string, types: readonly string[]): boolean {
  const known = foundFor(callers);
  const key = [field, ...types].join(' ');
  const found = known.get(key) ?? asksOfLists(callers, field, types);
  known.set(key, found);
  return found;
}

/** Answers that were found for a file that is linted: each call in a resolver asks. */
const foundFor = oncePer<Callers, [], Map<string, boolean>>(() => new Map());

function asksOfLists(callers: Callers, field: string, types: readonly string[]): boolean {
  const named = types.map((type) => type.replace(/^(?:GraphQL|I(?=[A-Z][a-z]))/, '').replace(/(?:D[Tt][Oo]|ObjectType|Type|Model|Entity|Object|Node)$/, ''));
  return definitionsWith(callers, field).some(({ fragment, fields }) => waysTo(fields, (one) => !one.spread && one.name === field).some((way) => {
    if (way.length > 0) return isNamedAfter(way.map(({ name }) => name), named) && isOfMany(callers, way);
    return fragment !== undefined && [...types, ...named].includes(fragment.type) && isSpreadInLists(callers, fragment.name, MOST_SPREADS);
  }));
}

function definitionsWith(callers: Callers, name: string): readonly Definition[] {
  return [callers.linted, ...callers.filesWith(name).slice(0, MOST_FILES)].flatMap((path) => (documentsAt(path) ?? []).filter(({ operation }) => operation === undefined || !DOCUMENTS.test(path) || isTakenUp(callers, operation)));
}

/** Files of documents, which code has by what is generated of them. */
const DOCUMENTS = /\.(?:graphql|gql)$/i;

/** What is generated lies there. */
const GENERATED = /generated|\.gen\.|codegen/i;

/** Code takes up what is generated for an operation (graphql-codegen 1 to 5): `GetOrdersDocument`, `useGetOrdersQuery`; what nobody takes up is asked for by nobody. */
function isTakenUp(callers: Callers, operation: string): boolean {
  if (callers.filesWith('codegen').length === 0) return true;
  const name = `${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
  const made = ['Document', 'Query', 'Mutation', 'Subscription', 'Gql', ''].flatMap((end) => [`${name}${end}`, `use${name}${end}`, `use${name}Lazy${end}`, `useSuspense${name}${end}`]);
  return [operation, ...made].some((one) => callers.filesWith(one).some((path) => !DOCUMENTS.test(path) && !GENERATED.test(path)));
}

function isSpreadInLists(callers: Callers, name: string, depth: number): boolean {
  return definitionsWith(callers, name).some(({ fragment, fields }) => waysTo(fields, (one) => one.spread && one.name === name).some((way) => isOfMany(callers, way) || (depth > 0 && fragment !== undefined && isSpreadInLists(callers, fragment.name, depth - 1))));
}

/** The fields around each selection that is looked for, the outermost first. */
function waysTo(fields: readonly Selection[], isSuch: (one: Selection) => boolean, around: readonly Selection[] = []): (readonly Selection[])[] {
  return fields.flatMap((one) => [...(isSuch(one) ? [around] : []), ...waysTo(one.fields, isSuch, [...around, one])]);
}

/**
 * A list stands on the way that comes page by page, as lists do that can get long: `orders(first: 20) { … }`, `orders { edges { … } }`. Not one that is
 * asked for one row (`orders(take: 1) { nodes { … } }`), nor one that comes whole: what one user has, what the program offers.
 */
function isOfMany(callers: Callers, way: readonly Selection[]): boolean {
  let isOne = false;
  let isPaged = false;
  return way.some((one) => {
    const isPart = ROWS.test(one.name) || BETWEEN.test(one.name);
    isOne = one.isOne === true || (isPart && isOne);
    isPaged = one.isPaged === true || (isPart && (isPaged || CONNECTION.test(one.name)));
    return isPaged && isPlural(one.name) && !isOne && !isSingleInSchema(callers, one.name);
  });
}

/** A schema of the project has fields of that name, none of which gives a list: `companyInfos(id: ID!): Company`. */
function isSingleInSchema(callers: Callers, name: string): boolean {
  if (ROWS.test(name) || /(?:List|Connection)$/.test(name)) return false;
  const field = new RegExp(String.raw`^[ \t]*${name}\s*(?:\([^)]*\))?\s*:\s*(\[?)(\w*)`, 'gm');
  const found = callers.filesWith(name).filter((path) => /\.(?:graphqls?|gql)$/i.test(path)).slice(0, MOST_FILES).flatMap((path) => [...(textAt(path) ?? '').matchAll(field)]);
  return found.length > 0 && found.every(([, list, type = '']) => list === '' && !/(?:Connection|List|Page|Paginated\w*)$/.test(type));
}

/** What holds the rows of a page, beside how the list is called; what else stands between a list and its rows. */
const ROWS = /^(?:nodes|edges|items|results|records|rows|list)$/;
const BETWEEN = /^(?:node|data|content)$/;

/** What a list by cursors has between itself and its rows, whatever it is asked with. */
const CONNECTION = /^(?:nodes|edges)$/;

/** The innermost field around that isn't a part of a page is called after the type: `myOrders { nodes { … } }`. */
function isNamedAfter(way: readonly string[], types: readonly string[]): boolean {
  const name = way.findLast((one) => !ROWS.test(one) && !BETWEEN.test(one)) ?? '';
  const single = inflection.singularize(name.replace(/(?:List|Connection|Page)$/, '')).toLowerCase();
  return types.some((type) => single.endsWith(type.toLowerCase()) || (single.length > 3 && type.toLowerCase().endsWith(single)));
}

function isPlural(name: string): boolean {
  return ROWS.test(name) || /(?:List|Connection)$/.test(name) || (name.endsWith('s') && inflection.singularize(name) !== name);
}

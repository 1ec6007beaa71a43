import { positionalOf } from '../../../python/syntax/bindings.ts';
import { hasDecorator, type Place } from '../../../python/syntax/static.ts';
import { isShownInstead } from '../values/annotated.ts';
import { PLAIN } from '../admin/columns.ts';
import { prefetchPath } from '../admin/loading.ts';
import type { FunctionRef } from '../project/classes.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { pathIn } from '../project/shown-path.ts';
import { looksAtCaches, RowReader } from '../rows/row-reader.ts';
import type { Value } from '../rows/row-values.ts';
import type { Reader, WrittenField } from '../serializers/reads.ts';
import { givesRows } from '../querysets/wrappers.ts';
import { loadTemplate } from './loader.ts';
import type { Lookup, Template, TemplateNode } from './syntax.ts';
import { filterNamed, tagNamed, variablesOf } from './tags.ts';

/** Parts of templates that are looked at for one list, however often they are included. */
const MOST_NODES = 20_000;

/** Templates inside templates that are followed. */
const MAX_DEPTH = 8;

/** The rows themselves, or the page that they are cut into; everything else is a value of one of them. */
type Shown = Value | { readonly kind: 'rows' };

type Names = ReadonlyMap<string, Shown>;

/** Variables of a template that are texts, by name. */
export type Texts = ReadonlyMap<string, string>;

const NONE: Texts = new Map();

/**
 * What a template reads of each row of a list that it is given, through whatever it extends and includes. Undefined where nothing runs over the rows.
 *
 * @param names the names under which the template has the rows, or a page of them
 * @param place stands for the rows where a place of Python code is wanted
 * @param texts what else the template has, where that is text
 */
export function readsInTemplate(django: DjangoProject, template: Template, names: readonly string[], model: DjangoModel, place: Place, texts: Texts = NONE): WrittenField | undefined {
  const reader = new TemplateReader(django, model, place, texts);
  reader.whole(template, new Map(names.map((name) => [name, { kind: 'rows' }])));
  return reader.runs ? reader.result(template) : undefined;
}

/** A method or property of a row's model that a template asks for. */
export interface ShowingMethod extends FunctionRef {
  readonly model: DjangoModel;
  /** The file that asks for it. */
  readonly shownIn: string;
  /** It is asked of rows of the list itself, and not of what a relation of them leads to. */
  readonly ofList: boolean;
  /** The template goes over what it gives. */
  readonly isGoneOver: boolean;
}

/** The methods that a template runs for each row of a list that it is given, whatever the row holds. Else as above. */
export function methodsInTemplate(django: DjangoProject, template: Template, names: readonly string[], model: DjangoModel, place: Place, texts: Texts = NONE): readonly ShowingMethod[] {
  const reader = new TemplateReader(django, model, place, texts);
  reader.whole(template, new Map(names.map((name) => [name, { kind: 'rows' }])));
  return reader.methods;
}

/** What a template reads of one row that it is given. Else as above. */
export function readsOfObject(django: DjangoProject, template: Template, names: readonly string[], model: DjangoModel, place: Place, texts: Texts = NONE): WrittenField {
  const reader = new TemplateReader(django, model, place, texts);
  reader.whole(template, new Map(names.map((name) => [name, { kind: 'instance', model, steps: [] }])));
  return reader.result(template);
}

class TemplateReader {
  readonly #django: DjangoProject;
  readonly #texts: Texts;
  readonly #model: DjangoModel;
  readonly #place: Place;
  readonly #reader: RowReader;
  readonly #readers = new Map<string, Reader>();
  readonly #open = new Set<string>();
  readonly methods: ShowingMethod[] = [];
  #blocks: ReadonlyMap<string, readonly Block[]> = new Map();
  #path = '';
  #main: string | undefined;
  #runs = false;
  #left = MOST_NODES;

  constructor(django: DjangoProject, model: DjangoModel, place: Place, texts: Texts) {
    this.#django = django;
    this.#texts = texts;
    this.#model = model;
    this.#place = place;
    this.#reader = new RowReader(django, undefined);
  }

  /** Something runs over the rows. */
  get runs(): boolean {
    return this.#runs;
  }

  result({ path }: Template): WrittenField {
    const result = this.#reader.result();
    // what functions read on a condition may be for rows of another kind
    const reads = result.reads.filter((read) => read.always || read.through.length === 0);
    return { name: pathIn(this.#django, path), ...PLAIN, ...result, reads, readers: this.#readers };
  }

  /** A template with what it extends: the outermost one is shown, with the blocks of those inside. */
  whole(template: Template, names: Names): void {
    this.#main ??= template.path;
    const before = this.#blocks;
    const chain = [template];
    for (let at = template; at.parent !== undefined && chain.length < MAX_DEPTH;) {
      const parent = loadTemplate(this.#django.root, at.parent);
      if (parent === undefined || chain.includes(parent)) break;
      chain.push(parent);
      at = parent;
    }
    const blocks = new Map<string, Block[]>();
    for (const { path, nodes } of chain) for (const block of blocksIn(nodes)) blocks.set(block.name, [...(blocks.get(block.name) ?? []), { path, body: block.body }]);
    this.#blocks = blocks;
    const outermost = chain.at(-1) ?? template;
    // what a missing parent would show is in the blocks alone
    if (outermost.parent === undefined) this.#inFile(outermost.path, () => { this.#all(outermost.nodes, names, undefined); });
    else for (const [name] of blocks) this.#block(name, 0, names);
    this.#blocks = before;
  }

  #inFile(path: string, run: () => void): void {
    const before = this.#path;
    this.#path = path;
    run();
    this.#path = before;
  }

  #all(nodes: readonly TemplateNode[], names: Names, inBlock: { readonly name: string; readonly index: number } | undefined): void {
    for (const node of nodes) {
      this.#left -= 1;
      if (this.#left > 0) this.#node(node, names, inBlock);
    }
  }

  #block(name: string, index: number, names: Names): void {
    const block = this.#blocks.get(name)?.[index];
    if (block !== undefined && index < MAX_DEPTH) this.#inFile(block.path, () => { this.#all(block.body, names, { name, index }); });
  }

  #node(node: TemplateNode, names: Names, inBlock: { readonly name: string; readonly index: number } | undefined): void {
    switch (node.kind) {
      case 'show':
        this.#show(node.value, names, node.line);
        break;
      case 'if':
        for (const test of node.tests) this.#test(test, names, node.line);
        this.#branches(node, names, inBlock);
        break;
      case 'for': {
        const over = node.over === undefined ? undefined : this.#over(node.over, names, node.line);
        const row = this.#elementOf(over, node.line, node.over);
        const [name, ...others] = node.names;
        const inner = new Map(names);
        for (const one of node.names) inner.delete(one);
        if (row !== undefined && name !== undefined && others.length === 0) inner.set(name, row);
        this.#all(node.body, inner, inBlock);
        break;
      }
      case 'with':
        this.#all(node.body, this.#given(node.given, names, node.line), inBlock);
        break;
      case 'include':
        this.#include(node.name, this.#given(node.given, names, node.line, node.only));
        break;
      case 'block':
        this.#block(node.name, 0, names);
        break;
      case 'tag':
        this.#tag(node, names);
        break;
      case 'parent':
        if (inBlock !== undefined) this.#block(inBlock.name, inBlock.index + 1, names);
    }
  }

  #branches(node: TemplateNode & { kind: 'if' }, names: Names, inBlock: { readonly name: string; readonly index: number } | undefined): void {
    const open = this.#reachable(node, names);
    const isSure = node.branches.length === 1 || open.length < node.branches.length || this.#asksForRows(node.tests, names);
    if (isSure) for (const branch of open) this.#all(branch, names, inBlock);
    else this.#reader.perhaps(() => { for (const branch of open) this.#all(branch, names, inBlock); });
  }

  /** The branches that texts of the context leave: of `{% if shown == "open" %}` the first where `shown` is that text, else those after it. */
  #reachable({ branches, texts = [] }: TemplateNode & { kind: 'if' }, names: Names): readonly (readonly TemplateNode[])[] {
    const open: (readonly TemplateNode[])[] = [];
    for (const [index, branch] of branches.entries()) {
      const asked = texts[index];
      const known = asked === undefined || names.has(asked.name) ? undefined : this.#texts.get(asked.name);
      if (known === undefined || known === asked?.text) open.push(branch);
      if (known !== undefined && known === asked?.text) break;
    }
    return open;
  }

  /** `{% if orders %}`: whichever branch goes over the rows comes to each of them. */
  #asksForRows([only, ...others]: readonly Lookup[], names: Names): boolean {
    return only !== undefined && others.length === 0 && only.filters.length === 0 && only.path.length === 1 && names.get(only.path[0] ?? '')?.kind === 'rows';
  }

  /** A tag of the project's own runs its function, and what it fills is shown like any other template. */
  #tag({ name, values, named, line }: TemplateNode & { kind: 'tag' }, names: Names): void {
    const fn = tagNamed(this.#django, name);
    if (fn === undefined) return;
    const parameters = positionalOf(fn.node.args).slice(fn.takesContext ? 1 : 0);
    const given = new Map<string, Shown>();
    const give = (parameter: string | undefined, lookup: Lookup | undefined): void => {
      const value = lookup === undefined ? undefined : this.#value(lookup, names, line);
      if (parameter !== undefined && value !== undefined) given.set(parameter, value);
    };
    for (const [index, lookup] of values.entries()) give(parameters[index]?.arg, lookup);
    for (const [parameter, lookup] of named) give(parameter, lookup);
    if (given.size === 0) return;
    const handed = new Map([...given].flatMap(([parameter, value]) => (value.kind === 'rows' ? [] : [[parameter, value] as const])));
    const returned = handed.size === 0 ? undefined : this.#reader.run(fn, [], fn.node.name, handed);
    if (fn.template === undefined) this.#reader.label(returned);
    this.#note([...values, ...named.values()].find((lookup) => lookup !== undefined && names.has(lookup.path[0] ?? '')) ?? { path: [name], filters: [] }, line);
    if (fn.template === undefined) return;
    const shown = variablesOf(fn).flatMap((variable) => {
      const value = given.get(variable.parameter);
      return value === undefined ? [] : [[variable.name, value] as const];
    });
    this.#include(fn.template, new Map(shown));
  }

  #include(name: string, names: Names): void {
    const template = names.size === 0 ? undefined : loadTemplate(this.#django.root, name);
    if (template === undefined || this.#open.has(template.path) || this.#open.size >= MAX_DEPTH) return;
    this.#open.add(template.path);
    this.whole(template, names);
    this.#open.delete(template.path);
  }

  #given(given: ReadonlyMap<string, Lookup | undefined>, names: Names, line: number, only = false): Names {
    const inner = new Map(only ? [] : names);
    for (const [name, lookup] of given) {
      const value = lookup === undefined ? undefined : this.#value(lookup, names, line);
      if (value === undefined) inner.delete(name);
      else inner.set(name, value);
    }
    return inner;
  }

  /** What is shown as text, or handed to a filter. */
  #show(lookup: Lookup, names: Names, line: number): void {
    const value = this.#value(lookup, names, line);
    const [first] = lookup.filters;
    if (value?.kind === 'related' && (first === 'length' || first === 'length_is')) this.#record(value, line, lookup, 'count');
    else if (value?.kind === 'related' && first !== undefined && /^(?:join|first|last|slice|dictsort|random)$/.test(first)) this.#record(value, line, lookup, 'rows');
    else if (value !== undefined && value.kind !== 'rows' && (first === undefined || TEXTUAL.test(first))) this.#reader.label(value);
    this.#note(lookup, line);
  }

  /** The truth of rows is asked by reading them. */
  #test(lookup: Lookup, names: Names, line: number): void {
    // what a page says of itself decides for all of its rows, and another page may not say it
    if (lookup.behind?.some((name) => !names.has(name)) === true) return;
    const value = this.#value(lookup, names, line);
    if (value?.kind === 'related') this.#record(value, line, lookup, lookup.searched === true ? 'rows' : lookup.filters.includes('length') ? 'count' : 'exists');
    this.#note(lookup, line);
  }

  #over(lookup: Lookup, names: Names, line: number): Shown | undefined {
    const before = this.methods.length;
    const value = this.#value(lookup, names, line);
    const last = this.methods.at(-1);
    if (last !== undefined && this.methods.length > before && last.node.name === lookup.path.at(-1)) this.methods.push({ ...last, isGoneOver: true });
    return value;
  }

  #elementOf(value: Shown | undefined, line: number, lookup: Lookup | undefined): Shown | undefined {
    if (value?.kind === 'rows') {
      this.#runs = true;
      return { kind: 'instance', model: this.#model, steps: [] };
    }
    if (value?.kind === 'list') return value.element;
    if (value?.kind !== 'related' || lookup === undefined) return undefined;
    this.#record(value, line, lookup, 'rows');
    return { kind: 'instance', model: value.model, steps: value.steps };
  }

  #value({ path: [head, ...attributes], filters }: Lookup, names: Names, line: number): Shown | undefined {
    let value = head === undefined ? undefined : names.get(head);
    for (const [index, name] of attributes.entries()) value = this.#attribute(value, name, attributes[index + 1]);
    for (const filter of filters) value = this.#filtered(value, filter);
    this.#note({ path: [head ?? '', ...attributes], filters }, line);
    return value;
  }

  /** What a filter of the project's own makes of a value; one of Django's leaves what is known of it. */
  #filtered(value: Shown | undefined, name: string): Shown | undefined {
    const fn = value === undefined || value.kind === 'rows' ? undefined : filterNamed(this.#django, name);
    return fn === undefined || value === undefined || value.kind === 'rows' ? value : this.#reader.run(fn, [value], fn.node.name);
  }

  #attribute(value: Shown | undefined, name: string, next?: string): Shown | undefined {
    if (value === undefined || value.kind === 'list') return undefined;
    if (value.kind === 'rows') return name === 'all' || givesRows(name) ? value : undefined;
    if (value.kind === 'choice') return value.values.map((one) => this.#attribute(one, name, next)).find((one) => one !== undefined);
    const { module, node } = this.#place;
    if (value.kind === 'related') {
      if (name === 'all') return value;
      if (name === 'count' || name === 'exists') this.#reader.record(module, node, value.steps, name);
      else this.#reader.query(value.steps);
      return undefined;
    }
    if (value.kind !== 'instance' || CHANGING.has(name)) return undefined;
    this.#asks(value, name);
    const found = this.#reader.attribute(module, node, value, name, next);
    return found?.kind === 'method' ? this.#reader.run(found.fn, [found.self], found.name) : found;
  }

  #asks({ model, steps }: Value & { kind: 'instance' }, name: string): void {
    const method = model === undefined || model.fields.has(name) || !this.#reader.isCertain ? undefined : this.#django.method(model, name);
    // a property can't be set
    if (method !== undefined && model !== undefined && !looksAtCaches(method) && (hasDecorator(method.node, 'property') || !isShownInstead(this.#django, model, method))) this.methods.push({ ...method, model, shownIn: pathIn(this.#django, this.#path), ofList: steps.length === 0, isGoneOver: false });
  }

  #record(value: Value & { kind: 'related' }, line: number, lookup: Lookup, use: 'rows' | 'count' | 'exists'): void {
    this.#reader.record(this.#place.module, this.#place.node, value.steps, use);
    this.#note(lookup, line);
  }

  /** Whatever nobody has claimed yet was read here. */
  #note({ path }: Lookup, line: number): void {
    for (const { steps } of this.#reader.result().reads) {
      const key = prefetchPath(steps);
      if (this.#readers.has(key)) continue;
      const place = pathIn(this.#django, this.#path);
      this.#readers.set(key, { text: `\`${path.join('.')}\` (${place}:${String(line)})`, shared: this.#path === this.#main ? undefined : place });
    }
  }
}

/** Filters that turn what they are given into text. */
const TEXTUAL = /^(?:default|default_if_none|upper|lower|title|capfirst|escape|safe|force_escape|truncatechars|truncatewords|urlize|striptags|slugify|linebreaks|linebreaksbr|center|ljust|rjust|addslashes|escapejs)$/;

/** Methods that templates don't call (`alters_data`). */
const CHANGING: ReadonlySet<string> = new Set(['save', 'delete']);

interface Block {
  readonly path: string;
  readonly body: readonly TemplateNode[];
}

/** The blocks of a template, those inside other tags too. */
function* blocksIn(nodes: readonly TemplateNode[]): Generator<TemplateNode & { kind: 'block' }> {
  for (const node of nodes) {
    if (node.kind === 'block') yield node;
    if (node.kind === 'block' || node.kind === 'for' || node.kind === 'with') yield* blocksIn(node.body);
    else if (node.kind === 'if') for (const branch of node.branches) yield* blocksIn(branch);
  }
}

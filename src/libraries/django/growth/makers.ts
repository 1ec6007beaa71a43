import { ownPath } from '../../../project/root.ts';
import { Mentions } from '../../../project/mentions.ts';
import { isApplication, isInitial } from './creations.ts';
import type { PyFile } from '../project/files.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { oncePerProject } from '../project/project-memo.ts';
import { pathIn } from '../project/shown-path.ts';

/** One place where code makes rows of a model. */
export interface Maker {
  /** Path below the project's root, with slashes. */
  readonly path: string;
  /**
   * `create`: a row more each time. `obtain`: `get_or_create`, which sees to it that one is there. `offer`: a form or an endpoint by
   * which people add rows outside the admin.
   */
  readonly how: 'create' | 'obtain' | 'offer';
  readonly where: 'application' | 'command' | 'initial';
  /** It is offered to people of the staff only, by the name of a base class of the view. */
  readonly forStaff: boolean;
}

/** What was asked of one state of the files. */
interface Asked {
  readonly mentions: Mentions;
  readonly makers: Map<string, readonly Maker[]>;
}

const stateOf = oncePerProject((django): Asked => ({ mentions: new Mentions(django.files.paths), makers: new Map() }));

/** Which files of the project speak of a name. */
export function mentionsIn(django: DjangoProject): Mentions {
  return stateOf(django).mentions;
}

/**
 * Where rows of a model are made, as far as its name stands there. Tests, migrations, the admin and code that fills a demonstration don't
 * count, but for `initial`, which says that the project brings the rows along.
 */
export function makersOf(django: DjangoProject, model: DjangoModel): readonly Maker[] {
  const state = stateOf(django);
  const found = state.makers.get(model.name) ?? [...makersIn(django, state.mentions, model.name)];
  state.makers.set(model.name, found);
  return found;
}

function* makersIn(django: DjangoProject, mentions: Mentions, name: string): Generator<Maker> {
  for (const path of mentions.filesWith(name)) {
    const file = django.files.file(path);
    if (file === undefined || isOfAdmin(path)) continue;
    const where = whereIn(django, file);
    if (where === undefined) continue;
    const shown = pathIn(django, path);
    for (const way of waysIn(django, mentions, file, name)) yield { ...way, path: shown, where };
  }
}

/** Paths of files that make up the admin: who adds rows there is of the staff. */
const ADMIN = /(?:^|[/\\])\w*admin\w*(?:[/\\]|\.py$)/i;

/** A file of the admin's, by its name or a folder's. */
export function isOfAdmin(path: string): boolean {
  return ADMIN.test(ownPath(path));
}

const COMMAND = /[/\\]management[/\\]commands[/\\]/;

function whereIn(django: DjangoProject, file: PyFile): Maker['where'] | undefined {
  if (isApplication(django, file)) return 'application';
  if (isInitial(file)) return 'initial';
  return COMMAND.test(ownPath(file.path)) ? 'command' : undefined;
}

/** What is read over: comments and strings quote code, and `class Name(` makes no row. */
const QUOTED = String.raw`#.*|"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\bclass\s+\w+`;

/** `queue: Queue()` sets nothing. */
const ANNOTATION = String.raw`(?<!^[ \t]*\w+[ \t]*:[ \t]*)`;

function* waysIn(django: DjangoProject, mentions: Mentions, { path, text }: PyFile, name: string): Generator<Pick<Maker, 'how' | 'forStaff'>> {
  const calls = new RegExp(String.raw`${QUOTED}|${ANNOTATION}\b${name}(?:\s*\.\s*(?:\w*objects|_default_manager)\s*\.\s*(\w*create\w*)|(?!\s*\.))\(`, 'gm');
  for (const { 0: found, 1: method, index } of text.matchAll(calls)) {
    if (method !== undefined) yield { how: method.includes('_or_') ? 'obtain' : 'create', forStaff: false };
    else if (found.startsWith(name) && isStored(text, index)) yield { how: 'create', forStaff: false };
  }
  for (const index of offersIn(django, mentions, { path, text }, name)) yield { how: 'offer', forStaff: isForStaff(text, index) };
}

/** What stores objects that were made before, whatever they are called. */
const STORES = /\.a?(?:save|bulk_create)\(/;

/** `order = Order(…)` with `order.save()`, or what may hand it on to others: one that is only looked at isn't stored. */
function isStored(text: string, index: number): boolean {
  const name = /(?:^|\n)[ \t]*(\w+)\s*=\s*(?:\w+\.)?$/.exec(text.slice(Math.max(0, index - 200), index))?.[1];
  const after = text.slice(index);
  if (name === undefined) return STORES.test(after);
  const takers = ['add', String.raw`\w*(?:save|create|store|bulk)\w*`, ...(/\bbulk_create\(/.test(text) ? ['append', 'extend'] : [])];
  const isSaved = String.raw`\b${name}\.a?save\(`;
  const isGiven = String.raw`\b(?:${takers.join('|')})\(\s*\[?\s*(?:\w+\s*,\s*)*${name}\b`;
  const isHandedBack = String.raw`\b(?:return|yield)\s+${name}\b`;
  return new RegExp([isSaved, isGiven, isHandedBack].join('|')).test(after);
}

const ENDPOINT = /\b(?:CreateView|(?<!ReadOnly)ModelViewSet|(?:List)?CreateAPIView|CreateModelMixin)\b/;

const FORM = /\bModelForm\b/;

/**
 * Where classes of the file add rows of the model for whoever uses the program: a view by its base, a form where another file takes it up.
 *
 * @param name how the code may call the model, as the source of a pattern
 */
export function* offersIn(django: DjangoProject, mentions: Mentions, { path, text }: Pick<PyFile, 'path' | 'text'>, name: string): Generator<number> {
  const names = new RegExp(String.raw`^[ \t]+(?:model\s*=\s*(?:\w+\.)?${name}(?!\w)|queryset\s*=\s*(?:\w+\.)?${name}\s*\.)`, 'gm');
  for (const { 0: found, index } of text.matchAll(names)) {
    const { name: cls, bases } = classBefore(text, index);
    const [body = ''] = text.slice(index).split(/^class\s/m);
    const isEndpoint = ENDPOINT.test(bases) && !/\bhttp_method_names\s*=\s*[[(](?![^\])]*["']post["'])/i.test(body);
    // the queryset of a form's field is what it offers to choose from
    const isOfForm = FORM.test(bases) && found.trimStart().startsWith('model');
    if (isEndpoint || (isOfForm && mentions.filesWith(cls).some((user) => user !== path && !isOfAdmin(user) && isUsed(django, user)))) yield index;
  }
}

/** The class that begins last before a place of a file, with its bases. */
function classBefore(text: string, index: number): { readonly name: string; readonly bases: string } {
  const [, name = '', bases = ''] = [...text.slice(0, index).matchAll(/^class\s+(\w+)\s*\(([^()]*)\)/gm)].at(-1) ?? [];
  return { name, bases };
}

/** The class that a place of a file stands in lets the staff in only, as the names of its bases have it. */
export function isForStaff(text: string, index: number): boolean {
  return /Staff|Superuser|Permission|Admin/.test(classBefore(text, index).bases);
}

function isUsed(django: DjangoProject, path: string): boolean {
  const file = django.files.file(path);
  return file !== undefined && isApplication(django, file);
}

import { asModelName, namesMany, namesUsers } from '../../model/many.ts';
import type { DataModel } from '../../model/data-model.ts';
import { literally } from '../../model/text.ts';
import { isNoMaker } from '../../project/exempt.ts';
import { cachedByFile, textAt } from '../../project/files.ts';
import { oncePer } from '../../project/memo.ts';
import type { OrmReader } from '../queries/orm.ts';
import type { Sources } from '../project/sources.ts';

/** What makes rows, as it stands in a text. */
export interface Makings {
  /** Words of which one stands in every file that makes rows. */
  readonly words: readonly string[];
  /** What makes rows, with the name of the model, or of what stands for it, as a group: where none is found, it may be any that the code names by a string. */
  readonly patterns: readonly RegExp[];
  /** Functions that hand the database to a library that writes what it wants, one for signing in say. */
  readonly adapters: readonly string[];
  /** What stands before the name of a model's client where that is handed on, so that rows are made where the name doesn't stand; a regular expression's text. */
  readonly handing?: string;
  /** How a method begins that makes rows of what the rest of its name says: `createOrder`. */
  readonly creator?: string;
  /** The names are those of models and their relations. Elsewhere they are those of variables, which hold the model's somewhere. */
  readonly isExact: boolean;
}

/** Statements, and builders of statements. */
const ANYWHERE: Makings = {
  words: ['INSERT', 'insert', 'Insert', 'upsert', 'REPLACE', 'MERGE'],
  patterns: [
    /\b(?:insert\s+(?:ignore\s+|overwrite\s+)?into|replace\s+into|merge\s+into)\s+(?:["'`[]?[\w${}.()]+["'`\]]?\s*\.\s*)?(?:["'`[]?(\w+)["'`\]]?(?=\s*(?:\(|\$\{|$|(?:values|select|default|set|as|using|with)\b))|["'`[]?\$\{)/gim,
    /\(\s*['"`](?:\w+\.)?(\w+)['"`]\s*\)\s*\.\s*(?:insert|upsert)\s*\(/g,
  ],
  isExact: true,
  adapters: [],
};

const STORED_CODE = /\bcreate\s+(?:or\s+replace\s+)?(?:function|trigger|procedure)\b/i;

/** What one text makes rows of. */
interface Made {
  /** Plain names: small letters alone, without an ending of the plural. */
  readonly names: ReadonlySet<string>;
  /** It makes rows of what is named elsewhere. */
  readonly ofNamed: boolean;
  /** It lets others make rows of whatever they want. */
  readonly ofAny: boolean;
}

const NOTHING: Made = { names: new Set(), ofNamed: false, ofAny: false };

/**
 * False where the rows of a model come with the program: no code of the project makes any, but for what fills the database at first (seeds, migrations)
 * or for tests. In doubt some does; where it makes rows of nothing, another program does.
 *
 * @param model as the data model has it, or the name of a table in SQL
 */
export function isFilled(sources: Sources, reader: OrmReader, model: string): boolean {
  const name = asModelName(model);
  return reader.makings === undefined || namesMany(name) || namesUsers(name) || !makesAny(sources, reader.makings, reader) || isFilledByCode(sources, reader, model);
}

/** The code makes rows of some model, or by statements. */
function makesAny(sources: Sources, makings: Makings, { dataModel }: OrmReader): boolean {
  const models = plainModels(dataModel);
  return madeIn(sources)(ANYWHERE).names.size > 0 || [...madeIn(sources)(makings).names].some((made) => models.includes(made));
}

function plainModels(dataModel: DataModel | undefined): string[] {
  return [...(dataModel?.models.keys() ?? [])].map(plain);
}

/** As `isFilled`, whatever the model is called, and where the code makes rows of nothing at all. */
export function isFilledByCode(sources: Sources, { makings, dataModel }: OrmReader, model: string): boolean {
  if (makings === undefined) return true;
  const [own, raw] = [madeIn(sources)(makings), madeIn(sources)(ANYWHERE)];
  const models = plainModels(dataModel);
  if (models.length === 0 && !isTable(sources, model)) return true;
  // A name that no model has may be the one that a model's table has in the database.
  const isMapped = makings.isExact && models.length > 0 && [...raw.names].some((made) => !models.includes(made));
  if (own.ofAny || raw.ofAny || isMapped) return true;
  const names = [model, ...relationsTo(dataModel, model), ...declaredWith(sources, model)].map(plain);
  const isNamed = (made: string, isExact: boolean): boolean => names.some((one) => (isExact ? made === one : made.includes(one)));
  if ([...own.names].some((made) => isNamed(made, makings.isExact)) || [...raw.names].some((made) => isNamed(made, true))) return true;
  return isHandedOn(sources, makings, model) || isCreated(sources, makings, [model, ...relationsTo(dataModel, model)]) || storedCodeFills(sources, names) || ((own.ofNamed || raw.ofNamed) && isNamedByString(sources, model));
}

/** Where no model is declared, what a query asks may be a variable's name: tables are named by strings somewhere. */
function isTable({ code, statements }: Sources, model: string): boolean {
  const quoted = new RegExp(String.raw`["'${'`'}](?:\w+\.)?${literally(model)}["'${'`'}]`);
  return statements.filesWith(model).length > 0 || code.filesWith(model).some((path) => quoted.test(textAt(path) ?? ''));
}

function isHandedOn({ code, root }: Sources, { handing }: Makings, model: string): boolean {
  const name = model.charAt(0).toLowerCase() + model.slice(1);
  const pattern = handing === undefined ? undefined : new RegExp(`${handing}${literally(name)}\\s*[,;)\\]]`);
  return pattern !== undefined && code.filesWith(name).some((path) => !isNoMaker(root, path) && pattern.test(textAt(path) ?? ''));
}

function isCreated({ code }: Sources, { creator }: Makings, names: readonly string[]): boolean {
  return creator !== undefined && names.flatMap((name) => [asModelName(name), name.charAt(0).toUpperCase() + name.slice(1)]).some((name) => code.filesWith(`${creator}${name}`).length > 0);
}

/** The classes and constants that are declared with the table's name, which a statement in SQL knows alone. */
function declaredWith({ code }: Sources, table: string): string[] {
  const naming = new RegExp(String.raw`(?:\btableName\s*:|@Entity\(|Table\()\s*["'${'`'}]${literally(table)}["'${'`'}]`, 'g');
  return code.filesWith(table).flatMap((path) => {
    const text = textAt(path) ?? '';
    return [...text.matchAll(naming)].flatMap(({ index }) => declaredAt(text, index) ?? []);
  });
}

/** What a decorator stands before; else what comes before: `Order.init(…`, `define('Order', …`, `const orders = pgTable(…`. */
function declaredAt(text: string, index: number): string | undefined {
  const before = text.slice(0, index);
  if (/@\w+\s*\([^@]*$/.test(before) || text.startsWith('@', index)) return /\bclass\s+(\w+)/.exec(text.slice(index))?.[1];
  return [...before.matchAll(/\b(?:class\s+(\w+)|const\s+(\w+)\s*=|(\w+)\.init\(|\.define\(\s*['"`](\w+))/g)].at(-1)?.slice(1).find(Boolean);
}

/** The relations by whose names rows of the model are made along with others. */
function relationsTo(dataModel: DataModel | undefined, target: string): string[] {
  return [...(dataModel?.models.values() ?? [])].flatMap(({ fields }) => [...fields.values()].filter(({ relation }) => relation?.target === target).map(({ name }) => name));
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z\d]/g, '').replace(/ies$/, 'y').replace(/([^s])s$/, '$1');
}

/** What the code of a project makes rows of. */
const madeIn = oncePer((sources: Sources) => oncePer((makings: Makings): Made => {
  const paths = new Set([...makings.words, ...makings.adapters].flatMap((word) => sources.code.filesWith(word)));
  const made = [...paths].filter((path) => !isNoMaker(sources.root, path)).map((path) => madeAt(makings)(path) ?? NOTHING);
  return { names: new Set(made.flatMap(({ names }) => [...names])), ofNamed: made.some(({ ofNamed }) => ofNamed), ofAny: made.some(({ ofAny }) => ofAny) };
}));

const madeAt = oncePer((makings: Makings) => cachedByFile((text): Made => {
  const found = makings.patterns.flatMap((pattern) => [...text.matchAll(pattern)].map(([, ...groups]) => groups.find(Boolean)));
  return { names: new Set(found.filter((name) => name !== undefined).map(plain)), ofNamed: found.includes(undefined), ofAny: makings.adapters.some((adapter) => text.includes(`${adapter}(`)) };
}, 20_000));

/** Functions and triggers of the database that add rows, whatever migration has put them there. */
function storedCodeFills({ root, statements }: Sources, names: readonly string[]): boolean {
  return statements.filesWith('INSERT').concat(statements.filesWith('insert')).some((path) => {
    const text = sqlAt(path);
    return text !== undefined && (text.isStored || !isNoMaker(root, path)) && names.some((name) => text.made.names.has(name));
  });
}

const sqlAt = cachedByFile((text) => {
  const names = ANYWHERE.patterns.flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, name]) => (name === undefined ? [] : [plain(name)])));
  return { isStored: STORED_CODE.test(text), made: { names: new Set(names) } };
}, 5000);

/** What stands before the name of a table in statements that make no rows, and in what declares it. */
const HARMLESS = String.raw`(?:\b(?:from|join|update|references|table|truncate|on)\s+["'${'`'}]?(?:[\w$]+\.)?["'${'`'}]?|@(?:Table|Entity)\(\s*(?:\{(?:[^{}]*,)?\s*(?:tableName|name)\s*:\s*)?["'${'`'}])`;

/** True where a string of the code is the model's or the table's name, so that something may make rows of it by that. */
function isNamedByString(sources: Sources, model: string): boolean {
  const quoted = new RegExp(String.raw`${HARMLESS}${literally(model)}\b|["'${'`'}](?:\w+\.)?${literally(model)}["'${'`'}]`, 'gi');
  const files = [model, model.charAt(0).toLowerCase() + model.slice(1)].flatMap((name) => sources.code.filesWith(name));
  return files.some((path) => !isNoMaker(sources.root, path) && quotesAt(quoted, path));
}

function quotesAt(quoted: RegExp, path: string): boolean {
  return [...(textAt(path) ?? '').matchAll(quoted)].some(([found]) => /^["'`]/.test(found));
}

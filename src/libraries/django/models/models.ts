import { ownPath } from '../../../project/root.ts';
import type { Model } from '../../../model/data-model.ts';
import { oncePer } from '../../../project/memo.ts';
import type { ClassDef, ExprNode } from '../../../python/nodes.ts';
import type { PyModule } from '../../../python/syntax/module.ts';
import { lastName, ownAttribute, type Place, singletonOf, stringOf } from '../../../python/syntax/static.ts';
import { builtInApp, builtInModules, isBuiltIn } from '../project/builtin.ts';
import { type ClassRef, keyOf, type Names } from '../project/classes.ts';
import { buildField, implicitKey, parentLink } from './field-facts.ts';
import { declaredFields, type DjangoField, type FieldDeclaration, targetExpr } from './fields.ts';
import type { ProjectFiles, PyFile } from '../project/files.ts';
import { reverseFields } from './reverse.ts';
import { type Linked, linkedBy, madeThrough, namedThrough } from './through.ts';

/** A model class of the project, or one of Django's own. */
export interface DjangoModel extends Model {
  readonly app: string;
  /** `shop.Order` */
  readonly label: string;
  readonly module: PyModule;
  readonly node: ClassDef;
  readonly abstract: boolean;
  readonly proxy: boolean;
  /** False where a base class wasn't found that may declare fields or a label. */
  readonly complete: boolean;
  /** What the class and its bases declare. */
  readonly forward: ReadonlyMap<string, DjangoField>;
  /** Forward fields and the accessors of relations that other models declare. */
  readonly fields: ReadonlyMap<string, DjangoField>;
  /** Names of the concrete models that this one extends by multi-table inheritance, and of what it is a proxy for. */
  readonly parents: readonly DjangoModel[];
}

/** A class by the file that declares it, which isn't parsed yet. */
interface ClassInFile {
  readonly file: PyFile;
  readonly written: string;
}

/** The classes of a project's files by their names in lower case. */
function indexOf(files: ProjectFiles): ReadonlyMap<string, readonly ClassInFile[]> {
  const index = new Map<string, ClassInFile[]>();
  for (const file of files.all()) {
    for (const written of file.classes.keys()) {
      const key = written.toLowerCase();
      const known = index.get(key);
      if (known === undefined) index.set(key, [{ file, written }]);
      else known.push({ file, written });
    }
  }
  return index;
}

/** All models of a project, found and read on demand. */
export class Models {
  readonly files: ProjectFiles;
  readonly names: Names;
  readonly #models = new Map<string, DjangoModel | undefined>();
  readonly #outside = oncePer<PyModule, [], Map<string, DjangoModel | undefined>>(() => new Map());
  readonly #byName = new Map<string, readonly DjangoModel[]>();
  readonly #links = new Map<string, ClassRef | undefined>();
  readonly #byApp = new Map<string, readonly DjangoModel[]>();
  #index: ReadonlyMap<string, readonly ClassInFile[]> | undefined;
  #user: UserSetting | undefined;

  constructor(files: ProjectFiles, names: Names) {
    this.files = files;
    this.names = names;
  }

  /** The model that a class is, or undefined for classes of other kinds. */
  ofClass({ module, node }: ClassRef): DjangoModel | undefined {
    const known = this.#knownFor(module);
    const key = keyOf({ module, node });
    if (known.has(key)) return known.get(key);
    known.set(key, undefined);
    const model = isModel(this.names, { module, node }) ? new ModelClass(this, { module, node }) : undefined;
    known.set(key, model);
    return model;
  }

  /** Files outside the project's keep theirs to themselves: they may change while the project stays the same. */
  #knownFor(module: PyModule): Map<string, DjangoModel | undefined> {
    return isBuiltIn(module) || this.files.has(module.path) ? this.#models : this.#outside(module);
  }

  /** The model that an expression names; `owner` is what `"self"` means. */
  of(module: PyModule, expr: ExprNode, owner?: DjangoModel): DjangoModel | undefined {
    const text = stringOf({ module, node: expr });
    if (text !== undefined) return text === 'self' ? owner : this.named(text, owner ?? module);
    if (expr.nodeType === 'Call') return this.#ofCall(module, expr.func, expr.args);
    const cls = this.names.resolveClass(module, expr);
    if (cls !== undefined) return this.ofClass(cls);
    const linked = linkedBy(expr, (node) => this.of(module, node));
    if (linked !== undefined) return this.#through(linked);
    const meaning = this.names.meaning(module, expr);
    if (meaning?.kind === 'external') return meaning.path === 'django.conf.settings.AUTH_USER_MODEL' ? this.userModel() : undefined;
    return meaning?.kind === 'value' && meaning.node !== expr ? this.of(meaning.module, meaning.node, owner) : undefined;
  }

  /** The model of the rows that link both sides: the one that the field names, else the one that Django makes. */
  #through(linked: Linked): DjangoModel | undefined {
    const named = namedThrough(linked);
    if (named !== undefined) return this.of(named.module, named.node, linked.owner);
    const key = `${linked.owner.label}.${linked.field.name}`;
    if (!this.#links.has(key)) this.#links.set(key, madeThrough(linked));
    const made = this.#links.get(key);
    return made === undefined ? undefined : this.ofClass(made);
  }

  #ofCall(module: PyModule, func: ExprNode, args: readonly ExprNode[]): DjangoModel | undefined {
    const path = this.names.externalPath(module, func) ?? '';
    if (path === 'django.contrib.auth.get_user_model') return this.userModel();
    const asked = BY_LABEL.test(path) ? undefined : this.#askedThrough(module, func, args);
    // of other functions than Django's own both parts have to be written down
    if (asked === undefined && path !== 'django.apps.apps.get_model' && !((BY_LABEL.test(path) || asksByLabel(func)) && args.length === 2)) return undefined;
    const labels = (asked ?? args.map((node) => ({ module, node }))).map((place) => stringOf(place, (at) => this.#valueAt(at)));
    return labels.length > 0 && labels.every((label) => label !== undefined) ? this.named(labels.join('.'), module) : undefined;
  }

  /** What a function of the project asks for by a label of which it is handed a part: `def load_model(name): return swapper.load_model("shop", name)`. */
  #askedThrough(module: PyModule, func: ExprNode, args: readonly ExprNode[]): readonly Place[] | undefined {
    const fn = asksByLabel(func) ? this.names.resolveFunction(module, func) : undefined;
    const call = fn?.node.body.at(-1);
    if (fn === undefined || call?.nodeType !== 'Return' || call.value?.nodeType !== 'Call' || fn.node.body.length > 2) return undefined;
    if (!BY_LABEL.test(this.names.externalPath(fn.module, call.value.func) ?? '')) return undefined;
    const parameters = fn.node.args.args.map(({ arg }) => arg);
    return call.value.args.map((node) => {
      const given = node.nodeType === 'Name' ? args[parameters.indexOf(node.id)] : undefined;
      return given === undefined ? { module: fn.module, node } : { module, node: given };
    });
  }

  #valueAt({ module, node }: Place): Place | undefined {
    const meaning = this.names.meaning(module, node);
    return meaning?.kind === 'value' ? meaning : undefined;
  }

  /** The model of a label: `app.Model`, or `Model` as seen from a model or module. Undefined where several would fit. */
  named(label: string, from?: DjangoModel | PyModule): DjangoModel | undefined {
    const [, app, name = label] = /^(?:(.+)\.)?(\w+)$/.exec(label) ?? [];
    const all = this.allNamed(name);
    if (app !== undefined) {
      const fits = all.filter((model) => model.app.toLowerCase() === app.toLowerCase());
      if (fits.length > 0) return fits.find((model) => model.name === name) ?? fits[0];
      const own = all.filter(({ module }) => !isBuiltIn(module));
      return own.length === 1 && !isBuiltInApp(app) ? own[0] : undefined;
    }
    const module = from !== undefined && 'ast' in from ? from : from?.module;
    const seen = module === undefined ? undefined : this.#seenFrom(module, name);
    if (seen !== undefined) return seen;
    const home = from !== undefined && 'app' in from ? from.app : module === undefined ? undefined : this.appOf(module);
    return all.find((model) => model.app === home) ?? (all.length === 1 ? all[0] : undefined);
  }

  #seenFrom(module: PyModule, name: string): DjangoModel | undefined {
    const node = module.classes.get(name);
    return node === undefined ? undefined : this.ofClass({ module, node });
  }

  /** Every concrete model with this name; the case of labels doesn't count in Django. */
  allNamed(name: string): readonly DjangoModel[] {
    const key = name.toLowerCase();
    const known = this.#byName.get(key);
    if (known !== undefined) return known;
    const found: DjangoModel[] = [];
    const take = (module: PyModule | undefined, written: string): void => {
      const node = module?.classes.get(written);
      const model = module === undefined || node === undefined ? undefined : this.ofClass({ module, node });
      if (model !== undefined && !model.abstract) found.push(model);
    };
    this.#index ??= indexOf(this.files);
    for (const { file, written } of this.#index.get(key) ?? []) take(file.module, written);
    for (const module of builtInModules()) for (const written of module.classes.keys()) if (written.toLowerCase() === key) take(module, written);
    this.#byName.set(key, found);
    return found;
  }

  /** The concrete models of an app of the project, by its label. */
  ofApp(label: string): readonly DjangoModel[] {
    const known = this.#byApp.get(label);
    if (known !== undefined) return known;
    const found: DjangoModel[] = [];
    for (const file of this.files.all()) {
      if (file.classes.size === 0 || !MODEL_FILE.test(ownPath(file.path)) || file.module === undefined || this.appOf(file.module) !== label) continue;
      for (const node of file.module.classes.values()) {
        const model = this.ofClass({ module: file.module, node });
        if (model !== undefined && !model.abstract) found.push(model);
      }
    }
    this.#byApp.set(label, found);
    return found;
  }

  /** The model of `AUTH_USER_MODEL`, as the project's settings set it; Django's own `User` else. */
  userModel(): DjangoModel | undefined {
    this.#user ??= userSettingOf(this.files);
    return this.named(this.#user.label);
  }

  /** The settings are there and say it: those of an app that others install don't know which model takes the place of Django's `User`. */
  get isUserKnown(): boolean {
    this.#user ??= userSettingOf(this.files);
    return this.#user.known;
  }

  appOf(module: PyModule): string {
    if (isBuiltIn(module)) return builtInApp(module);
    const directory = this.files.appDirectory(module.path);
    const config = this.files.file(`${directory}/apps.py`)?.text;
    const label = config === undefined ? undefined : /^[ \t]+label\s*=\s*["'](\w+)["']/m.exec(config)?.[1];
    return label ?? directory.slice(Math.max(directory.lastIndexOf('/'), directory.lastIndexOf('\\')) + 1);
  }
}

/** Where Django looks for the models of an app by itself. */
const MODEL_FILE = /[/\\]models(?:\.py$|[/\\])/;

function isBuiltInApp(app: string): boolean {
  return ['auth', 'contenttypes', 'sites', 'admin', 'sessions', 'flatpages'].includes(app);
}

interface UserSetting {
  readonly label: string;
  readonly known: boolean;
}

/** A module of settings, by what none goes without. */
export const SETTINGS = /^[ \t]*INSTALLED_APPS\s*\+?=/m;

/** The setting, and what it is set to up to the end of the line. */
const USER_SETTING = /^[ \t]*AUTH_USER_MODEL\s*(?::\s*\w+\s*)?=(?!=)[ \t]*\(?\s*(.*)/gm;

/** `"users.User"`, and what an environment may put in its place: `env("USER_MODEL", default="users.User")`. */
const USER_LABEL = /^(?:[\w.]+\([^)\n]*?)?["'](\w+(?:\.\w+)*\.\w+)["']/;

/** What a module of an app keeps under the same name: the model itself, or what the settings say. */
const NO_SETTING = /\bget_user_model\(|\bsettings\b/;

function userSettingOf(files: ProjectFiles): UserSetting {
  let [hasSettings, isSet] = [false, false];
  for (const { text } of files.all()) {
    const values = text.includes('AUTH_USER_MODEL') ? [...text.matchAll(USER_SETTING)].map(([, value = '']) => value).filter((value) => !NO_SETTING.test(value)) : [];
    const label = values.map((value) => USER_LABEL.exec(value)?.[1]).find((one) => one !== undefined);
    if (label !== undefined) return { label, known: true };
    isSet ||= values.length > 0;
    hasSettings ||= SETTINGS.test(text);
  }
  return { label: 'auth.User', known: hasSettings && !isSet };
}

const MODEL_BASE = /(^|\.)models(\.base)?\.Model$/;

function isModel(names: Names, cls: ClassRef): boolean {
  const { classes, externals } = names.ancestryOf(cls);
  if (externals.some((external) => MODEL_BASE.test(external))) return true;
  // a base class of a package that isn't read: model fields in the body tell
  return externals.length > 0 && classes.some((one) => [...declaredFields(names, one).values()].some((field) => field !== 'removed' && isModelField(names, field)));
}

function isModelField(names: Names, { module, call }: FieldDeclaration): boolean {
  return /^django\.(contrib\.\w+\.)?db\.models\./.test(names.externalPath(module, call.func) ?? '');
}

class ModelClass implements DjangoModel {
  readonly name: string;
  readonly file: string;
  readonly module: PyModule;
  readonly node: ClassDef;
  readonly abstract: boolean;
  readonly proxy: boolean;
  readonly complete: boolean;
  readonly #models: Models;
  #app: string | undefined;
  #forward: ReadonlyMap<string, DjangoField> | undefined;
  #fields: ReadonlyMap<string, DjangoField> | undefined;
  #parents: readonly DjangoModel[] | undefined;

  constructor(models: Models, { module, node }: ClassRef) {
    this.#models = models;
    this.name = node.name;
    this.file = module.path;
    this.module = module;
    this.node = node;
    this.abstract = isTrue(metaOf(node, 'abstract'));
    this.proxy = isTrue(metaOf(node, 'proxy'));
    this.complete = unseenBases(models.names, { module, node }).length === 0;
  }

  get app(): string {
    const label = metaOf(this.node, 'app_label');
    this.#app ??= (label === undefined ? undefined : stringOf({ module: this.module, node: label })) ?? this.#models.appOf(this.module);
    return this.#app;
  }

  get label(): string {
    return `${this.app}.${this.name}`;
  }

  get parents(): readonly DjangoModel[] {
    this.#parents ??= this.#models.names
      .ancestryOf(this)
      .classes.slice(1)
      .map((cls) => this.#models.ofClass(cls))
      .filter((model) => model !== undefined && !model.abstract) as DjangoModel[];
    return this.#parents;
  }

  get forward(): ReadonlyMap<string, DjangoField> {
    this.#forward ??= forwardFields(this.#models, this);
    return this.#forward;
  }

  get key(): readonly string[] {
    return [...this.forward.values()].filter(({ primaryKey }) => primaryKey).map(({ name }) => name);
  }

  get fields(): ReadonlyMap<string, DjangoField> {
    if (this.#fields === undefined) {
      this.#fields = this.forward;
      this.#fields = new Map([...reverseFields(this.#models, this), ...this.forward]);
    }
    return this.#fields;
  }
}

/** Bases of packages (and plain Python ones) that add neither a relation nor a label. */
const HARMLESS_BASES = /^(object|abc\.ABC|typing\.Generic|Generic|ABC|.*\b(DirtyFieldsMixin|ExportModelOperationsMixin\(.*|LifecycleModelMixin|FieldTracker|SoftDeleteObject))$/;

/** Functions of packages that take a label's parts and give its model, or the whole label. */
const BY_LABEL = /^(?:django\.apps\.apps\.get_model|swapper\.(?:load_model|get_model_name)|oscar\.core\.loading\.get_model)$/;

/** True for what gives the model of a label: `apps.get_model("shop", "Order")`, and the functions of django-oscar, swapper and projects that ask the same. */
export function asksByLabel(func: ExprNode): boolean {
  return /^(?:get_model|load_model|get_model_name)$/.test(lastName(func));
}

/** The names of a class's bases that come from packages and may declare fields or methods. */
export function unseenBases(names: Names, cls: ClassRef): string[] {
  const unseen = names.ancestryOf(cls).externals.filter((external) => !MODEL_BASE.test(external) && !HARMLESS_BASES.test(external));
  return unseen.map((path) => path.slice(path.lastIndexOf('.') + 1));
}

function forwardFields(models: Models, model: DjangoModel): Map<string, DjangoField> {
  const found = new Map<string, DjangoField>();
  for (const cls of [...models.names.ancestryOf(model).classes].reverse()) {
    const owner = ownerOf(models, model, cls);
    for (const [name, declaration] of declaredFields(models.names, cls)) {
      found.delete(name);
      if (declaration === 'removed') continue;
      const expr = targetExpr(declaration);
      found.set(name, buildField(declaration, owner !== model, () => (expr === undefined ? undefined : models.of(declaration.module, expr, owner))));
    }
  }
  if (!model.abstract && ![...found.values()].some((field) => field.parentLink || field.primaryKey)) addImplicit(found, model);
  return found;
}

/** The model whose table has the fields that `cls` declares: the concrete parent at the base, in multi-table inheritance. */
function ownerOf(models: Models, model: DjangoModel, cls: ClassRef): DjangoModel {
  const has = (one: DjangoModel): boolean => models.names.ancestryOf(one).classes.some(({ node }) => node === cls.node);
  return [...model.parents].reverse().find((parent) => has(parent)) ?? model;
}

function addImplicit(found: Map<string, DjangoField>, model: DjangoModel): void {
  const [parent] = model.proxy ? [] : model.parents;
  if (parent === undefined) found.set('id', found.get('id') ?? implicitKey());
  else found.set(`${parent.name.toLowerCase()}_ptr`, parentLink(parent));
}

/** An option of the inner class `Meta`; own options only, which is what counts for `abstract`, `proxy` and `app_label`. */
export function metaOf(node: ClassDef, option: string): ExprNode | undefined {
  const meta = metaClassOf(node);
  return meta === undefined ? undefined : ownAttribute(meta, option);
}

/** The inner class `Meta`. */
export function metaClassOf(node: ClassDef): ClassDef | undefined {
  const meta = node.body.find((statement) => statement.nodeType === 'ClassDef' && statement.name === 'Meta');
  return meta?.nodeType === 'ClassDef' ? meta : undefined;
}

function isTrue(node: ExprNode | undefined): boolean {
  return node !== undefined && singletonOf(node) === 'True';
}

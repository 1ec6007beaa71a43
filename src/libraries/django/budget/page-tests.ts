import { join } from 'node:path';
import type { PageTests, TestedPage } from '../../../model/page-tests.ts';
import type { Settings } from '../../../model/settings.ts';
import { stringOf } from '../../../python/syntax/static.ts';
import { listOption, optionOf, resolverIn } from '../admin/classes.ts';
import { type DjangoProject, djangoProjectOf } from '../project.ts';
import { Factories, identifierOf } from './factories.ts';
import { type AdminPages, adminPages, inlinesOf } from './pages.ts';
import { placeFor, rootFor } from './place.ts';
import { fileText } from './template.ts';

/**
 * Tests of the lists and change forms of a project's admin, from what its files say alone; undefined where none registers a model.
 *
 * @throws {CannotRun} where several projects could be meant
 */
export function pageTests(directory: string, settings: Settings, most: number): PageTests | undefined {
  const root = rootFor(directory);
  const django = djangoProjectOf({ filename: join(root, 'manage.py'), cwd: root, settings });
  const all = adminPages(django);
  if (all.length === 0) return undefined;
  const place = placeFor(root);
  const run = `python manage.py test ${place.module}`;
  const factories = new Factories();
  const superuser = superuserOf(django, factories);
  const tests = all.map((pages) => testsOf(django, pages, factories));
  const text = fileText({ run, most, superuser, factories: factories.texts.map((one) => `\n${one}\n`).join('').replace(/\n$/, ''), tests: classesOf(all, tests.map((one) => one.text)) });
  return { path: place.path, markers: place.markers, text, run, runIn: root, pages: tests.flatMap((one) => one.pages) };
}

/** The user who opens the pages, made as `createsuperuser` makes one: by the model's key name and what it requires (django/contrib/auth/management/commands/createsuperuser.py). */
function superuserOf(django: DjangoProject, factories: Factories): string {
  const user = django.models.userModel();
  const option = user === undefined ? undefined : optionOf(django, user, 'USERNAME_FIELD');
  const key = (option === undefined || user === undefined ? undefined : stringOf(option, resolverIn(django, user))) ?? 'username';
  const required = user === undefined ? 'unknown' : listOption(django, user, 'REQUIRED_FIELDS');
  const others = typeof required === 'string' ? [] : required.elements.map((place) => stringOf(place)).filter((name) => name !== undefined);
  const values = [...new Set([key, ...others])].map((name) => {
    const field = user?.forward.get(name);
    const value = user === undefined || field === undefined ? undefined : factories.value(user, field);
    const text = value === undefined || value.problem !== undefined ? `f"${name}{n}"` : value.text;
    return `"${name}": ${field?.kind === undefined ? text : `${text}()`}`;
  });
  return `\ndef superuser():\n    n = next(numbers)\n    values = {${[...values, '"password": "a password"'].join(', ')}}\n    return get_user_model()._default_manager.create_superuser(**values)\n`;
}

interface Tests {
  readonly text: string;
  readonly pages: readonly TestedPage[];
}

function testsOf(django: DjangoProject, pages: AdminPages, factories: Factories): Tests {
  const { model, namespace } = pages;
  const factory = factories.of(model);
  const prefix = namespace === 'admin' ? '' : `${namespace.replaceAll(/\W/g, '_').toLowerCase()}_`;
  const names = { list: `list of ${model.label}`, form: `form of ${model.label}` };
  const address = `${namespace}:${model.app}_${model.name.toLowerCase()}`;
  const head = (page: string): string => `    def test_${prefix}${identifierOf(model)}_${page}(self):\n`;
  if (factory.problem !== undefined) {
    const skip = `        self.skipTest(${JSON.stringify(factory.problem)})\n`;
    return { text: `${head('list')}${skip}\n${head('form')}${skip}`, pages: Object.values(names).map((name) => ({ name, skipped: factory.problem })) };
  }
  const make = filledCall(factory.name, factories.optional(model));
  const children = childrenOf(django, pages, factories);
  const others = othersOf(pages, factories);
  const form = [
    `"${address}_change"`, make,
    ...(children.length === 0 ? [] : [`children=[\n${children.map((child) => `                ${child},\n`).join('')}            ]`]),
    ...(others.length === 0 ? [] : [`others=[${others.join(', ')}]`]),
  ];
  return {
    text: `${head('list')}        self.check_list("${address}_changelist", ${make})\n\n${head('form')}        self.check_form(\n${form.map((line) => `            ${line},\n`).join('')}        )\n`,
    pages: Object.values(names).map((name) => ({ name, skipped: undefined })),
  };
}

/** A function that makes a row with its optional relations, as Python. */
function filledCall(name: string, optional: readonly string[]): string {
  return optional.length === 0 ? name : `lambda: filled(${[name, ...optional].join(', ')})`;
}

function childrenOf(django: DjangoProject, pages: AdminPages, factories: Factories): string[] {
  return inlinesOf(django, pages).flatMap(({ model, key }) => {
    const factory = factories.of(model);
    if (factory.problem !== undefined) return [];
    const optional = factories.optional(model).filter((one) => !one.startsWith(`${key.name}=`));
    return [optional.length === 0 ? `lambda row: ${factory.name}(${key.name}=row)` : `lambda row: filled(${[factory.name, `${key.name}=row`, ...optional].join(', ')})`];
  });
}

/** What many-to-many inputs offer. */
function othersOf({ model }: AdminPages, factories: Factories): string[] {
  const targets = [...model.forward.values()].flatMap(({ kind, target, through }) => (kind === 'many-to-many' && target !== undefined && target.label !== model.label && !through ? [target] : []));
  const names = targets.map((target) => factories.of(target).name).filter((name) => name !== undefined);
  return [...new Set(names)];
}

/** One class for each app, so that they can run beside each other (`--parallel`). */
function classesOf(all: readonly AdminPages[], texts: readonly string[]): string {
  const apps = new Map<string, string[]>();
  for (const [index, { model }] of all.entries()) apps.set(model.app, [...(apps.get(model.app) ?? []), texts[index] ?? '']);
  const nameOf = (app: string): string => app.split(/[\W_]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return [...apps].map(([app, tests]) => `\nclass ${nameOf(app)}Pages(AdminQueries):\n${tests.join('\n')}`).join('\n');
}

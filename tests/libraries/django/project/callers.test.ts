import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { callersOf } from '../../../../src/libraries/django/project/callers.ts';
import { isNeverCalled } from '../../../../src/libraries/django/project/never-called.ts';
import { runsAt } from '../../../../src/libraries/django/project/places.ts';
import { djangoProjectOf, type DjangoProject, type FunctionRef } from '../../../../src/libraries/django/project.ts';
import { isFunction, moduleOf } from '../../../../src/python/syntax/module.ts';
import { parsePython } from '../../../../src/python/syntax/parse.ts';
import { walk } from '../../../../src/python/syntax/walk.ts';
import { parseSettings } from '../../../../src/project/settings.ts';

const roots: string[] = [];

const OWN = { 'manage.py': '', 'config/settings.py': 'INSTALLED_APPS = []\n', 'config/urls.py': 'urlpatterns = []\n', 'shop/__init__.py': '' };

function project(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'admin-scale-'));
  roots.push(root);
  for (const [path, text] of Object.entries({ ...OWN, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

/** The project as the linter sees it that holds `text` for a file. */
function open(root: string, path: string, text: string): DjangoProject {
  const filename = join(root, path);
  const parsed = parsePython(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return djangoProjectOf({ filename, cwd: root, settings: parseSettings(undefined, root).settings }, moduleOf(filename, text, parsed.ast));
}

function functionIn(django: DjangoProject, path: string, name: string): FunctionRef {
  const module = django.files.module(join(django.root, path));
  for (const node of module === undefined ? [] : walk(module.ast, { nested: true })) if (module !== undefined && isFunction(node) && node.name === name) return { module, node };
  throw new Error(`no ${name} in ${path}`);
}

const SERVICE = 'def close(orders):\n    pass\n';

/** Where `close` of shop/services.py is called, as `path:line`; `?` where more may call it. */
function callers(files: Readonly<Record<string, string>>, service = SERVICE): string[] {
  const root = project({ 'shop/services.py': service, ...files });
  const django = open(root, 'shop/services.py', service);
  const { sites, isOpen } = callersOf(django, functionIn(django, 'shop/services.py', 'close'));
  return [...sites.map(({ module, node }) => `${relative(root, module.path).split(sep).join('/')}:${String(module.line(node))}`), ...(isOpen ? ['?'] : [])];
}

const METHOD = 'class Closing:\n    def close(self):\n        pass\n\n    def all(self):\n        self.close()\n\nclass Late(Closing):\n    def late(self):\n        self.close()\n';

describe('callers', () => {
  it.each<[string, Readonly<Record<string, string>>, string[], string?]>([
    ['nobody', {}, []],
    ['an import of the name', { 'shop/views.py': 'from .services import close\n\nclose([])\n' }, ['shop/views.py:3']],
    ['an import under another name', { 'shop/views.py': 'from .services import close as shut\n\nshut([])\n' }, ['shop/views.py:3']],
    ['an import of the module', { 'shop/views.py': 'from shop import services\n\nservices.close([])\n' }, ['shop/views.py:3']],
    ['an import inside a function', { 'shop/views.py': 'def view():\n    from shop.services import close\n    close([])\n' }, ['shop/views.py:3']],
    ['an import from the package', { 'shop/views.py': 'from shop import close\n\nclose([])\n', 'shop/__init__.py': 'from .services import close\n' }, ['shop/views.py:3']],
    ['a function that is handed on', { 'shop/views.py': 'from .services import close\n\nmap(close, [])\n' }, ['shop/views.py:3']],
    ['an import alone', { 'shop/views.py': 'from .services import close\n' }, []],
    ['a comment', { 'shop/views.py': '# close()\n' }, []],
    ['a docstring', { 'shop/views.py': '"""How to close."""\n' }, []],
    ['a string', { 'config/settings.py': 'INSTALLED_APPS = []\nON_END = "shop.services.close"\n' }, ['?']],
    ['a function of the same name', { 'shop/views.py': 'def close():\n    pass\n\nclose()\n' }, []],
    ['a function of the same name from another package', { 'shop/views.py': 'from elsewhere import close\n\nclose()\n' }, []],
    ['a parameter of the same name', { 'shop/views.py': 'def view(close):\n    close()\n' }, []],
    ['a method of something', { 'shop/views.py': 'def view(file):\n    file.close()\n' }, ['?']],
    ['a method of the object itself', { 'shop/views.py': 'class View:\n    def get(self):\n        self.close()\n' }, []],
    ['a test', { 'shop/tests/test_close.py': 'from shop.services import close\n\nclose([])\n', 'shop/test_close.py': 'from shop.services import close\n\nclose([])\n' }, []],
    ['a script', { 'scripts/close.py': 'from shop.services import close\n\nclose([])\n' }, []],
    ['a migration', { 'shop/migrations/0002_close.py': 'from shop.services import close\n\nclose([])\n' }, []],
    ['itself', {}, [], 'def close(orders):\n    close(orders[1:])\n'],
    ['a decorator', {}, ['?'], '@register\ndef close(orders):\n    pass\n'],
    ['the decorator of a transaction', {}, [], '@transaction.atomic\ndef close(orders):\n    pass\n'],
    ['its class and those below', {}, ['shop/services.py:6', 'shop/services.py:10'], METHOD],
    ['an object, by the only method of that name', { 'shop/views.py': 'def view(closing):\n    closing.close()\n' }, ['shop/services.py:6', 'shop/services.py:10', 'shop/views.py:2'], METHOD],
    ['an object, by one of several methods of that name', { 'shop/views.py': 'class File:\n    def close(self):\n        pass\n\ndef view(closing):\n    closing.close()\n' }, ['shop/services.py:6', 'shop/services.py:10', '?'], METHOD],
    ['a template', { 'shop/templates/shop/order.html': '{{ closing.close }}' }, ['shop/services.py:6', 'shop/services.py:10', '?'], METHOD],
    ['a method of a class whose base is not the project\'s', {}, ['?'], 'class Closing(View):\n    def close(self):\n        pass\n'],
  ])('%s', (_, files, expected, service) => {
    expect(callers(files, service)).toEqual(expected);
  });

  it('follow the text that is linted, not the disk', () => {
    const root = project({ 'shop/services.py': SERVICE, 'shop/views.py': 'from .services import close\n' });
    const count = (text: string): number => {
      const django = open(root, 'shop/views.py', text);
      return callersOf(django, functionIn(django, 'shop/services.py', 'close')).sites.length;
    };
    expect(count('from .services import close\n\nclose([])\nclose([])\n')).toBe(2);
    expect(count('from .services import close\n')).toBe(0);
  });

  it('are too many to look at', () => {
    const many = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`shop/view${String(index)}.py`, 'from .services import close\n\nclose([])\n']));
    expect(callers(many(19))).toHaveLength(19);
    expect(callers(many(21))).toEqual(['?']);
  });
});

function isDead(files: Readonly<Record<string, string>>, service = SERVICE): boolean {
  const root = project({ 'shop/services.py': service, ...files });
  const django = open(root, 'shop/services.py', service);
  return isNeverCalled(django, functionIn(django, 'shop/services.py', 'close'));
}

describe('a function that is never called', () => {
  it.each<[string, Readonly<Record<string, string>>, string?]>([
    ['nobody speaks of it', {}],
    ['only an import does', { 'shop/views.py': 'from .services import close\n' }],
    ['only a comment does', { 'shop/views.py': '# close()\n' }],
    ['only tests do', { 'shop/tests/test_close.py': 'from shop.services import close\n\nclose([])\n' }],
    ['a template names a path so, as does what declares it', { 'shop/templates/a.html': "<a href=\"{% url 'close' %}\">Close</a>", 'config/urls.py': "urlpatterns = [path('', Close.as_view(), name='close')]\n", 'shop/views.py': "next = reverse_lazy('close')\n" }],
    ['a template is called so', { 'shop/templates/a.html': '{% extends "shop/close.html" %}', 'shop/views.py': 'TEMPLATE = "shop/close.html"\n' }],
    ['something is only put on it', {}, `${SERVICE}\nclose.short_description = "Close"\n`],
    ['only what is never called does', { 'shop/other.py': 'from .services import close\n\ndef shut():\n    close([])\n' }],
    ['two that call each other', { 'shop/other.py': 'from .services import close\n\ndef shut():\n    bolt()\n\ndef bolt():\n    shut()\n    close([])\n' }],
  ])('%s', (_, files, service) => {
    expect(isDead(files, service)).toBe(true);
  });

  it.each<[string, Readonly<Record<string, string>>, string?]>([
    ['code calls it', { 'shop/views.py': 'from .services import close\n\nclose([])\n' }],
    ['it is put on something', {}, `${SERVICE}\nadmin.end = close\n`],
    ['it is called and something is put on what it gives', {}, `${SERVICE}\nclose([]).seen = True\n`],
    ['a script calls it', { 'scripts/nightly.py': 'from shop.services import close\n\nclose([])\n' }],
    ['a function calls it that is called', { 'shop/other.py': 'from .services import close\n\ndef shut():\n    close([])\n\nshut()\n' }],
    ['a function calls it that a decorator registers', { 'shop/other.py': 'from .services import close\n\n@receiver(saved)\ndef shut():\n    close([])\n' }],
    ['settings have its name', { 'config/settings.py': "INSTALLED_APPS = []\nENDS = [dict(name='close')]\n" }],
    ['a template hands it to another', { 'shop/templates/a.html': '{% include "shop/a.html" with rows=order.close %}' }],
    ['a template speaks of it beside the name of a path', { 'shop/templates/a.html': "{% url 'close' %}{{ close }}" }],
    ['a template speaks of it', { 'shop/templates/a.html': '{{ close }}' }],
    ['a configuration speaks of it', { 'pyproject.toml': 'run = "shop.services:close"' }],
    ['a package hands it out', { 'shop/__init__.py': 'from .services import close\n' }],
    ['a file that cannot be parsed speaks of it', { 'shop/broken.py': 'close(\n' }],
    ['the project is not whole', { 'config/urls.py': '' }],
    ['settings are not there', { 'config/settings.py': '' }],
  ])('is not one where %s', (_, files, service) => {
    expect(isDead(files, service)).toBe(false);
  });
});

describe('where a function of another file runs', () => {
  const runs = (files: Readonly<Record<string, string>>): string => {
    const root = project({ 'shop/services.py': SERVICE, ...files });
    const django = open(root, 'shop/services.py', SERVICE);
    const { module, node } = functionIn(django, 'shop/services.py', 'close');
    return runsAt(django, module, node.body[0] as typeof node);
  };
  const calling = 'from shop.services import close\n\ndef go():\n    close([])\n';

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['nobody', {}, 'unknown'],
    ['a management command', { 'shop/management/commands/sweep.py': calling }, 'command'],
    ['tasks', { 'shop/tasks.py': calling, 'shop/jobs/nightly.py': calling }, 'job'],
    ['an admin', { 'shop/admin.py': calling }, 'admin-page'],
    ['a task and a view', { 'shop/tasks.py': calling, 'shop/views.py': calling }, 'unknown'],
    ['a task and a test', { 'shop/tasks.py': calling, 'shop/tests/test_close.py': calling }, 'job'],
    ['a task and somebody of whom nothing is known', { 'shop/tasks.py': calling, 'shop/other.py': calling }, 'unknown'],
  ])('%s calls it', (_, files, expected) => {
    expect(runs(files)).toBe(expected);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { djangoProjectOf } from '../../../src/libraries/django/project.ts';
import { moduleOf } from '../../../src/python/syntax/module.ts';
import { parsePython } from '../../../src/python/syntax/parse.ts';
import { parseSettings } from '../../../src/project/settings.ts';
import { open, project } from './written-project.ts';

const asset = 'from django.db import models\n\nclass Asset(models.Model):\n    owner = models.ForeignKey("shop.Owner", on_delete=models.CASCADE, related_name="assets")\n';

describe('which files count for the models', () => {
  it.each(['media', 'static', 'locale', 'env', 'build', 'dist', 'venv'])('an app named %s does', (name) => {
    const django = open(project({ [`${name}/models.py`]: asset }), 'shop/models.py');
    expect(django.modelNamed('shop.Owner')?.fields.get('assets')?.relation?.target).toBe('Asset');
  });

  it.each(['apps.py', 'migrations/__init__.py', 'migrations/0001_initial.py'])('%s makes a directory an app', (sign) => {
    const django = open(project({ [`media/${sign}`]: '', 'media/assets.py': asset }), 'shop/models.py');
    expect(django.modelNamed('Asset')).toBeDefined();
  });

  it('models/ makes a directory an app where models stand in it', () => {
    expect(open(project({ 'media/models/__init__.py': '', 'media/models/asset.py': asset }), 'shop/models.py').modelNamed('Asset')).toBeDefined();
    expect(open(project({ 'media/models/__init__.py': '', 'media/assets.py': asset }), 'shop/models.py').modelNamed('Asset')).toBeUndefined();
  });

  it.each(['build/lib/shop/models.py', 'env/lib/site-packages/shop/models.py', 'node_modules/shop/models.py', 'shop/tests/models.py', 'shop/migrations/models.py'])('%s does not', (path) => {
    expect(open(project({ [path]: asset }), 'shop/models.py').modelNamed('Asset')).toBeUndefined();
  });

  it('what the user takes back in does, and nothing beside it', () => {
    const root = project({ 'shop/tests/models.py': asset, 'shop/test/models.py': asset.replace('Asset', 'Other').replace('assets', 'others') });
    const django = open(root, 'shop/models.py', undefined, { include: ['shop/tests/**'] });
    expect(django.modelNamed('Asset')).toBeDefined();
    expect(django.modelNamed('Other')).toBeUndefined();
  });
});

describe('settings that findings go by', () => {
  it('have what is derived from the files for themselves', () => {
    const root = project({ 'media/models.py': asset });
    const opened = (settings: object): object => open(root, 'shop/models.py', undefined, settings).models;
    expect(opened({})).toBe(opened({}));
    for (const settings of [{ django: '4.2' }, { rows: { Asset: 5 } }, { smallTable: 1 }]) expect(opened(settings)).not.toBe(opened({}));
  });
});

describe('a file that does not count for the models', () => {
  const root = project({ 'build/lib/shop/models.py': asset });

  it('sees those of the project, and builds no index of its own', () => {
    const django = open(root, 'build/lib/shop/models.py', asset);
    expect(django.models).toBe(open(root, 'shop/models.py').models);
    expect(django.modelNamed('Owner')?.label).toBe('shop.Owner');
  });

  it('is read anew when it changes', () => {
    const fieldsOf = (text: string): string[] => {
      const parsed = parsePython(text);
      if (!parsed.ok) throw new Error(parsed.message);
      const module = moduleOf(join(root, 'build/lib/shop/models.py'), text, parsed.ast);
      const node = module.classes.get('Asset');
      const django = djangoProjectOf({ filename: module.path, cwd: root, settings: parseSettings(undefined, root).settings }, module);
      return node === undefined ? [] : [...(django.models.ofClass({ module, node })?.forward.keys() ?? [])];
    };
    expect(fieldsOf(asset)).toEqual(['owner', 'id']);
    expect(fieldsOf(asset.replace('owner =', 'holder ='))).toEqual(['holder', 'id']);
  });

  it('that is not on disk yet counts as new', () => {
    expect(open(root, 'shop/assets.py', asset).modelNamed('Asset')).toBeDefined();
  });
});

describe('a table that application code fills', () => {
  const size = (files: Readonly<Record<string, string>>): string | undefined => {
    const django = open(project(files), 'shop/models.py');
    const owner = django.modelNamed('shop.Owner');
    if (owner === undefined) throw new Error('no model');
    const { growth, because } = django.tableSize(owner);
    return because ?? growth;
  };
  const create = 'def add(name):\n    return Owner.objects.create(name=name)\n';

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['in two files', { 'shop/api.py': create, 'shop/views.py': create }, '`shop/api.py` and another place add rows'],
    ['twice in one', { 'shop/views.py': create + create }, '`shop/views.py` and another place add rows'],
    [
      'by every spelling', {
        'shop/api.py': 'async def add(name):\n    await Owner.objects.acreate(name=name)\n    await models.Owner.objects.abulk_create([])\n',
        'shop/views.py': `${create}    Owner.objects.bulk_create(\n        [],\n    )\n    (\n        Owner.objects\n        .create(name=name)\n    )\n`,
      }, '`shop/api.py` and 4 other places add rows',
    ],
  ])('grows: %s', (_name, files, because) => {
    expect(size(files)).toBe(because);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['one place', { 'shop/views.py': create }],
    ['get_or_create', { 'shop/views.py': 'def add():\n    Owner.objects.get_or_create(name="a")\n    Owner.objects.update_or_create(name="b")\n    Owner.objects.create(name="c")\n' }],
    ['code that fills a demonstration', { 'shop/bootstrap/base.py': 'def add():\n    Owner.objects.create(name="a")\n    Owner.objects.create(name="b")\n' }],
    ['tests', { 'shop/tests.py': create + create, 'shop/test_owner.py': create, 'shop/conftest.py': create }],
    ['commands', { 'shop/management/commands/import_owners.py': create + create }],
    ['scripts and seeds', { 'scripts/load.py': create + create, 'shop/seeds.py': create, 'shop/factories.py': create }],
    ['comments and strings', { 'shop/views.py': `${create}    # Owner.objects.create()\n    """\n    Owner.objects.create()\n    """\n    log('Owner.objects.create()', "Owner.objects.create()")\n` }],
    ['another model', { 'shop/views.py': create.replace('Owner', 'CoOwner') + create.replace('Owner', 'Ownership') }],
    ['two models of that name', { 'shop/views.py': create + create, 'fleet/models.py': 'from django.db import models\n\nclass Owner(models.Model):\n    name = models.TextField()\n' }],
  ])('is not known to grow: %s', (_name, files) => {
    expect(size(files)).toBe('unknown');
  });
});

describe('a name that stands for one thing to type checkers and for another as the code runs', () => {
  const target = (block: string): string | undefined => open(project({
    'shop/models.py': `from typing import TYPE_CHECKING\nfrom django.contrib.auth.models import User as AuthUser\nfrom django.db import models\n\n${block}\n\nclass Token(models.Model):\n    user = models.ForeignKey(User, on_delete=models.CASCADE)\n`,
  }), 'shop/models.py').modelNamed('shop.Token')?.forward.get('user')?.target?.label;

  it.each([
    ['if TYPE_CHECKING:\n    class User(AuthUser):\n        pass\nelse:\n    User = AuthUser', 'auth.User'],
    ['if TYPE_CHECKING:\n    class User(AuthUser):\n        pass', 'shop.User'],
    ['if settings.OWN:\n    class User(AuthUser):\n        pass\nelse:\n    User = AuthUser', 'shop.User'],
  ])('%s', (block, expected) => {
    expect(target(block)).toBe(expected);
  });
});

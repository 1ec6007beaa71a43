import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const project = ({ field = 'models.ForeignKey', fields = '', admin = '', bases = 'admin.ModelAdmin', mixins = '' }): ProjectFiles => ({
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/apps.py': '',
  'shop/fields.py': `from django.db import models\n\n${fields}\n`,
  'shop/models.py': `from django.contrib.auth.models import User\nfrom django.db import models\nfrom .fields import *\n\nclass Order(models.Model):\n    owner = ${field}(User, on_delete=models.CASCADE)\n`,
  'shop/admin.py': `from django.contrib import admin\nfrom .models import Order\n\n${mixins}\n\n@admin.register(Order)\nclass OrderAdmin(${bases}):\n    list_display = ["id"]\n${admin}\n`,
});

async function inputs(files: ProjectFiles): Promise<number> {
  return (await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } })).length;
}

const AJAX = 'class OwnerKey(models.ForeignKey):\n    def formfield(self, **kwargs):\n        return AjaxField(self.remote_field.model)';
const PLAIN = 'class OwnerKey(models.ForeignKey):\n    def check(self, **kwargs):\n        return []';
const READ_ONLY = 'class Base(admin.ModelAdmin):\n    def get_readonly_fields(self, request, obj=None):\n        return [*super().get_readonly_fields(request, obj), "owner"]';
const PASSING_ON = 'class Passing:\n    def get_readonly_fields(self, request, obj=None):\n        return [*super().get_readonly_fields(request, obj), "removed"]';

describe('inputs that load no options', () => {
  it.each([
    ['a plain key', project({}), 1],
    ["a key's class with an input of its own", project({ field: 'OwnerKey', fields: AJAX }), 0],
    ["a key's class that changes something else", project({ field: 'OwnerKey', fields: PLAIN }), 1],
    ['read-only by a base', project({ bases: 'Base', mixins: READ_ONLY }), 0],
    ['read-only by a base that a mixin hands on to', project({ bases: 'Passing, Base', mixins: `${READ_ONLY}\n\n${PASSING_ON}` }), 0],
    ['a mixin that makes something else read-only', project({ bases: 'Passing, admin.ModelAdmin', mixins: PASSING_ON }), 1],
  ] as [string, ProjectFiles, number][])('%s', async (_name, files, expected) => {
    expect(await inputs(files)).toBe(expected);
  });
});

describe('a key to the users', () => {
  const KEY = 'ForeignKey(User, ';
  const keyTo = (user: string, settings: string | undefined): ProjectFiles => {
    const files = project({});
    const models = (files['shop/models.py'] ?? '').replace('import models\n', 'import models\nfrom django.conf import settings\nfrom django.contrib.auth import get_user_model\n').replace(KEY, `ForeignKey(${user}, `);
    return { ...files, 'shop/models.py': models, ...(settings === undefined ? {} : { 'config/settings.py': settings }) };
  };

  it.each([
    ['by the setting, in a project that leaves it', 'settings.AUTH_USER_MODEL', 'INSTALLED_APPS = ["shop"]\n', 'Add `"owner"` to `autocomplete_fields`: `UserAdmin` has `search_fields`.'],
    ["by the class of Django's, which nobody may replace then", 'User', undefined, 'Add `"owner"` to `autocomplete_fields`: `UserAdmin` has `search_fields`.'],
    ['by the setting, in an app that others install', 'settings.AUTH_USER_MODEL', undefined, 'Add `"owner"` to `raw_id_fields`, which shows the key.'],
    ['by the setting, of which a module of an app keeps the model under its name', 'settings.AUTH_USER_MODEL', 'INSTALLED_APPS = ["shop"]\n', 'Add `"owner"` to `autocomplete_fields`: `UserAdmin` has `search_fields`.', 'from django.contrib.auth import get_user_model\nAUTH_USER_MODEL = get_user_model()\n'],
    ['by the setting, which the environment may replace', 'settings.AUTH_USER_MODEL', 'INSTALLED_APPS = ["shop"]\nAUTH_USER_MODEL = env("USER", default="auth.User")\n', 'Add `"owner"` to `autocomplete_fields`: `UserAdmin` has `search_fields`.'],
    ['by the function, where the environment sets it', 'get_user_model()', 'INSTALLED_APPS = ["shop"]\nAUTH_USER_MODEL = env("USER")\n', 'Add `"owner"` to `raw_id_fields`, which shows the key.'],
  ] as [string, string, string | undefined, string, string?][])('%s', async (_name, user, settings, advice, module = '') => {
    const [only] = await lintProject({ ...keyTo(user, settings), 'shop/tokens.py': module }, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } });
    expect(only?.message).toContain(advice);
  });
});

describe('an inline of the rows that link both sides of a relation', () => {
  const linked = (relation: string, model: string, more = ''): ProjectFiles => ({
    'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '',
    'shop/models.py': `from django.contrib.auth.models import User\nfrom django.db import models\n\nclass Team(models.Model):\n    ${relation}\n\n${more}`,
    'shop/admin.py': `from django.contrib import admin\nfrom .models import Team\n\nclass LinkInline(admin.TabularInline):\n    model = ${model}\n\n@admin.register(Team)\nclass TeamAdmin(admin.ModelAdmin):\n    exclude = ["members", "friends"]\n    show_full_result_count = False\n    inlines = [LinkInline]\n`,
  });
  const MEMBERSHIP = 'class Membership(models.Model):\n    team = models.ForeignKey(Team, on_delete=models.CASCADE)\n    person = models.ForeignKey(User, on_delete=models.CASCADE)\n';

  it.each([
    ['made by Django', linked('members = models.ManyToManyField(User)', 'Team.members.through'), '`user` loads every row of `User`'],
    ['made by Django, named from the other side', linked('name = models.CharField(max_length=5)', 'Team.clubs.through', 'class Club(models.Model):\n    teams = models.ManyToManyField(Team, related_name="clubs")\n'), '`club` loads every row of `Club`'],
    ['named by the field', linked('members = models.ManyToManyField(User, through="Membership")', 'Team.members.through', MEMBERSHIP), '`person` loads every row of `User`'],
  ])('%s', async (_name, files, expected) => {
    const messages = await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } });
    expect(messages.map(({ message }) => message.slice(0, expected.length))).toEqual([expected]);
  });

  it.each([
    ['of rows that belong to it', linked('name = models.CharField(max_length=5)', 'Team.players.through', 'class Player(models.Model):\n    team = models.ForeignKey(Team, related_name="players", on_delete=models.CASCADE)\n')],
    ['that is none', linked('name = models.CharField(max_length=5)', 'Team.name.through')],
    ['of a model that is not found', linked('members = models.ManyToManyField("gone.Person")', 'Team.members.through')],
  ])('is silent: %s', async (_name, files) => {
    expect(await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } })).toEqual([]);
  });
});

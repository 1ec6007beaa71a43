import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const project = (target: string, admin = ''): ProjectFiles => ({
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/apps.py': '',
  'config/settings.py': 'INSTALLED_APPS = ["crm", "shop"]\nAUTH_USER_MODEL = "people.Person"\n',
  'shop/models.py': `from crm.models import Account\nfrom django.conf import settings\nfrom django.db import models\n\nclass Order(models.Model):\n    owner = models.ForeignKey(${target}, on_delete=models.CASCADE)\n`,
  'shop/admin.py': `from django.contrib import admin\nfrom .models import Order\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    list_display = ["id"]\n    show_full_result_count = False\n${admin}`,
});

const told = async (rule: string, files: ProjectFiles, options: object = {}): Promise<string[]> =>
  (await lintProject(files, 'shop/admin.py', { rules: { [`admin-scale/${rule}`]: ['error', options] } })).map(({ message }) => message);

const FILTER = '    list_filter = ["owner"]\n    raw_id_fields = ["owner"]\n';

describe("a key to an installed package's model", () => {
  it.each([
    ['by its label', '"crm.Account"', 'Account'],
    ['by its class', 'Account', 'Account'],
    ['by the setting of the users', 'settings.AUTH_USER_MODEL', 'User'],
  ])('loads every row of it as options: %s', async (_name, target, model) => {
    expect(await told('no-unbounded-options', project(target))).toEqual([
      `\`owner\` loads every row of \`${model}\` as options on the change form. Add \`"owner"\` to \`raw_id_fields\`, which shows the key.`,
    ]);
    const [filter, ...more] = await told('no-uncached-filter-lookups', project(target, FILTER));
    expect(filter).toContain(`The filter \`owner\` loads every row of \`${model}\` at every request of the list.`);
    expect(more).toEqual([]);
  });

  it.each([
    ['a name that only a setting knows', 'conf.TEAM_MODEL', ''],
    ['bounded', '"crm.Account"', '    raw_id_fields = ["owner"]\n'],
  ])('says nothing: %s', async (_name, target, admin) => {
    expect(await told('no-unbounded-options', project(target, admin))).toEqual([]);
  });

  it('weighs little in the shared preset, as nothing says how large the table gets', async () => {
    expect(await told('no-unbounded-options', project('"crm.Account"'), { tables: 'growing' })).toEqual([]);
  });

  it.each([['crm.Account', 1], ['Account', 1]])('takes the number of rows from the settings: %s', async (key) => {
    const files = project('"crm.Account"');
    const lint = async (rows: number): Promise<number> =>
      (await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' }, settings: { rows: { [key]: rows } } })).length;
    expect([await lint(3), await lint(50_000)]).toEqual([0, 1]);
  });
});

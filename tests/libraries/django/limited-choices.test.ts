import { expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const files = (limit: string): Record<string, string> => ({
  'manage.py': '', 'vote/__init__.py': '', 'vote/apps.py': '',
  'vote/models.py': `from django.contrib.auth.models import Permission\nfrom django.db import models\n\nclass Agenda(models.Model):\n    name = models.CharField(max_length=40)\n    permission = models.ForeignKey(Permission, on_delete=models.CASCADE${limit})\n`,
  'vote/admin.py': 'from django.contrib import admin\nfrom .models import Agenda\n\n@admin.register(Agenda)\nclass AgendaAdmin(admin.ModelAdmin):\n    pass\n',
});

it.each([
  ['named one by one', ', limit_choices_to={"codename__in": ("can_vote", "on_board")}', []],
  ['of some kinds', ', limit_choices_to={"content_type__in": (1, 2)}', ['no-unbounded-options']],
  ['all of them', '', ['no-unbounded-options']],
])('options that are %s', async (_, limit, expected) => {
  expect(ruleIds(await lintProject(files(limit), 'vote/admin.py')).filter((rule) => rule === 'no-unbounded-options')).toEqual(expected);
});

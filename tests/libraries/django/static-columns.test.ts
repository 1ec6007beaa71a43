import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Town(models.Model):
    name = models.CharField(max_length=40)

class Club(models.Model):
    name = models.CharField(max_length=40)
    town = models.ForeignKey(Town, on_delete=models.CASCADE)

class Member(models.Model):
    club = models.ForeignKey(Club, on_delete=models.CASCADE)
`;

const admin = (method: string, more = ''): string => `from django.contrib import admin
from .models import Club

@admin.register(Club)
class ClubAdmin(admin.ModelAdmin):
    list_display = ["name", "shown"]
    actions = None
${more}
${method}
`;

const RULES = { 'admin-scale/require-eager-loading': 'error', 'admin-scale/no-query-per-row': 'error' } as const;

async function told(text: string): Promise<(string | null)[]> {
  const found = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': text }, 'shop/admin.py', { rules: RULES });
  return found.map(({ ruleId }) => ruleId);
}

const STATIC = (body: string): string => `    @staticmethod\n    def shown(club):\n        return ${body}`;

describe('a column that is a static method', () => {
  it.each([
    ['a relation', 'club.town.name', 'admin-scale/require-eager-loading'],
    ['a count of related rows', 'club.member_set.all().count()', 'admin-scale/require-eager-loading'],
    ['a query for the row', 'club.member_set.filter(pk__gt=1).count()', 'admin-scale/no-query-per-row'],
  ])('is given the row first: %s', async (_name, body, rule) => {
    expect(await told(admin(STATIC(body)))).toEqual([rule]);
  });

  it('finds what the rows bring along', async () => {
    expect(await told(admin(STATIC('club.town.name'), '    list_select_related = ["town"]'))).toEqual([]);
  });

  it('is given no admin before it', async () => {
    expect(await told(admin('    @staticmethod\n    def shown(something, club=None):\n        return club.town.name if club else something.name'))).toEqual([]);
  });
});

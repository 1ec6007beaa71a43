import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Team(models.Model):
    name = models.CharField(max_length=40)

class Driver(models.Model):
    name = models.CharField(max_length=40)
    teams = models.ManyToManyField(Team)

class Rider(models.Model):
    name = models.CharField(max_length=40)
    teams = models.ManyToManyField(Team)
`;

const admin = (parameter: string, { body = 'len(driver.teams.all())', loads = '', more = '' } = {}): string => `from django.contrib import admin
from .models import Driver, Rider

class Mixin(admin.ModelAdmin):
    list_display = ["name", "team_count"]
    exclude = ["teams"]

    def get_queryset(self, request):
        return super().get_queryset(request)${loads}

    def team_count(self, ${parameter}):
        return ${body}

@admin.register(Driver)
class DriverAdmin(Mixin):
    pass
${more}`;

const RIDERS = `
@admin.register(Rider)
class RiderAdmin(Mixin):
    pass
`;

const RULES = { 'admin-scale/require-eager-loading': 'error', 'admin-scale/no-query-per-row': 'error' } as const;

async function rules(text: string): Promise<(string | null)[]> {
  const found = await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': text }, 'shop/admin.py', { rules: RULES });
  return found.map(({ ruleId }) => ruleId);
}

const EAGER = 'admin-scale/require-eager-loading';
const PER_ROW = 'admin-scale/no-query-per-row';
const FILTERED = { body: 'driver.teams.filter(name="a").count()' };
const LOADED = { loads: '.prefetch_related("teams")' };

describe('columns that a mixin has', () => {
  it.each(['driver', 'driver: Driver', 'driver: "Driver"'])('are given rows of the list, with what these bring along: %s', async (parameter) => {
    expect(await rules(admin(parameter, LOADED))).toEqual([]);
    expect(await rules(admin(parameter, { ...LOADED, body: 'driver.teams.all().count()' }))).toEqual([]);
    expect(await rules(admin(parameter))).toEqual([EAGER]);
    expect(await rules(admin(parameter, FILTERED))).toEqual([PER_ROW]);
  });

  it('are given rows of several lists, which one alone may bring along', async () => {
    expect(await rules(admin('driver: Driver', { ...LOADED, more: RIDERS }))).toEqual([]);
    expect(await rules(admin('driver: Driver', { ...FILTERED, more: RIDERS }))).toEqual([PER_ROW]);
    expect(await rules(admin('driver', { ...FILTERED, more: RIDERS }))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Country(models.Model):
    name = models.CharField(max_length=40)

class Person(models.Model):
    born_in = models.ForeignKey(Country, on_delete=models.CASCADE)

class House(models.Model):
    country = models.ForeignKey(Country, on_delete=models.CASCADE)
`;

const ADMIN = `from django.contrib import admin
from .models import Country, House, Person

@admin.register(Country)
class CountryAdmin(admin.ModelAdmin):
    list_display = ["name"]

@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):
    raw_id_fields = ["born_in"]

@admin.register(House)
class HouseAdmin(admin.ModelAdmin):
    RAW
`;

async function countOf(raw: string): Promise<string> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': ADMIN.replace('RAW', raw) };
  const found = await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-exact-count': 'error' } });
  return found.map(({ message }) => message).find((message) => message.includes('`Country`')) ?? '';
}

describe('raw ids as evidence of a large table', () => {
  it('are weaker than what is declared where one form alone has them', async () => {
    expect(await countOf('exclude = ["country"]')).not.toContain('expected to be large');
  });

  it('count where several forms have them', async () => {
    expect(await countOf('raw_id_fields = ["country"]')).toContain('expected to be large: `PersonAdmin` has it in `raw_id_fields`');
  });
});

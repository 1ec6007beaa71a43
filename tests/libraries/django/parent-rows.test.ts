import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const models = (property: string): string => `from django.db import models

class Event(models.Model):
    title = models.CharField(max_length=40)

    @property
    def kind(self):
        ${property}

class Match(Event):
    guests = models.CharField(max_length=40)

class Training(Event):
    event = models.OneToOneField(Event, on_delete=models.CASCADE, parent_link=True, related_name="exercise")
`;

const ADMIN = `from django.contrib import admin
from .models import Event

@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = ["title", "kind"]
    actions = None
`;

async function messages(property: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models(property), 'shop/admin.py': ADMIN };
  return (await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

describe("a row's way to its child in multi-table inheritance", () => {
  it.each([
    ['by its name', 'return self.match.guests', '`match`'],
    ['by the name that its link gives it', 'return self.exercise.pk', '`exercise`'],
  ])('is a query for each row: %s', async (_name, property, path) => {
    const [only, ...others] = await messages(property);
    expect(others).toEqual([]);
    expect(only).toContain(`${path} is loaded once per row for column \`kind\``);
  });

  it('is one of its own where rows are polymorphic, which no join answers', async () => {
    const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': `from polymorphic.models import PolymorphicModel\n${models('return self.match.guests').replace('class Event(models.Model)', 'class Event(PolymorphicModel)')}`, 'shop/admin.py': ADMIN };
    expect(await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).toEqual([]);
  });

  it('goes by no name that another takes', async () => {
    expect(await messages('return self.training')).toEqual([]);
  });
});

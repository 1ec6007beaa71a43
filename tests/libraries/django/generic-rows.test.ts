import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

class Entry(models.Model):
    kind = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveIntegerField()
    thing = GenericForeignKey("kind", "object_id")
    label = models.CharField(max_length=40)

    def title(self):
        return f"{self.label}: {self.thing}"
`;

const view = (body: string, rows = 'Entry.objects.all()'): string => `from .models import Entry

def export(writer):
    for entry in ${rows}:
        writer.writerow([${body}])

export(None)
`;

async function messages(text: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': text };
  return (await lintProject(files, 'shop/views.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

describe('a generic foreign key of the rows of a loop', () => {
  it.each([
    ['read by the loop', 'entry.thing'],
    ["read by a method of the row's", 'entry.title()'],
  ])('is a query for each row, which a prefetch spares: %s', async (_name, body) => {
    const [only, ...others] = await messages(view(body));
    expect(others).toEqual([]);
    expect(only).toContain('`thing` is loaded once for each');
    expect(only).toContain('Add `.prefetch_related("thing")`');
  });

  it('is what a function sets that the rows go through', async () => {
    const through = (body: string): string => view('entry.thing', 'given(Entry.objects.all())').replace('def export', `def given(entries):\n${body}    return entries\n\ndef export`);
    expect(await messages(through(''))).toHaveLength(1);
    expect(await messages(through('    for entry in entries:\n        setattr(entry, "thing", find(entry))\n'))).toEqual([]);
  });

  it.each([
    ['its key and its type alone', view('entry.object_id, entry.kind_id')],
    ['prefetched', view('entry.thing', 'Entry.objects.prefetch_related("thing")')],
    ['set by the loop', view('entry.label').replace('        writer', '        entry.thing = writer\n        print(entry.thing)\n        writer')],
  ])('costs nothing: %s', async (_name, text) => {
    expect(await messages(text)).toEqual([]);
  });
});

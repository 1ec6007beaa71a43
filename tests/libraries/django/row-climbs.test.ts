import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const RULES = { 'admin-scale/require-eager-loading': 'error' } as const;

const project = (members: string, admin = '    list_display = ["title", "way"]\n    actions = None'): Record<string, string> => ({
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/models.py': `from django.db import models

class Shelf(models.Model):
    title = models.CharField(max_length=20)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)
    buddy = models.ForeignKey("Shelf", null=True, on_delete=models.CASCADE, related_name="+")

${members.replaceAll(/^/gm, '    ')}

class Book(models.Model):
    title = models.CharField(max_length=20)
    shelf = models.ForeignKey(Shelf, null=True, on_delete=models.CASCADE)

    def way(self):
        return self.shelf.way()
`,
  'shop/admin.py': `from django.contrib import admin
from .models import Book, Shelf

@admin.register(Shelf)
class ShelfAdmin(admin.ModelAdmin):
${admin}
`,
});

const messages = async (files: Record<string, string>, path = 'shop/admin.py'): Promise<string[]> => (await lintProject(files, path, { rules: RULES })).map(({ message }) => message);

describe('code that climbs from a row to its parents', () => {
  it.each([
    ['while there is one', 'def way(self):\n    at, names = self, []\n    while at.parent:\n        at = at.parent\n        names.append(at.title)\n    return names', 'Shelf.way'],
    ['from the parent on', 'def way(self):\n    names, at = [], None\n    at = self.parent\n    while at is not None:\n        names.append(at.title)\n        at = at.parent\n    return names', 'Shelf.way'],
    ['by calling itself', 'def way(self):\n    if not self.parent:\n        return self.title\n    return self.parent.way() + self.title', 'Shelf.way'],
    ['as a property', '@property\ndef way(self):\n    return [*(self.parent.way if self.parent_id else []), self.title]', 'Shelf.way'],
    ['by the label', 'def way(self):\n    return str(self)\n\ndef __str__(self):\n    return f"{self.parent} > {self.title}"', 'Shelf.__str__'],
  ])('is told to send a query for each level: %s', async (_, members, name) => {
    const [message, ...others] = await messages(project(members));
    expect(others).toEqual([]);
    expect(message).toContain('`parent` is loaded once per row');
    expect(message).toContain('a query for each level above the row');
    expect(message).toContain(`\`${name}\` goes on from there level by level: a join of \`parent\` spares the first of them only.`);
    expect(message).toContain('read the rows of `Shelf` once into a dictionary');
    expect(message).not.toContain('list_select_related');
  });

  const CLIMBING = 'def way(self):\n    at = self\n    while at.parent:\n        at = at.parent\n    return at.title';

  it('is silent where the first level is joined, which is all that a tree of two levels needs', async () => {
    expect(await messages(project(CLIMBING, '    list_display = ["title", "way"]\n    list_select_related = ["parent"]\n    actions = None'))).toEqual([]);
  });

  it('leaves what leads to the tree to a join', async () => {
    const files = project(CLIMBING);
    files['shop/admin.py'] = files['shop/admin.py']?.replaceAll('Shelf', 'Book') ?? '';
    const found = await messages(files);
    expect(found).toEqual([expect.stringContaining('list_select_related = ("shelf'), expect.stringContaining('`shelf__parent` is loaded once per row')]);
  });

  it('is told in a loop', async () => {
    const files = { ...project(CLIMBING), 'shop/views.py': 'from .models import Shelf\n\ndef ways():\n    return [shelf.way() for shelf in Shelf.objects.all()]\n' };
    expect(await messages(files, 'shop/views.py')).toEqual([expect.stringMatching(/a query for each level above the row.*once into a dictionary/s)]);
  });

  it.each([
    ['one step up', 'def way(self):\n    return self.parent.title if self.parent else self.title'],
    ['two steps up', 'def way(self):\n    return self.parent.parent.title'],
    ['a step in a loop that ends there', 'def way(self):\n    at = self\n    while at.title == "":\n        at = self.parent\n    return at.title'],
  ])('is told apart from %s, which a join spares', async (_, members) => {
    expect(await messages(project(members))).toEqual([expect.stringContaining('list_select_related = ("parent')]);
  });
});

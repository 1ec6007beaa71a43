import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const project = (members: string): Record<string, string> => ({
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/apps.py': '',
  'shop/models.py': `from django.db import models

class Shop(models.Model):
    name = models.CharField(max_length=20)

class Order(models.Model):
    shop = models.ForeignKey(Shop, null=True, on_delete=models.CASCADE)

${members}
`,
  'shop/admin.py': `from django.contrib import admin
from .models import Order

@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):
    list_display = ["id", "title"]
`,
});

describe('methods that give methods', () => {
  it.each([
    ['itself', '    def title(self):\n        return self.title'],
    ['each other', '    def title(self):\n        return self.label\n    def label(self):\n        return self.title'],
    ['the row, whose label gives the method', '    def title(self):\n        return self\n    def __str__(self):\n        return self.title'],
  ])('end: %s', async (_name, members) => {
    expect(await lintProject(project(members), 'shop/admin.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).toEqual([]);
  });

  it('are followed to the relation that the last one reads', async () => {
    const messages = await lintProject(project('    def title(self):\n        return self.label\n    def label(self):\n        return self.shop.name'), 'shop/admin.py', { rules: { 'admin-scale/require-eager-loading': 'error' } });
    expect(messages.map(({ message }) => message)).toEqual([expect.stringContaining('`shop` is loaded once per row for column `title`')]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Keeper(models.Model):
    name = models.CharField(max_length=40)

class Cage(models.Model):
    keeper = models.ForeignKey(Keeper, on_delete=models.CASCADE)
    code = models.CharField(max_length=40)
    built = models.DateField()

class Animal(models.Model):
    cage = models.ForeignKey(Cage, related_name="animals", on_delete=models.CASCADE)
    name = models.CharField(max_length=40)
`;

const BASES = `from django.contrib import admin

class Coded(admin.ModelAdmin):
    def get_list_display(self, request):
        return ["code", "built"]
`;

const RULES = Object.fromEntries(['require-eager-loading', 'no-uncached-filter-lookups', 'no-unanchored-search', 'no-unbounded-options'].map((name) => [`admin-scale/${name}`, 'error'] as const));

/** What is reported of an admin of cages: "rule at the text that is marked". */
async function found(body: string, { bases = 'admin.ModelAdmin', before = '' } = {}): Promise<string[]> {
  const text = `from django.contrib import admin\nfrom .bases import Coded\nfrom .models import Animal, Cage\n${before}\n@admin.register(Cage)\nclass CageAdmin(${bases}):\n    raw_id_fields = ["keeper"]\n\n    def who(self, cage):\n        return cage.keeper.name\n\n${body}`;
  const messages = await lintProject({ 'manage.py': '', 'zoo/__init__.py': '', 'zoo/models.py': MODELS, 'zoo/bases.py': BASES, 'zoo/admin.py': text }, 'zoo/admin.py', { rules: RULES });
  const lines = text.split('\n');
  return messages.map(({ ruleId, line, column, endColumn }) => `${(ruleId ?? '').replace('admin-scale/', '')} at ${(lines[line - 1] ?? '').slice(column - 1, (endColumn ?? 0) - 1)}`);
}

const method = (name: string, ...lines: readonly string[]): string => `    def get_${name}(self, request, *args):\n${lines.map((line) => `        ${line}\n`).join('')}\n`;

const EAGER = 'require-eager-loading at "who"';

describe('lists that an admin gives by a method', () => {
  it.each([
    ['a literal', ['return ("code", "who")']],
    ['one way of several', ['if request.user.is_superuser:', '    return ("code", "who")', 'return ("code",)']],
    ['a name', ['columns = ["code"]', 'columns.append("who")', 'return columns']],
    ['a name that grows', ['columns = ("code",)', 'if request.user.is_superuser:', '    columns += ("who",)', 'return columns']],
    ['what is put in front', ['columns = list(self.list_display)', 'columns.insert(0, "who")', 'return columns']],
    ['what is put behind', ['columns = ["code"]', 'columns.extend(["who"])', 'return columns']],
    ['what is inherited, and more', ['return [*super().get_list_display(request), "who"]']],
    ['a sum', ['return tuple(super().get_list_display(request)) + ("who",)']],
    ['one of two', ['return ("code",) if request.user.is_superuser else ("code", "who")']],
  ])('reads columns of a row: %s', async (_name, lines) => {
    expect(await found(method('list_display', ...lines))).toEqual([EAGER]);
    expect(await found(`    list_select_related = ["keeper"]\n\n${method('list_display', ...lines)}`)).toEqual([]);
  });

  it.each([
    ['what is taken away', ['columns = ["code", "who"]', 'columns.remove("who")', 'return columns']],
    ['what is left out', ['return [name for name in ("code", "who") if name != "who"]']],
    ['what is computed', ['return columns_for(request)']],
  ])('tells nothing of %s', async (_name, lines) => {
    expect(await found(method('list_display', ...lines))).toEqual([]);
  });

  it('goes by the method of a base, and not by an attribute that nobody asks then', async () => {
    expect(await found('    list_display = ["code", "who"]\n', { bases: 'Coded' })).toEqual([]);
    expect(await found(method('list_display', 'return super().get_list_display(request) + ["who"]'), { bases: 'Coded' })).toEqual([EAGER]);
  });

  it('has filters and searched columns by methods', async () => {
    expect(await found(method('list_filter', 'return ["built", "keeper"]'))).toEqual(['no-uncached-filter-lookups at "keeper"']);
    expect(await found(method('list_filter', 'return ["built"]'))).toEqual([]);
    expect(await found(method('search_fields', 'return ["code", "animals__name"]'))).toEqual(['no-unanchored-search at CageAdmin']);
    expect(await found(`    search_fields = ["code", "animals__name"]\n\n${method('search_fields', 'return ["code"]')}`)).toEqual([]);
  });

  it('has inlines by a method', async () => {
    const inline = (more: string): string => `\nclass AnimalInline(admin.TabularInline):\n    model = Cage\n    fk_name = "keeper"\n    fields = ["code", "keeper"]\n${more}`;
    const animals = (more: string): string => `\nclass AnimalInline(admin.TabularInline):\n    model = Animal\n    readonly_fields = ["place"]\n    fields = ["name", "place"]\n    def place(self, animal):\n        return animal.cage.keeper.name\n${more}`;
    expect(await found(method('inlines', 'return [AnimalInline]'), { before: animals('') })).toEqual(['require-eager-loading at "place"']);
    expect(await found(method('inlines', 'return []'), { before: inline('') })).toEqual([]);
  });

  it('takes a page size by the name of a constant', async () => {
    const lint = async (size: string): Promise<number> => {
      const text = `from django.contrib import admin\nfrom .models import Cage\nSIZE = ${size}\n@admin.register(Cage)\nclass CageAdmin(admin.ModelAdmin):\n    list_per_page = SIZE\n`;
      return (await lintProject({ 'manage.py': '', 'zoo/models.py': MODELS, 'zoo/admin.py': text }, 'zoo/admin.py', { rules: { 'admin-scale/max-page-size': 'error' } })).length;
    };
    expect(await lint('1000')).toBe(1);
    expect(await lint('100')).toBe(0);
  });
});

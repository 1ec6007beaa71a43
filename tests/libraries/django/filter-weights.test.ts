import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class CenterManager(models.Manager):
    def abroad(self):
        return self.filter(kind="abroad")

class Center(models.Model):
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    phone = models.CharField(max_length=40)
    objects = CenterManager()

class Product(models.Model):
    name = models.CharField(max_length=40)
    sku = models.CharField(max_length=40)

class Parcel(models.Model):
    center = models.ForeignKey(Center, on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.CASCADE)

class Letter(models.Model):
    center = models.ForeignKey(Center, on_delete=models.CASCADE)
`;

const HEAD = `from django.contrib import admin
from .models import Center, Letter, Parcel, Product

@admin.register(Parcel)
class ParcelAdmin(admin.ModelAdmin):
    raw_id_fields = ("center", "product")

`;

async function told(code: string, preset: 'recommended' | 'strict', models = MODELS, more: Record<string, string> = {}): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': models, 'shop/admin.py': `${HEAD}${code}`, ...more };
  return (await lintProject(files, 'shop/admin.py', { preset })).filter(({ ruleId }) => ruleId?.endsWith('no-uncached-filter-lookups')).map(({ message }) => message);
}

describe('a filter by a relation that only forms say is long', () => {
  const by = (name: string): string => `@admin.register(Letter)\nclass LetterAdmin(admin.ModelAdmin):\n    list_filter = ("${name}",)\n`;

  it('is told where all is wanted', async () => {
    expect(await told(by('center'), 'strict')).toHaveLength(1);
    expect(await told(by('center'), 'recommended')).toEqual([]);
  });

  it.each([
    ['its name', MODELS.replace('class Letter(models.Model):', 'class Letter(models.Model):\n    product = models.ForeignKey(Product, on_delete=models.CASCADE)'), by('product'), {}],
    ['what its labels ask for', MODELS.replace('    kind =', '    parent = models.ForeignKey("Product", on_delete=models.CASCADE)\n    def __str__(self):\n        return self.parent.name\n    kind ='), by('center'), {}],
    ['code that adds rows at several places', MODELS, by('center'), { 'shop/first.py': 'from .models import Center\ndef add():\n    Center.objects.create(name="x")\n', 'shop/second.py': 'from .models import Center\ndef add():\n    Center.objects.create(name="y")\n' }],
  ])('is told to everybody by more than that: %s', async (_name, models, code, more) => {
    expect(await told(code, 'recommended', models, more)).toHaveLength(1);
  });
});

describe('options that a filter asks for', () => {
  const from = (rows: string): string => `class CenterFilter(admin.SimpleListFilter):
    title = "center"
    parameter_name = "center"

    def lookups(self, request, model_admin):
        return [(row.pk, row.name) for row in ${rows}]
`;

  it.each(['Center.objects.all()', 'Center.objects.order_by("name")', 'Center.objects.filter()'])('are told to everybody where they are all rows: %s', async (rows) => {
    expect(await told(from(rows), 'recommended')).toHaveLength(1);
  });

  it.each(['Center.objects.filter(kind="main")', 'Center.objects.exclude(kind="main").order_by("name")', 'Center.objects.abroad()'])('are told where all is wanted when conditions leave some of them: %s', async (rows) => {
    expect(await told(from(rows), 'strict')).toHaveLength(1);
    expect(await told(from(rows), 'recommended')).toEqual([]);
  });
});

import { TemporaryProject } from '../stub.ts';

/** A shop with an admin page that gets cheaper, one that doesn't, and a table that is loaded whole. */
export function reportProject(more: Readonly<Record<string, string>> = {}): TemporaryProject {
  return new TemporaryProject({
    'manage.py': 'import django\n',
    'admin-scale.json': '{ "rows": { "Supplier": 5000 } }',
    'shop/__init__.py': '',
    'shop/models.py': [
      'from django.db import models',
      '',
      'class Supplier(models.Model):',
      '    name = models.CharField(max_length=50)',
      '',
      'class Order(models.Model):',
      '    supplier = models.ForeignKey(Supplier, null=True, on_delete=models.SET_NULL)',
      '    number = models.IntegerField(unique=True)',
      '',
      'class Country(models.Model):',
      '    name = models.CharField(max_length=50)',
      '',
    ].join('\n'),
    'shop/admin.py': [
      'from django.contrib import admin',
      'from .models import Country, Order',
      '@admin.register(Order)',
      'class OrderAdmin(admin.ModelAdmin):',
      '    show_full_result_count = True',
      '    list_display = ("id", "supplier")',
      '    list_filter = ("supplier",)',
      '',
      '@admin.register(Country)',
      'class CountryAdmin(admin.ModelAdmin):',
      '    list_display = ("name",)',
      '',
    ].join('\n'),
    ...more,
  });
}

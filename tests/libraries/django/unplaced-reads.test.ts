import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Depot(models.Model):
    name = models.CharField(max_length=40)
    town = models.ForeignKey("Town", on_delete=models.CASCADE)

class Town(models.Model):
    name = models.CharField(max_length=40)

class Shelf(models.Model):
    depot = models.ForeignKey(Depot, on_delete=models.CASCADE)
`;

const count = (method: string): string => `from .models import Depot

def ${method}(lines):
    for depot in Depot.objects.filter(name__startswith="x"):
        lines.append(depot.shelf_set.count())
    return lines
`;

async function told(file: string, code: string, preset: 'recommended' | 'strict', more: Record<string, string> = {}): Promise<string[]> {
  return ruleIds(await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, [file]: code, ...more }, file, { preset }));
}

describe('a query per row of which nothing says how many rows there are, or where it runs', () => {
  it('is told where all is wanted', async () => {
    expect(await told('shop/texts.py', count('describe_all'), 'strict')).toEqual(['no-query-per-row']);
    expect(await told('shop/texts.py', count('describe_all'), 'recommended')).toEqual([]);
  });

  it('weighs more where somebody waits for it', async () => {
    expect(await told('shop/views.py', count('describe_all'), 'recommended')).toEqual(['no-query-per-row']);
  });

  it('weighs more where the table grows', async () => {
    const more = { 'shop/first.py': 'from .models import Depot\ndef add():\n    Depot.objects.create(name="x")\n', 'shop/second.py': 'from .models import Depot\ndef add():\n    Depot.objects.create(name="y")\n' };
    expect(await told('shop/texts.py', count('describe_all'), 'recommended', more)).toEqual(['no-query-per-row']);
  });

  it('weighs more where the name says that there are many', async () => {
    const orders = MODELS.replaceAll('Depot', 'Order');
    expect(await told('shop/texts.py', count('describe_all').replaceAll('Depot', 'Order'), 'recommended', { 'shop/models.py': orders })).toEqual(['no-query-per-row']);
  });

  it('weighs more where one word mends it', async () => {
    expect(await told('shop/texts.py', count('describe_all').replace('depot.shelf_set.count()', 'depot.town.name'), 'recommended')).toEqual(['require-eager-loading']);
  });
});

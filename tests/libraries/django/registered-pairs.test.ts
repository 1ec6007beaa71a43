import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = 'from django.db import models\n\nclass Region(models.Model):\n    name = models.CharField(max_length=40)\n\nclass Shop(models.Model):\n    region = models.ForeignKey(Region, on_delete=models.CASCADE)\n\nclass Branch(models.Model):\n    region = models.ForeignKey(Region, on_delete=models.CASCADE)\n';

const admin = (registration: string): string => `from django.contrib import admin
from . import models

class ShopAdmin(admin.ModelAdmin):
    list_display = ["id"]

${registration}
`;

async function inputs(registration: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': admin(registration) };
  return (await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } })).map(({ line }) => String(line));
}

const PAIRS = 'PAIRS = [\n    (models.Shop, ShopAdmin),\n    (models.Branch,),\n]\n';

describe('models that are registered by tuples', () => {
  it.each([
    ['that a list takes apart', `${PAIRS}[admin.site.register(*pair) for pair in PAIRS]`, ['4', '9']],
    ['that a loop takes apart', `${PAIRS}for pair in PAIRS:\n    admin.site.register(*pair)`, ['4', '9']],
    ['by their parts', 'for model, cls in [(models.Shop, ShopAdmin)]:\n    admin.site.register(model, cls)', ['4']],
    ['the other way round', 'for cls, model in [(ShopAdmin, models.Shop)]:\n    admin.site.register(model, cls)', ['4']],
    ['of a dictionary', 'ADMINS = {models.Shop: ShopAdmin}\nfor model, cls in ADMINS.items():\n    admin.site.register(model, cls)', ['4']],
  ])('%s', async (_name, registration, lines) => {
    expect(await inputs(registration)).toEqual(lines);
  });

  it.each([
    ['that nobody has written down', 'for pair in load_pairs():\n    admin.site.register(*pair)'],
    ['with something else', 'for pair in [("shop", 1)]:\n    admin.site.register(*pair)'],
    ['of another registry', `${PAIRS.replaceAll('ShopAdmin', 'object')}for pair in PAIRS:\n    history.register(*pair)`],
  ])('are none: %s', async (_name, registration) => {
    expect(await inputs(registration)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Season(models.Model):
    slug = models.CharField(max_length=20)

class Order(models.Model):
    season = models.ForeignKey(Season, on_delete=models.CASCADE)

class Item(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE)
`;

const RULES = { 'admin-scale/no-query-per-row': 'error' } as const;

/** The rules that report a loop over what belongs to the row that a property of the view gives. */
async function found(property: string, imports = 'from django.core.cache import cache'): Promise<string[]> {
  const code = `${imports}
from django.shortcuts import get_object_or_404
from django.views.generic import View
from .models import Item, Season

class SeasonMixin:
    @property
    def season(self):
${property.replaceAll(/^/gm, '        ')}

class Orders(SeasonMixin, View):
    def get(self, request):
        return [Item.objects.filter(order=order).count() for order in self.season.order_set.filter(pk__gt=5)]
`;
  return ruleIds(await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/views.py': code }, 'shop/views.py', { rules: RULES }));
}

const READ = 'season = get_object_or_404(Season, slug=self.kwargs["slug"])';

describe('what a function gives once more that it has kept', () => {
  it.each([
    ['in the view', `if hasattr(self, "_season"):\n    return self._season\n${READ}\nself._season = season\nreturn season`],
    ['in the cache', `kept = cache.get("season")\nif kept:\n    return kept\n${READ}\ncache.set("season", season)\nreturn season`],
    ['in the cache, given as it is found', `if "season" in cache:\n    return cache.get("season")\n${READ}\nreturn season`],
    ['in both', `if hasattr(self, "_season"):\n    return self._season\nkept = cache.get("season")\nif kept:\n    self._season = kept\n    return kept\n${READ}\nself._season = season\nreturn season`],
  ])('is what it gives else: %s', async (_name, property) => {
    expect(await found(property)).toEqual(['no-query-per-row']);
  });

  it.each([
    ['another method sets it', `if hasattr(self, "_season"):\n    return self._season\n${READ}\nreturn season`],
    ['it comes from somewhere else', `kept = self.request.get("season")\nif kept:\n    return kept\n${READ}\nreturn season`],
    ['nothing else is given', 'return cache.get("season")'],
  ])('is not known where %s', async (_name, property) => {
    expect(await found(property)).toEqual([]);
  });

  it('is not known of a cache of the project', async () => {
    expect(await found(`kept = cache.get("season")\nif kept:\n    return kept\n${READ}\nreturn season`, 'from .kept import cache')).toEqual([]);
  });
});

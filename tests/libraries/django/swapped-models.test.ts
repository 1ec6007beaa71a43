import { describe, expect, it } from 'vitest';
import { lintProject, ruleIds } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Customer(models.Model):
    name = models.CharField(max_length=40)

class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.ForeignKey(Customer, null=True, on_delete=models.SET_NULL)
`;

const APPS = 'from django.apps import AppConfig\n\nclass ShopConfig(AppConfig):\n    name = "shop"\n    label = "shop"\n';

function admin(asked: string, bases = 'admin.ModelAdmin'): string {
  return `from django.contrib import admin
from openwisp_users.multitenancy import MultitenantAdminMixin
from strangers.admin import StrangeMixin
from .swapper import load_model

Order = ${asked}

@admin.register(Order)
class OrderAdmin(${bases}):
    list_display = ["number", "customer"]
`;
}

async function found(asked: string, loading: string, bases?: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/apps.py': APPS, 'shop/swapper.py': loading, 'shop/admin.py': admin(asked, bases) };
  return ruleIds(await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/require-eager-loading': 'error' } }));
}

describe('a model that the project asks for by a function of its own', () => {
  it.each([
    ['which knows the app', 'load_model("Order")', 'import swapper\n\ndef load_model(name):\n    return swapper.load_model("shop", name)\n'],
    ['which has it from the configuration, in a file that is called like the package', 'load_model("Order")', 'from swapper import load_model as swapped\nfrom .apps import ShopConfig\n\ndef load_model(model):\n    """The model that is in use."""\n    return swapped(ShopConfig.label, model)\n'],
    ['which hands both on', 'load_model("shop", "Order")', 'from django.apps import apps\n\ndef load_model(app, name):\n    return apps.get_model(app, name)\n'],
    ['which has a prefix', 'load_model("Order")', 'from django.apps import apps\n\ndef load_model(name):\n    return apps.get_model("shop." + "Order")\n'],
  ])('is known: %s', async (_, asked, loading) => {
    expect(await found(asked, loading)).toEqual(['require-eager-loading']);
  });

  it.each([
    ['which asks somebody else', 'load_model("Order")', 'from strangers import load_model as swapped\n\ndef load_model(name):\n    return swapped("shop", name)\n'],
    ['which asks for another app', 'load_model("Order")', 'import swapper\n\ndef load_model(name):\n    return swapper.load_model("auth", name)\n'],
    ['which decides by itself', 'load_model("Order")', 'import swapper\n\ndef load_model(name):\n    if name in KEPT:\n        return KEPT[name]\n    name = translate(name)\n    return swapper.load_model("shop", name)\n'],
    ['whose name comes from elsewhere', 'load_model(NAME)', 'import swapper\n\ndef load_model(name):\n    return swapper.load_model("shop", name)\n'],
  ])('is not known: %s', async (_, asked, loading) => {
    expect(await found(asked, loading)).toEqual([]);
  });
});

describe('a mixin of a package', () => {
  const LOADING = 'from swapper import load_model\n';

  it('that narrows the rows and loads none leaves the list to be judged', async () => {
    expect(await found('load_model("shop", "Order")', LOADING, 'MultitenantAdminMixin, admin.ModelAdmin')).toEqual(['require-eager-loading']);
  });

  it('that nobody knows may load anything', async () => {
    expect(await found('load_model("shop", "Order")', LOADING, 'StrangeMixin, admin.ModelAdmin')).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = 'from django.db import models\n\nclass Region(models.Model):\n    name = models.CharField(max_length=40)\n\nclass Shop(models.Model):\n    region = models.ForeignKey(Region, on_delete=models.CASCADE)\n';

const admin = (body: string): string => `from django import forms
from django.contrib import admin
from .models import Shop

class NewShopForm(forms.ModelForm):
    class Meta:
        model = Shop
        fields = []

@admin.register(Shop)
class ShopAdmin(admin.ModelAdmin):
    def get_form(self, request, obj=None, **kwargs):
${body.split('\n').map((line) => `        ${line}`).join('\n')}
`;

async function inputs(body: string): Promise<string[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/admin.py': admin(body) };
  return (await lintProject(files, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } })).map(({ message }) => message.slice(0, message.indexOf('.')));
}

const CHANGING = 'return super().get_form(request, obj, **kwargs)';
const REPORT = ['`region` loads every row of `Region` as options on the change form'];

describe('a form of its own for what is added', () => {
  it.each(['not obj', 'obj is None', 'not obj or not obj.pk', 'obj is None and request.user.is_staff'])('says nothing of the form that changes a row: if %s', async (test) => {
    expect(await inputs(`if ${test}:\n    return NewShopForm\n${CHANGING}`)).toEqual(REPORT);
    expect(await inputs(`if ${test}:\n    kwargs["form"] = NewShopForm\n${CHANGING}`)).toEqual(REPORT);
  });

  it.each([
    ['for some who change one', `if request.user.is_staff:\n    return NewShopForm\n${CHANGING}`],
    ['for one that is there', `if obj:\n    return NewShopForm\n${CHANGING}`],
    ['for one or the other', `if not obj or request.user.is_staff:\n    return NewShopForm\n${CHANGING}`],
    ['for one that is not done yet', `if not obj.name:\n    return NewShopForm\n${CHANGING}`],
    ['with another one behind it', `if not obj:\n    return NewShopForm\nelse:\n    return NewShopForm\n${CHANGING}`],
  ])('may be that which changes a row: %s', async (_name, body) => {
    expect(await inputs(body)).toEqual([]);
  });
});

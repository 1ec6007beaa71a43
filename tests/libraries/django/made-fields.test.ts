import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const files = (init: string, methods = ''): Record<string, string> => ({
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/apps.py': '',
  'shop/models.py': 'from django.db import models\n\nclass Part(models.Model):\n    name = models.CharField(max_length=40)\n\nclass Order(models.Model):\n    parts = models.ManyToManyField(Part)\n',
  'shop/admin.py': [
    'from django import forms', 'from django.contrib import admin', 'from .models import Order, Part', '',
    'class OrderForm(forms.ModelForm):', '    def __init__(self, *args, **kwargs):', '        super().__init__(*args, **kwargs)', ...init.split('\n').map((line) => `        ${line}`), ...methods.split('\n').map((line) => `    ${line}`), '',
    '@admin.register(Order)', 'class OrderAdmin(admin.ModelAdmin):', '    form = OrderForm', '',
  ].join('\n'),
});

const told = async (init: string, methods?: string): Promise<string[]> =>
  (await lintProject(files(init, methods), 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } })).map(({ line, message }) => `${String(line)}: ${message.slice(0, 60)}`);

const MAKES = 'self.fields["parts"] = forms.ModelMultipleChoiceField(queryset=Part.objects.order_by("name"))';
const REPORT = ['8: `parts` loads every row of `Part` as options on the change form'.slice(0, 63)];

describe("a field that a form's constructor makes", () => {
  it.each([
    ['as it is', undefined],
    ['beside what asks for the choice', 'def clean_parts(self):\n    return self.cleaned_data.get("parts", [])'],
  ])('loads every row as options: %s', async (_name, methods) => {
    expect(await told(MAKES, methods)).toEqual(REPORT);
  });

  it.each([
    ['narrowed after it is made', `${MAKES}\nself.fields["parts"].queryset = Part.objects.filter(pk=1)`],
    ['with rows of one order', 'self.fields["parts"] = forms.ModelMultipleChoiceField(queryset=Part.objects.filter(order=self.instance))'],
    ["with a widget of somebody's", 'self.fields["parts"] = forms.ModelMultipleChoiceField(queryset=Part.objects.all(), widget=PartPicker)'],
  ])('may load few: %s', async (_name, init) => {
    expect(await told(init)).toEqual([]);
  });
});

describe('a field that a form declares', () => {
  const USERS = {
    'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '',
    'shop/models.py': 'from django.conf import settings\nfrom django.db import models\n\nclass Order(models.Model):\n    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)\n',
  };
  const form = (queryset: string): string => `from django import forms\nfrom django.contrib import admin\nfrom django.contrib.auth import get_user_model\nfrom .models import Order\n\nclass OrderForm(forms.ModelForm):\n    owner = forms.ModelChoiceField(queryset=${queryset})\n\n@admin.register(Order)\nclass OrderAdmin(admin.ModelAdmin):\n    form = OrderForm\n`;
  const count = async (queryset: string): Promise<number> => (await lintProject({ ...USERS, 'shop/admin.py': form(queryset) }, 'shop/admin.py', { rules: { 'admin-scale/no-unbounded-options': 'error' } })).length;

  it('loads every user, by whatever name the model goes', async () => {
    expect(await count('get_user_model().objects.order_by("username")')).toBe(1);
  });

  it('may load few', async () => {
    expect(await count('get_user_model().objects.filter(pk=1)')).toBe(0);
    expect(await count('editors_of().objects.order_by("username")')).toBe(0);
  });
});

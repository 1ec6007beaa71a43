import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Country(models.Model):
    name = models.CharField(max_length=40)

class Region(models.Model):
    country = models.ForeignKey(Country, on_delete=models.CASCADE)
    open = models.BooleanField(default=True)

    def __str__(self):
        return f"{self.country.name} {self.pk}"

class Harbor(models.Model):
    region = models.ForeignKey(Region, on_delete=models.CASCADE)
    country = models.ForeignKey(Country, on_delete=models.CASCADE)
`;

const form = (init: string, { base = 'forms.ModelForm', fields = '', meta = '' } = {}): string => `from django import forms
from rest_framework import serializers
from dal import autocomplete
from .models import Country, Harbor, Region

class RegionField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.pk

class CountryField(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.country.name

class HarborForm(${base}):
${fields}    class Meta:
        model = Harbor
        fields = ["region", "country"]
${meta}
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
${init.split('\n').map((line) => `        ${line}`).join('\n')}
`;

async function told(code: string): Promise<{ message: string; fix: string | undefined }[]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/forms.py': code };
  const messages = await lintProject(files, 'shop/forms.py', { preset: 'recommended' });
  return messages.filter(({ ruleId }) => ruleId?.endsWith('require-eager-loading')).map(({ message, fix }) => ({ message, fix: fix?.text }));
}

const OPEN = 'self.fields["region"].queryset = Region.objects.filter(open=True)';

describe('rows that a form gives to a field as options', () => {
  it('come without what their labels read', async () => {
    const [only, ...others] = await told(form(OPEN));
    expect(others).toEqual([]);
    expect(only?.message).toContain('`country` is loaded once per option of the field `region`: a query per row. The label of an option through `Region.__str__` reads it, and the rows are read without it. Add `.select_related("country")`');
    expect(only?.fix).toBe('.select_related("country")');
  });

  it.each([
    ['under a condition', `if kwargs.get("open"):\n    ${OPEN}`, {}],
    ['of a form without a model', OPEN, { base: 'forms.Form', fields: '    region = forms.ModelChoiceField(queryset=Region.objects.none())\n' }],
    ['with another list for them', OPEN, { meta: '        widgets = {"region": forms.CheckboxSelectMultiple(), "country": forms.HiddenInput()}\n' }],
    ['for two fields, once', `rows = Region.objects.filter(open=True)\nself.fields["region"].queryset = rows\nself.fields["other"].queryset = rows`, {}],
    ['with labels of their own', OPEN, { fields: '    region = CountryField(queryset=Region.objects.none())\n' }],
  ])('are told of: %s', async (_name, init, options) => {
    expect(await told(form(init, options))).toHaveLength(1);
  });

  it.each([
    ['they bring it along', 'self.fields["region"].queryset = Region.objects.filter(open=True).select_related("country")', {}],
    ['their labels read nothing', 'self.fields["country"].queryset = Country.objects.all()', {}],
    ['labels of their own read nothing', OPEN, { fields: '    region = RegionField(queryset=Region.objects.none())\n' }],
    ['a widget shows the selected one alone', OPEN, { meta: '        widgets = {"region": forms.HiddenInput()}\n' }],
    ['the widget is decided on later', `${OPEN}\nself.fields["region"].widget = forms.HiddenInput()`, {}],
    ['labels are decided on later', `${OPEN}\nself.fields["region"].label_from_instance = str`, {}],
    ['the field goes', `${OPEN}\nif args:\n    self.fields.pop("region")`, {}],
    ['the field goes in another way', `${OPEN}\nif args:\n    del self.fields["region"]`, {}],
    ['the field is of another package', OPEN, { fields: '    region = autocomplete.RegionField(queryset=Region.objects.none())\n' }],
    ['the widget of the field is another', OPEN, { fields: '    region = forms.ModelChoiceField(queryset=Region.objects.none(), widget=autocomplete.ModelSelect2(url="x"))\n' }],
    ['the class of the field is another', OPEN, { meta: '        field_classes = {"region": RegionField}\n' }],
    ['it is no form', OPEN, { base: 'serializers.ModelSerializer' }],
  ])('are let be: %s', async (_name, init, options) => {
    expect(await told(form(init, options))).toEqual([]);
  });
});

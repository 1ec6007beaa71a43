import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Grower(models.Model):
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=9, unique=True)

class Crate(models.Model):
    number = models.IntegerField()
    grower = models.ForeignKey(Grower, null=True, on_delete=models.SET_NULL)
    packer = models.ForeignKey(Grower, null=True, on_delete=models.SET_NULL, related_name="+")
    coded = models.ForeignKey(Grower, null=True, to_field="code", on_delete=models.SET_NULL, related_name="+")

class Label(models.Model):
    crate = models.ForeignKey(Crate, on_delete=models.CASCADE)
    grower = models.ForeignKey(Grower, null=True, on_delete=models.SET_NULL)
`;

const FILES = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS };
const EAGER = { rules: { 'admin-scale/require-eager-loading': 'error' } } as const;

async function column(...bodies: readonly string[]): Promise<string[]> {
  const names = bodies.map((_, index) => `"column_${String(index)}"`).join(', ');
  const methods = bodies.map((body, index) => `\n    def column_${String(index)}(self, obj):\n        return ${body}\n`).join('');
  const admin = `from django.contrib import admin\nfrom .models import Crate\n\n@admin.register(Crate)\nclass CrateAdmin(admin.ModelAdmin):\n    list_display = [${names}]\n${methods}`;
  return (await lintProject({ ...FILES, 'shop/admin.py': admin }, 'shop/admin.py', EAGER)).map(({ message }) => message);
}

const READ = 'Nothing but the key is read of it. Read `grower_id` instead, which the row has already.';

describe('a relation of which nothing but the key is read', () => {
  it.each(['obj.grower.id', 'obj.grower.pk', 'f"/growers/{obj.grower.pk}/"', 'getattr(obj, "grower").pk'])('is read as the column that the row has: %s', async (body) => {
    const [only, ...others] = await column(body);
    expect(only).toContain(READ);
    expect(others).toEqual([]);
  });

  it('is told together with others', async () => {
    const [only, ...others] = await column('obj.grower.pk', 'obj.packer.pk');
    expect(only).toContain('Read `grower_id` and `packer_id` instead, which the row has already.');
    expect(others).toEqual([]);
  });

  it.each([
    ['another column', ['obj.grower.name']],
    ['another column beside the key', ['(obj.grower.pk, obj.grower.name)']],
    ['another column elsewhere', ['obj.grower.pk', 'obj.grower.name']],
    ['the label', ['obj.grower.pk', 'obj.grower']],
    ['a relation to a column that is no key', ['obj.coded.pk']],
  ])('is joined where more is read: %s', async (_name, bodies) => {
    const messages = await column(...bodies);
    expect(messages.join(' ')).not.toContain('Nothing but the key');
    expect(messages.length).toBe(1);
  });

  it('is so in a template', async () => {
    const view = 'from django.shortcuts import render\nfrom .models import Crate\n\ndef crates(request):\n    return render(request, "crates.html", {"crates": Crate.objects.all()})\n';
    const shown = async (text: string): Promise<string[]> => (await lintProject({ ...FILES, 'shop/views.py': view, 'shop/templates/crates.html': `{% for crate in crates %}${text}{% endfor %}` }, 'shop/views.py', EAGER)).map(({ message }) => message);
    expect((await shown('{{ crate.grower.pk }}')).join(' ')).toContain(READ);
    expect((await shown('{{ crate.grower.name }}')).join(' ')).toContain('Add `.select_related("grower")`');
  });

  it('is so where a serializer names it', async () => {
    const views = (source: string): string => `from rest_framework import serializers, viewsets\nfrom .models import Crate\n\nclass CrateSerializer(serializers.ModelSerializer):\n    of = serializers.CharField(source="${source}")\n\n    class Meta:\n        model = Crate\n        fields = ["of"]\n\nclass CrateViewSet(viewsets.ModelViewSet):\n    queryset = Crate.objects.all()\n    serializer_class = CrateSerializer\n`;
    const written = async (source: string): Promise<string> => (await lintProject({ ...FILES, 'shop/views.py': views(source) }, 'shop/views.py', EAGER)).map(({ message }) => message).join(' ');
    expect(await written('grower.id')).toContain(READ);
    expect(await written('grower.name')).toContain('Add `.select_related("grower")`');
  });
});

describe('a relation that a loop hands on', () => {
  const job = async (body: string): Promise<string[]> => (await lintProject({ ...FILES, 'shop/tasks.py': `from celery import shared_task\nfrom .models import Crate, Grower, Label\n\n@shared_task\ndef label_all():\n    for crate in Crate.objects.all():\n        ${body}\n` }, 'shop/tasks.py', EAGER)).map(({ message }) => message);

  it.each(['Label(crate=crate, grower=crate.grower)', 'Label.objects.create(crate=crate, grower=crate.grower)'])('is stored by its key: %s', async (body) => {
    expect((await job(body)).join(' ')).toContain('Write `grower_id=crate.grower_id`, which the row has already.');
  });

  it('is compared by its key over another relation', async () => {
    expect((await job('print(Label.objects.filter(crate__grower=crate.grower))')).join(' ')).toContain('Read `crate.grower_id`, which the row has already.');
  });

  it.each(['print(Label(grower=crate.grower.name))', 'use(grower=crate.grower)', 'print(Label(crate=crate.grower))', 'print(Label(grower=crate.grower).grower)'])('is joined where more than the key may be asked for: %s', async (body) => {
    expect((await job(body)).join(' ')).toContain('Add `.select_related("grower")`');
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Topic(models.Model):
    name = models.CharField(max_length=40)
    body = models.TextField()
    pages = models.IntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)

class Comment(models.Model):
    body = models.TextField()
    name = models.CharField(max_length=40)
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)

class Garden(models.Model):
    name = models.CharField(max_length=40)
    growers = models.ManyToManyField("shop.Grower")

class Grower(models.Model):
    name = models.CharField(max_length=40)
    body = models.TextField()

class Visit(models.Model):
    name = models.CharField(max_length=40)
    grower = models.ForeignKey(Grower, on_delete=models.CASCADE)
    begins = models.DateTimeField(auto_now_add=True)

class Event(models.Model):
    name = models.CharField(max_length=40)
    begins = models.DateTimeField()

class Note(models.Model):
    name = models.CharField(max_length=40)
`;

const IMPORTS = 'from datetime import timedelta\nfrom django.core.paginator import Paginator\nfrom django.utils import timezone\nfrom .models import Comment, Event, Garden, Grower, Note, Topic, Visit\n\n';

/** How often a file is told of by each preset. */
async function told(path: string, text: string, more: Readonly<Record<string, string>> = {}, rule = ''): Promise<[recommended: number, strict: number]> {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, ...more, [path]: text };
  const count = async (preset: 'recommended' | 'strict'): Promise<number> => (await lintProject(files, path, { preset })).filter(({ ruleId }) => ruleId !== 'admin-scale/require-index' && ruleId?.endsWith(rule) === true).length;
  return [await count('recommended'), await count('strict')];
}

/** A function of a view with a query for each of some rows. */
const view = (rows: string, head = 'def tell(request, grower)'): string => `${IMPORTS}${head}:\n    now = timezone.now()\n    for row in ${rows}:\n        print(Note.objects.filter(name=row.name).first())\n`;

describe('rows of one parent', () => {
  const task = (rows: string): string => view(rows, '@shared_task\ndef tell(grower, now)').replace('from datetime', 'from celery import shared_task\nfrom datetime');

  it('are those of a list that has but one in it', async () => {
    expect(await told('shop/tasks.py', task('Topic.objects.filter(parent__in=[grower])'))).toEqual([0, 1]);
    expect(await told('shop/tasks.py', task('Topic.objects.filter(parent__in=[grower, now])'))).toEqual([1, 1]);
  });

  const shown = (rows: string): string => `from django.shortcuts import render\n${view(rows)}    return render(request, "visits.html")\n`;
  const maker = { 'shop/services.py': 'from .models import Visit\n\ndef visit(grower):\n    return Visit.objects.create(grower=grower, name="a")\n' };

  it('are few where they are those of the last days alone', async () => {
    expect(await told('shop/views.py', shown('Visit.objects.filter(grower=grower, begins__gte=timezone.now() - timedelta(days=2))'), maker)).toEqual([0, 1]);
    expect(await told('shop/views.py', shown('Visit.objects.filter(grower=grower, begins__lt=timezone.now() - timedelta(days=2))'), maker)).toEqual(await told('shop/views.py', shown('Visit.objects.filter(grower=grower)'), maker));
  });
});

describe('what is to come in the next days', () => {
  const task = (rows: string): string => view(rows, '@shared_task\ndef tell()').replace('from datetime', 'from celery import shared_task\nfrom datetime');

  it('is few even of what happens every day', async () => {
    expect(await told('shop/tasks.py', task('Event.objects.filter(begins__gte=now, begins__lt=now + timedelta(days=1))'))).toEqual([0, 1]);
    expect(await told('shop/tasks.py', task('Event.objects.filter(begins__gte=now - timedelta(days=1), begins__lt=now)'))).toEqual([1, 1]);
  });
});

describe('a helper that a loop calls', () => {
  const calling = (helper: string): Promise<[number, number]> => told('shop/views.py', `from .helpers import find\nfrom .models import Topic\n\ndef tell(request):\n    for topic in Topic.objects.all():\n        print(find(topic))\n`, { 'shop/helpers.py': `${IMPORTS}def find(topic):\n    ${helper}\n` });

  it('locks what it reads one by one', async () => {
    expect(await calling('return Note.objects.select_for_update().get(name=topic.name)')).toEqual([0, 0]);
    expect(await calling('return Note.objects.get(name=topic.name)')).toEqual([1, 1]);
  });

  it('reads what it may have just written', async () => {
    expect(await calling('topic.name = "a"\n    topic.save()\n    return Note.objects.get(name=topic.name)')).toEqual([0, 0]);
  });
});

describe('batches by offset', () => {
  const batches = `${IMPORTS}def walk():\n    paginator = Paginator(Event.objects.order_by("name"), 100)\n    for number in paginator.page_range:\n        print(paginator.page(number))\n`;

  it('weigh less in a command, where rows are not lost', async () => {
    expect(await told('shop/services.py', batches)).toEqual([1, 1]);
    const handle = batches.replace('from .models', 'from shop.models').replace('def walk():', 'class Command(BaseCommand):\n  def handle(self):').replace('from datetime', 'from django.core.management import BaseCommand\nfrom datetime');
    const packages = { 'shop/management/__init__.py': '', 'shop/management/commands/__init__.py': '' };
    expect(await told('shop/management/commands/walk.py', handle, packages)).toEqual([0, 1]);
  });
});

describe('a dropdown', () => {
  const RULE = 'no-unbounded-options';
  const admin = (body: string): string => `from django.contrib import admin\nfrom .models import Garden, Grower, Topic, Visit\n\n${body}`;

  it('weighs less in an inline, which has the few rows of one parent', async () => {
    expect(await told('shop/admin.py', admin('class VisitInline(admin.TabularInline):\n    model = Visit\n    fields = ["grower"]\n    fk_name = "topic"\n\n@admin.register(Topic)\nclass TopicAdmin(admin.ModelAdmin):\n    inlines = [VisitInline]\n    fields = ["name"]\n'), { 'shop/models.py': MODELS.replace('    begins = models.DateTimeField(auto_now_add=True)', '    topic = models.ForeignKey(Topic, on_delete=models.CASCADE)') }, RULE)).toEqual([0, 1]);
  });

  it('is told of in a list, which has a page of them', async () => {
    expect(await told('shop/admin.py', admin('@admin.register(Visit)\nclass VisitAdmin(admin.ModelAdmin):\n    list_display = ["name", "grower"]\n    list_editable = ["grower"]\n    fields = ["name"]\n'), {}, RULE)).toEqual([1, 1]);
  });

  it('weighs less on the form of a table that has one row', async () => {
    const form = (permission: string): string => admin(`@admin.register(Visit)\nclass VisitAdmin(admin.ModelAdmin):\n    list_display = ["name"]\n    fields = ["grower"]\n\n    def has_add_permission(self, request):\n        return ${permission}\n\n@admin.register(Garden)\nclass GardenAdmin(admin.ModelAdmin):\n    raw_id_fields = ["growers"]\n`);
    expect(await told('shop/admin.py', form('not Visit.objects.exists()'), {}, RULE)).toEqual([0, 1]);
    expect(await told('shop/admin.py', form('request.user.is_staff'), {}, RULE)).toEqual([1, 1]);
  });
});

describe('a page of the change form', () => {
  const admin = 'from django.contrib import admin\nfrom .models import Visit\n\n@admin.register(Visit)\nclass VisitAdmin(admin.ModelAdmin):\n    list_display = ["name"]\n    fields = ["grower"]\n    change_form_template = "admin/visit.html"\n';
  const shown = (text: string): Promise<[number, number]> => told('shop/admin.py', admin, { 'shop/templates/admin/visit.html': text }, 'no-unbounded-options');

  it('asks for no options where it shows no form', async () => {
    expect(await shown('{% extends "admin/base_site.html" %}{% block content %}<form>{{ original.name }}</form>{% endblock %}')).toEqual([0, 0]);
  });

  it.each(['{% extends "admin/change_form.html" %}', '{% extends "admin/base_site.html" %}{% for fieldset in adminform %}{% endfor %}', '{% extends "other.html" %}'])('asks for them where it may show one: %s', async (text) => {
    expect((await shown(text))[1]).toBe(1);
  });
});

describe('rows up to a number', () => {
  const page = (upper: string, before = ''): Promise<[number, number]> => told('shop/views.py', `${IMPORTS}${before}def tell(request):\n    few = 5\n    for row in Topic.objects.all()[:${upper}]:\n        print(Note.objects.filter(name=row.name).first())\n`);

  it('that stands under a name are few', async () => {
    expect(await page('few')).toEqual([0, 0]);
    expect(await page('FEW', 'FEW = 5\n')).toEqual([0, 0]);
    expect(await page('many')).toEqual([1, 1]);
    expect(await page('MANY', 'MANY = 500\n')).toEqual([1, 1]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const MODELS = `from django.db import models
from django.utils.functional import cached_property

class Entry(models.Model):
    title = models.CharField(max_length=80)

    @property
    def mark_total(self):
        return self.marks.filter(hidden=False).count()

    @cached_property
    def first_mark(self):
        return self.marks.order_by("pk").first()

    def newest(self):
        return self.marks.order_by("-pk").first()

    def plain(self):
        return self.marks.count()

    def sometimes(self):
        if self.title:
            return self.marks.filter(hidden=False).count()
        return 0

    def hide(self):
        self.marks.filter(hidden=False).count()
        self.marks.filter(hidden=False).update(hidden=True)

    def tell(self):
        send_mail(self.title, self.marks.filter(hidden=False).count())

    def show(self):
        for mark in self.marks.filter(hidden=False):
            mark.show()

    @property
    def open_marks(self):
        return self.marks.filter(hidden=False)

    def marks_since(self, day):
        return self.marks.filter(day=day)

    @cached_property
    def kept_marks(self):
        return self.marks.filter(hidden=False)

    @property
    def names(self):
        return [mark.pk for mark in self.marks.all()]

class Mark(models.Model):
    entry = models.ForeignKey(Entry, related_name="marks", on_delete=models.CASCADE)
    hidden = models.BooleanField(default=False)
`;

const SERVICES = `from .models import Entry, Mark

def hidden_marks(entry):
    return Mark.objects.filter(entry=entry, hidden=True).count()

def marks_of(entry: Entry):
    return entry.marks.count()

def all_marks():
    return Mark.objects.filter(hidden=True).count()
`;

const project = (body: string, admin = ''): ProjectFiles => ({
  'manage.py': '', 'shop/__init__.py': '', 'shop/apps.py': '', 'shop/models.py': MODELS, 'shop/services.py': SERVICES,
  'shop/export.py': `from . import services\nfrom .models import Entry\nfrom .services import all_marks, hidden_marks, marks_of\n\ndef export(write):\n    for entry in Entry.objects.all():\n        ${body}\n\nexport(print)\n`,
  'shop/admin.py': `from django.contrib import admin\nfrom .models import Entry\n\n@admin.register(Entry)\nclass EntryAdmin(admin.ModelAdmin):\n    list_display = ["title", "shown"]\n\n    def shown(self, obj):\n        ${admin}\n`,
});

async function told(files: ProjectFiles, target = 'shop/export.py'): Promise<string[]> {
  const messages = await lintProject(files, target, { rules: { 'admin-scale/no-query-per-row': 'error' } });
  return messages.map(({ message }) => /^(.*?) runs once (.*?):/.exec(message)?.slice(1).join(' ') ?? message);
}

describe('queries of functions and methods in other files', () => {
  it.each([
    ['a property', 'write(entry.mark_total)', '`self.marks.filter(…).count` (models.py:9, through `entry.mark_total`) for each of `Entry.objects.all()`'],
    ['a cached property', 'write(entry.first_mark)', '`self.marks.order_by(…).first` (models.py:13, through `entry.first_mark`) for each of `Entry.objects.all()`'],
    ['a method', 'write(entry.newest())', '`self.marks.order_by(…).first` (models.py:16, through `entry.newest`) for each of `Entry.objects.all()`'],
    ['an imported function', 'write(hidden_marks(entry))', '`Mark.objects.filter(…).count` (services.py:4, through `hidden_marks`) for each of `Entry.objects.all()`'],
    ['a function of a module', 'write(services.hidden_marks(entry))', '`Mark.objects.filter(…).count` (services.py:4, through `hidden_marks`) for each of `Entry.objects.all()`'],
  ])('%s', async (_name, body, expected) => {
    expect(await told(project(body))).toEqual([expected]);
  });

  it('are answered by what the rows bring along', async () => {
    const body = 'write(marks_of(entry))';
    expect(await told(project(body))).toHaveLength(1);
    const files = project(body);
    expect(await told({ ...files, 'shop/export.py': (files['shop/export.py'] ?? '').replace('Entry.objects.all()', 'Entry.objects.prefetch_related("marks")') })).toEqual([]);
  });

  it('are told of a column', async () => {
    expect(await told(project('pass', 'return obj.newest().pk'), 'shop/admin.py')).toEqual(['`self.marks.order_by(…).first` (models.py:16, through `obj.newest`) per row in column `shown`']);
  });

  it.each([
    ['what a plain prefetch answers is another rule\'s', 'write(entry.plain())'],
    ['a method that asks only sometimes', 'write(entry.sometimes())'],
    ['a method that writes', 'entry.hide()'],
    ['a method that reaches out', 'entry.tell()'],
    ['a method that walks over what it reads', 'entry.show()'],
    ['a function that asks the same for all', 'write(all_marks())'],
    ['a method that is handed on, not called', 'write(entry.newest)'],
    ['a column of the model', 'write(entry.title)'],
    ['a method of something else', 'write(other.newest())'],
  ])('are silent: %s', async (_name, body) => {
    expect(await told(project(body))).toEqual([]);
  });
});

describe('querysets that properties and methods of a model give', () => {
  it.each([
    ['a property that is counted', 'write(entry.open_marks.count())', '`entry.open_marks.count` for each of `Entry.objects.all()`'],
    ['a property that is kept', 'write(entry.kept_marks.count())', '`entry.kept_marks.count` for each of `Entry.objects.all()`'],
    ['a property that is run over', 'write([mark.pk for mark in entry.open_marks])', '`entry.open_marks` for each of `Entry.objects.all()`'],
    ['a method whose rows are narrowed further', 'write(entry.marks_since(1).exclude(hidden=True).exists())', '`entry.marks_since(…).exclude(…).exists` for each of `Entry.objects.all()`'],
  ])('%s', async (_name, body, expected) => {
    expect(await told(project(body))).toEqual([expected]);
  });

  it.each([
    ['are asked for nothing by themselves', 'write(entry.open_marks, entry.marks_since(1))'],
    ['are given by whoever read the row', 'entry.kept_marks = []\n        write(entry.kept_marks.count())'],
    ['are given by name', 'setattr(entry, "kept_marks", [])\n        write(entry.kept_marks.count())'],
    ['aren\'t lists', 'write(entry.names.count(1))'],
    ['are those of the row alone', 'write(other.open_marks.count())'],
  ])('%s', async (_name, body) => {
    expect(await told(project(body))).toEqual([]);
  });
});

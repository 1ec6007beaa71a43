import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Cage(models.Model):
    code = models.CharField(max_length=40)

class Animal(models.Model):
    cage = models.ForeignKey(Cage, on_delete=models.CASCADE)
    mother = models.ForeignKey("self", null=True, related_name="young", on_delete=models.SET_NULL)
    name = models.CharField(max_length=40)
    fed = models.BooleanField(default=False)
`;

const IMPORTS = 'from django.db.models import Prefetch, prefetch_related_objects\nfrom .models import Animal, Cage\n';

interface Found {
  readonly line: string;
  readonly output: string | undefined;
}

/** What `require-eager-loading` and others say of a file beside the models. */
async function lint(text: string, { files = {}, rule = 'require-eager-loading' }: { files?: Readonly<Record<string, string>>; rule?: string } = {}): Promise<Found[]> {
  const messages = await lintProject({ 'manage.py': '', 'zoo/__init__.py': '', 'zoo/models.py': MODELS, 'zoo/work.py': text, ...files }, 'zoo/work.py', { rules: { [`admin-scale/${rule}`]: 'error' } });
  return messages.map((message) => {
    const edit = message.fix ?? message.suggestions?.[0]?.fix;
    return { line: text.split('\n')[message.line - 1]?.trim() ?? '', output: edit === undefined ? undefined : text.slice(0, edit.range[0]) + edit.text + text.slice(edit.range[1]) };
  });
}

const lines = (found: readonly Found[]): string[] => found.map(({ line }) => line);

describe('functions that Python runs for each row', () => {
  it.each([
    ['sorted', 'sorted(Animal.objects.all(), key=lambda animal: animal.cage.code)'],
    ['max', 'max(Animal.objects.all(), key=lambda animal: (animal.cage.code, animal.name))'],
    ['map', 'set(map(lambda animal: animal.cage.code, Animal.objects.all()))'],
    ['filter', 'list(filter(lambda animal: animal.cage.code == "a", Animal.objects.all()))'],
    ['nlargest', 'nlargest(3, Animal.objects.all(), key=lambda animal: animal.cage.code)'],
    ['groupby', 'groupby(Animal.objects.all(), key=lambda animal: animal.cage.code)'],
    ['a function of its own', 'list(map(code_of, Animal.objects.all()))'],
    ['the key of a function', 'sorted(Animal.objects.all(), key=code_of)'],
  ])('read relations: %s', async (_name, expression) => {
    const text = `${IMPORTS}\ndef code_of(animal):\n    return animal.cage.code\n\ndef work():\n    return ${expression}\n`;
    const found = await lint(text);
    expect(lines(found)).toEqual([`return ${expression}`]);
    expect(found[0]?.output).toBe(text.replace('Animal.objects.all()', 'Animal.objects.all().select_related("cage")'));
    expect(await lint(text.replace('.all()', '.select_related("cage")'))).toEqual([]);
  });

  it('sort a list in its place', async () => {
    const text = `${IMPORTS}\ndef work():\n    animals = list(Animal.objects.all())\n    animals.sort(key=lambda animal: animal.cage.code)\n    return animals\n`;
    expect(lines(await lint(text))).toEqual(['animals.sort(key=lambda animal: animal.cage.code)']);
  });

  it('send queries', async () => {
    const text = `${IMPORTS}\ndef work():\n    return list(map(lambda cage: Animal.objects.filter(cage=cage).count(), Cage.objects.all()))\n`;
    expect(await lint(text, { rule: 'no-query-per-row' })).toHaveLength(1);
  });

  it.each([
    ['a lambda that is called once', 'def work(call):\n    animal = Animal.objects.first()\n    return call(lambda: animal.cage.code)\n'],
    ['a lambda of another function', 'def work(call):\n    return call(Animal.objects.all(), key=lambda animal: animal.cage.code)\n'],
    ['a key that the row has', 'def work():\n    return sorted(Animal.objects.all(), key=lambda animal: animal.cage_id)\n'],
    ['a lambda of two', 'def work():\n    return list(map(lambda animal, number: animal.cage.code, Animal.objects.all(), range(3)))\n'],
  ])('are silent: %s', async (_name, code) => {
    expect(await lint(`${IMPORTS}\n${code}`)).toEqual([]);
  });
});

describe('rows that were picked out', () => {
  const loop = '    for animal in animals:\n        write(animal.cage.code)\n';

  it('come without what their queryset lacks', async () => {
    const text = `${IMPORTS}\ndef work(write):\n    animals = [animal for animal in Animal.objects.all() if animal.fed]\n${loop}`;
    const found = await lint(text);
    expect(lines(found)).toEqual(['write(animal.cage.code)']);
    expect(found[0]?.output).toBe(text.replace('Animal.objects.all()', 'Animal.objects.all().select_related("cage")'));
  });

  it('keep what the loop that picks them has read', async () => {
    const text = `${IMPORTS}\ndef work(write):\n    animals = [animal for animal in Animal.objects.all() if animal.cage.code]\n${loop}`;
    expect(lines(await lint(text))).toEqual(['animals = [animal for animal in Animal.objects.all() if animal.cage.code]']);
  });

  it('are deleted by their keys', async () => {
    const text = `${IMPORTS}\ndef work():\n    animals = [animal for animal in Animal.objects.all() if animal.fed]\n    for animal in animals:\n        animal.delete()\n`;
    const [message] = await lintProject({ 'manage.py': '', 'zoo/models.py': MODELS, 'zoo/work.py': text }, 'zoo/work.py', { rules: { 'admin-scale/no-write-per-row': 'error' } });
    expect(message?.message).toContain('filter(pk__in=…).delete()');
    expect(message?.suggestions ?? []).toEqual([]);
  });
});

describe('rows that a function of another file gives', () => {
  const reader = 'from . import rows\n\ndef work(write):\n    for animal in rows.hungry():\n        write(animal.cage.code)\n';

  it.each([
    ['a queryset', '    return Animal.objects.filter(fed=False)\n'],
    ['a generator', '    for animal in Animal.objects.filter(fed=False).iterator():\n        yield animal\n'],
    ['a generator that picks', '    for animal in Animal.objects.all():\n        if not animal.fed:\n            yield animal\n'],
    ['a generator that hands on', '    yield from Animal.objects.filter(fed=False)\n'],
  ])('are followed into a file that imports nothing of Django: %s', async (_name, body) => {
    const files = (text: string): Record<string, string> => ({ 'zoo/rows.py': `from .models import Animal\n\ndef hungry():\n${text}` });
    expect(lines(await lint(reader, { files: files(body) }))).toEqual(['write(animal.cage.code)']);
    expect(await lint(reader, { files: files(body.replace('Animal.objects', 'Animal.objects.select_related("cage")')) })).toEqual([]);
  });

  it('are nothing where a generator gives pieces of them, or what it makes of them', async () => {
    for (const body of ['    yield Animal.objects.all()[:10]\n', '    for animal in Animal.objects.all():\n        yield animal.name\n', '    for animal in Animal.objects.all():\n        yield animal, 1\n']) {
      expect(await lint(reader, { files: { 'zoo/rows.py': `from .models import Animal\n\ndef hungry():\n${body}` } })).toEqual([]);
    }
  });
});

describe('relations that rows are given later', () => {
  const work = (before: string, more = ''): string => `${IMPORTS}${more}\ndef work(write, animals_of):\n    animals = list(Animal.objects.filter(fed=True))\n${before}    for animal in animals:\n        write(animal.cage.code)\n`;

  it.each([
    ['prefetch_related_objects', '    prefetch_related_objects(animals, "cage")\n'],
    ['a Prefetch', '    prefetch_related_objects(animals, Prefetch("cage", queryset=Cage.objects.all()))\n'],
    ['paths that are computed', '    prefetch_related_objects(animals, *animals_of)\n'],
    ['another loop', '    cages = Cage.objects.in_bulk()\n    for animal in animals:\n        animal.cage = cages[animal.cage_id]\n'],
    ['a function that sets it', '    attach(animals)\n', '\ndef attach(animals):\n    cages = Cage.objects.in_bulk()\n    for animal in animals:\n        animal.cage = cages[animal.cage_id]\n'],
    ['a function that loads them', '    attach(animals)\n', '\ndef attach(animals):\n    prefetch_related_objects(animals, "cage")\n'],
  ])('are there: %s', async (_name, before, more = '') => {
    expect(await lint(work(before, more))).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['another relation', '    prefetch_related_objects(animals, "mother")\n'],
    ['rows of another name', '    prefetch_related_objects(animals_of, "cage")\n'],
    ['a function that only counts them', '    count(animals)\n', '\ndef count(animals):\n    return len(animals)\n'],
  ])('are not: %s', async (_name, before, more = '') => {
    expect(lines(await lint(work(before, more)))).toEqual(['write(animal.cage.code)']);
  });

  it('do not help a loop before', async () => {
    const text = `${IMPORTS}\ndef work(write):\n    animals = list(Animal.objects.filter(fed=True))\n    for animal in animals:\n        write(animal.cage.code)\n    prefetch_related_objects(animals, "cage")\n`;
    expect(lines(await lint(text))).toEqual(['write(animal.cage.code)']);
  });
});

describe('a Prefetch with to_attr', () => {
  const work = (loads: string, read: string): string => `${IMPORTS}\ndef work(write):\n    for animal in Animal.objects.prefetch_related(${loads}):\n        write([young.name for young in animal.${read}])\n`;

  it('leaves the relation itself unloaded', async () => {
    expect(await lint(work('Prefetch("young", queryset=Animal.objects.filter(fed=True), to_attr="fed_young")', 'young.all()'))).toHaveLength(1);
    expect(await lint(work('"young", Prefetch("young", queryset=Animal.objects.filter(fed=True), to_attr="fed_young")', 'young.all()'))).toEqual([]);
    expect(await lint(work('Prefetch("young", queryset=Animal.objects.filter(fed=True), to_attr="fed_young")', 'fed_young'))).toEqual([]);
  });

  it('loads what leads to it', async () => {
    expect(await lint(work('Prefetch("young__young", to_attr="grandchildren")', 'young.all()'))).toEqual([]);
  });
});

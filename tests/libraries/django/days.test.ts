import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const MODELS = `from django.db import models

class Phase(models.Model):
    name = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()

class Message(models.Model):
    name = models.CharField(max_length=40)
    start = models.DateTimeField()
    end = models.DateTimeField()

class Note(models.Model):
    name = models.CharField(max_length=40)
`;

const HEAD = 'from datetime import timedelta\nfrom celery import shared_task\nfrom dateutil.relativedelta import relativedelta\nfrom django.conf import settings\nfrom django.db.models import Q\nfrom django.utils import timezone\nfrom .models import Message, Note, Phase\n\n';

async function weigh(rows: string, preset: 'recommended' | 'strict', model = 'Phase'): Promise<number> {
  const task = `${HEAD}@shared_task\ndef tell_all(since):\n    now = timezone.now()\n    for phase in ${model}.objects.${rows}:\n        if Note.objects.filter(name=phase.name).exists():\n            print(phase)\n`;
  return (await lintProject({ 'manage.py': '', 'shop/__init__.py': '', 'shop/models.py': MODELS, 'shop/tasks.py': task }, 'shop/tasks.py', { preset })).length;
}

describe('rows of a few days', () => {
  it.each([
    ['between two bounds', 'filter(end__gte=now - timedelta(days=1), end__lt=now)'],
    ['in two calls', 'filter(end__gt=now - timedelta(hours=settings.HOURS)).filter(end__lte=now)'],
    ['in a Q', 'filter(Q(end__gte=now - timedelta(hours=72), end__lte=now))'],
    ['in several of which all must be true', 'filter(Q(end__gte=now - timedelta(hours=72)) & Q(end__lte=now), Q(name="a"))'],
    ['in a range', 'filter(end__range=(now, now + timedelta(days=7)))'],
    ['on the day itself', 'filter(end__date=timezone.localdate())'],
  ])('weigh less: %s', async (_name, rows) => {
    expect([await weigh(rows, 'recommended'), await weigh(rows, 'strict')]).toEqual([0, 1]);
  });

  it.each([
    ['all that are older', 'filter(end__lt=now)'],
    ['two bounds of two columns', 'filter(start__gte=now - timedelta(days=1), end__lt=now)'],
    ['two bounds in what is left out', 'exclude(end__gte=now - timedelta(days=1), end__lt=now)'],
    ['two bounds of which one may be true', 'filter(Q(end__gte=now - timedelta(days=1)) | Q(end__lt=now))'],
    ['what falls into a month', 'filter(end__gte=now - timedelta(days=30), end__lt=now)'],
    ['what falls into as many days as a setting says', 'filter(end__gte=now - timedelta(days=settings.DAYS), end__lt=now)'],
    ['what falls into weeks', 'filter(end__gte=now - timedelta(weeks=2), end__lt=now)'],
    ['what falls into a calendar month', 'filter(end__gte=now.replace(day=1), end__lt=now)'],
    ['what falls into months', 'filter(end__gte=now - relativedelta(months=1), end__lt=now)'],
    ['bounds that nothing says to be near', 'filter(end__gte=since, end__lt=now)'],
    ['a day that nothing says', 'filter(end__date=since)'],
  ])('are not %s', async (_name, rows) => {
    expect(await weigh(rows, 'recommended')).toBe(1);
  });

  it('are many where they come by themselves', async () => {
    expect(await weigh('filter(end__gte=now - timedelta(days=1), end__lt=now)', 'recommended', 'Message')).toBe(1);
  });
});

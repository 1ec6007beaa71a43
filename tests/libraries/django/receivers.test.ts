import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const project = (signals: string): Record<string, string> => ({
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/apps.py': '',
  'shop/models.py': 'from django.db import models\n\nclass Order(models.Model):\n    status = models.CharField(max_length=9)\n',
  'shop/signals.py': `from django.db.models.signals import post_save\nfrom django.dispatch import receiver\nfrom elsewhere import Customer\n\n${signals}\n`,
  'shop/tasks.py': 'from .models import Order\n\ndef close():\n    for order in Order.objects.all():\n        order.status = "closed"\n        order.save()\n\nclose()\n',
});

/** How much the loop over orders weighs: in the preset of what weighs much, or only in the other. */
async function weight(signals: string): Promise<string> {
  const high = await lintProject(project(signals), 'shop/tasks.py', { preset: 'recommended' });
  const any = await lintProject(project(signals), 'shop/tasks.py');
  return high.length > 0 ? 'high' : any.length > 0 ? 'some' : 'silent';
}

describe('receivers of a save', () => {
  it.each([
    ['of another model', '@receiver(post_save, sender=Customer)\ndef log(**kwargs):\n    pass', 'high'],
    ['of this model', '@receiver(post_save, sender="shop.Order")\ndef log(**kwargs):\n    pass', 'some'],
    ['of every model', '@receiver(post_save)\ndef log(**kwargs):\n    pass', 'some'],
    ['of every model, over several lines', '@receiver(\n    [post_save],\n    dispatch_uid="log",\n)\ndef log(**kwargs):\n    pass', 'some'],
    ['of every model, connected', 'post_save.connect(log)', 'some'],
  ])('%s', async (_name, signals, expected) => {
    expect(await weight(signals)).toBe(expected);
  });
});

import { expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

/** What is said of a loop over wards that reads a property of the model, which asks its rooms by itself. */
async function told(asks: string): Promise<string[]> {
  const files = {
    'manage.py': '', 'clinic/__init__.py': '',
    'clinic/models.py': `from django.db import models\n\nclass Ward(models.Model):\n    @property\n    def state(self):\n        return ${asks}\n\nclass Room(models.Model):\n    ward = models.ForeignKey(Ward, related_name="rooms", on_delete=models.CASCADE)\n`,
    'clinic/jobs.py': 'from .models import Ward\n\ndef run():\n    for ward in Ward.objects.all():\n        print(ward.state)\n\nrun()\n',
  };
  return (await lintProject(files, 'clinic/jobs.py', { rules: { 'admin-scale/require-eager-loading': 'error' } })).map(({ message }) => message);
}

it.each([
  ['not self.rooms.exists()', '`Ward.state` tests it by itself, which a prefetch answers by reading all of its rows: where a row has many, annotate `Exists(…)` and have `Ward.state` read that.'],
  ['self.rooms.count() * 2', '`Ward.state` counts it by itself, which a prefetch answers by reading all of its rows: where a row has many, annotate their number and have `Ward.state` read that.'],
])('a property that gives %s: what spares the rows of the prefetch is said', async (asks, why) => { expect(await told(asks)).toEqual([expect.stringContaining(why)]); });

it('a property that shows the rows needs them', async () => { expect(await told('list(self.rooms.all())')).toEqual([expect.not.stringContaining('by itself')]); });

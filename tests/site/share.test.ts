import { expect, it } from 'vitest';
import { asked, packed } from '../../site/playground/share.ts';

it('an address holds a project, or the name of an example', async () => {
  const play = { files: [{ path: 'shop/admin.py', text: 'é = 1\n' }], preset: 'strict' } as const;
  expect(await asked(`#${await packed(play)}`)).toEqual({ play });
  expect(await asked('#example/talk/n_plus_one')).toEqual({ example: 'talk/n_plus_one' });
});

it.each(['', '#', '#example/%', '#code/%', '#code/bm90aGluZw', '#other/x'])('nothing is asked for by %j', async (hash) => {
  expect(await asked(hash)).toBeUndefined();
});

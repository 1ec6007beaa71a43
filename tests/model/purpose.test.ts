import { describe, expect, it } from 'vitest';
import { explainsWrites } from '../../src/model/purpose.ts';

describe('what is said of a whole function', () => {
  it.each([
    'Saves the orders one by one.',
    'Close all orders.\n\nEach is saved individually.',
    'Orders are deleted one at a time on purpose.',
    'Emits the signal for each order so that listeners can react.',
    'Calls save() in order to run the hooks.',
    'We do not use bulk_update, which skips the history.',
    'Saves each order instead of using update() because receivers listen.',
  ])('explains that rows are written one by one: %s', (text) => {
    expect(explainsWrites(text)).toBe(true);
  });

  it.each([
    'Closes all orders.',
    'Bulk update of the orders.',
    'Receiver of the post_save signal.',
    'Walks the list one by one.',
    'TODO: do not save() one by one.',
    'Gives each its sequential number.',
    'Closes the orders because nobody else does. The signal is declared below.',
  ])('explains nothing: %s', (text) => {
    expect(explainsWrites(text)).toBe(false);
  });
});

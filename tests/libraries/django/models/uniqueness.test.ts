import { describe, expect, it } from 'vitest';
import { isKnownAgain, tellsOneRow, uniqueSets } from '../../../../src/libraries/django/models/uniqueness.ts';
import { open, project } from '../written-project.ts';

/** The model `Loan`, with these lines in its `Meta`. */
function loanWith(meta: string): Parameters<typeof uniqueSets>[0] {
  const models = `from django.db import models\n\nOTHER = "day"\n\nclass Item(models.Model):\n    code = models.CharField(max_length=20, unique=True)\n\nclass Loan(models.Model):\n    item = models.ForeignKey(Item, on_delete=models.CASCADE)\n    day = models.DateField()\n    external_id = models.CharField(max_length=9)\n    class Meta:\n        ${meta}\n`;
  return open(project({ 'library/models.py': models }), 'library/models.py').modelNamed('Loan');
}

describe('sets of columns that are unique together', () => {
  it.each<[string, string, readonly (readonly string[])[]]>([
    ['one set', 'unique_together = ("item", "day")', [['item', 'day']]],
    ['a list of sets', 'unique_together = [["item", "day"], ("day", "external_id")]', [['item', 'day'], ['day', 'external_id']]],
    ['sets beside some that are not known', 'unique_together = (("item", "day"), *MORE)', [['item', 'day']]],
    ['a constraint', 'constraints = [models.UniqueConstraint(fields=["item", "day"], name="once")]', [['item', 'day']]],
    ['a constraint under a condition', 'constraints = [models.UniqueConstraint(fields=["item"], condition=models.Q(day=None), name="once")]', []],
    ['a constraint of another kind', 'constraints = [models.CheckConstraint(fields=["item"], name="once")]', []],
    ['a set with a name that a constant says', 'unique_together = ("item", OTHER)', [['item', 'day']]],
    ['a set of which one name is not known', 'unique_together = ("item", LATER)', []],
    ['a set that may have more names', 'unique_together = ("item", *MORE)', []],
  ])('%s', (_name, meta, sets) => {
    expect(uniqueSets(loanWith(meta))).toEqual(sets);
  });

  it('knows a row again by exactly these columns, under their names or those of their keys', () => {
    const loan = loanWith('unique_together = ("item", "external_id")');
    expect(isKnownAgain(loan, ['item_id', 'external_id'])).toBe(true);
    expect(isKnownAgain(loan, ['item'])).toBe(false);
    expect(isKnownAgain(loan, ['item', 'external_id', 'day'])).toBe(false);
  });

  it('tells one row by these columns among others, and by the key', () => {
    const loan = loanWith('unique_together = ("item", "day")');
    expect(tellsOneRow(loan, ['item_id', 'day', 'external_id'])).toBe(true);
    expect(tellsOneRow(loan, ['item', 'external_id'])).toBe(false);
    expect(tellsOneRow(loan, ['external_id', 'pk'])).toBe(true);
  });
});

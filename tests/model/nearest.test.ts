import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/model/nearest.ts';

const RULES = ['no-write-per-row', 'no-query-per-row', 'require-index'];

describe('what a word is taken for', () => {
  it.each([
    ['no-write-per-rwo', 'no-write-per-row'],
    ['no-write', 'no-write-per-row'],
    ['index', 'require-index'],
    ['per-row', undefined],
    ['row', undefined],
    ['something', undefined],
  ])('%s', (word, meant) => {
    expect(nearest(word, RULES)).toBe(meant);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { rules } from '../../src/rules/index.ts';
import { applyRemedies, lintProject, type ProjectFiles, ruleIds } from '../lint-project.ts';

/**
 * The slides of "Django Admin at Scale" (Sumit, DjangoCon Europe 2025), completed with the models and imports that they need: what a slide
 * calls slow is reported, what it shows as the better form is not.
 */
const FIXTURES = new URL('../fixtures/talk/', import.meta.url);

const TARGET = 'store/admin.py';

type RuleId = keyof typeof rules;

interface Before {
  readonly rule: RuleId;
  /** Lines of the slide that are reported by `rule`, in order. */
  readonly lines: readonly number[];
  /** Remedies are offered, and when they are taken up the rule has nothing more to say. */
  readonly remedied: boolean;
}

const BEFORE: Readonly<Record<string, Before>> = {
  'batch_processing.py': { rule: 'no-offset-batching', lines: [19], remedied: false },
  'distinct_filters.py': { rule: 'no-uncached-filter-lookups', lines: [16], remedied: false },
  'empty_cache.py': { rule: 'no-uncached-filter-lookups', lines: [16], remedied: true },
  'expensive_change_forms.py': { rule: 'no-unbounded-options', lines: [10, 10, 10], remedied: true },
  'inefficient_filtering.py': { rule: 'no-uncached-filter-lookups', lines: [8, 8], remedied: false },
  'individual_saves.py': { rule: 'no-write-per-row', lines: [14], remedied: true },
  // The comments in the loop would be lost: no remedy rewrites it.
  'memory_intensive_actions.py': { rule: 'no-write-per-row', lines: [15], remedied: false },
  'n_plus_one.py': { rule: 'require-eager-loading', lines: [8], remedied: true },
  'standard_filter.py': { rule: 'no-uncached-filter-lookups', lines: [12], remedied: false },
};

/** The rule that a slide's better form is about. */
const AFTER: Readonly<Record<string, RuleId>> = {
  'cached_filter.py': 'no-uncached-filter-lookups',
  'change_form.py': 'no-unbounded-options',
  'choices_filter.py': 'no-uncached-filter-lookups',
  'middleware.py': 'no-query-per-row',
  'notification_log.py': 'require-eager-loading',
  'queryset_update.py': 'no-write-per-row',
  'select_related.py': 'require-eager-loading',
};

describe('the slow forms of the talk', () => {
  it.each(slides('before'))('%s is reported', async (name) => {
    const { rule, lines } = BEFORE[name] ?? fail(name);
    const messages = await lintProject(projectWith('before', name), TARGET);
    expect(messages.filter(({ fatal }) => fatal === true)).toEqual([]);
    const reported = messages.filter(({ ruleId }) => ruleId === `admin-scale/${rule}`);
    expect(reported.map(({ line }) => line)).toEqual(lines);
  });

  it.each(slides('before').filter((name) => BEFORE[name]?.remedied === true))('%s, remedied, is reported no more', async (name) => {
    const { rule } = BEFORE[name] ?? fail(name);
    const files = projectWith('before', name);
    const only = { rules: { [`admin-scale/${rule}`]: 'error' } } as const;
    const remedied = await applyRemedies(files, TARGET, only);
    expect(remedied).not.toBe(files[TARGET]);
    expect(ruleIds(await lintProject({ ...files, [TARGET]: remedied }, TARGET, only))).toEqual([]);
  });
});

/** What is still slow in a slide's better form: the class with a paginator that doesn't count keeps the other COUNT (measured on Django 4.2 and 5.2). */
const STILL: Readonly<Record<string, readonly RuleId[]>> = { 'notification_log.py': ['no-exact-count'] };

describe('the better forms of the talk', () => {
  it.each(slides('after'))('%s: `recommended` says no more than was measured', async (name) => {
    expect(ruleIds(await lintProject(projectWith('after', name), TARGET, { preset: 'recommended' }))).toEqual(STILL[name] ?? []);
  });

  it.each(slides('after'))('%s: `strict` has nothing against what the slide is about', async (name) => {
    const rule = AFTER[name] ?? fail(name);
    expect(ruleIds(await lintProject(projectWith('after', name), TARGET))).not.toContain(rule);
  });
});

function slides(kind: 'before' | 'after'): string[] {
  return readdirSync(new URL(`${kind}/`, FIXTURES)).sort();
}

/** The project with one slide as its admin module. */
function projectWith(kind: 'before' | 'after', name: string): ProjectFiles {
  const text = (path: string): string => readFileSync(new URL(path, FIXTURES), 'utf8');
  return {
    'manage.py': text('project/manage.py'),
    'store/__init__.py': text('project/store/__init__.py'),
    'store/models.py': text('project/store/models.py'),
    [TARGET]: text(`${kind}/${name}`),
  };
}

function fail(name: string): never {
  throw new Error(`${name} is in no table.`);
}

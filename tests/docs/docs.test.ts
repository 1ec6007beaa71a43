import { existsSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Rule } from 'eslint';
import { describe, expect, it } from 'vitest';
import { settingsSchema, parseSettings } from '../../src/project/settings.ts';
import type { AdminScaleDocs } from '../../src/rules/meta.ts';
import { rules } from '../../src/rules/index.ts';
import { SCAFFOLD } from '../../site/scaffold.ts';
import { recommendedText } from '../../src/cli/rules.ts';
import { lintProject } from '../lint-project.ts';
import { type Block, blocksOf, filesShownIn, headingsOf, markdownFiles, readText, relativeLinksOf, resolveLink, ROOT, sectionOf, sentence, type ShownFile } from './markdown.ts';

const ids = Object.keys(rules).sort();

const SECTIONS = ['## What it reports', '## Why it hurts at scale', '## Examples', '## Fix safety', '## When not to use it', '## Options', '## Related'];

describe('the pages of the rules', () => {
  it('are one for each rule and no more', () => {
    expect(readdirSync(`${ROOT}docs/rules`).sort()).toEqual(ids.map((id) => `${id}.md`));
  });

  describe.each(ids)('%s', (id) => {
    const page = readText(`docs/rules/${id}.md`);
    const { meta } = ruleOf(id);

    it('opens with its name and its description', () => {
      const [title, , description] = page.split('\n');
      expect([title, description]).toEqual([`# admin-scale/${id}`, sentence(docsOf(id).description)]);
    });

    it('says which presets have it, and what is fixed and suggested', () => {
      const [, , , ...notes] = (page.split('\n## ')[0] ?? '').trim().split('\n');
      expect(notes.filter((line) => line !== '')).toEqual(notesOf(id));
    });

    it('has the sections of the template', () => {
      expect(headingsOf(page).filter((heading) => heading.startsWith('## '))).toEqual(SECTIONS);
    });

    it('has a section for each option, with valid examples', () => {
      const [schema] = (meta.schema ?? []) as { properties: Record<string, unknown> }[];
      const options = sectionOf(page, '## Options');
      expect(headingsOf(options).filter((heading) => heading.startsWith('### '))).toEqual(Object.keys(schema?.properties ?? {}).map((option) => `### ${option}`));
      const validate = new Ajv({ strict: false }).compile({ type: 'array', items: schema ?? false });
      for (const block of blocksOf(options).filter(isOptions)) expect([block.text, validate(JSON.parse(block.text))]).toEqual([block.text, true]);
      if (schema === undefined) expect(options.trim()).toBe('None.');
    });

    it.each(examplesOf(page, 'wrong'))('line $line: the wrong $path is reported', async (example) => {
      expect(await reportsOf(id, page, example)).not.toEqual([]);
    });

    it.each(examplesOf(page, 'right'))('line $line: the right $path is silent', async (example) => {
      expect(await reportsOf(id, page, example)).toEqual([]);
    });

    it('has a wrong and a right example for each framework it shows', () => {
      const languages = (kind: 'wrong' | 'right'): string[] => [...new Set(examplesOf(page, kind).map(({ path }) => path.replace(/^.*\./, '')))].sort();
      expect(languages('wrong')).toEqual(languages('right').filter((language) => languages('wrong').includes(language)));
      expect(languages('wrong')).not.toEqual([]);
    });
  });
});

describe('the page of the settings', () => {
  const page = readText('docs/settings.md');

  it('has a section for each setting', () => {
    expect(headingsOf(page).filter((heading) => heading.startsWith('## '))).toEqual(Object.keys(settingsSchema.properties).map((key) => `## ${key}`));
  });

  it.each(markdownFiles())('%s: what it shows of settings is valid', (path) => {
    for (const { text } of blocksOf(readText(path)).filter(({ language, words }) => language === 'json' && words[0] === 'settings')) {
      // The file that an example of `rowsFile` names need not exist here.
      const problem = parseSettings(JSON.parse(text), ROOT).problem ?? '';
      expect(problem).toMatch(/^$|^rowsFile: .* can't be read\.$/);
    }
  });
});

describe('all pages', () => {
  it.each(markdownFiles())('%s: relative links lead somewhere', (path) => {
    expect(relativeLinksOf(readText(path)).filter((target) => !existsSync(resolveLink(path, target)))).toEqual([]);
  });

  it.each(markdownFiles())('%s: rules that it names exist', (path) => {
    const named = [...readText(path).matchAll(/(?<!plugin-)admin-scale\/([a-z]+(?:-[a-z]+)+)/g)].map(([, id = '']) => id);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe('the README', () => {
  it('has a table of all rules that says what their meta says', () => {
    const rows = readText('README.md')
      .split('\n')
      .filter((line) => line.includes('](docs/rules/'));
    expect(rows).toEqual(ids.map((id) => tableRow(id)));
  });
});

function examplesOf(page: string, kind: 'wrong' | 'right'): ShownFile[] {
  return filesShownIn(page).filter(({ verdict }) => verdict === kind);
}

/** Messages of the rule about one example, amid the page's companion files; anything else that is wrong with it as well. */
async function reportsOf(id: string, page: string, { path, text, options }: ShownFile): Promise<string[]> {
  const companions = filesShownIn(page).filter(({ verdict }) => verdict === undefined).map((file) => [file.path, file.text] as const);
  const files = { ...SCAFFOLD, ...Object.fromEntries(companions), [path]: text };
  const messages = await lintProject(files, path, { rules: { [`admin-scale/${id}`]: ['error', ...options] } });
  const broken = messages.filter(({ ruleId }) => ruleId !== `admin-scale/${id}`);
  if (broken.length > 0) throw new Error(broken.map(({ message }) => message).join('\n'));
  return messages.map(({ message }) => message);
}

function isOptions({ language, words: [first] }: Block): boolean {
  return language === 'json' && first === 'options';
}

function ruleOf(id: string): { readonly meta: Rule.RuleMetaData } {
  const rule: { readonly meta: unknown } = rules[id as keyof typeof rules];
  return rule as { readonly meta: Rule.RuleMetaData };
}

function docsOf(id: string): AdminScaleDocs {
  return ruleOf(id).meta.docs as unknown as AdminScaleDocs;
}

function notesOf(id: string): string[] {
  const { fixable, hasSuggestions } = ruleOf(id).meta;
  const notes = [presetNote(id)];
  if (fixable !== undefined) notes.push('🔧 Some reports are fixed by `--fix`.');
  if (hasSuggestions === true) notes.push(fixable === undefined ? '💡 Some reports have suggestions.' : '💡 Other remedies are offered as suggestions.');
  return notes;
}

function presetNote(id: string): string {
  const { recommended } = docsOf(id);
  const [standard] = (ruleOf(id).meta.defaultOptions ?? []) as { tables?: string }[];
  if (recommended === true) return 'In the presets `recommended` and `strict`.';
  if (recommended === false) return 'In the preset `strict`.';
  const options = Object.entries(recommended).map(([key, value]) => `"${key}": ${JSON.stringify(value)}`);
  return `In the preset \`recommended\` with \`{ ${options.join(', ')} }\`, in \`strict\` ${standard?.tables === 'growing' ? 'for growing ones' : 'for all'}.`;
}

function tableRow(id: string): string {
  const { fixable, hasSuggestions } = ruleOf(id).meta;
  const { description, recommended } = docsOf(id);
  const preset = recommended === false ? 'strict' : recommendedText(recommended === true ? undefined : recommended).replace(/: (.*)/, ' ($1)');
  const marks = `${fixable === undefined ? '' : '🔧'}${hasSuggestions === true ? '💡' : ''}`;
  return `| [${id}](docs/rules/${id}.md) | ${sentence(description)} | ${preset} | ${marks} |`;
}

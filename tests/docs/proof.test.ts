import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readText, ROOT } from './markdown.ts';

const FRAMEWORKS = readdirSync(join(ROOT, 'proof/admin')).filter((name) => existsSync(join(ROOT, 'proof/admin', name, 'run.sh')));

/** What a page of a proof is called: its first line. */
function labelsOf(framework: string): string[] {
  return readdirSync(join(ROOT, 'proof/admin', framework, 'pages')).map((file) => /^\/\/ (.*)/.exec(readText(`proof/admin/${framework}/pages/${file}`))?.[1] ?? file);
}

/** `Forest Admin`, as the run calls it. */
function nameOf(framework: string): string {
  const [, quoted, plain] = /^pages (?:'([^']+)'|(\S+))/m.exec(readText(`proof/admin/${framework}/run.sh`)) as (string | undefined)[] | null ?? [];
  return quoted ?? plain ?? framework;
}

describe('the table of the proofs on admin frameworks', () => {
  const rows = [...readText('proof/README.md').matchAll(/^\| ([^|]+) \| ([^|]+) \| [\d,]+ → [\d,]+ \|/gm)].map(([, framework = '', label = '']) => `${framework}: ${label}`);

  // the run holds the numbers against what it counts
  it('has a row for each page that is opened, and no other', () => {
    const pages = FRAMEWORKS.flatMap((framework) => labelsOf(framework).map((label) => `${nameOf(framework)}: ${label}`));
    expect([...rows].sort()).toEqual(pages.sort());
  });

  it.each(FRAMEWORKS)('%s has advice taken for pages that there are', (framework) => {
    const pages = readdirSync(join(ROOT, 'proof/admin', framework, 'pages'));
    const advised = join(ROOT, 'proof/admin', framework, 'advised');
    expect(existsSync(advised) ? readdirSync(advised).filter((file) => !pages.includes(file)) : []).toEqual([]);
  });

  it('is made by a command that runs every framework', () => {
    expect([...(/set -- (.*)/.exec(readText('proof/admin.sh'))?.[1] ?? '').split(' ')].sort()).toEqual([...FRAMEWORKS].sort());
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TemporaryProject } from '../cli/stub.ts';

const action = readFileSync(join(import.meta.dirname, '../../action.yml'), 'utf8');

/** The script of a step, without its indentation. */
function scriptOf(step: string): string {
  const [, block = ''] = new RegExp(`- name: ${step}\\n[^]*?run: \\|\\n((?: {8}.*\\n|\\n)+)`).exec(action) ?? [];
  return block.replaceAll(/^ {8}/gm, '');
}

const project = new TemporaryProject({
  'bin/npx': '#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" = --output-file ] && { shift; echo "### admin-scale: 1 finding in 1 file" >"$1"; }; shift; done\nexit "${FOUND:-1}"\n',
  // lists one comment of another action, and ours where there is one; writes down what it is asked to write
  'bin/gh': '#!/bin/sh\ncase "$*" in *--jq*) [ -n "$OURS" ] && echo "$OURS"; exit 0 ;; esac\necho "$*"\ncat "${7#body=@}"\n',
});
for (const name of ['npx', 'gh']) chmodSync(project.path(`bin/${name}`), 0o755);

afterAll(() => {
  project.remove();
});

function comment(env: Readonly<Record<string, string>> = {}) {
  return spawnSync('bash', ['-eo', 'pipefail', '-c', scriptOf('Comment')], {
    encoding: 'utf8',
    cwd: project.root,
    env: { PATH: `${project.path('bin')}:${process.env.PATH ?? ''}`, VERSION: 'latest', PATHS: '.', ARGS: '', NUMBER: '7', GITHUB_REPOSITORY: 'o/r', RUNNER_TEMP: project.root, GITHUB_STEP_SUMMARY: project.path('summary.md'), ...env },
  });
}

describe.skipIf(process.platform === 'win32')('the comment of the GitHub Action', () => {
  const body = '<!-- admin-scale -->\n### admin-scale: 1 finding in 1 file\n';

  it('is written where there is none of ours', () => {
    const { status, stdout } = comment();
    expect({ status, stdout }).toEqual({ status: 0, stdout: `api --silent --method POST repos/o/r/issues/7/comments -F body=@${project.root}/admin-scale.md.comment\n${body}` });
    expect(readFileSync(project.path('summary.md'), 'utf8')).toBe('### admin-scale: 1 finding in 1 file\n');
  });

  it('is changed where there is one, which is known by its first line and not by who wrote it', () => {
    const { status, stdout } = comment({ OURS: '42' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `api --silent --method PATCH repos/o/r/issues/comments/42 -F body=@${project.root}/admin-scale.md.comment\n${body}` });
    expect(scriptOf('Comment')).not.toContain('--edit-last');
  });

  it('is not written where the command could not run', () => {
    expect(comment({ FOUND: '2' }).status).not.toBe(0);
  });
});

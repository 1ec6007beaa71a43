import { configurationFor } from '../config.ts';
import { indentOf, KEY, OWN_FILE, PYPROJECT } from '../settings-file.ts';
import { NEW_CONFIG, withPreset } from './eslint-config.ts';
import { dependsOn, type Setup } from './setup.ts';

/** A file that would be written, or what is left to the user. */
export interface Step {
  readonly title: string;
  readonly file: string;
  readonly before: string;
  /** Undefined where the file is too special to be edited. */
  readonly after: string | undefined;
  /** What to write by hand then. */
  readonly byHand?: string;
}

const ESLINT_CONFIGS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((ending) => `eslint.config.${ending}`);

/** All that there is to set up, in the order in which it is asked for; without what is there already. */
export async function stepsFor(setup: Setup): Promise<Step[]> {
  const usesESLint = setup.manifest !== undefined && (setup.usesJavaScript || dependsOn(setup, 'eslint') || configFile(setup) !== undefined);
  const first = usesESLint ? eslintStep(setup) : await settingsStep(setup);
  return [first, usesESLint && setup.usesPython ? editorStep(setup) : undefined, ciStep(setup, usesESLint), hookStep(setup, usesESLint)].filter((step) => step !== undefined);
}

function configFile({ has }: Setup): string | undefined {
  return ESLINT_CONFIGS.find((name) => has(name));
}

function eslintStep(setup: Setup): Step | undefined {
  const title = 'ESLint: the preset "recommended"';
  const file = configFile(setup);
  if (file === undefined) return { title, file: setup.manifest?.type === 'module' ? 'eslint.config.js' : 'eslint.config.mjs', before: '', after: NEW_CONFIG };
  const before = setup.read(file) ?? '';
  if (before.includes('eslint-plugin-admin-scale')) return undefined;
  return { title, file, before, after: withPreset(before, file), byHand: "import adminScale from 'eslint-plugin-admin-scale';\n\n// among the configurations:\n...adminScale.configs.recommended,\n" };
}

/** Settings of the command line, for who has no ESLint. */
async function settingsStep({ root, read }: Setup): Promise<Step | undefined> {
  const title = 'Settings: the preset "recommended"';
  if ((await configurationFor(undefined, root)).file !== undefined) return undefined;
  const before = read(PYPROJECT);
  if (before === undefined) return { title, file: OWN_FILE, before: '', after: '{\n  "preset": "recommended"\n}\n' };
  return { title, file: PYPROJECT, before, after: appended(before, `[tool.${KEY}]\npreset = "recommended"\n`) };
}

/** After an empty line. */
function appended(before: string, text: string): string {
  return `${before.replace(/\n*$/, '\n')}\n${text}`;
}

const VALIDATED = '["javascript", "javascriptreact", "typescript", "typescriptreact", "python"]';

/** VS Code's ESLint looks at Python only where it is told to. */
function editorStep({ read }: Setup): Step | undefined {
  const step = { title: 'VS Code: ESLint reads Python', file: '.vscode/settings.json' };
  const before = read(step.file) ?? '';
  if (before.trim() === '') return { ...step, before, after: `{\n  "eslint.validate": ${VALIDATED}\n}\n` };
  const [, given] = /"eslint\.validate"\s*:\s*\[([^\]]*)\]/.exec(before) ?? [];
  if (given?.includes('"python"') === true) return undefined;
  if (given !== undefined) return { ...step, before, after: before.replace(/("eslint\.validate"\s*:\s*\[[^\]]*?)(,?\s*\])/, '$1, "python"$2').replace('[, "python"', '["python"') };
  const isEmpty = /^\s*\{\s*\}\s*$/.test(before);
  // comments and commas at the end, which the file may have, stay
  return { ...step, before, after: before.replace(/\{/, `{\n${indentOf(before)}"eslint.validate": ${VALIDATED}${isEmpty ? '\n' : ','}`) };
}

function ciStep({ has, read }: Setup, usesNode: boolean): Step | undefined {
  const command = usesNode ? 'npx --yes eslint-plugin-admin-scale check' : 'pipx run admin-scale check';
  const gitlab = read('.gitlab-ci.yml');
  if (gitlab !== undefined) {
    if (gitlab.includes('admin-scale')) return undefined;
    return { title: 'GitLab: findings in merge requests', file: '.gitlab-ci.yml', before: gitlab, after: appended(gitlab, gitlabJob(usesNode)) };
  }
  const file = '.github/workflows/admin-scale.yml';
  if (has(file) || !(has('.git') || has('.github'))) return undefined;
  return { title: 'GitHub Actions: annotations in pull requests', file, before: '', after: WORKFLOW.replace('COMMAND', `${command} --format github`) };
}

const WORKFLOW = `name: admin-scale
on: pull_request
permissions: { contents: read }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: COMMAND
`;

function gitlabJob(usesNode: boolean): string {
  const [image, commands] = usesNode ? ['node:22', ['npx --yes eslint-plugin-admin-scale check']] : ['python:3.12', ['pip install admin-scale', 'admin-scale check']];
  const script = commands.map((command, index) => `    - ${command}${index === commands.length - 1 ? ' --format gitlab --output-file gl-code-quality.json' : ''}\n`).join('');
  return `admin-scale:\n  image: ${image}\n  script:\n${script}  artifacts:\n    when: always\n    reports: { codequality: gl-code-quality.json }\n`;
}

/** A hook of its own at the end of the list that is there. */
function hookStep({ read }: Setup, usesNode: boolean): Step | undefined {
  const file = '.pre-commit-config.yaml';
  const before = read(file);
  if (before === undefined || before.includes('admin-scale')) return undefined;
  const step = { title: 'pre-commit: a hook', file, before };
  const lines = before.split('\n');
  const repos = lines.findIndex((line) => /^repos:\s*(?:#.*)?$/.test(line));
  const [, indent] = lines.slice(repos + 1).map((line) => /^([ ]*)- repo:/.exec(line)).find((match) => match !== null) ?? [];
  const hook = hookText(indent ?? '  ', usesNode);
  if (repos < 0 || indent === undefined) return { ...step, after: undefined, byHand: hook };
  const next = lines.findIndex((line, index) => index > repos && /^[^\s#-]/.test(line));
  const end = next < 0 ? lines.length : next;
  const kept = lines.slice(0, end).join('\n').replace(/\n*$/, '\n');
  return { ...step, after: `${kept}${hook}${next < 0 ? '' : `\n${lines.slice(next).join('\n')}`}` };
}

function hookText(indent: string, usesNode: boolean): string {
  const lines = [
    '- repo: local',
    '  hooks:',
    '    - id: admin-scale',
    '      name: admin-scale',
    `      entry: ${usesNode ? 'npx --yes eslint-plugin-admin-scale' : 'admin-scale'} check`,
    ...(usesNode ? ['      language: system'] : ['      language: python', '      additional_dependencies: [admin-scale]']),
    '      types_or: [python, javascript, jsx, ts, tsx]',
    '      require_serial: true',
  ];
  return lines.map((line) => `${indent}${line}\n`).join('');
}

import { defineConfig } from 'eslint/config';
import eslintPlugin from 'eslint-plugin-eslint-plugin';
import tseslint from 'typescript-eslint';
import adminScale from './dist/index.js';

export default defineConfig(
  { name: 'ignored', ignores: ['dist/', 'examples/', 'tests/fixtures/', 'proof/**/*.{ts,tsx}', 'site/.vitepress/{pages,dist,cache}/'] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  { name: 'types', languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } } },
  { name: 'argued away', rules: {
    // A node's type is compared with its name: the enum would have to be loaded at run time, which costs half a second.
    '@typescript-eslint/no-unsafe-enum-comparison': 'off',
    // Asks for `!`, which the strict preset forbids.
    '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
  } },
  { name: 'scripts', files: ['**/*.{js,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
  { name: 'rules of a plugin', files: ['src/rules/*.ts'], extends: [eslintPlugin.configs.all], rules: {
    // All get theirs in one place, `src/rules/index.ts`.
    'eslint-plugin/require-meta-docs-url': 'off',
    // Presets are computed from `recommended`, which may hold options.
    'eslint-plugin/require-meta-docs-recommended': 'off',
    // Half of the shared messages are used through `onModel` (see on-model.ts), which this rule can't follow.
    'eslint-plugin/no-unused-message-ids': 'off',
  } },
  { name: 'imports point one way: rules know the model and read()', files: ['src/rules/**'], rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: '/(javascript|python|project|cli|libraries)/', message: 'Rules ask the model: add what is missing to src/model and let the front ends yield it.' }] }],
  } },
  { name: 'imports point one way: the model knows nothing', files: ['src/model/**'], rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: '^\\.\\./', message: 'The model imports nothing of ours.' }] }],
  } },
  { name: 'imports point one way: project knows the model', files: ['src/project/**'], rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: '/(javascript|python|rules|cli|libraries)/', message: 'project/ serves the engines and the libraries.' }] }],
  } },
  { name: 'imports point one way: engines know model and project', files: ['src/javascript/**', 'src/python/**'], rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: '/(rules|cli|libraries)/', message: 'Engines name no library: the registry hands the libraries in.' }] }],
  } },
  { name: 'imports point one way: libraries know the engines', files: ['src/libraries/**'], rules: {
    'no-restricted-imports': ['error', { patterns: [{ regex: '/(rules|cli)/', message: 'Libraries yield facts; rules word them.' }] }],
  } },
  { name: 'the plugin on itself', extends: [adminScale.configs.strict], files: ['src/**/*.ts'] },
);

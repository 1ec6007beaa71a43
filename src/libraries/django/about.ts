import type { About } from '../../project/about.ts';

export const about: About = {
  label: 'Django', kind: 'admin', language: 'python', imports: /^[^\S\n]*(from|import)[^\S\n]+django\b/m,
  manifests: [{ name: /^manage\.py$/i, text: /django/i }, { name: /^(pyproject\.toml|setup\.(py|cfg)|Pipfile|[\w.-]*requirements[\w.-]*\.(txt|in))$/i, text: /^[^#\n]*\bdjango\b/im }],
  unread: [
    'Raw SQL: `raw()`, `connection.cursor()`.',
    'What signals and their receivers send.',
  ],
};

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { djangoVersion } from '../../../../src/libraries/django/project/versions.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'admin-scale-versions-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

describe('the version of Django', () => {
  it.each([
    ['requirements.txt', 'Django==4.2.16\n', '4.2'],
    ['requirements.txt', 'django>=3.2,<6\n', '3.2'],
    ['pyproject.toml', '[project]\ndependencies = [\n    "Django<5",\n]\n', '4.2'],
    ['pyproject.toml', '[tool.poetry.dependencies]\ndjango = "<5.0"\n', '4.2'],
    ['requirements.txt', 'Django[argon2]<5.2\n', '5.1'],
    ['requirements.txt', 'django<=5.1.4\n', '5.1'],
    ['requirements.txt', 'django-filter<5\n', '5.2'],
    ['requirements.txt', 'Django\n', '5.2'],
  ])('is read from %s: %j', (file, text, version) => {
    writeFileSync(join(root, file), text);
    expect(djangoVersion(root, undefined).join('.')).toBe(version);
  });

  it('is read from whatever is in requirements, what runs in production first', () => {
    mkdirSync(join(root, 'requirements', 'generated'), { recursive: true });
    writeFileSync(join(root, 'requirements', 'generated', 'dev.txt'), 'django==3.2\n');
    expect(djangoVersion(root, undefined).join('.')).toBe('3.2');
    rmSync(join(root, 'requirements'), { recursive: true });
    const other = join(root, 'other');
    mkdirSync(join(other, 'requirements', 'generated'), { recursive: true });
    writeFileSync(join(other, 'requirements', 'generated', 'dev.txt'), 'django==3.2\n');
    writeFileSync(join(other, 'requirements', 'generated', 'requirements-production.txt'), 'django==1.8.19\n');
    writeFileSync(join(other, 'requirements', 'notes.md'), 'django==5.1\n');
    expect(djangoVersion(other, undefined).join('.')).toBe('1.8');
  });

  it('is read from the folders above, up to the working directory', () => {
    writeFileSync(join(root, 'setup.py'), 'setup(install_requires=["django==2.1.10", "django-model-utils==3.1.2"])\n');
    const below = join(root, 'site', 'shop');
    expect(djangoVersion(below, undefined, root).join('.')).toBe('2.1');
    expect(djangoVersion(below, undefined, join(root, 'site')).join('.')).toBe('5.2');
    expect(djangoVersion(join(below, 'deeper'), undefined, root).join('.')).toBe('5.2');
    expect(djangoVersion(below, undefined, join(root, 'elsewhere')).join('.')).toBe('5.2');
  });
});

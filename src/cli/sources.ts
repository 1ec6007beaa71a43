import { detectFrameworks, type Framework } from './detect.ts';
import { type FoundPaths, type LanguageName, pathFrom, type SourceFile } from './paths.ts';
import { counted } from './terminal.ts';

/** What is going to be checked, and what to tell the user of the choice. */
export interface Choice {
  readonly sources: readonly SourceFile[];
  readonly frameworks: readonly Framework[];
  /** Lines for a user who watches. */
  readonly notes: readonly string[];
  /** Why there is nothing to check. */
  readonly nothing: string | undefined;
}

const EXEMPT = 'tests, migrations, seeds, scripts, generated or vendored code';

const LANGUAGES: Readonly<Record<LanguageName, { readonly files: string; readonly frameworks: string }>> = {
  python: { files: 'Python', frameworks: 'Django' },
  javascript: { files: 'JavaScript or TypeScript', frameworks: 'Prisma, TypeORM or AdminJS' },
};

/**
 * Of the files found, those that can have findings: not exempt, and in a language for which the project uses a framework that we know.
 * A file that the user named is checked whatever the project uses.
 *
 * @param isExempt tells of tests, migrations and the like
 * @param cwd directory that the notes name files from
 */
export function chooseSources(found: FoundPaths, isExempt: (source: SourceFile) => boolean, cwd: string): Choice {
  const candidates = found.sources.filter((source) => !isExempt(source));
  const exempt = found.sources.length - candidates.length;
  // One file of a project tells as much as all of them, and is what editors and commit hooks ask for: no search then.
  const frameworks = found.directories.length === 0 ? [] : detectFrameworks(candidates, found.manifests, found.directories);
  const languages = new Set(frameworks.map(({ language }) => language));
  const sources = candidates.filter(({ named, language }) => named || languages.has(language));
  const left = candidates.filter((source) => !sources.includes(source));
  return {
    sources,
    frameworks,
    notes: [
      ...(frameworks.length === 0 ? [] : [`Found ${frameworks.map(({ name, file }) => `${name} (${pathFrom(cwd, file)})`).join(', ')}.`]),
      ...(sources.length === 0 ? [] : [`Checking ${countByLanguage(sources)}.`]),
      ...(exempt === 0 ? [] : [`Left out: ${counted(exempt, 'file')} of ${EXEMPT}.`]),
      ...languagesOf(left).map((language) => `Left out: ${countOf(left, language)}, as no ${LANGUAGES[language].frameworks} was found.`),
    ],
    nothing: sources.length > 0 ? undefined : reasonForNothing(found, candidates, exempt),
  };
}

function reasonForNothing({ sources }: FoundPaths, candidates: readonly SourceFile[], exempt: number): string {
  if (sources.length === 0) return 'there is no Python, JavaScript or TypeScript file.';
  if (candidates.length > 0) {
    const wanted = languagesOf(candidates).map((language) => LANGUAGES[language].frameworks);
    return `no ${wanted.join(' and no ')} was found beside ${countByLanguage(candidates)}.`;
  }
  return `${EXEMPT} is not checked (${counted(exempt, 'file')} here; the setting "include" takes paths back in).`;
}

function languagesOf(sources: readonly SourceFile[]): LanguageName[] {
  return [...new Set(sources.map(({ language }) => language))];
}

function countByLanguage(sources: readonly SourceFile[]): string {
  return languagesOf(sources)
    .map((language) => countOf(sources, language))
    .join(' and ');
}

function countOf(sources: readonly SourceFile[], language: LanguageName): string {
  return counted(sources.filter((source) => source.language === language).length, `${LANGUAGES[language].files} file`);
}

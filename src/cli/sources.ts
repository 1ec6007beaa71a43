import { ABOUTS } from '../libraries/abouts.ts';
import { enumerated } from '../model/text.ts';
import { detectFrameworks, type Framework } from './detect.ts';
import { type FoundPaths, type LanguageName, pathFrom, type SourceFile } from './paths.ts';
import { counted } from './terminal.ts';

/** What is going to be checked, and what to tell the user of the choice. */
export interface Choice {
  readonly sources: readonly SourceFile[];
  readonly frameworks: readonly Framework[];
  /** Lines for a user who watches. */
  readonly notes: readonly string[];
  /** Lines for everybody: what is not checked, with counts. */
  readonly leftOut: readonly string[];
  /** Why there is nothing to check; says what was left out as well. */
  readonly nothing: string | undefined;
}

/** Libraries that a note names. */
const MOST_LABELS = 3;

/** Places that are named before the rest is summed up. */
const MOST_PLACES = 8;

const FILES: Readonly<Record<LanguageName, string>> = { python: 'Python', javascript: 'JavaScript or TypeScript' };

/** "AdminJS, Prisma, TypeORM or Sequelize" */
function librariesOf(language: LanguageName): string {
  return enumerated(labelsOf(language), 'or');
}

function labelsOf(language: LanguageName): string[] {
  return ABOUTS.filter((about) => about.language === language).map(({ label }) => label);
}

/** Beside what is checked a number will do: the list would be longer than all else. */
function noneFound(language: LanguageName): string {
  const labels = labelsOf(language);
  return labels.length > MOST_LABELS ? `none of the ${String(labels.length)} libraries that --help lists` : `no ${enumerated(labels, 'or')}`;
}

/**
 * Of the files found, those that can have findings: not exempt, and in a language for which the project uses a framework that we know.
 * A file that the user named is checked whatever the project uses.
 *
 * @param exemptionOf tells of tests, migrations and the like why they are not checked
 * @param cwd directory that the notes name files from
 */
export function chooseSources(found: FoundPaths, exemptionOf: (source: SourceFile) => string | undefined, cwd: string): Choice {
  const exemptions = found.sources.map((source) => exemptionOf(source));
  const candidates = found.sources.filter((_, index) => exemptions[index] === undefined);
  const exempt = exemptions.filter((exemption) => exemption !== undefined);
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
    ],
    leftOut: [
      ...(exempt.length === 0 || candidates.length === 0 ? [] : [`Left out: ${countByPlace(exempt)}.`]),
      ...languagesOf(sources.length === 0 ? [] : left).map((language) => `Left out: ${countOf(left, language)}, as ${noneFound(language)} was found.`),
    ],
    nothing: sources.length > 0 ? undefined : reasonForNothing(found, candidates, exempt),
  };
}

function reasonForNothing({ sources }: FoundPaths, candidates: readonly SourceFile[], exempt: readonly string[]): string {
  if (sources.length === 0) return 'there is no Python, JavaScript or TypeScript file.';
  if (candidates.length > 0) {
    const wanted = languagesOf(candidates).map((language) => librariesOf(language));
    return `no ${wanted.join(' and no ')} was found beside ${countByLanguage(candidates)}.`;
  }
  return `tests, migrations, seeds, scripts, generated or vendored code is not checked: ${countByPlace(exempt)} (the setting "include" takes paths back in).`;
}

/** `38 files in migrations/, 12 in tests/`, the most first. */
function countByPlace(exemptions: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const exemption of exemptions) counts.set(exemption, (counts.get(exemption) ?? 0) + 1);
  const places = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const named = places.slice(0, MOST_PLACES).map(([place, count], index) => `${index === 0 ? counted(count, 'file') : String(count)} ${place}`);
  const rest = places.slice(MOST_PLACES).reduce((sum, [, count]) => sum + count, 0);
  return [...named, ...(rest === 0 ? [] : [`${String(rest)} in other such places`])].join(', ');
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
  return counted(sources.filter((source) => source.language === language).length, `${FILES[language]} file`);
}

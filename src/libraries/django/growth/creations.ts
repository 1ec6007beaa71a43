import { ownPath } from '../../../project/root.ts';
import { exemptionOf } from '../../../project/exempt.ts';
import { parseSettings } from '../../../project/settings.ts';
import type { PyFile } from '../project/files.ts';
import type { DjangoModel } from '../models/models.ts';
import type { DjangoProject } from '../project.ts';
import { pathIn } from '../project/shown-path.ts';

/** One place fills many a configured table: "create the default plan". From two on, rows came with the use of the program in all tables that we looked at. */
const FEWEST_PLACES = 2;

/**
 * The models that application code fills at several places, each with how that is said of its table. Tests, migrations, scripts and
 * management commands don't count, nor does `get_or_create`, which mostly sees to it that what is configured is there.
 */
export function* filledTables(django: DjangoProject): Generator<[model: DjangoModel, because: string]> {
  for (const [name, [first, ...others]] of creationsIn(django)) {
    const [model, ...namesakes] = others.length + 1 < FEWEST_PLACES ? [] : django.models.allNamed(name);
    if (model?.name !== name || namesakes.length > 0 || first === undefined) continue;
    const rest = others.length === 1 ? 'another place' : `${String(others.length)} other places`;
    yield [model, `\`${pathIn(django, first)}\` and ${rest} add rows`];
  }
}

/** The files in which `Name.objects.create(…)` stands, by the name, once for each place. */
function creationsIn(django: DjangoProject): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const file of django.files.all()) {
    const names = namesCreated(file.text);
    if (names.length === 0 || !isApplication(django, file)) continue;
    for (const name of names) found.set(name, [...(found.get(name) ?? []), file.path]);
  }
  return found;
}

/** Comments and strings are read over, so that what they quote is no place. */
const CREATION = /#.*|"""[^]*?"""|'''[^]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\b(\w+)\s*\.objects\s*\.a?(?:bulk_)?create\(/g;

function namesCreated(text: string): string[] {
  if (!text.includes('.objects') || !/\.a?(?:bulk_)?create\(/.test(text)) return [];
  return [...text.matchAll(CREATION)].map(([, name]) => name).filter((name) => name !== undefined);
}

/** Where tables are filled with what is configured or shown, not with what people do. */
const INITIAL = /(?:^|[/\\_])(?:bootstrap|sample|demo|example|initial|default|populate|setup|install)s?\w*(?:[/\\]|\.py$)/i;

const COMMAND = /[/\\]management[/\\]commands[/\\]/;

/** True for code that runs as the program is used, in requests and jobs. */
export function isApplication({ root }: DjangoProject, { path, text }: PyFile): boolean {
  const { settings } = parseSettings(undefined, root);
  return !INITIAL.test(ownPath(path)) && !COMMAND.test(ownPath(path)) && exemptionOf({ filename: path, cwd: root, settings, text }) === undefined;
}

/** True for code whose name says that it fills tables with what the project brings along. */
export function isInitial({ path }: PyFile): boolean {
  return INITIAL.test(ownPath(path));
}

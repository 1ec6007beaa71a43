import { moduleOf, type PyModule } from '../../../python/syntax/module.ts';
import { parsePython } from '../../../python/syntax/parse.ts';
import type { ClassRef } from '../project/classes.ts';
import type { DjangoProject } from '../project.ts';
import { type Registration, registryOf } from './classes.ts';

const TEXT = 'class ModelAdmin:\n    pass\n';

/** The class by which Django shows a model that is registered without one: it sets no option (contrib/admin/options.py, Django 3.2 to 5.2). */
export const DEFAULT_ADMIN: ClassRef | undefined = defaultAdmin();

function defaultAdmin(): ClassRef | undefined {
  const parsed = parsePython(TEXT);
  const module = parsed.ok ? moduleOf('built-in:django/contrib/admin/options.py', TEXT, parsed.ast) : undefined;
  const node = module?.classes.get('ModelAdmin');
  return module === undefined || node === undefined ? undefined : { module, node };
}

/** The models that a module registers without a class that the project writes. */
export function bareRegistrations(django: DjangoProject, module: PyModule): readonly Registration[] {
  return registryOf(django).registrations.filter(({ module: own, admin, opaque }) => own.path === module.path && admin === undefined && !opaque);
}

/** What to register a model with instead, as a sentence: a class with that line. */
export function registerWith({ model, base }: Registration, line: string): string {
  const name = base?.slice(base.lastIndexOf('.') + 1) ?? 'ModelAdmin';
  return `Register \`${model.name}\` with ${name === 'ModelAdmin' ? 'a ModelAdmin' : `a subclass of \`${name}\``} that has \`${line}\`.`;
}

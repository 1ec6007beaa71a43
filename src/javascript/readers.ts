import type { TSESTree } from '@typescript-eslint/utils';
import type { Project } from '../project/project.ts';
import type { SourceFile } from './modules.ts';
import type { Orm, OrmCall, OrmReader } from './orms/orm.ts';
import { prisma } from './orms/prisma.ts';
import { typeorm } from './orms/typeorm.ts';
import type { Recognise } from './rows.ts';
import { importSources, type JsModule } from './syntax/module.ts';

/** Every ORM that is read. Supporting one more is one more file and one more name here. */
export const ORMS: readonly Orm[] = [prisma, typeorm];

/** The query that a call sends, as the first of the readers says that knows it; each call is looked at once. */
export function recogniseWith(readers: readonly OrmReader[]): Recognise {
  const known = new Map<TSESTree.CallExpression, OrmCall | undefined>();
  return (call) => {
    if (!known.has(call)) known.set(call, firstOf(readers, call));
    return known.get(call);
  };
}

function firstOf(readers: readonly OrmReader[], call: TSESTree.CallExpression): OrmCall | undefined {
  for (const reader of readers) {
    const found = reader.recognise(call);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Recognises the queries of whichever file of the project. One per linted file. */
export class Readers {
  readonly #project: Project;
  readonly #known = new Map<JsModule, Recognise>();

  constructor(project: Project) {
    this.#project = project;
  }

  /** The recogniser of a file's calls. */
  of(file: SourceFile): Recognise {
    const known = this.#known.get(file.module);
    if (known !== undefined) return known;
    const project = { ...this.#project, filename: file.path };
    const glance = { imports: importSources(file.module.program), text: file.module.text, project };
    const recognise = recogniseWith(ORMS.filter((orm) => orm.glance(glance)).flatMap((orm) => orm.open(file, project) ?? []));
    this.#known.set(file.module, recognise);
    return recognise;
  }
}

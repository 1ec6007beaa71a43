import type { DataModel } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import type { Binding } from '../syntax/bindings.ts';
import type { JsModule } from '../syntax/module.ts';
import { isEntityClass, type Receiver, type TypeormSurroundings } from './typeorm-receivers.ts';

/** What the project's other files say about the names that a file imports. */
export function typeormSurroundings(module: JsModule, project: Project): TypeormSurroundings & { readonly dataModel: DataModel | undefined } {
  void module;
  void project;
  const dataModel: DataModel | undefined = undefined;
  return {
    dataModel,
    isEntity(binding: Binding, name: string): boolean {
      if (binding.kind === 'class') return isEntityClass(binding.node);
      return binding.kind === 'import' && /(?:^|\/)(?:entit(?:y|ies)|models?)(?:\/|$)|\.entity(?:\.\w+)?$/i.test(binding.source) && /^[A-Z]/.test(name);
    },
    imported(binding): Receiver | undefined {
      return /^(?:AppDataSource|dataSource|DataSource)$/.test(binding.name) && /data-?source/i.test(binding.source) ? { kind: 'dataSource' } : undefined;
    },
  };
}

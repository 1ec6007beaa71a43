import type { TSESTree } from '@typescript-eslint/utils';
import type { DataModel } from '../../model/data-model.ts';
import type { Project } from '../../project/project.ts';
import type { CalledFunction } from '../project/called.ts';
import { MethodReader } from './method-reader.ts';
import type { SourceFile } from '../project/modules.ts';
import { speaksOf } from '../project/packages.ts';
import { Receivers } from '../receivers/receivers.ts';
import { methodOfRow, methodsOfRows } from '../rows/row-methods.ts';
import { memberName, type Node, unwrap } from '../syntax/nodes.ts';
import type { TypeModel } from '../receivers/type-model.ts';

/** A reader of methods whose receivers are known by their types, and whose models are looked for when they are first asked for. */
export abstract class ReceiverReader extends MethodReader {
  protected readonly receivers: Receivers;
  /** The file imports the library, or its package depends on it: what looks like the library's is. */
  protected readonly usesLibrary: boolean;
  #model: DataModel | undefined;

  constructor(file: SourceFile, { filename, settings }: Project, types: TypeModel) {
    super(file);
    this.receivers = new Receivers(file, types, settings.aliases);
    this.usesLibrary = speaksOf(file.module.imports.map(({ source }) => source), filename, types.packages);
  }

  /** True for a transaction by what it is, and for what a function is handed under the name of one. */
  protected isTransaction(node: Node): boolean {
    const value = unwrap(node);
    const isCalledSo = value.type === 'Identifier' && /^(?:tx|trx)$/.test(value.name) && this.module.resolve(value)?.kind === 'parameter';
    return isCalledSo || this.receivers.of(value)?.kind === 'transaction';
  }

  /** `order.customerName()`, where the row's model is a class of the project that has such a method. */
  ownMethod(callee: TSESTree.MemberExpression): CalledFunction | undefined {
    const name = memberName(callee);
    if (name === undefined || !methodsOfRows(this.dataModel)(this.file).has(name)) return undefined;
    return methodOfRow(this.file, this.dataModel, this.rowModel(callee.object), name);
  }

  /** The models that the file can reach. */
  protected abstract readModel(): DataModel;

  get dataModel(): DataModel {
    this.#model ??= this.readModel();
    return this.#model;
  }
}

import type { SourceFile } from '../../javascript/project/modules.ts';
import { referenceOf } from '../../javascript/syntax/annotations.ts';
import type { Node } from '../../javascript/syntax/nodes.ts';
import { typeDeclared } from '../../javascript/project/type-members.ts';
import { literally } from '../../model/text.ts';
import { SEQUELIZE } from './packages.ts';

/** Types of Sequelize whose values are a model. */
const MODEL_TYPES: ReadonlySet<string> = new Set(['ModelStatic', 'ModelCtor', 'ModelType']);

/** Names between an annotation and Sequelize's own type. */
const ALIASES = 3;

/**
 * The name of the type of the rows of `ModelStatic<OrderInstance>`, `ModelStatic<Model<OrderAttributes>>`, or of a name that the project gives such a type. Undefined
 * for what is no model, and where a type parameter stands for the rows.
 */
export function rowOfModelType(file: SourceFile, type: Node): string | undefined {
  const [first] = type.type === 'TSTypeReference' ? (type.typeArguments?.params ?? []) : [];
  if (first === undefined || !isModelType(file, referenceOf(type)?.name ?? '')) return undefined;
  const inner = first.type === 'TSTypeReference' && referenceOf(first)?.name === 'Model' ? first.typeArguments?.params[0] : first;
  const row = referenceOf(inner)?.name;
  return row !== undefined && isDeclared(file, row) ? row : undefined;
}

/** True for a type of Sequelize whose values are a model, and for the project's own name for one of what it is given. */
function isModelType(file: SourceFile, name: string, steps = ALIASES): boolean {
  const binding = file.module.scopes.get(file.module.program)?.names.get(name);
  if (binding?.kind === 'import' && SEQUELIZE.test(binding.source)) return MODEL_TYPES.has(binding.imported);
  const declared = steps === 0 || name === '' ? undefined : typeDeclared(file, name);
  const alias = declared?.node.type === 'TSTypeAliasDeclaration' ? declared.node : undefined;
  const parameter = alias?.typeParameters?.params[0]?.name.name;
  const meant = alias?.typeAnnotation;
  if (declared === undefined || meant?.type !== 'TSTypeReference' || meant.typeArguments === undefined || parameter === undefined) return false;
  const isOfIt = new RegExp(String.raw`\b${literally(parameter)}\b`).test(declared.file.module.textOf(meant.typeArguments));
  return isOfIt && isModelType(declared.file, referenceOf(meant)?.name ?? '', steps - 1);
}

/** True for a type that the file imports or declares: a type parameter is neither. */
function isDeclared(file: SourceFile, name: string): boolean {
  return file.module.scopes.get(file.module.program)?.names.get(name)?.kind === 'import' || typeDeclared(file, name) !== undefined;
}

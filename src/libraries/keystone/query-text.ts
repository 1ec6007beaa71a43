import type { DataModel } from '../../model/data-model.ts';
import type { RelationRead } from '../../model/query-call.ts';
import type { SourceFile } from '../../javascript/project/modules.ts';
import type { OrmCall } from '../../javascript/queries/orm.ts';
import { amountOfCall } from '../../javascript/weight/row-weight.ts';
import { RowTracer } from '../../javascript/rows/rows.ts';
import { type Selection, selectionOf } from '../../javascript/rows/selections.ts';
import { propertyOf, spanOf } from '../../javascript/syntax/nodes.ts';
import { stringValue } from '../../javascript/syntax/values.ts';
import type { Settings } from '../../model/settings.ts';
import { enumeratedNames } from '../../model/text.ts';
import { inPrisma, type KeystoneReader } from './api.ts';

/** A relation of which Keystone reads the rows for each row that holds it. */
interface PerRow {
  readonly path: string;
  readonly target: string;
}

/** The to-many relations of a selection that stand in no other one: to-one relations on the way are read for all rows together. */
function toMany(dataModel: DataModel, model: string, selected: readonly Selection[], before: readonly string[] = []): PerRow[] {
  const known = dataModel.models.get(model);
  return selected.flatMap(({ name, spread, fields }) => {
    const relation = spread ? undefined : known?.fields.get(name)?.relation;
    if (relation === undefined || fields.length === 0) return [];
    const path = [...before, name];
    return relation.cardinality === 'to-many' ? [{ path: path.join('.'), target: relation.target }] : toMany(dataModel, relation.target, fields, path);
  });
}

/** `context.query.Post.findMany({ query: 'id tags { name }' })`: a query for the tags of each post. */
export function queryReads(file: SourceFile, reader: KeystoneReader, settings: Settings): RelationRead[] {
  const { module } = file;
  const { dataModel } = reader;
  if (dataModel === undefined) return [];
  const around = { ...file, settings, tracer: new RowTracer(module, (node) => reader.recognise(node)) };
  return module.calls.flatMap((node) => {
    const call = reader.recognise(node);
    const asked = call?.method === 'findMany' && call.model !== undefined ? propertyOf(call.options, 'query')?.value : undefined;
    const text = stringValue(module, asked);
    if (call?.model === undefined || asked === undefined || text === undefined) return [];
    const found = toMany(dataModel, call.model, selectionOf(text));
    if (found.length === 0) return [];
    const { origin, atMost, table } = amountOfCall(around, call);
    return [{
      span: spanOf(asked), also: [], paths: found.map(({ path }) => path), perRow: found.length,
      why: 'Keystone reads a to-many relation that a `query` names with a query of its own for each row.',
      evidence: { task: 'read', scope: { kind: 'loop', head: spanOf(node.callee), subject: `for each row of \`${call.callee}\``, origin, rows: undefined, atMost, table }, runs: 'unknown', around: [], spares: 'statements' },
      advice: adviceFor(call, found), remedies: [],
    } satisfies RelationRead];
  });
}

function adviceFor({ callee, model = '' }: OrmCall, found: readonly PerRow[]): string {
  const names = [...new Set(found.map(({ target }) => callee.replace(/\w+\.findMany$/, `${target}.findMany`)))];
  return `Read them for all rows with ${names.length === 1 ? 'one' : 'one each of'} ${enumeratedNames(names)} by the ids of the rows, or with \`${inPrisma(model)}.findMany\` and \`include\`, past access control and virtual fields.`;
}

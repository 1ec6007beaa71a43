import type { RelationRead } from '../../../model/query-call.ts';
import type { OrmContext } from '../values/values.ts';
import { callReads } from './calls.ts';
import { objectCalls } from './objects.ts';
import { viewReads } from './views.ts';

/** Relations that serializers read row by row of what a module's views and calls hand them. */
export function readSerialized(context: OrmContext): RelationRead[] {
  const { module, django } = context;
  return /[Ss]erializer/.test(module.text) ? [...viewReads(django, module), ...callReads(context), ...objectCalls(context)] : [];
}

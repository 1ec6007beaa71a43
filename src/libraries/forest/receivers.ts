import { dependsOn } from '../../javascript/project/packages.ts';
import type { TypeModel } from '../../javascript/receivers/type-model.ts';
import { AGENT_PACKAGES } from './facts.ts';

const SAME = { model: 'same' } as const;
const CONTEXT = { kind: 'context' };

/** Functions of the project that a customizer's methods run, with the place of the context among their parameters. */
const HANDLERS = {
  'addAction.execute': { kind: 'action' }, 'addField.getValues': { ...CONTEXT, parameter: 1 }, addHook: CONTEXT, addSegment: CONTEXT, addChart: CONTEXT,
  replaceFieldWriting: { ...CONTEXT, parameter: 1 }, replaceFieldOperator: { ...CONTEXT, parameter: 1 }, replaceSearch: { ...CONTEXT, parameter: 2 },
} as const;

/** True where a file belongs to a project of the agent: those that hold nothing but a customization often import nothing of it. */
export function dependsOnAgent(filename: string): boolean {
  return dependsOn(filename, AGENT_PACKAGES);
}

/** What gives an agent, a collection's customizer, or the context that handlers get: @forestadmin/agent 1.66. */
export const FOREST_TYPES: TypeModel = {
  packages: AGENT_PACKAGES,
  types: { customizer: /^CollectionCustomizer$/, agent: /^(?:Agent|DataSourceCustomizer)$/, action: /^ActionContext(?:Single|Bulk)?$/, context: /Context$/ },
  // `CollectionCustomizer<Schema, 'orders'>`
  typeArgument: 1,
  functions: { createAgent: { kind: 'agent' }, createRpcAgent: { kind: 'agent' } },
  methods: { agent: { '*': {} }, customizer: { '*': SAME }, source: { getCollection: { kind: 'collection', model: 'named' } } },
  properties: { action: { collection: { kind: 'collection', ...SAME }, dataSource: { kind: 'source' } }, context: { collection: { kind: 'collection', ...SAME }, dataSource: { kind: 'source' } } },
  callbacks: { agent: { customizeCollection: { kind: 'customizer', model: 'named' }, addChart: CONTEXT }, customizer: HANDLERS, '*': HANDLERS },
  worthOpening: /agent|customi[sz]er/i,
  // `OrderCustomizer` of the typings that the agent writes
  conventions: { hold: ({ path }) => dependsOnAgent(path), types: { customizer: /^\w+Customizer$/ } },
};

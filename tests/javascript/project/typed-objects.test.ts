import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const TYPES = `export interface TicketService { close(id: string): Promise<void> }
export interface Deps { tickets: TicketService }`;

const SERVICE = `import type { Knex } from 'knex';
import type { TicketService } from './types';
interface Own { knex: Knex }
export async function createTicketService(own: Own): Promise<TicketService> {
  await own.knex.raw('select 1');
  return { close: (id) => closeTicket(own, id) };
}
async function closeTicket(own: Own, id: string) {
  await own.knex('tickets').where({ id }).update({ closed: true });
}`;

const LOOP = `import type { Deps } from './types';
export async function closeAll(deps: Deps, ids: string[]) {
  for (const id of ids) {
    await deps.tickets.close(id);
  }
}`;

const FILES: ProjectFiles = { 'package.json': '{ "dependencies": { "knex": "3.1.0" } }', 'types.ts': TYPES, 'service.ts': SERVICE, 'loop.ts': LOOP };

async function rulesOf(more: ProjectFiles): Promise<string[]> {
  return (await lintProject({ ...FILES, ...more }, 'loop.ts')).map(({ ruleId, line }) => `${ruleId ?? ''}:${String(line)}`);
}

const REPORT = ['admin-scale/no-write-per-row:4'];

describe('methods of the one object that is said to be of an interface', () => {
  it.each<[string, ProjectFiles]>([
    ['what a function says that it gives', {}],
    ['without a promise', { 'service.ts': SERVICE.replace('Promise<TicketService>', 'TicketService').replace('async function create', 'function create').replace("  await own.knex.raw('select 1');\n", '') }],
    ['an arrow function', { 'service.ts': SERVICE.replace('export async function createTicketService(own: Own): Promise<TicketService> {', 'export const createTicketService = async (own: Own): Promise<TicketService> => {') }],
    ['a const', { 'service.ts': `import { knex as connect } from 'knex';\nimport type { TicketService } from './types';\nconst knex = connect({});\nexport const service: TicketService = { async close(id) { await knex('tickets').where({ id }).update({ closed: true }); } };` }],
    ['beside one that stands in for it', { 'fake-service.ts': SERVICE, 'other.ts': SERVICE.replaceAll('createTicketService', 'createInMemoryTicketService') }],
    ['beside a type of another file that is called alike', { 'other.ts': SERVICE.replace("import type { TicketService } from './types';", 'interface TicketService { close(id: string): Promise<void> }') }],
  ])('are followed: %s', async (_, more) => {
    expect(await rulesOf(more)).toEqual(REPORT);
  });

  it.each<[string, ProjectFiles]>([
    ['two functions say so', { 'other.ts': SERVICE.replaceAll('createTicketService', 'createOther') }],
    ['a class has the interface', { 'other.ts': "import type { TicketService } from './types';\nexport class RemoteTickets implements TicketService { async close(id: string) { await fetch(id); } }\nexport class QueuedTickets implements TicketService { async close(id: string) { await fetch(id); } }" }],
    ['it gives either of two', { 'service.ts': SERVICE.replace("  await own.knex.raw('select 1');", '  if (own.knex === undefined) return { close: async () => {} };') }],
    ['it gives a part of what it says', { 'service.ts': SERVICE.replace('Promise<TicketService>', 'Promise<Partial<TicketService>>') }],
    ['the interface is a package\'s', { 'types.ts': "import type { TicketService } from 'tickets';\nexport interface Deps { tickets: TicketService }", 'service.ts': SERVICE.replace('./types', 'tickets') }],
  ])('are not followed where %s', async (_, more) => {
    expect(await rulesOf(more)).toEqual([]);
  });
});

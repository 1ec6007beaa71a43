// Opens a page of Refine in jsdom, and counts what it asks its data provider for, or the requests of HTTP where the page brings a provider of its own.
import { type BaseRecord, type CrudFilter, type DataProvider, Refine } from '@refinedev/core';
import type { ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { choicesIn, pressAct, quiet, rowsIn, type Seen, serve, Tally } from './dom.ts';

interface Page {
  readonly Page: ComponentType;
  readonly dataProvider?: Partial<DataProvider>;
}

type Row = BaseRecord & { id: number };

const many = (number: number, row: (id: number) => object): Row[] => Array.from({ length: number }, (_, index) => ({ id: index + 1, ...row(index + 1) }));

/** What the server knows: each post has an author of its own. */
function rows(): Record<string, Row[]> {
  return {
    posts: many(50, (id) => ({ title: `post ${id}`, status: 'draft', author_id: id })),
    authors: many(50, (id) => ({ name: `author ${id}` })),
    companies: many(5000, (id) => ({ name: `company ${id}` })),
  };
}

/** A data provider on arrays that writes in bulk, as those of GraphQL and of Supabase do. */
function counted(tally: Tally): DataProvider {
  const data = rows();
  const among = (ids: readonly unknown[]) => ({ id }: Row) => ids.map(Number).includes(id);
  const holds = (row: Row) => (filter: CrudFilter) => 'field' in filter && (filter.operator === 'in' ? filter.value.includes(row[filter.field]) : row[filter.field] === filter.value);
  const change = (resource: string, ids: readonly unknown[], values: object) => data[resource]!.filter(among(ids)).map((row) => Object.assign(row, values));
  const remove = (resource: string, ids: readonly unknown[]) => {
    const gone = data[resource]!.filter(among(ids));
    data[resource] = data[resource]!.filter((row) => !gone.includes(row));
    return gone;
  };
  const told = async (found: Row | Row[] | undefined, total?: number): Promise<any> => {
    tally.asked += 1;
    tally.take(found);
    return { data: structuredClone(found), total };
  };
  return {
    getApiUrl: () => '',
    getList: ({ resource, pagination: { mode, pageSize = 10, currentPage = 1 } = {}, filters = [] }) => {
      const found = data[resource]!.filter((row) => filters.every(holds(row)));
      return told((mode ?? 'server') === 'server' ? found.slice((currentPage - 1) * pageSize, currentPage * pageSize) : found, found.length);
    },
    getOne: ({ resource, id }) => told(data[resource]!.find(among([id]))),
    getMany: ({ resource, ids }) => told(data[resource]!.filter(among(ids))),
    create: ({ variables }) => told({ id: 0, ...variables }),
    update: ({ resource, id, variables }) => told(change(resource, [id], variables as object)[0]),
    updateMany: ({ resource, ids, variables }) => told(change(resource, ids, variables as object)),
    deleteOne: ({ resource, id }) => told(remove(resource, [id])[0]),
    deleteMany: ({ resource, ids }) => told(remove(resource, ids)),
  };
}

export async function open({ Page, dataProvider }: Page): Promise<Seen> {
  const tally = new Tally();
  if (dataProvider !== undefined) serve(tally, rows());
  const provider = (dataProvider as DataProvider | undefined) ?? counted(tally);
  const element = document.body.appendChild(document.createElement('div'));
  const root = createRoot(element);
  root.render(
    <Refine dataProvider={provider} resources={['posts', 'authors', 'companies'].map((name) => ({ name, list: `/${name}` }))} options={{ disableTelemetry: true }}>
      <Page />
    </Refine>,
  );
  await quiet(tally);
  await pressAct(element, tally);
  const seen = { asked: tally.asked, rows: tally.rows };
  const { data: left } = await provider.getList({ resource: 'posts', pagination: { currentPage: 1, pageSize: 1000 } });
  const shown = [...rowsIn(element), ...choicesIn(element), ...left.map((post) => JSON.stringify(post))];
  root.unmount();
  element.remove();
  return { ...seen, shown };
}

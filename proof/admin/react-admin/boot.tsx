// Opens a page of react-admin in jsdom, and counts what it asks its data provider for, or the requests of HTTP where the page brings a provider of its own.
import fakeRest from 'ra-data-fakerest';
import { Admin, type DataProvider, memoryStore, Resource, TestMemoryRouter } from 'react-admin';
import { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { choicesIn, pressAct, quiet, rowsIn, type Seen, serve, Tally } from './dom.ts';

interface Page {
  readonly list?: ComponentType;
  readonly edit?: ComponentType;
  readonly dataProvider?: Partial<DataProvider>;
}

type Row = Record<string, unknown> & { id: number };

const many = (number: number, row: (id: number) => object): Row[] => Array.from({ length: number }, (_, index) => ({ id: index + 1, ...row(index + 1) }));

/** What the server knows: each post has an author of its own, and is sent with what an API would send along on request of the advice. */
function rows(): Record<string, Row[]> {
  const comments = many(150, (id) => ({ post_id: ((id - 1) % 50) + 1, body: `comment ${id}` }));
  return {
    posts: many(50, (id) => ({ title: `post ${id}`, status: 'draft', author_id: id, company_id: 5001 - id, comment_count: 3, latest_comment: `comment ${id + 100}` })),
    authors: many(50, (id) => ({ name: `author ${id}` })),
    companies: many(5000, (id) => ({ name: `company ${id}` })),
    details: many(50, (id) => ({ post_id: id, isbn: `isbn ${id}` })),
    comments,
  };
}

function counted(tally: Tally): DataProvider {
  const data = rows();
  const base = fakeRest(data, false);
  return new Proxy(base, {
    get: (_, method) => (typeof base[String(method)] !== 'function' ? base[String(method)] : async (resource: string, params: { meta?: { embed?: string[] }; filter?: { q?: string } }) => {
      tally.asked += 1;
      const { q } = params.filter ?? {};
      const answer = await base[String(method)]!(resource, q === undefined ? params : { ...params, filter: ({ name }: Row) => String(name).includes(q) });
      const embedded = params.meta?.embed?.includes('detail') ? { ...answer, data: answer.data.map((post: Row) => ({ ...post, detail: data.details!.find(({ post_id }) => post_id === post.id) })) } : answer;
      tally.take(embedded.data);
      return embedded;
    }),
  });
}

export async function open({ list, edit, dataProvider }: Page): Promise<Seen> {
  const tally = new Tally();
  if (dataProvider !== undefined) serve(tally, rows());
  const provider = (dataProvider as DataProvider | undefined) ?? counted(tally);
  const element = document.body.appendChild(document.createElement('div'));
  const root = createRoot(element);
  root.render(
    <TestMemoryRouter initialEntries={[edit === undefined ? '/posts' : '/posts/7']}>
      <Admin dataProvider={provider} queryClient={new QueryClient({ defaultOptions: { queries: { retry: false } } })} store={memoryStore()} disableTelemetry>
        <Resource name="posts" list={list} edit={edit} />
        <Resource name="authors" recordRepresentation="name" />
        <Resource name="companies" recordRepresentation="name" />
      </Admin>
    </TestMemoryRouter>,
  );
  await quiet(tally);
  await pressAct(element, tally);
  const seen = { asked: tally.asked, rows: tally.rows };
  const { data: left } = await provider.getList('posts', { pagination: { page: 1, perPage: 1000 }, sort: { field: 'id', order: 'ASC' }, filter: {} });
  const shown = [...rowsIn(element), ...choicesIn(element), document.title, ...left.map((post) => JSON.stringify(post))];
  document.title = '';
  root.unmount();
  element.remove();
  return { ...seen, shown };
}

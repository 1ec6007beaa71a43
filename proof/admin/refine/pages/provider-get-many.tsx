// a data provider whose `getMany` sends a request for each id (requests of HTTP)
import { type BaseRecord, type DataProvider, useMany, useTable } from '@refinedev/core';

const url = 'http://localhost/api';
const http = async (path: string) => (await fetch(`${url}/${path}`)).json();

export const dataProvider: Pick<DataProvider, 'getList' | 'getMany'> = {
  getList: async ({ resource, pagination }) => {
    const { rows, total } = await http(`${resource}?page=${pagination?.currentPage}&perPage=${pagination?.pageSize}`);
    return { data: rows, total };
  },
  getMany: async ({ resource, ids }) => {
    const data = await Promise.all(ids.map((id) => http(`${resource}/${id}`)));
    return { data };
  },
};

export const Page = () => {
  const { result } = useTable<BaseRecord>({ resource: 'posts', pagination: { pageSize: 50 } });
  const ids = result.data.map(({ author_id }) => author_id);
  const { result: authors } = useMany({ resource: 'authors', ids, queryOptions: { enabled: ids.length > 0 } });
  return <ul>{result.data.map((post) => <li key={post.id}>{post.title} {authors.data.find(({ id }) => id === post.author_id)?.name}</li>)}</ul>;
};

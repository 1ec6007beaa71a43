// `useTable` with `pageSize: 1000`
import { useTable } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'companies', pagination: { pageSize: 1000 } });
  return <ul>{result.data.map(({ id, name }) => <li key={id}>{name}</li>)}</ul>;
};

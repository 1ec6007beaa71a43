// `useTable` with `mode: 'off'`
import { useTable } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'companies', pagination: { mode: 'off' } });
  return <ul>{result.data.map(({ id, name }) => <li key={id}>{name}</li>)}</ul>;
};

// a cell with `useOne`
import { useMany, useTable } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'posts', pagination: { pageSize: 50 } });
  const ids = result.data.map(({ author_id }) => author_id);
  const { result: authors } = useMany({ resource: 'authors', ids, queryOptions: { enabled: ids.length > 0 } });
  return (
    <table>
      <tbody>
        {result.data.map((post) => (
          <tr key={post.id}>
            <td>{post.title}</td>
            <td>{authors.data.find(({ id }) => id === post.author_id)?.name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

// a cell with `useMany`
import { useMany, useTable } from '@refinedev/core';

const AuthorName = ({ id }: { id: number }) => {
  const { result } = useMany({ resource: 'authors', ids: [id] });
  return <td>{result.data[0]?.name}</td>;
};

export const Page = () => {
  const { result } = useTable({ resource: 'posts', pagination: { pageSize: 50 } });
  return (
    <table>
      <tbody>
        {result.data.map((post) => (
          <tr key={post.id}>
            <td>{post.title}</td>
            <AuthorName id={post.author_id} />
          </tr>
        ))}
      </tbody>
    </table>
  );
};

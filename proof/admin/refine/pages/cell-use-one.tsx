// a cell with `useOne`
import { useOne, useTable } from '@refinedev/core';

const AuthorName = ({ id }: { id: number }) => {
  const { result } = useOne({ resource: 'authors', id });
  return <td>{result?.name}</td>;
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

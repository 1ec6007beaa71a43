// `mutateAsync` of `useDelete` for each id
import { useTable, useDeleteMany } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'posts', pagination: { pageSize: 50 } });
  const { mutateAsync } = useDeleteMany();
  const remove = () => {
    void mutateAsync({ resource: 'posts', ids: result.data.slice(10).map(({ id }) => id ?? 0) });
  };
  return (
    <>
      <button className="act" onClick={remove}>Delete</button>
      <ul>{result.data.map((post) => <li key={post.id}>{post.title}: {post.status}</li>)}</ul>
    </>
  );
};

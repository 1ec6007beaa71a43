// `mutateAsync` of `useDelete` for each id
import { useTable, useDelete } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'posts', pagination: { pageSize: 50 } });
  const { mutateAsync } = useDelete();
  const remove = () => {
    void Promise.all(result.data.slice(10).map(({ id }) => mutateAsync({ resource: 'posts', id: id ?? 0 })));
  };
  return (
    <>
      <button className="act" onClick={remove}>Delete</button>
      <ul>{result.data.map((post) => <li key={post.id}>{post.title}: {post.status}</li>)}</ul>
    </>
  );
};

// `mutate` of `useUpdate` for each id
import { useTable, useUpdateMany } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'posts', pagination: { pageSize: 50 } });
  const { mutate } = useUpdateMany();
  const publish = () => {
    mutate({ resource: 'posts', ids: result.data.map(({ id }) => id ?? 0), values: { status: 'published' } });
  };
  return (
    <>
      <button className="act" onClick={publish}>Publish</button>
      <ul>{result.data.map((post) => <li key={post.id}>{post.title}: {post.status}</li>)}</ul>
    </>
  );
};

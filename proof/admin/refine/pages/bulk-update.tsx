// `mutate` of `useUpdate` for each id
import { useTable, useUpdate } from '@refinedev/core';

export const Page = () => {
  const { result } = useTable({ resource: 'posts', pagination: { pageSize: 50 } });
  const { mutate } = useUpdate();
  const publish = () => {
    for (const { id } of result.data) mutate({ resource: 'posts', id: id ?? 0, values: { status: 'published' } });
  };
  return (
    <>
      <button className="act" onClick={publish}>Publish</button>
      <ul>{result.data.map((post) => <li key={post.id}>{post.title}: {post.status}</li>)}</ul>
    </>
  );
};

// a bulk action with `useUpdate` for each id
import { Datagrid, List, TextField, useListContext, useUpdate } from 'react-admin';

const Publish = () => {
  const { selectedIds } = useListContext();
  const [update] = useUpdate();
  const publish = () => {
    selectedIds.forEach((id) => {
      update('posts', { id, data: { status: 'published' } });
    });
  };
  return <button className="act" onClick={publish}>Publish</button>;
};

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={<Publish />} rowClick={false}>
      <TextField source="title" />
      <TextField source="status" />
    </Datagrid>
  </List>
);

// a bulk action with `dataProvider.update` for each id
import { Datagrid, List, TextField, useDataProvider, useListContext, useRefresh } from 'react-admin';

const Publish = () => {
  const { selectedIds } = useListContext();
  const dataProvider = useDataProvider();
  const refresh = useRefresh();
  const publish = async () => {
    await dataProvider.updateMany('posts', { ids: selectedIds, data: { status: 'published' } });
    refresh();
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

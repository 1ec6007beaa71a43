// a cell with `useGetList`, filtered by its row
import { Datagrid, List, TextField, useGetList, useRecordContext } from 'react-admin';

const LatestComment = () => {
  const record = useRecordContext();
  const { data } = useGetList('comments', { filter: { post_id: record?.id }, sort: { field: 'id', order: 'DESC' }, pagination: { page: 1, perPage: 1 } });
  return <span>{data?.[0]?.body}</span>;
};

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <LatestComment />
    </Datagrid>
  </List>
);

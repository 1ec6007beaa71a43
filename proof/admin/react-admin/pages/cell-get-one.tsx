// a cell with `useGetOne`
import { Datagrid, List, TextField, useGetOne, useRecordContext } from 'react-admin';

const AuthorName = () => {
  const record = useRecordContext();
  const { data } = useGetOne('authors', { id: record?.author_id });
  return <span>{data?.name}</span>;
};

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <AuthorName />
    </Datagrid>
  </List>
);

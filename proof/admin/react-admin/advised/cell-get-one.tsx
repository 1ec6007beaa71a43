// a cell with `useGetOne`
import { Datagrid, List, TextField, useRecordContext, useReference } from 'react-admin';

const AuthorName = () => {
  const record = useRecordContext();
  const { referenceRecord } = useReference({ reference: 'authors', id: record?.author_id });
  return <span>{referenceRecord?.name}</span>;
};

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <AuthorName />
    </Datagrid>
  </List>
);

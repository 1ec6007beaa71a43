// a cell with `useGetMany`
import { Datagrid, List, TextField, useGetMany, useRecordContext } from 'react-admin';

const AuthorName = () => {
  const record = useRecordContext();
  const { data } = useGetMany('authors', { ids: [record?.author_id] });
  return <span>{data?.[0]?.name}</span>;
};

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <AuthorName />
    </Datagrid>
  </List>
);

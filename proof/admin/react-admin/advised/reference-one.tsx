// `ReferenceOneField` in a `DataTable`
import { DataTable, List, TextField } from 'react-admin';

export const list = () => (
  <List perPage={50} exporter={false} queryOptions={{ meta: { embed: ['detail'] } }}>
    <DataTable bulkActionButtons={false} rowClick={false}>
      <DataTable.Col source="title" />
      <DataTable.Col label="ISBN">
        <TextField source="detail.isbn" />
      </DataTable.Col>
    </DataTable>
  </List>
);

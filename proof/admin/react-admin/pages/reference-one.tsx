// `ReferenceOneField` in a `DataTable`
import { DataTable, List, ReferenceOneField, TextField } from 'react-admin';

export const list = () => (
  <List perPage={50} exporter={false}>
    <DataTable bulkActionButtons={false} rowClick={false}>
      <DataTable.Col source="title" />
      <DataTable.Col label="ISBN">
        <ReferenceOneField reference="details" target="post_id">
          <TextField source="isbn" />
        </ReferenceOneField>
      </DataTable.Col>
    </DataTable>
  </List>
);

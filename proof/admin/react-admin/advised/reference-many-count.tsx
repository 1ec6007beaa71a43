// `ReferenceManyCount` in a `Datagrid`
import { Datagrid, List, NumberField, TextField } from 'react-admin';

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <NumberField source="comment_count" />
    </Datagrid>
  </List>
);

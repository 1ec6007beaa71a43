// `ReferenceManyCount` in a `Datagrid`
import { Datagrid, List, ReferenceManyCount, TextField } from 'react-admin';

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <ReferenceManyCount reference="comments" target="post_id" />
    </Datagrid>
  </List>
);

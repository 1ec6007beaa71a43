// a cell with `useGetList`, filtered by its row
import { Datagrid, List, TextField } from 'react-admin';

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <TextField source="latest_comment" />
    </Datagrid>
  </List>
);

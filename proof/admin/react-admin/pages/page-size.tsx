// `perPage={1000}` of a `List`
import { List, SimpleList } from 'react-admin';

export const list = () => (
  <List resource="companies" perPage={1000} exporter={false}>
    <SimpleList primaryText={(company) => company.name} linkType={false} />
  </List>
);

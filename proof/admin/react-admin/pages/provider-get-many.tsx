// a data provider whose `getMany` sends a request for each id (requests of HTTP)
import { type DataProvider, Datagrid, fetchUtils, List, ReferenceField, TextField } from 'react-admin';

const url = 'http://localhost/api';
const http = fetchUtils.fetchJson;

export const dataProvider: Pick<DataProvider, 'getList' | 'getMany'> = {
  getList: async (resource, { pagination: { page = 1, perPage = 10 } = {} }) => {
    const { json } = await http(`${url}/${resource}?page=${page}&perPage=${perPage}`);
    return { data: json.rows, total: json.total };
  },
  getMany: async (resource, { ids }) => {
    const answers = await Promise.all(ids.map((id) => http(`${url}/${resource}/${id}`)));
    return { data: answers.map(({ json }) => json) };
  },
};

export const list = () => (
  <List perPage={50} exporter={false}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
      <ReferenceField source="author_id" reference="authors" link={false} />
    </Datagrid>
  </List>
);

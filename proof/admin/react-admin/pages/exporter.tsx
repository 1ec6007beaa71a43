// an exporter with `dataProvider.getOne` for each record
import { Datagrid, type Exporter, List, TextField } from 'react-admin';

const download = (lines: string[]): void => {
  document.title = lines.join();
};

const exporter: Exporter = async (posts, fetchRelatedRecords, dataProvider) => {
  const lines: string[] = [];
  for (const post of posts) {
    const { data: author } = await dataProvider.getOne('authors', { id: post.author_id });
    lines.push(`${post.title} ${author.name}`);
  }
  download(lines);
};

export const list = () => (
  <List perPage={50} exporter={exporter}>
    <Datagrid bulkActionButtons={false} rowClick={false}>
      <TextField source="title" />
    </Datagrid>
  </List>
);

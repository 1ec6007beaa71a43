// `perPage={10000}` of a `ReferenceInput` with a `SelectInput`
import { AutocompleteInput, Edit, ReferenceInput, SimpleForm } from 'react-admin';

export const edit = () => (
  <Edit actions={false}>
    <SimpleForm>
      <ReferenceInput source="company_id" reference="companies">
        <AutocompleteInput />
      </ReferenceInput>
    </SimpleForm>
  </Edit>
);

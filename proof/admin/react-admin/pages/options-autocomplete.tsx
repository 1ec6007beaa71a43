// `perPage={10000}` of a `ReferenceInput` with an `AutocompleteInput`
import { AutocompleteInput, Edit, ReferenceInput, SimpleForm } from 'react-admin';

export const edit = () => (
  <Edit actions={false}>
    <SimpleForm>
      <ReferenceInput source="company_id" reference="companies" perPage={10000}>
        <AutocompleteInput />
      </ReferenceInput>
    </SimpleForm>
  </Edit>
);

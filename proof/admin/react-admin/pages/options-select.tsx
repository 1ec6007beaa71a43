// `perPage={10000}` of a `ReferenceInput` with a `SelectInput`
import { Edit, ReferenceInput, SelectInput, SimpleForm } from 'react-admin';

export const edit = () => (
  <Edit actions={false}>
    <SimpleForm>
      <ReferenceInput source="company_id" reference="companies" perPage={10000}>
        <SelectInput />
      </ReferenceInput>
    </SimpleForm>
  </Edit>
);

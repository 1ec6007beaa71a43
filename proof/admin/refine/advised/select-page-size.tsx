// `useSelect` with `pageSize: 10000`
import { useSelect } from '@refinedev/core';

export const Page = () => {
  const { options } = useSelect({ resource: 'companies', optionLabel: 'name', defaultValue: 4994 });
  return <select defaultValue={4994} role="combobox">{options.map(({ value, label }) => <option key={value} value={value}>{label}</option>)}</select>;
};

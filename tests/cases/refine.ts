import { casesIn, type CaseTable, type InvalidCase } from './case-table.ts';

const PAGE = 'tests/fixtures/refine/src/page.tsx';
const PROVIDER = 'tests/fixtures/refine/src/provider.ts';

const { fine, wrong } = casesIn(PAGE);

/** A data provider that is one by its shape. */
const provider = (members: string): string => `import axios from 'axios';
export const dataProvider = (apiUrl: string, http = axios.create()) => ({
  getList: async ({ resource }) => ({ data: (await http.get(\`\${apiUrl}/\${resource}\`)).data, total: 0 }),
  getOne: async ({ resource, id }) => ({ data: (await http.get(\`\${apiUrl}/\${resource}/\${id}\`)).data }),
  getApiUrl: () => apiUrl,
  ${members}
});`;

export const providers: CaseTable = {
  invalid: [
    wrong('getMany', provider('getMany: async ({ resource, ids }) => ({ data: await Promise.all(ids.map((id) => http.get(`${apiUrl}/${resource}/${id}`))) }),'), [
      { messageId: 'perId', data: { method: 'getMany', handed: 'ids', callee: 'http.get', line: '6', advice: 'Ask for all of them in one request: by a filter (`id=in.(1,2,3)`, `filter: { id: ids }`), or by an endpoint that takes the ids.' } },
    ], { filename: PROVIDER }),
    wrong('createMany', provider('async createMany({ resource, variables }) {\n    const made = [];\n    for (const one of variables) made.push((await http.post(`${apiUrl}/${resource}`, one)).data);\n    return { data: made };\n  },'), [
      { messageId: 'perId', data: { method: 'createMany', handed: 'rows', callee: 'http.post', line: '8', advice: 'Send the whole list in one request, to an endpoint that takes several rows.' } },
    ], { filename: PROVIDER }),
  ],
  valid: [
    fine('one request for all', provider('getMany: async ({ resource, ids }) => ({ data: (await http.get(`${apiUrl}/${resource}`, { params: { id: ids } })).data }),'), { filename: PROVIDER }),
    fine('one request for all new rows', provider('createMany: async ({ resource, variables }) => ({ data: (await http.post(`${apiUrl}/${resource}/many`, variables)).data }),'), { filename: PROVIDER }),
    fine('as the other framework hands its ids over', provider('getMany: async (resource, params) => ({ data: await Promise.all(params.ids.map((id) => http.get(`${apiUrl}/${resource}/${id}`))) }),'), { filename: PROVIDER }),
  ],
};

const HOOK = (call: string, jsx = '<b />'): string => `import { Select } from 'antd';
import { useList, useSelect, useTable } from '@refinedev/core';
export const Page = () => {
  const { data, selectProps, tableProps } = ${call};
  const rows = data?.data ?? [];
  return ${jsx};
};`;
const SELECT = '`useSelect` asks for 10 of them, and `onSearch` searches on the server as the user types';
const KEEP = '(`defaultValue` keeps what is chosen in the list).';

export const inputs: CaseTable = {
  invalid: [
    wrong('pages switched off', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' } })"), [
      {
        messageId: 'everyRow', data: { field: 'useSelect', table: '`parts`', where: 'of an input', advice: `Leave \`pagination\` out: ${SELECT} ${KEEP}` }, line: 4,
        suggestions: [{ messageId: 'remedyChanging', output: HOOK("useSelect({ resource: 'parts', pagination: { mode: 'server' } })") }],
      },
    ]),
    wrong('pages made in the browser, with a flag, of a table that grows', HOOK("useSelect({ resource: 'customers', filters: [{ field: 'active', operator: 'eq', value: true }], pagination: { mode: 'client', pageSize: 10 } })"), [
      { messageId: 'everyRow', data: { field: 'useSelect', table: '`customers` (its name stands for something of which there are many)', where: 'of an input', advice: `Leave \`pagination\` out: ${SELECT} ${KEEP}` }, suggestions: 0 },
    ], { options: [{ tables: 'growing' }] }),
    wrong('a long page of options', HOOK("useSelect({ resource: 'parts', pagination: { pageSize: 500 } })"), [
      { messageId: 'manyRows', data: { field: 'useSelect', count: '500', table: '`parts`', where: 'of an input', advice: `Leave \`pageSize\` out: ${SELECT} ${KEEP}` } },
    ], { options: [{ tables: 'growing' }] }),
    wrong('of version 3', HOOK("useSelect({ resource: 'parts', hasPagination: false })").replace('@refinedev/core', '@pankod/refine-core'), [{ messageId: 'everyRow' }]),
    wrong('a list that fills a select', HOOK("useList({ resource: 'parts', pagination: { pageSize: 500 } })", '<Select options={rows.map((one) => ({ value: one.id, label: one.name }))} />'), [
      { messageId: 'manyRows', data: { field: 'useList', count: '500', table: '`parts`', where: 'of an input', advice: `${SELECT}.` } },
    ]),
    wrong('a list that fills the selects of a table', HOOK("useList({ resource: 'parts', pagination: { pageSize: 500 } })", '<Lines columns={[{ inputType: "select", selectOptions: rows.map((one) => ({ value: one.id })) }]} />'), [{ messageId: 'manyRows' }]),
    wrong('a list that becomes options, of a resource in a variable', HOOK("useList({ resource: wanted ?? '', pagination: { pageSize: 500 } })", '<Select>{rows.map((one) => <Select.Option key={one.id}>{one.name}</Select.Option>)}</Select>'), [
      { messageId: 'manyRows', data: { field: 'useList', count: '500', table: '`wanted`', where: 'of an input', advice: `${SELECT}.` } },
    ]),
  ],
  valid: [
    fine('what it asks for by itself', HOOK("useSelect({ resource: 'parts' })")),
    fine('as many as the settings allow', HOOK("useSelect({ resource: 'parts', pagination: { pageSize: 100 } })")),
    fine('bounded by the variables of the query', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' }, meta: { gqlQuery: PARTS, gqlVariables: { limit: 10 } } })")),
    fine('a query of its own', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' }, meta: { gqlQuery: PARTS } })")),
    fine('a list that fills something else', HOOK("useList({ resource: 'parts', pagination: { pageSize: 500 } })", '<Lines columns={[{ rowOptions: rows.map((one) => ({ value: one.id })) }]} />')),
    fine('options for those that are named', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' }, filters: [{ field: 'id', operator: 'in', value: ids }] })")),
    fine('options of one parent', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' }, filters: [{ field: 'orderId', operator: 'eq', value: order.id }] })")),
    fine('pages of which nothing is known', HOOK("useSelect({ resource: 'parts', pagination: { mode, pageSize: size } })")),
    fine('a table of which nothing is known, in the preset', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' } })"), { options: [{ tables: 'growing' }] }),
    fine('a table that the settings call small', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' } })"), { settings: { rows: { parts: 40 } } }),
    fine('a list that is shown', HOOK("useList({ resource: 'parts', pagination: { pageSize: 500 } })", '<ul>{rows.map((one) => <li key={one.id}>{one.name}</li>)}</ul>')),
    fine('a hook of something else', HOOK("useSelect({ resource: 'parts', pagination: { mode: 'off' } })").replace('@refinedev/core', 'downshift')),
  ],
};

const ALL = (text: string): string => `\`${text}\` sends every row to the browser: leave the pages to the server.`;

export const pages: CaseTable = {
  invalid: [
    wrong('pages switched off', HOOK("useTable({ resource: 'parts', pagination: { mode: 'off' } })"), [
      { messageId: 'unlimited', data: { option: 'pagination.pageSize', table: '`parts`', size: 'Infinity', max: '100', advice: ALL("mode: 'off'") }, suggestions: [{ messageId: 'remedyChanging', output: HOOK("useTable({ resource: 'parts', pagination: { pageSize: 100 } })") }] },
    ]),
    wrong('pages switched off, beside a size that is not heeded then', HOOK("useTable({ resource: 'parts', pagination: { mode: 'off', pageSize: 10 } })"), [{ messageId: 'unlimited', suggestions: 0 }]),
    wrong('a long page', HOOK("useTable({ refineCoreProps: { resource: 'parts', pagination: { pageSize: 1000 } } })"), [
      { messageId: 'tooLarge', data: { option: 'pagination.pageSize', table: '`parts`', size: '1000', max: '100', advice: 'Show a page of them, and let filters and sorters lead to the others.' }, suggestions: [{ messageId: 'remedyChanging', output: HOOK("useTable({ refineCoreProps: { resource: 'parts', pagination: { pageSize: 100 } } })") }] },
    ]),
    wrong('rows of a table that grows, as if they were a page', HOOK("useList({ resource: 'customers', pagination: { pageSize: 5000 } })"), [
      { messageId: 'tooLarge', data: { option: 'pagination.pageSize', table: '`customers` (its name stands for something of which there are many)', size: '5000', max: '100', advice: 'Ask for those that the page shows, by their ids (`useMany`), or for a page of them.' }, suggestions: 0 },
    ]),
    wrong('of version 3', HOOK("useTable({ initialPageSize: 500 })").replace('@refinedev/core', '@pankod/refine-core'), [{ messageId: 'tooLarge', suggestions: 1 }]),
  ],
  valid: [
    fine('what it shows by itself', HOOK("useTable({ resource: 'parts' })")),
    fine('a list to look up in, of which nothing says that it grows', HOOK("useList({ resource: 'parts', pagination: { pageSize: 5000 } })")),
    fine('a list of those with some ids', HOOK("useList({ resource: 'customers', filters: [{ field: 'id', operator: 'in', value: ids }], pagination: { pageSize: 5000 } })")),
    fine('pages by the server', HOOK("useTable({ resource: 'parts', pagination: { mode: 'server', pageSize: 50 } })")),
    fine('what belongs to one parent', HOOK("useTable({ resource: 'parts', pagination: { mode: 'off' }, filters: { permanent: [{ field: 'orderId', operator: 'eq', value: order.id }] } })")),
    fine('bounded by the variables of the query', HOOK("useTable({ resource: 'parts', pagination: { mode: 'off' }, meta: { gqlVariables: { limit: 20 } } })")),
    fine('a size of which nothing is known', HOOK("useTable({ resource: 'parts', pagination: { pageSize: size } })")),
    fine('a table of something else', HOOK("useTable({ resource: 'parts', pagination: { mode: 'off' } })").replace('@refinedev/core', '@tanstack/react-table')),
  ],
};

/** A page with a component that asks for one row by its id. */
const TABLE = (shown: string, name = "const Name = ({ id, kind }) => { const { data } = useOne({ resource: 'owners', id }); return <b>{data?.data.name}{kind}</b>; };", list = 'useTable({ resource: \'parts\' })'): string => `import { useOne, useTable } from '@refinedev/core';
${name}
export const Page = ({ kind }) => {
  const { tableQuery, tableProps } = ${list};
  return ${shown};
};`;
const ONCE = 'Ask once for all rows of the page above them, with `useMany({ resource, ids })`, and hand each row what it shows.';
const perRow = (subject: string) => [{ messageId: 'perRow', data: { callee: 'useOne', subject, cost: 'a request per row', advice: ONCE }, line: 2 }];

export const rows: CaseTable = {
  invalid: [
    wrong('a component for each row that a page writes out', TABLE('<ul>{tableQuery.data?.data.map((part) => <Name key={part.id} id={part.ownerId} />)}</ul>'), perRow('for each of `tableQuery.data?.data`')),
    wrong('a cell of a table', TABLE('<Table {...tableProps}><Table.Column dataIndex="ownerId" render={(id) => <Name id={id} />} /></Table>'), perRow('for each row that `render` shows')),
    wrong('a cell among columns that are data', TABLE("<Grid columns={[{ field: 'owner', renderCell: ({ row }) => <Name id={row.ownerId} /> }]} />"), perRow('for each row that `renderCell` shows')),
    wrong('a column over rows that the page is handed', TABLE("<Grid rows={kind} columns={[{ dataIndex: 'ownerId', render: (id) => <Name id={id} /> }]} />", undefined, 'rest'), perRow('for each row that `render` shows')),
  ],
  valid: [
    { ...fine('a column over rows that the page is handed, which are those of one thing', TABLE("<Grid rows={kind} columns={[{ dataIndex: 'ownerId', render: (id) => <Name id={id} /> }]} />", undefined, 'rest')), options: [{ impact: 'high' }] },
    fine('what is called as a cell is, and shows no field', TABLE("<Grid columns={[{ title: 'Owner', render: (id) => <Name id={id} /> }]} />", undefined, 'rest')),
    fine('a cell that asks the same in each row', TABLE('<Table {...tableProps}><Table.Column render={(part) => <Name id={kind} label={part.name} />} /></Table>')),
    fine('a component that asks for nothing of its row', TABLE('<Table {...tableProps}><Table.Column dataIndex="ownerId" render={(id) => <Name id={id} />} /></Table>', "const Name = ({ id }) => { const { data } = useOne({ resource: 'owners', id: 1 }); return <b>{data?.data.name}{id}</b>; };")),
    fine('what renders no rows of a list', TABLE('<Field render={(id) => <Name id={id} />} />', undefined, 'rest')),
    fine('a function of another name', TABLE('<Table {...tableProps} footer={(id) => <Name id={id} />} />')),
  ],
};

/** A button that writes the rows that it is handed. */
const BUTTON = (given: string, body: string, imports = '@refinedev/core'): string => `import { useCreate, useDelete, useUpdate, useUpdateMany } from '${imports}';
export const Button = ({ rows, ids }) => {
  ${given}
  return <button onClick={async () => { ${body} }} />;
};`;
const LISTED = (body: string): string => BUTTON('const { mutate } = useUpdate(); const { tableProps } = useTable();', body).replace('useUpdateMany }', 'useUpdateMany, useTable }');
const together = (call: string): string => `Send them with one ${call}, which is one request where the data provider makes it one, and asks for the lists of the page once instead of after each.`;

export const mutations: CaseTable = {
  invalid: [
    wrong('the same values for all', BUTTON('const { mutate } = useUpdate();', "rows.forEach((row) => mutate({ resource: 'posts', id: row.id, values: { read: true } }));"), [
      { messageId: 'perRow', data: { callee: 'mutate', subject: 'for each of `rows`', cost: 'a query per row', advice: together('`mutate({ resource, ids, values })` of `useUpdateMany`') } },
    ]),
    wrong('beside a list, which is asked for again after each', LISTED("rows.forEach((row) => mutate({ resource: 'posts', id: row.id, values: { read: true } }));"), [
      { messageId: 'perRow', data: { callee: 'mutate', subject: 'for each of `rows`', cost: '2 queries per row', advice: together('`mutate({ resource, ids, values })` of `useUpdateMany`') } },
    ]),
    wrong('beside a list that is not asked for again', LISTED("rows.forEach((row) => mutate({ resource: 'posts', id: row.id, values: { read: true }, invalidates: false }));"), [
      { messageId: 'perRow', data: { callee: 'mutate', subject: 'for each of `rows`', cost: 'a query per row', advice: together('`mutate({ resource, ids, values })` of `useUpdateMany`') } },
    ]),
    wrong('deletions, by another name', BUTTON('const { mutateAsync: remove } = useDelete();', "for (const id of ids) await remove({ resource: 'posts', id });"), [
      { messageId: 'perRow', data: { callee: 'remove', subject: 'for each of `ids`', cost: 'a query per row', advice: together('`mutate({ resource, ids })` of `useDeleteMany`') } },
    ]),
    wrong('rows that are created, by the whole result', BUTTON('const creation = useCreate();', "for (const row of rows) await creation.mutateAsync({ resource: 'posts', values: { title: row.title } });"), [
      { messageId: 'perRow', data: { callee: 'creation.mutateAsync', subject: 'for each of `rows`', cost: 'a query per row', advice: together('`mutate({ resource, values: [...] })` of `useCreateMany`') } },
    ]),
  ],
  valid: [
    fine('one request', BUTTON('const { mutate } = useUpdateMany();', "mutate({ resource: 'posts', ids, values: { read: true } });")),
    fine('values of each row', BUTTON('const { mutate } = useUpdate();', "rows.forEach((row) => mutate({ resource: 'posts', id: row.id, values: { title: row.title.trim() } }));")),
    fine('one row', BUTTON('const { mutate } = useUpdate();', "mutate({ resource: 'posts', id: rows[0].id, values: { read: true } });")),
    fine('what the hook gives beside it', BUTTON('const { reset } = useUpdate();', 'for (const id of ids) reset({ id });')),
    fine('a hook of another library', BUTTON('const { mutate } = useUpdate();', "for (const id of ids) mutate({ resource: 'posts', id, values: { read: true } });", '@tanstack/react-query')),
  ],
};

/** What a page of this table is said to send, over a budget of one. */
const sends = (name: string, code: string, requests: number, parts: string, advice: string, rest: { name?: string; size?: number; remedies?: 'ignored' } = {}): InvalidCase => wrong(name, code, [
  { messageId: 'tooMany', data: { name: rest.name ?? 'parts', queries: String(requests), unit: 'requests', size: String(rest.size ?? 10), max: '1', parts, advice } },
], { options: [{ max: 1, remedies: rest.remedies ?? 'applied' }] });
const PARTS = "const { tableProps } = useTable({ resource: 'parts' });";
const beside = (statements: string): string => `import { useList, useMany, useSelect, useTable } from '@refinedev/core';\nexport const Page = () => {\n  ${statements}\n  return <Table {...tableProps} />;\n};`;

export const costs: CaseTable = {
  invalid: [
    sends('what is asked for beside the rows', beside(`${PARTS} const { data } = useMany({ resource: 'owners', ids }); const all = useList({ resource: 'kinds' });`), 3, '1 for the page and 2 beside the rows', 'Remove from the list what nobody needs.'),
    sends('what an input chooses from', beside(`${PARTS} const { selectProps } = useSelect({ resource: 'owners' });`), 2, '1 for the page and 1 for the choices of inputs', 'Remove from the list what nobody needs.'),
    sends('what each row asks for', TABLE('<Table {...tableProps}><Table.Column render={(id) => <Name id={id} />} /></Table>'), 11, '1 for the page and 1 a row in the rows', 'Load what is read in the rows with the rows of the page, or remove it from the list.', { remedies: 'ignored' }),
    sends('as many rows as a page has, of a table that the route names', beside("const { tableProps } = useTable({ pagination: { pageSize: 25 } }); const { data } = useMany({ resource: 'owners', ids });"), 2, '1 for the page and 1 beside the rows', 'Remove from the list what nobody needs.', { name: 'Page', size: 25 }),
  ],
  valid: [
    fine('a page of its rows alone', beside(PARTS), { options: [{ max: 1 }] }),
    fine('all rows at once', beside("const { tableProps } = useTable({ resource: 'parts', pagination: { mode: 'off' } }); const { data } = useMany({ resource: 'owners', ids });"), { options: [{ max: 1 }] }),
    fine('as many as nobody can tell', beside("const { tableProps } = useTable({ ...given }); const { data } = useMany({ resource: 'owners', ids });".replace('{ ...given }', 'given')), { options: [{ max: 1 }] }),
    fine('two tables on one page', beside(`${PARTS} const more = useTable({ resource: 'kinds' }); const { data } = useMany({ resource: 'owners', ids });`), { options: [{ max: 1 }] }),
  ],
};

import { casesIn, type CaseTable, type InvalidCase, type ValidCase } from './case-table.ts';

const PAGE = 'tests/fixtures/react-admin/src/page.tsx';
const PROVIDER = 'tests/fixtures/react-admin/src/provider.ts';

const { fine, wrong } = casesIn(PAGE);

const REST = '`id=in.(1,2,3)`';
const ADVICE = {
  getMany: `Ask for all of them in one request: by a filter (${REST}, \`filter: { id: ids }\`), or by an endpoint that takes the ids.`,
  updateMany: `Send one request for all of them: an update with a filter by ids (${REST}), or an endpoint that takes the ids and what changes.`,
  deleteMany: `Send one request for all of them: a deletion with a filter by ids (${REST}), or an endpoint that takes the ids.`,
};

const perId = (method: keyof typeof ADVICE, callee: string, line: number, inLine: number): InvalidCase['errors'][number] => ({
  messageId: 'perId', data: { method, handed: 'ids', callee, line: String(line), advice: ADVICE[method] }, line: inLine,
});

/** A data provider that is one by its shape. */
const provider = (members: string, before = ''): string => `import { fetchUtils } from 'react-admin';
const httpClient = fetchUtils.fetchJson;
${before}export const dataProvider = {
  getList: (resource, params) => httpClient(\`/api/\${resource}?\${params.pagination.page}\`).then(({ json }) => ({ data: json, total: json.length })),
  getOne: (resource, params) => httpClient(\`/api/\${resource}/\${params.id}\`).then(({ json }) => ({ data: json })),
  ${members}
};`;

const p = (name: string, code: string): ValidCase => fine(name, code, { filename: PROVIDER });
const w = (name: string, code: string, errors: InvalidCase['errors']): InvalidCase => wrong(name, code, errors, { filename: PROVIDER });

export const providers: CaseTable = {
  invalid: [
    w('getMany by Promise.all', provider('getMany: (resource, params) => Promise.all(params.ids.map((id) => httpClient(`/api/${resource}/${id}`))).then((all) => ({ data: all.map(({ json }) => json) })),'), [perId('getMany', 'httpClient', 6, 6)]),
    { ...w('getMany, where only high impact is wanted', provider('getMany: (resource, params) => Promise.all(params.ids.map((id) => httpClient(`/api/${resource}/${id}`))).then((all) => ({ data: all.map(({ json }) => json) })),'), [perId('getMany', 'httpClient', 6, 6)]), options: [{ impact: 'high' }] },
    w('a loop that waits for each', provider('async deleteMany(resource, { ids }) {\n    for (const id of ids) {\n      await httpClient(`/api/${resource}/${id}`, { method: "DELETE" });\n    }\n    return { data: ids };\n  },'), [perId('deleteMany', 'httpClient', 8, 6)]),
    w('fetch, and what comes behind it', provider('updateMany: async (resource, params) => {\n    const { ids, data } = params;\n    const all = await Promise.all(ids.map((id) => fetch(`/api/${resource}/${id}`, { method: "PUT", body: JSON.stringify(data) }).then((answer) => answer.json())));\n    return { data: all.map(({ id }) => id) };\n  },'), [perId('updateMany', 'fetch', 8, 6)]),
    w('one that a class keeps, by its type', 'import type { DataProvider } from "react-admin";\nexport class Api {\n  provider: Partial<DataProvider> = {\n    getMany: async (resource, { ids }) => ({ data: await Promise.all(ids.map((id) => fetch(`/api/${id}`).then((answer) => answer.json()))) }),\n  };\n}', [perId('getMany', 'fetch', 4, 4)]),
    w('its own method', provider('getMany: async (resource, params) => {\n    const all = await Promise.all(params.ids.map((id) => dataProvider.getOne(resource, { id })));\n    return { data: all.map(({ data }) => data) };\n  },'), [perId('getMany', 'dataProvider.getOne', 7, 6)]),
    w('a function by its name', provider('deleteMany: (resource, params) => Promise.all(params.ids.map(removeOne)).then(() => ({ data: params.ids })),', 'const removeOne = (id) => httpClient(`/api/posts/${id}`, { method: "DELETE" });\n'), [perId('deleteMany', 'removeOne', 7, 7)]),
    w('whichever branch', provider('deleteMany: async (resource, params) => {\n    if (resource === "posts") {\n      await Promise.all(params.ids.map((id) => httpClient(`/posts/${id}`)));\n      return { data: params.ids };\n    }\n    return { data: await Promise.all(params.ids.map((id) => httpClient(`/api/${id}`))) };\n  },'), [perId('deleteMany', 'httpClient', 8, 6)]),
    w('a method in a variable', provider('getMany,', 'const getMany = (resource, params) => Promise.all(params.ids.map((id) => httpClient(`/api/${resource}/${id}`))).then((all) => ({ data: all }));\n'), [perId('getMany', 'httpClient', 3, 7)]),
    w('a part of a provider, by its type', `import type { DataProvider, GetManyParams } from 'react-admin';
import { loadSite } from './connections';
export const sites: Partial<DataProvider> = {
  async getMany(_: string, params: GetManyParams) {
    const all = await Promise.all(params.ids.map((id) => loadSite({ id: id as string })));
    return { data: all };
  },
};`, [perId('getMany', 'loadSite', 5, 4)]),
    w('a class', `import type { DataProvider } from 'ra-core';
export class Api implements DataProvider {
  constructor(private readonly client: Client) {}
  async getMany(resource, params) {
    const found = await Promise.all(params.ids.map((id) => this.client.get(resource, id)));
    return { data: found };
  }
}`, [perId('getMany', 'this.client.get', 5, 4)]),
  ],
  valid: [
    { ...p('what is deleted for each that is ticked, where only high impact is wanted', provider('async deleteMany(resource, { ids }) {\n    for (const id of ids) {\n      await httpClient(`/api/${resource}/${id}`, { method: "DELETE" });\n    }\n    return { data: ids };\n  },')), options: [{ impact: 'high' }] },
    p('one request with a filter', provider('getMany: (resource, params) => httpClient(`/api/${resource}?id=in.(${params.ids.join(",")})`).then(({ json }) => ({ data: json })),')),
    p('the loop only writes the query', provider('getMany: (resource, params) => httpClient(`/api/${resource}?${params.ids.map((id) => `id=${encodeURIComponent(id)}`).join("&")}`).then(({ json }) => ({ data: json })),')),
    p('per id only where the API has no filter', provider('getMany: (resource, params) => hasFilter(resource).then((has) => {\n    if (has) return httpClient(`/api/${resource}?${JSON.stringify({ id: params.ids })}`).then(({ json }) => ({ data: json }));\n    return Promise.all(params.ids.map((id) => httpClient(`/api/${resource}/${id}`))).then((all) => ({ data: all }));\n  }),')),
    p('chunks', provider('getMany: async (resource, params) => {\n    const all = [];\n    for (const some of chunk(params.ids, 50)) all.push(await httpClient(`/api/${resource}?ids=${some}`));\n    return { data: all.flat() };\n  },')),
    p('a batch that is sent at once', provider('deleteMany: async (resource, params) => {\n    const batch = db.batch();\n    params.ids.forEach((id) => batch.delete(db.doc(`${resource}/${id}`)));\n    await batch.commit();\n    return { data: params.ids };\n  },')),
    p('in memory', provider('getMany: async (resource, params) => ({ data: await Promise.all(params.ids.map((id) => rows.get(id))) }),', 'const rows = new Map();\n')),
    p('in memory, behind its own method', `import { fetchUtils } from 'react-admin';
const rows = { posts: [] };
const dataProvider = {
  getList: async (resource) => ({ data: rows[resource], total: rows[resource].length }),
  getOne: async (resource, { id }) => ({ data: rows[resource].find((row) => row.id === id) }),
  getMany: async (resource, { ids }) => ({ data: await Promise.all(ids.map((id) => dataProvider.getOne(resource, { id }))) }),
};
export default dataProvider;`),
    p('in the browser', provider('getMany: async (resource, params) => ({ data: await Promise.all(params.ids.map((id) => localStorage.getItem(`${resource}/${id}`))) }),')),
    p('in a database of the browser', provider('getMany: async (resource, params) => ({ data: await Promise.all(params.ids.map((id) => get(id))) }),', "import { get } from 'idb-keyval';\n")),
    p('a comment says that there is no other way', provider('// The API does not support many ids.\n  deleteMany: (resource, params) => Promise.all(params.ids.map((id) => httpClient(`/api/${resource}/${id}`, { method: "DELETE" }))).then(() => ({ data: params.ids })),')),
    p('a loader that collects', provider('getMany: async (resource, params) => ({ data: await Promise.all(params.ids.map((id) => postLoader.load(id))) }),', "import { postLoader } from './loaders';\n")),
    p('the promises of a list that nobody waits for', provider('getMany: (resource, params) => ({ data: params.ids.map((id) => toRecord(id)) }),')),
    fine('no provider', 'export const api = { async deleteMany(ids) { for (const id of ids) await fetch(`/posts/${id}`, { method: "DELETE" }); } };', { filename: PROVIDER }),
    fine('another project', provider('getMany: (resource, params) => Promise.all(params.ids.map((id) => httpClient(`/api/${resource}/${id}`))),').replaceAll('react-admin', './http'), { filename: 'tests/fixtures/prisma-bare/provider.ts' }),
  ],
};

const FORM = (input: string, more = ''): string => `import { AutocompleteInput, ReferenceArrayInput, ReferenceInput, SelectInput, SimpleForm, useGetList } from 'react-admin';
${more}export const OfficeForm = () => (
  <SimpleForm>
    ${input}
  </SimpleForm>
);`;

const REST_OF = '25 options at first, and what the user types is searched for on the server';
const LEAVE = `Leave \`perPage\` out: that shows ${REST_OF}.`;
const NO_SEARCH = `\`SelectInput\` can't search: put an \`AutocompleteInput\` in its place and leave \`perPage\` out. That shows ${REST_OF}.`;
const HOOK = 'A `ReferenceInput` with an `AutocompleteInput` in it asks for 25 of them, and searches on the server as the user types.';

export const inputs: CaseTable = {
  invalid: [
    wrong('options by the thousand', FORM('<ReferenceInput source="siteId" reference="sites" perPage={1000}><AutocompleteInput /></ReferenceInput>'), [
      {
        messageId: 'manyRows', data: { field: 'siteId', count: '1,000', table: '`sites`', where: 'in a form', advice: LEAVE }, line: 4,
        suggestions: [{ messageId: 'remedyChanging', output: FORM('<ReferenceInput source="siteId" reference="sites"><AutocompleteInput /></ReferenceInput>') }],
      },
    ]),
    wrong('a number in quotes, for an input that can\'t search', FORM('<ReferenceInput source="siteId" reference="sites" perPage="100000"><SelectInput /></ReferenceInput>'), [
      { messageId: 'manyRows', data: { field: 'siteId', count: '100,000', table: '`sites`', where: 'in a form', advice: NO_SEARCH }, suggestions: 0 },
    ]),
    wrong('no limit', FORM('<ReferenceArrayInput source="siteIds" reference="sites" perPage={Infinity} />'), [{ messageId: 'everyRow', data: { field: 'siteIds', table: '`sites`', where: 'in a form', advice: LEAVE }, suggestions: 1 }]),
    wrong('a const, in the filters of a list, of a table of people', FORM('<ReferenceInput source="userId" reference="users" perPage={MOST}><AutocompleteInput /></ReferenceInput>', 'const MOST = 500;\n').replace('OfficeForm', 'filters'), [
      { messageId: 'manyRows', data: { field: 'userId', count: '500', table: '`users` (one row per user of the program)', where: 'in the filters of a list', advice: LEAVE }, suggestions: 1 },
    ], { options: [{ tables: 'growing' }] }),
    wrong('asked for by the thousand in the growing tables of the preset too', FORM('<ReferenceInput source="siteId" reference="sites" perPage={1000} />'), [{ messageId: 'manyRows', suggestions: 1 }], { options: [{ tables: 'growing' }] }),
    wrong('of a kit that was copied into the project', "import { ReferenceInput } from './kit';\nexport const input = <ReferenceInput source=\"siteId\" reference=\"sites\" perPage={5000} />;", [{ messageId: 'manyRows', suggestions: 1 }]),
    wrong('options of a table of which nothing is known, from five hundred on', FORM('<ReferenceInput source="siteId" reference="sites" perPage={500}><SelectInput /></ReferenceInput>'), [{ messageId: 'manyRows', suggestions: 0 }], { options: [{ tables: 'growing' }] }),
    wrong('a hook whose rows are the choices', FORM('<SelectInput source="siteId" choices={choices} />').replace('=> (\n', "=> {\n  const { data, isPending } = useGetList('sites', { pagination: { page: 1, perPage: 1000 } });\n  const choices = data?.map((site) => ({ id: site.id, name: site.name })) ?? [];\n  return (").replace(/\);$/u, '); };'), [
      { messageId: 'manyRows', data: { field: 'useGetList', count: '1,000', table: '`sites`', where: 'of an input', advice: HOOK } },
    ]),
  ],
  valid: [
    fine('what it shows by itself', FORM('<ReferenceInput source="siteId" reference="sites" />')),
    fine('as many as the settings allow', FORM('<ReferenceInput source="siteId" reference="sites" perPage={100} />')),
    fine('settings that allow more', FORM('<ReferenceInput source="siteId" reference="sites" perPage={200} />'), { settings: { maxPageSize: 250 } }),
    fine('a number of which nothing is known', FORM('<ReferenceInput source="siteId" reference="sites" perPage={props.most} />')),
    fine('a table that the settings call small', FORM('<ReferenceInput source="siteId" reference="sites" perPage={500} />'), { settings: { rows: { sites: 300 } } }),
    fine('of which there are few, in the preset', FORM('<ReferenceInput source="countryId" reference="countries" perPage={300} />'), { options: [{ tables: 'growing' }] }),
    fine('options of a table of which nothing is known, up to a few hundred', FORM('<ReferenceInput source="siteId" reference="sites" perPage={200}><SelectInput /></ReferenceInput>'), { options: [{ tables: 'growing' }] }),
    fine('options of something of which there are few', FORM('<ReferenceInput source="groupId" reference="siteGroup" perPage={1000}><SelectInput /></ReferenceInput>'), { options: [{ tables: 'growing' }] }),
    fine('a hook whose rows are shown', FORM('<ul>{sites}</ul>').replace('=> (\n', "=> {\n  const { data } = useGetList('sites', { pagination: { page: 1, perPage: 1000 } });\n  const sites = data?.map((site) => <li>{site.name}</li>);\n  return (").replace(/\);$/u, '); };')),
    fine('an input of something else', FORM('<Other source="siteId" reference="sites" perPage={1000} />', "import { ReferenceInput as Other } from '@mui/material';\n")),
  ],
};

const LIST = (list: string, imports = ''): string => `import { Datagrid, InfiniteList, List, Pagination, ReferenceField, TextField, useListController } from 'react-admin';
${imports}export const SiteList = () => ${list};`;
const SCROLL = 'What a user looks for is found by a filter or a sorting sooner than by scrolling; for all rows there is the export.';

export const pages: CaseTable = {
  invalid: [
    wrong('a long page', LIST('<List perPage={500}><Datagrid /></List>'), [
      { messageId: 'tooLarge', data: { option: 'perPage', table: '`SiteList`', size: '500', max: '100', advice: SCROLL }, suggestions: [{ messageId: 'remedyChanging', output: LIST('<List perPage={100}><Datagrid /></List>') }] },
    ]),
    wrong('a number in quotes, of a resource', LIST('<InfiniteList resource="sites" perPage="500"><Datagrid /></InfiniteList>'), [
      { messageId: 'tooLarge', data: { option: 'perPage', table: '`sites`', size: '500', max: '100', advice: SCROLL }, suggestions: [{ messageId: 'remedyChanging', output: LIST('<InfiniteList resource="sites" perPage={100}><Datagrid /></InfiniteList>') }] },
    ]),
    wrong('choices of users', LIST('<List pagination={<Pagination rowsPerPageOptions={[10, 50, 1000, { value: 500, label: "500" }]} />}><Datagrid /></List>'), [
      { messageId: 'tooLarge', data: { option: 'rowsPerPageOptions', table: '`SiteList`', size: '1000', max: '100', advice: SCROLL }, suggestions: 0 },
    ]),
    wrong('more than such an option says', LIST('<List pagination={<Pagination rowsPerPageOptions={[10, 2000]} />}><Datagrid /></List>'), [{ messageId: 'tooLarge', suggestions: 0 }], { options: [{ maxOffered: 1000 }] }),
    wrong('what the list shows by itself', LIST('<List perPage={500}><Datagrid /></List>'), [{ messageId: 'tooLarge', suggestions: 1 }], { options: [{ maxOffered: 1000 }] }),
    wrong('a wrapper of the project', "import { List } from './kit';\nexport const SiteList = () => <List perPage={500} />;", [{ messageId: 'tooLarge', suggestions: 1 }]),
    wrong('rows of a table that grows, as if they were a page', "import { useGetList } from 'react-admin';\nexport const Total = () => { const { data } = useGetList('customers', { pagination: { page: 1, perPage: 1000 }, filter: {} }); return <b>{next(data)}</b>; };", [
      { messageId: 'tooLarge', data: { option: 'perPage', table: '`customers` (its name stands for something of which there are many)', size: '1000', max: '100', advice: 'Ask for those that the page shows, by their ids (`useGetManyAggregate`), or for a page of them, and let the API filter and count.' }, suggestions: 0 },
    ]),
    wrong('the controller', LIST("useListController({ resource: 'sites', perPage: 1000 })"), [{ messageId: 'tooLarge', suggestions: 1 }]),
  ],
  valid: [
    fine('a list of which nothing says that it grows', "import { useGetList } from 'react-admin';\nexport const Total = () => { const { data } = useGetList('parts', { pagination: { page: 1, perPage: 1000 } }); return <b>{next(data)}</b>; };"),
    fine('rows that a filter leaves', "import { useGetList } from 'react-admin';\nexport const Total = ({ id }) => { const { data } = useGetList('customers', { pagination: { page: 1, perPage: 1000 }, filter: { shop: id } }); return <b>{next(data)}</b>; };"),
    fine('a page of fifty', LIST('<List perPage={50}><Datagrid /></List>')),
    fine('more that somebody has to choose, up to what an option says', LIST('<List pagination={<Pagination rowsPerPageOptions={[10, 50, 1000]} />}><Datagrid /></List>'), { options: [{ maxOffered: 1000 }] }),
    fine('usual choices', LIST('<List pagination={<Pagination rowsPerPageOptions={[10, 25, 50, 100]} />}><Datagrid /></List>')),
    fine('a size of which nothing is known', LIST('<List perPage={size}><Datagrid /></List>')),
    fine('a table that the settings call small', LIST('<List resource="sites" perPage={500} />'), { settings: { rows: { sites: 300 } } }),
    fine('what belongs to one record', LIST('<ReferenceManyField perPage={1000} reference="sites" target="areaId" />')),
  ],
};

const ROWS = (row: string, rest = ''): string => `import { ArrayField, Datagrid, DataTable, EditButton, FunctionField, List, RecordContextProvider, ReferenceField, ReferenceManyCount, ReferenceManyField, ReferenceOneField, SimpleList, SingleFieldList, TextField, useGetList, useGetMany, useGetManyAggregate, useGetOne, useRecordContext, useReference } from 'react-admin';
import { AuthorCell, PlainCell, VisitsCard } from './cells';
import { OfficeDatagrid } from './kit';
export const OfficeList = () => (
  ${row}
);
${rest}`;
const GRID = (column: string, rest = '', attributes = ''): string => ROWS(`<List><Datagrid${attributes}>${column}</Datagrid></List>`, rest);
const NUMBER = 'Let the API send the number with each row, and show that column with a `NumberField`.';
const EMBED = 'Let the API send it along with the rows of the page (`meta: { embed: … }`, where the provider can), or show it on the page of one record, or in `expand`, which asks when it is opened.';
const ONE = '`useReference({ reference, id })`, or `ReferenceField`, collects the ids of all rows into one request.';
const MANY = '`useGetManyAggregate` takes and gives the same, and collects the ids of all rows into one request.';
const ABOVE = 'Let the API send what a row shows along with it, or ask once for all rows of the page above the list.';
const PER_TEN = 'about 11 requests for a page of 10';
const row = (callee: string, advice: string, rest: { subject?: string; cost?: string; line?: number; suggestions?: NonNullable<InvalidCase['errors'][number]['suggestions']> } = {}): InvalidCase['errors'][number] => {
  const { subject = 'for each row of `Datagrid`', cost = PER_TEN, ...more } = rest;
  return { messageId: 'perRow', data: { callee, subject, cost, advice }, ...more };
};

const CELL = (hook: string): string => `function Cell() {
  const record = useRecordContext();
  const { data } = ${hook};
  return <span>{data}</span>;
}`;

/** A page that writes the rows of its list out by itself. */
const CARDS = (cards: string, card: string, from = 'const { data, isPending, selectedIds } = useListContext();'): string => `import { useGetList, useGetOne, useListContext, useRecordContext } from 'react-admin';
${card}
export const OfficeCards = ({ siteId, offices }) => {
  ${from}
  return <ul>{${cards}}</ul>;
};`;
const CARD = "const Card = ({ office, siteId }) => { const { data } = useGetOne('authors', { id: office.authorId }); return <li>{data?.name}{siteId}</li>; };";

export const rows: CaseTable = {
  invalid: [
    wrong('a card for each row that a page writes out', CARDS('data.map((office) => <Card key={office.id} office={office} />)', CARD), [row('useGetOne', ONE, { subject: 'for each of `data`', cost: 'a request per row', line: 2 })]),
    wrong('a card that is handed its properties together', CARDS('data?.filter(Boolean).map((office) => <Card {...{ office }} />)', 'const Card = (props) => { const { data } = useGetOne("authors", { id: props.office.authorId }); return <li>{data?.name}</li>; };'), [row('useGetOne', ONE, { subject: 'for each of `data?.filter(Boolean)`', cost: 'a request per row' })]),
    wrong('cards of what a component asks for itself', CARDS('(list.data ?? []).map((office) => <Card office={office} />)', CARD, "const list = useGetList('offices', { pagination: { page: 1, perPage: 50 } });"), [row('useGetOne', ONE, { subject: 'for each of `list.data ?? []`', cost: 'a request per row' })]),
    wrong('a count', GRID('<ReferenceManyCount reference="visits" target="officeId" />'), [row('ReferenceManyCount', NUMBER, { line: 5 })]),
    wrong('a field of the many', GRID('<ReferenceManyField reference="visits" target="officeId"><SingleFieldList><TextField source="name" /></SingleFieldList></ReferenceManyField>'), [row('ReferenceManyField', EMBED)]),
    wrong('a field of the one, in a longer page', ROWS('<List perPage={50}><DataTable><DataTable.Col><ReferenceOneField reference="visits" target="officeId" /></DataTable.Col></DataTable></List>'), [
      row('ReferenceOneField', EMBED, { subject: 'for each row of `DataTable`', cost: 'about 51 requests for a page of 50' }),
    ]),
    wrong('in an attribute that is per row', ROWS('<List><SimpleList tertiaryText={() => <ReferenceManyCount reference="visits" target="officeId" />} /></List>'), [row('ReferenceManyCount', NUMBER, { subject: 'for each row of `SimpleList`' })]),
    wrong('in what a column renders', GRID('<FunctionField render={() => <ReferenceManyCount reference="visits" target="officeId" />} />'), [row('ReferenceManyCount', NUMBER)]),
    wrong('a wrapper of the project', ROWS('<OfficeDatagrid><ReferenceManyCount reference="visits" target="officeId" /></OfficeDatagrid>'), [row('ReferenceManyCount', NUMBER, { subject: 'for each row of `OfficeDatagrid`', cost: 'a request per row' })]),
    wrong('a cell that asks for one', GRID('<Cell />', CELL("useGetOne('authors', { id: record.authorId })")), [row('useGetOne', ONE, { line: 9 })]),
    wrong('a cell that asks for its list', GRID('<Cell />', CELL("useGetList('visits', { filter: { officeId: record.id } })")), [row('useGetList', ABOVE)]),
    wrong('a cell of a column', ROWS('<List><DataTable><DataTable.Col field={Cell} /></DataTable></List>', CELL("useGetOne('authors', { id: record.authorId })")), [row('useGetOne', ONE, { subject: 'for each row of `DataTable`' })]),
    wrong('useGetMany collects nothing', GRID('<Cell />', CELL("useGetMany('tags', { ids: record.tagIds })")), [
      row('useGetMany', MANY, { suggestions: [{ messageId: 'remedyChanging', output: GRID('<Cell />', CELL("useGetManyAggregate('tags', { ids: record.tagIds })")) }] }),
    ]),
    wrong('useGetMany, whose sibling has to be imported', "import { Datagrid, useGetMany, useRecordContext } from 'react-admin';\nconst Tags = () => { const record = useRecordContext(); const { data } = useGetMany('tags', { ids: record.tagIds }); return <b>{data}</b>; };\nexport const grid = <Datagrid><Tags /></Datagrid>;", [
      {
        messageId: 'perRow',
        suggestions: [{
          messageId: 'remedyChanging',
          output: "import { Datagrid, useGetManyAggregate, useRecordContext } from 'react-admin';\nconst Tags = () => { const record = useRecordContext(); const { data } = useGetManyAggregate('tags', { ids: record.tagIds }); return <b>{data}</b>; };\nexport const grid = <Datagrid><Tags /></Datagrid>;",
        }],
      },
    ]),
    wrong('a cell of another file', GRID('<AuthorCell />'), [
      { messageId: 'perRowElsewhere', data: { callee: 'useGetOne', helper: 'AuthorCell', file: 'cells.tsx', line: '5', subject: 'for each row of `Datagrid`', cost: PER_TEN, advice: ONE }, line: 5 },
    ]),
    wrong('cards of a list that is walked', ROWS('<div>{data.map((office) => <RecordContextProvider key={office.id} value={office}><VisitsCard /></RecordContextProvider>)}</div>'), [
      { messageId: 'perRowElsewhere', data: { callee: 'ReferenceManyField', helper: 'VisitsCard', file: 'cells.tsx', line: '13', subject: 'for each of `data`', cost: 'a request per row', advice: EMBED } },
    ]),
    wrong('in a list of one record', ROWS('<ArrayField source="rooms"><Datagrid><ReferenceManyCount reference="visits" target="roomId" /></Datagrid></ArrayField>'), [row('ReferenceManyCount', NUMBER, { cost: 'a request per row' })]),
  ],
  valid: [
    fine('a card that asks by what is the same for all', CARDS('data.map((office) => <Card key={office.id} office={office} siteId={siteId} />)', CARD.replace('office.authorId', 'siteId'))),
    fine('a card that asks for the record of the page around', CARDS('data.map((office) => <Card key={office.id} office={office} />)', CARD.replace('const { data }', 'const record = useRecordContext(); const { data }').replace('office.authorId', 'record.authorId'))),
    fine('cards of what a component is handed', CARDS('offices.map((office) => <Card key={office.id} office={office} />)', CARD)),
    fine('cards of those that are ticked', CARDS('selectedIds.map((id) => <Card key={id} office={{ authorId: id }} />)', CARD)),
    fine('one card', CARDS('<Card office={data[0]} />', CARD)),
    fine('what is collected', GRID('<ReferenceField source="authorId" reference="authors" /><EditButton />')),
    fine('attributes that stand beside the rows', GRID('<TextField source="name" />', '', ' expand={<ReferenceManyField reference="visits" target="officeId" />} empty={<ReferenceManyCount reference="visits" target="officeId" />} bulkActionButtons={<ReferenceManyCount reference="visits" target="officeId" />}')),
    fine('beside the list', ROWS('<List aside={<ReferenceManyCount reference="visits" target="officeId" />} actions={<AuthorCell />}><Datagrid /></List>')),
    fine('the head of a column', GRID('<TextField source="name" label={<ReferenceManyCount reference="visits" target="officeId" />} />')),
    fine('the page of one record', ROWS('<div><ReferenceManyCount reference="visits" target="officeId" /></div>')),
    fine('a cell that asks for nothing', GRID('<PlainCell value="x" />')),
    fine('a cell that asks the same in each row', GRID('<Cell />', CELL("useGetList('tags', { pagination: { page: 1, perPage: 50 } })"))),
    fine('a cell that asks by what is collected', GRID('<Cell />', CELL("useGetManyAggregate('tags', { ids: record.tagIds })"))),
    fine('a cell that asks when it is opened', GRID('<Cell />', CELL("useGetOne('authors', { id: record.authorId }, { enabled: open })"))),
    fine('a cell that is used elsewhere', ROWS('<div><Cell /></div>', CELL("useGetOne('authors', { id: record.authorId })"))),
    fine('of one record, in the preset', ROWS('<ArrayField source="rooms"><Datagrid><ReferenceManyCount reference="visits" target="roomId" /></Datagrid></ArrayField>'), { options: [{ impact: 'high' }] }),
    fine('a grid of another package', ROWS('<DataGrid><ReferenceManyCount reference="visits" target="officeId" /></DataGrid>').replace("from './kit'", "from 'react'").replace('OfficeDatagrid', 'Datagrid as DataGrid')),
  ],
};

/** A button that does something with what is selected. */
const BUTTON = (body: string, given = 'const dataProvider = useDataProvider();', imports = "import { useDataProvider, useListContext } from 'react-admin';"): string => `${imports}
export const Button = ({ ids, values }) => {
  const { selectedIds, data } = useListContext();
  ${given}
  return <button onClick={async () => { ${body} }} />;
};`;
const SENT = 'which is one request where the data provider makes it one';
const TOGETHER = 'Ask for all of them before the loop with one `getMany(\'authors\', { ids })` and look them up in a Map; an exporter is handed `fetchRelatedRecords` for that.';
const author = (callee: string, subject: string): InvalidCase['errors'] => [{ messageId: 'perRow', data: { callee, subject, cost: 'a query per row', advice: TOGETHER } }];

export const requests: CaseTable = {
  invalid: [
    wrong('a request for each row', BUTTON("for (const row of data) console.log(await dataProvider.getOne('authors', { id: row.authorId }));"), author('dataProvider.getOne', 'for each of `data`')),
    wrong('a request for each record that is exported', "import { downloadCSV } from 'react-admin';\nexport const exporter = async (records, related, dataProvider) => { downloadCSV(await Promise.all(records.map(async (record) => (await dataProvider.getOne('authors', { id: record.authorId })).data))); };", author('dataProvider.getOne', 'for each of `records`')),
    wrong('a provider by its type', "import type { DataProvider } from 'ra-core';\nexport async function names(api: DataProvider, records) { for (const record of records) console.log(await api.getOne('authors', { id: record.authorId })); }", author('api.getOne', 'for each of `records`')),
  ],
  valid: [
    fine('one request for all', BUTTON("console.log(await dataProvider.getMany('authors', { ids: data.map((row) => row.authorId) }));")),
    fine('what is no provider', BUTTON("for (const row of data) await cache.getOne('authors', { id: row.authorId });")),
    fine('a provider that keeps its rows in the browser', BUTTON("for (const row of data) await dataProvider.getOne('authors', { id: row.authorId });", undefined, "import fakeDataProvider from 'ra-data-fakerest';\nimport { useDataProvider, useListContext } from 'react-admin';")),
    fine('a method of the provider itself, of which its own rule tells', provider('getMany: async (resource, params) => ({ data: await Promise.all(params.ids.map((id) => dataProvider.getOne(resource, { id }))) }),'), { filename: PROVIDER }),
  ],
};

/** The tasks of one contact go to another one. */
const OF_ONE = BUTTON("const { data: tasks } = await dataProvider.getManyReference('tasks', { target: 'contact_id', id: 7, pagination: { page: 1, perPage: 1000 } });\n  for (const task of tasks) await dataProvider.update('tasks', { id: task.id, data: { contact_id: 8 }, previousData: task });");

export const mutations: CaseTable = {
  invalid: [
    wrong('the same values for all that are selected', BUTTON("for (const id of selectedIds) await dataProvider.update('posts', { id, data: { read: true }, previousData: {} });"), [
      { messageId: 'perRow', data: { callee: 'dataProvider.update', subject: 'for each of `selectedIds`', cost: 'a query per row', advice: `Send them as one \`updateMany('posts', { ids, data })\`, ${SENT}.` } },
    ]),
    wrong('what refers to one record', OF_ONE, [
      { messageId: 'perRow', data: { callee: 'dataProvider.update', subject: 'for each of `tasks`', cost: 'a query per row', advice: `Send them as one \`updateMany('tasks', { ids, data })\`, ${SENT}.` } },
    ]),
    wrong('deletions', BUTTON("await Promise.all(selectedIds.map((id) => dataProvider.delete('posts', { id })));"), [
      { messageId: 'perRow', data: { callee: 'dataProvider.delete', subject: 'for each of `selectedIds`', cost: 'a query per row', advice: `Send them as one \`deleteMany('posts', { ids })\`, ${SENT}.` } },
    ]),
    wrong('of a hook', BUTTON("selectedIds.forEach((id) => { update('posts', { id, data: { read: true }, previousData: {} }); });", 'const [update] = useUpdate();', "import { useListContext, useUpdate } from 'react-admin';"), [
      { messageId: 'perRow', data: { callee: 'update', subject: 'for each of `selectedIds`', cost: 'a query per row', advice: `Send them as one \`updateMany('posts', { ids, data })\` of \`useUpdateMany\`, ${SENT}.` } },
    ]),
    wrong('deletions of a hook, by another name', BUTTON("for (const id of selectedIds) await remove('posts', { id }, { returnPromise: true });", 'const [remove] = useDelete();', "import { useDelete, useListContext } from 'ra-core';"), [
      { messageId: 'perRow', data: { callee: 'remove', subject: 'for each of `selectedIds`', cost: 'a query per row', advice: `Send them as one \`deleteMany('posts', { ids })\` of \`useDeleteMany\`, ${SENT}.` } },
    ]),
  ],
  valid: [
    { ...fine('what refers to one record, where only high impact is wanted', OF_ONE), options: [{ impact: 'high' }] },
    fine('a hook of another package', BUTTON("for (const id of selectedIds) update('posts', { id, data: { read: true } });", 'const [update] = useUpdate();', "import { useListContext } from 'react-admin';\nimport { useUpdate } from './hooks';")),
    fine('what a hook gives beside it', BUTTON("for (const id of selectedIds) state('posts', { id, data: { read: true } });", 'const [, state] = useUpdate();', "import { useListContext, useUpdate } from 'react-admin';")),
    fine('a hook for many', BUTTON("await updateMany('posts', { ids: selectedIds, data: { read: true } });", 'const [updateMany] = useUpdateMany();', "import { useListContext, useUpdateMany } from 'react-admin';")),
    fine('values of each row, by a hook', BUTTON("for (const [index, row] of data.entries()) await update('posts', { id: row.id, data: { index }, previousData: row });", 'const [update] = useUpdate();', "import { useListContext, useUpdate } from 'react-admin';")),
    fine('rows that a hook creates', BUTTON("for (const id of ids) await create('posts', { data: { tag: id } });", 'const [create] = useCreate();', "import { useCreate, useListContext } from 'react-admin';")),
    fine('values of each row', BUTTON("for (const [index, row] of data.entries()) await dataProvider.update('posts', { id: row.id, data: { index }, previousData: row });")),
    fine('rows that are created', BUTTON("for (const id of ids) await dataProvider.create('posts', { data: { tag: id } });")),
    fine('one request', BUTTON("await dataProvider.updateMany('posts', { ids: selectedIds, data: values });")),
  ],
};

/** What a page of this list is said to send, over a budget of `max`. */
const sends = (name: string, code: string, requests: number, parts: string, advice: string, rest: { name?: string; max?: number; size?: number; remedies?: 'ignored' } = {}): InvalidCase => wrong(name, code, [
  { messageId: 'tooMany', data: { name: rest.name ?? 'OfficeList', queries: String(requests), unit: 'requests', size: String(rest.size ?? 10), max: String(rest.max ?? 1), parts, advice } },
], { options: [{ max: rest.max ?? 1, remedies: rest.remedies ?? 'applied' }] });
const LESS = 'Remove from the list what nobody needs.';
const IN_ROWS = 'Load what is read in the rows with the rows of the page, or remove it from the list.';
const COLLECTED = 'for references, those of all rows together';
const CITIES = '<ReferenceField source="cityId" reference="cities" />';

export const costs: CaseTable = {
  invalid: [
    sends('what all rows refer to, once for each resource', GRID(`${CITIES}<ReferenceField source="birthCityId" reference="cities" /><ReferenceField source="ownerId" reference="owners"><ReferenceField source="countryId" reference="countries" /></ReferenceField>`), 4, `1 for the page and 3 ${COLLECTED}`, LESS),
    sends('what is asked for beside the key', GRID(`${CITIES}<ReferenceField source="cityId" reference="cities" queryOptions={{ meta: { small: true } }} />`), 3, `1 for the page and 2 ${COLLECTED}`, LESS),
    sends('what each row asks for', GRID('<ReferenceManyCount reference="orders" target="officeId" />'), 11, '1 for the page and 1 a row in the rows', IN_ROWS, { remedies: 'ignored' }),
    sends('as many rows as the page has', ROWS('<List perPage={25}><Datagrid><Cell /></Datagrid></List>', CELL("useGetOne('authors', { id: record.authorId })")), 26, '1 for the page and 1 a row in the rows', IN_ROWS, { size: 25 }),
    sends('what a filter that is always shown chooses from', ROWS(`<List resource="offices" filters={filters}><Datagrid>${CITIES}</Datagrid></List>`, "import { ReferenceInput } from 'react-admin';\nconst filters = [<ReferenceInput source=\"ownerId\" reference=\"owners\" alwaysOn />, <ReferenceInput source=\"cityId\" reference=\"cities\" />];\n"), 3, `1 for the page, 1 ${COLLECTED} and 1 for the choices of filters`, LESS, { name: 'offices' }),
    sends('what hooks ask for together', ROWS('<List><Datagrid><Cell /></Datagrid></List>', CELL("useGetManyAggregate('authors', { ids: [record.authorId] })")), 2, `1 for the page and 1 ${COLLECTED}`, LESS),
    sends('a hook and a field of one resource, and a hook of another', ROWS(`<List><Datagrid>${CITIES}<Cell /></Datagrid></List>`, CELL("useReference({ reference: 'cities', id: record.cityId }) ?? useReference({ reference: 'owners', id: record.ownerId })")), 3, `1 for the page and 2 ${COLLECTED}`, LESS),
    sends('what a hook asks for beside the keys', ROWS(`<List><Datagrid>${CITIES}<Cell /></Datagrid></List>`, CELL("useGetManyAggregate('cities', { ids: [record.cityId], meta: { small: true } })")), 3, `1 for the page and 2 ${COLLECTED}`, LESS),
    sends('a component of the project in a row', GRID('<City />', `const City = () => <div>${CITIES}</div>;\n`), 2, `1 for the page and 1 ${COLLECTED}`, LESS),
  ],
  valid: [
    fine('a page of its rows alone', GRID('<TextField source="name" />'), { options: [{ max: 1 }] }),
    fine('a hook of another package that is called so', ROWS('<List><Datagrid><Cell /></Datagrid></List>', CELL("useGetManyAggregate('authors', { ids: [record.authorId] })")).replace('useGetManyAggregate, ', '').replace("from './kit';", "from './kit';\nimport { useGetManyAggregate } from './hooks';"), { options: [{ max: 1 }] }),
    fine('what opens when somebody asks', GRID('<TextField source="name" />', '', ` expand={<div>${CITIES}</div>}`), { options: [{ max: 1 }] }),
    fine('numbers that the API can send', GRID('<ReferenceManyCount reference="orders" target="officeId" />'), { options: [{ max: 1 }] }),
    fine('what the project shows in a way that can\'t be read', GRID(`${CITIES}<City />`, "import { City } from './elsewhere';\n"), { options: [{ max: 1 }] }),
    fine('what each row of another list asks for', ROWS('<List><Datagrid><TextField source="name" /></Datagrid></List>', 'const Others = () => <><DataTable><ReferenceManyCount reference="orders" target="officeId" /></DataTable></>;\n'), { options: [{ max: 1, remedies: 'ignored' }] }),
    fine('fields that stand in no list', ROWS(`<div>${CITIES}</div>`), { options: [{ max: 1 }] }),
  ],
};

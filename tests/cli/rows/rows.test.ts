import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { matchTables } from '../../../src/cli/rows/match.ts';
import { sizesIn } from '../../../src/cli/rows/sizes.ts';
import { withRowsInToml } from '../../../src/cli/settings-file.ts';
import { TemporaryProject } from '../stub.ts';

let project: TemporaryProject | undefined;

afterEach(() => {
  project?.remove();
  project = undefined;
});

describe('rows --sql', () => {
  it.each([['postgresql', 'pg_class'], ['mysql', 'information_schema.tables'], ['sqlite', 'sqlite_master']])('prints one statement for %s', async (database, source) => {
    project = new TemporaryProject({});
    const { code, stdout, stderr } = await project.run(['rows', '--sql', database]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(source);
    expect(stdout.trimEnd().endsWith(';')).toBe(true);
  });

  it.each([
    [[], 'rows prints a statement with --sql postgresql|mysql|sqlite, or reads its answer with --from FILE (see --help).'],
    [['--sql', 'mysql', '--from', 'a'], 'rows prints a statement with --sql postgresql|mysql|sqlite, or reads its answer with --from FILE (see --help).'],
    [['--sql', 'postgres'], '--sql "postgres": expected one of postgresql, mysql, sqlite. Did you mean "postgresql"?'],
    [['--from', 'nowhere.csv'], '--from "nowhere.csv" can\'t be read: ENOENT.'],
    [['--from', 'empty.csv'], '--from empty.csv: no sizes of tables were found in it; it should hold what the statement of "admin-scale rows --sql" gives, as CSV or JSON.'],
  ])('%j says what is wrong', async (argv, reason) => {
    project = new TemporaryProject({ 'empty.csv': 'table,rows\n' });
    expect(await project.run(['rows', ...argv])).toMatchObject({ code: 2, stderr: `admin-scale: ${reason}\n` });
  });
});

describe('sizes of tables', () => {
  it.each([
    ['psql --csv', 'table,rows\nshop_order,4000000\n"odd, ""name""",3\n', [['shop_order', 4000000], ['odd, name', 3]]],
    ['mysql', 'table\trows\nshop_order\t12\n', [['shop_order', 12]]],
    ['a table of psql', '   table    | rows \n------------+------\n shop_order | 5000 \n never      |    0\n(2 rows)\n', [['shop_order', 5000], ['never', 0]]],
    ['a table of mysql', '+------------+------+\n| table      | rows |\n+------------+------+\n| shop_order |    2 |\n+------------+------+\n', [['shop_order', 2]]],
    ['no header, semicolons', '\uFEFFpublic.shop_order;7\r\n', [['shop_order', 7]]],
    ['other columns', 'schema,relname,n_live_tup\npublic,shop_order,8\n', [['shop_order', 8]]],
    ['a header for each statement (sqlite3)', 'table,rows\na,1\ntable,rows\nb,2\n', [['a', 1], ['b', 2]]],
    ['JSON rows', '[{ "relname": "a", "reltuples": 1.5e3 }, { "table": "b", "rows": "4" }, { "table": "c" }]', [['a', 1500], ['b', 4]]],
    ['a JSON object', '{ "a": 1, "b": -1 }', [['a', 1]]],
    ['the larger of two schemas', 'table,rows\na,5\na,2\n', [['a', 5]]],
    ['broken JSON', '[{', []],
    ['prose', 'ERROR: relation does not exist\n', []],
  ])('%s', (_, text, sizes) => {
    expect(sizesIn(text).map(({ table, rows }) => [table, rows])).toEqual(sizes);
  });
});

describe('tables and models', () => {
  it('go by the name that is given, else by the usual one, else by likeness if one model is alike', () => {
    const known = [
      { model: 'Order', table: 'order', given: false },
      { model: 'Old', table: 'orders', given: true },
      { model: 'OrderLine', table: 'order_line', given: false },
      { model: 'shop.User', table: 'shop_user', given: false },
      { model: 'crm.User', table: 'crm_user', given: false },
    ];
    const sizes = ['ORDERS', 'orderlines', 'users', 'crm_user', 'order'].map((table, index) => ({ table, rows: index }));
    const { models, strangers } = matchTables(sizes, known);
    expect(models.map(({ model, table }) => `${model} ${table}`)).toEqual(['Order order', 'crm.User crm_user', 'OrderLine orderlines', 'Old ORDERS']);
    expect(strangers.map(({ table }) => table)).toEqual(['users']);
  });
});

const DJANGO = {
  'manage.py': 'import django\n',
  'shop/__init__.py': '',
  'shop/models.py': [
    'from django.db import models',
    'from django.contrib.auth.models import AbstractUser',
    'class Base(models.Model):\n    class Meta:\n        abstract = True',
    'class Order(Base):\n    pass',
    'class OpenOrder(Order):\n    class Meta:\n        proxy = True',
    'class Item(Base):\n    class Meta:\n        db_table = \'"warehouse"."items"\'',
    'class User(AbstractUser):\n    pass',
    '',
  ].join('\n'),
  'shop/settings.py': 'INSTALLED_APPS = ["shop"]\nAUTH_USER_MODEL = "shop.User"\n',
};

async function written(files: Readonly<Record<string, string>>, csv: string, target = 'admin-scale.json', argv: readonly string[] = []): Promise<string> {
  project = new TemporaryProject({ ...files, 'rows.csv': csv });
  const { code } = await project.run(['rows', '--from', 'rows.csv', ...argv]);
  expect(code).toBe(0);
  return readFileSync(project.path(target), 'utf8');
}

describe('rows --from', () => {
  it('maps the tables of a Django project, and tells what it writes', async () => {
    project = new TemporaryProject({ ...DJANGO, 'rows.csv': 'table,rows\nshop_order,400\nitems,30\nshop_openorder,5\nshop_user,7\ndjango_content_type,80\nshop_order_items,9\n' });
    const { code, stdout, stderr } = await project.run(['rows', '--from', 'rows.csv']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'Wrote admin-scale.json: the sizes of 4 models. 2 tables are no model\'s: shop_openorder, shop_order_items.\n' });
    expect(JSON.parse(readFileSync(project.path('admin-scale.json'), 'utf8'))).toEqual({ rows: { Order: 400, ContentType: 80, Item: 30, User: 7 } });
    expect(stdout).toContain('+++ b/admin-scale.json\n@@ -0,0 +1,8 @@\n+{\n+  "rows": {\n+    "Order": 400,\n');
    expect((await project.run(['rows', '--from', 'rows.csv'])).stderr).toMatch(/^admin-scale\.json has them already:/);
  });

  it('maps the tables of ORMs in JavaScript', async () => {
    const files = {
      'schema.prisma': 'model Invoice {\n  id Int @id\n  @@map("invoices_v2")\n}\nmodel Payment {\n  id Int @id\n}\n',
      'order.entity.ts': "import { Entity, ViewEntity } from 'typeorm';\n@Entity('tbl_orders')\nexport class Order {}\n@Entity({ name: 'lines' })\nexport class Line {}\n@Entity()\nexport class HTTPLog {}\n@ViewEntity()\nexport class Sums {}\n",
      'stock.schema.ts': "import { EntitySchema } from 'typeorm';\nexport const StockSchema = new EntitySchema({ name: 'Stock', tableName: 'stocks', columns: {} });\n",
      'tables.ts': "import { pgTable, integer } from 'drizzle-orm/pg-core';\nexport const shelves = pgTable('shelf', { id: integer('id') });\n",
      'models.js': "const { DataTypes, Model } = require('sequelize');\nmodule.exports = (sequelize) => {\n  sequelize.define('person', {});\n  sequelize.define('Box', {}, { freezeTableName: true });\n  class Van extends Model {}\n  Van.init({}, { sequelize, tableName: 'vehicles' });\n};\n",
      'depot.ts': "import { Table, Model } from 'sequelize-typescript';\n@Table({ tableName: 'depots', modelName: 'Depot' })\nexport class Depot extends Model {}\n@Table\nexport class City extends Model {}\n",
    };
    const tables = ['invoices_v2', 'Payment', 'tbl_orders', 'lines', 'http_log', 'sums', 'stocks', 'shelf', 'people', 'Box', 'vehicles', 'depots', 'cities'];
    const text = await written(files, tables.map((table, index) => `${table},${String(index + 1)}\n`).join(''));
    expect((JSON.parse(text) as { rows: unknown }).rows).toEqual({ Invoice: 1, Payment: 2, Order: 3, Line: 4, HTTPLog: 5, Stock: 7, shelves: 8, person: 9, Box: 10, Van: 11, Depot: 12, City: 13 });
  });

  it('keeps what the settings say, in their own file', async () => {
    const csv = 'shop_order,400\n';
    expect(await written({ ...DJANGO, 'admin-scale.json': '{\n    "preset": "strict",\n    "rows": { "Order": 1, "Else": 2 }\n}\n' }, csv)).toBe('{\n    "preset": "strict",\n    "rows": {\n        "Order": 400,\n        "Else": 2\n    }\n}\n');
    expect(await written({ ...DJANGO, 'package.json': '{ "name": "x", "admin-scale": { "smallTable": 5 } }' }, csv, 'package.json')).toBe('{\n  "name": "x",\n  "admin-scale": {\n    "smallTable": 5,\n    "rows": {\n      "Order": 400\n    }\n  }\n}\n');
    expect(await written({ ...DJANGO, 'admin-scale.json': '{ "rowsFile": "sizes.json" }', 'sizes.json': '{ "Else": 2 }' }, csv, 'sizes.json')).toBe('{\n  "Else": 2,\n  "Order": 400\n}\n');
    expect(await written({ ...DJANGO, 'pyproject.toml': '[tool.admin-scale]\npreset = "strict" # all\n\n[tool.other]\na = 1\n' }, csv, 'pyproject.toml')).toBe('[tool.admin-scale]\npreset = "strict" # all\n\n[tool.admin-scale.rows]\nOrder = 400\n\n[tool.other]\na = 1\n');
  });

  it('writes nothing with --dry-run, nor where no table is known', async () => {
    project = new TemporaryProject({ ...DJANGO, 'admin-scale.json': '{}\n', 'rows.csv': 'shop_order,400\n', 'strange.csv': 'a,1\n' });
    const dry = await project.run(['rows', '--from', 'rows.csv', '--dry-run']);
    expect(dry).toMatchObject({ code: 0, stderr: 'Would be written to admin-scale.json: the sizes of 1 model.\n' });
    expect(dry.stdout).toContain('+    "Order": 400\n');
    expect(await project.run(['rows', '--from', '-'], { stdin: 'a,1\n' })).toMatchObject({ code: 1, stdout: '', stderr: "None of 1 table is known to be one of a model's in the current directory: a.\n" });
    expect(readFileSync(project.path('admin-scale.json'), 'utf8')).toBe('{}\n');
  });
});

describe('rows in pyproject.toml', () => {
  it.each([
    ['a table', '[tool.admin-scale.rows]\n# from production\nA = 1\n\n[x]\n', { A: 1 }, '[tool.admin-scale.rows]\n# from production\nA = 1\nB = 2\n\n[x]\n'],
    ['an inline table', '[tool.admin-scale]\nrows = { A = 1 }\npreset = "strict"\n', { A: 1 }, '[tool.admin-scale]\npreset = "strict"\n\n[tool.admin-scale.rows]\nA = 1\nB = 2\n'],
    ['subtables of the settings', '[tool.admin-scale.rules]\nno-exact-count = "off"\n', {}, '[tool.admin-scale.rules]\nno-exact-count = "off"\n\n[tool.admin-scale.rows]\nB = 2\n'],
  ])('%s', async (_, text, before, after) => {
    expect((await withRowsInToml(text, before, { B: 2 })).replace(/\n+$/, '\n')).toBe(after);
  });

  it('are left alone where they stand otherwise', async () => {
    await expect(withRowsInToml('[tool]\nadmin-scale = { rows = { A = 1 } }\n', { A: 1 }, { B: 2 })).rejects.toThrow("can't be edited");
  });

  it('may have labels of apps as keys', async () => {
    expect(await withRowsInToml('[tool.admin-scale]\n', {}, { 'shop.User': 3 })).toContain('"shop.User" = 3\n');
  });
});

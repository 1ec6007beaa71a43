import { expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const PACKAGE = { 'package.json': '{ "dependencies": { "sequelize": "6.37.8" } }' };

/** An index that puts together what a folder holds, as Sequelize's own generator writes it. */
const INDEX = `const fs = require('fs');
const path = require('path');
const { Sequelize } = require('sequelize');
const db = {};
fs.readdirSync(__dirname).forEach((file) => { const model = require(path.join(__dirname, file))(sequelize, Sequelize.DataTypes); db[model.name] = model; });
module.exports = db;`;

const FACTORY = "module.exports = (sequelize, DataTypes) => sequelize.define('schedule', { scheduleId: { type: DataTypes.INTEGER, primaryKey: true }, jobId: DataTypes.INTEGER });";

const LOOP = `async function close(jobs) {
  for (const job of jobs) {
    await db.schedule.findOne({ where: { jobId: job.id } });
  }
}
module.exports = { close };`;

async function lines(files: ProjectFiles, target: string): Promise<number[]> {
  return (await lintProject({ ...PACKAGE, ...files }, target)).map(({ line }) => line);
}

it.each(['data/schedule.js', 'data/models/schedule.js'])('models with small names are known by the file that declares them: %s', async (path) => {
  expect(await lines({ 'data/index.js': INDEX, [path]: FACTORY, 'jobs.js': `const db = require('./data');\n${LOOP}` }, 'jobs.js')).toEqual([4]);
});

it('a small name that nothing declares is no model', async () => {
  expect(await lines({ 'data/index.js': INDEX, 'jobs.js': `const db = require('./data');\n${LOOP}` }, 'jobs.js')).toEqual([]);
});

it.each(['options.database', 'context.db', 'models'])('a model that the project declares is known in %s', async (container) => {
  const job = LOOP.replace('(jobs)', '(jobs, options, context, models)').replace('db.schedule', `${container}.schedule`);
  expect(await lines({ 'data/schedule.js': FACTORY, 'jobs.js': job }, 'jobs.js')).toEqual([3]);
  expect(await lines({ 'data/schedule.js': FACTORY.replace("'schedule'", "'plan'"), 'jobs.js': job }, 'jobs.js')).toEqual([]);
});

const DEFINED = `const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize('sqlite::memory:');
let Schedule;
function define() { Schedule = sequelize.define('schedule', { jobId: DataTypes.INTEGER }); MORE }
async function close(jobs) {
  define();
  for (const job of jobs) {
    await Schedule.findOne({ where: { jobId: job.id } });
  }
}
module.exports = { close };`;

it('a model that is defined once behind its declaration is known', async () => {
  expect(await lines({ 'jobs.js': DEFINED.replace('MORE', '') }, 'jobs.js')).toEqual([8]);
});

it('a variable that is set to several things is none of them', async () => {
  expect(await lines({ 'jobs.js': DEFINED.replace('MORE', 'Schedule = other();') }, 'jobs.js')).toEqual([]);
});

const WIRED = "import sequelize from '../lib/sequelize';\nimport Order from './Order';\nexport function setUp() { const m = {}; m['Order'] = Order; return m; }\nexport default setUp();";
const SHIPPED = "import stock from './models';\nexport async function close(ids) {\n  for (const id of ids) {\n    await stock.Order.findByPk(id);\n  }\n}";

it('an index that has its connection from a file of the project puts models together', async () => {
  const files = { 'models/index.js': WIRED, 'models/Order.js': "import sequelize from '../lib/sequelize';\nexport default sequelize.define('Order', {});", 'jobs.js': SHIPPED };
  expect(await lines({ ...files, 'lib/sequelize.js': "import { Sequelize } from 'sequelize';\nexport default new Sequelize('sqlite::memory:');" }, 'jobs.js')).toEqual([4]);
  expect(await lines({ ...files, 'lib/sequelize.js': "import { Maker } from './own';\nexport default new Maker();" }, 'jobs.js')).toEqual([]);
});

it('one of all models, whichever it is, is none of a name', async () => {
  const all = "import { Sequelize } from 'sequelize';\nconst sequelize = new Sequelize('sqlite::memory:');\nexport async function tidy(models) { for (const model of models) await sequelize.query(`VACUUM ${model.getTableName()}`); }";
  expect(await lines({ 'jobs.ts': all }, 'jobs.ts')).toEqual([]);
});

const CONNECTION = `const { Sequelize } = require('sequelize');
const sequelize = new Sequelize('sqlite::memory:');
const db = {};
db.Depot = require('../entities/depot')(sequelize, Sequelize);
db.Crate = require('../entities/crate')(sequelize, Sequelize);
Object.keys(db).forEach((name) => db[name].associate?.(db));
module.exports = db;`;

const entity = (name: string, associations: string): string => `const { Model } = require('sequelize');
module.exports = (sequelize, DataTypes) => {
  class ${name} extends Model {
    static associate({ Depot, Crate }) { ${associations} }
  }
  ${name}.init({ code: DataTypes.TEXT }, { sequelize, modelName: '${name}' });
  return ${name};
};`;

const VISIT = `const { Depot } = require('./db/connection');
async function visit() {
  const depots = await Depot.findAll();
  for (const depot of depots) {
    await depot.getCrates();
  }
}
module.exports = { visit };`;

const APART: ProjectFiles = { 'db/connection.js': CONNECTION, 'entities/depot.js': entity('Depot', 'Depot.hasMany(Crate);'), 'entities/crate.js': entity('Crate', 'Crate.belongsTo(Depot);'), 'visit.js': VISIT };

it('a model that an index has from another folder is the one that the project declares', async () => {
  expect(await lines(APART, 'visit.js')).toContain(5);
  // another association, and a name that two files declare
  expect(await lines({ ...APART, 'entities/depot.js': entity('Depot', '') }, 'visit.js')).not.toContain(5);
  expect(await lines({ ...APART, 'old/depot.js': entity('Depot', '') }, 'visit.js')).not.toContain(5);
});

const TYPED = `import type { ModelStatic, ModelCtor, Model } from 'sequelize';
import type { DepotRow } from './rows';
import type { Table } from './types';
interface CrateAttributes { id: number }
type Plain<T> = { findOne(options: unknown): Promise<T> };
export class Depots<T extends object> {
  private readonly depots: ANNOTATION;
  constructor(given: { depots: ANNOTATION }) { this.depots = given.depots; }
  async check(codes: string[]) {
    for (const code of codes) {
      await this.depots.findOne({ where: { code } });
    }
  }
}`;

it.each([
  ['ModelStatic<DepotRow>', 11], ['ModelCtor<Model<CrateAttributes>>', 11], ['Table<DepotRow>', 11], ['Table<CrateAttributes>', 11],
  ['ModelStatic<T>', undefined], ['Plain<DepotRow>', undefined], ['ModelStatic<Missing>', undefined], ['Model<DepotRow>', undefined],
])('the model of rows that no class has: %s', async (annotation, line) => {
  const types = "import type { Model, ModelCtor } from 'sequelize';\ntype Instance<M> = Model<M> & M;\nexport type Table<M> = ModelCtor<Instance<M>>;";
  expect(await lines({ 'types.ts': types, 'rows.ts': 'export interface DepotRow { id: number }', 'depots.ts': TYPED.replaceAll('ANNOTATION', annotation) }, 'depots.ts')).toEqual(line === undefined ? [] : [line]);
});

it('a name of the project for a model of one kind alone is not one for that of its argument', async () => {
  const types = "import type { Model, ModelCtor } from 'sequelize';\nexport type Table<M> = ModelCtor<Model>;";
  expect(await lines({ 'types.ts': types, 'rows.ts': 'export interface DepotRow { id: number }', 'depots.ts': TYPED.replaceAll('ANNOTATION', 'Table<DepotRow>') }, 'depots.ts')).toEqual([]);
});

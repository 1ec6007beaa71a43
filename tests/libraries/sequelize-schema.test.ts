import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { type SourceFile, sourceFileAt } from '../../src/javascript/project/modules.ts';
import { parseModule } from '../../src/javascript/parse/parser.ts';
import { createModule } from '../../src/javascript/syntax/module.ts';
import { modelOf } from '../../src/libraries/sequelize/models.ts';
import { dataModelOf, modelFor } from '../../src/libraries/sequelize/schema.ts';

const SHOP = join(import.meta.dirname, '../fixtures/sequelize-shop/src');

/** The file with `code` beside the shop's models. */
function fileOf(code: string): SourceFile {
  const path = join(SHOP, 'jobs.ts');
  const program = parseModule(code, path);
  if (program === undefined) throw new Error('no program');
  return { path, module: createModule(program, code) };
}

/** The model that the object of the last call of `code` is. */
function found(code: string): ReturnType<typeof modelOf> {
  const file = fileOf(code);
  const callee = file.module.calls.map((call) => call.callee).find((one) => one.type === 'MemberExpression' && one.property.type === 'Identifier' && one.property.name === 'findAll');
  return callee?.type === 'MemberExpression' ? modelOf(file, callee.object) : undefined;
}

describe('models of Sequelize', () => {
  it.each([
    ["import { Order } from './models'; Order.findAll();", 'Order'],
    ["import db from './models'; db.Order.findAll();", 'Order'],
    ["const { Order } = require('./models'); Order.findAll();", 'Order'],
    ["import * as db from './models'; db.Customer.unscoped().findAll();", 'Customer'],
    ["import { Invoice } from './typed/invoice'; Invoice.scope('open').findAll();", 'Invoice'],
    ["import { Invoice } from './typed/invoice'; function f(rows: typeof Invoice) { rows.findAll(); }", 'Invoice'],
    ["import { Invoice } from './typed/invoice'; function f(rows: ModelStatic<Invoice>) { rows.findAll(); }", 'Invoice'],
    ["import { Model } from 'sequelize'; class Tag extends Model { static all() { return this.findAll(); } }", 'Tag'],
    ['function f({ models }) { return models.Order.findAll(); }', 'Order'],
  ])('are found: %s', (code, name) => {
    expect(found(code)?.name).toBe(name);
  });

  it.each([
    "import { Order } from 'elsewhere'; Order.findAll();",
    "import { Model } from 'objection'; class Tag extends Model { static all() { return this.findAll(); } }",
    'class Order {} Order.findAll();',
    'function f({ shops }) { return shops.Order.findAll(); }',
    "import { Model } from 'sequelize'; class Tag extends Model { all() { return this.findAll(); } }",
  ])('are not: %s', (code) => {
    expect(found(code)).toBeUndefined();
  });

  it('have the associations that a factory declares', () => {
    const order = found("import db from './models'; db.Order.findAll();");
    const { models } = dataModelOf(order === undefined ? [] : [order]);
    const fields = models.get('Order')?.fields;
    expect(fields?.get('customer')?.relation).toMatchObject({ target: 'Customer', cardinality: 'to-one', keys: ['customerId'], references: ['id'] });
    expect(fields?.get('items')?.relation).toMatchObject({ target: 'Item', cardinality: 'to-many', keys: [] });
    expect(models.get('Order')?.key).toEqual(['id']);
  });

  it('have the columns and associations that decorators declare', () => {
    const file = sourceFileAt(join(SHOP, 'typed/invoice.ts'));
    const node = file?.module.program.body.map((statement) => (statement.type === 'ExportNamedDeclaration' ? statement.declaration : undefined)).find((one) => one?.type === 'ClassDeclaration');
    const invoice = file === undefined ? undefined : modelOf(file, node);
    const { models } = dataModelOf(invoice === undefined ? [] : [invoice]);
    expect(models.get('Invoice')?.fields.get('payer')?.relation).toMatchObject({ target: 'Payer', keys: ['payerId'], references: ['code'] });
    expect(models.get('Payer')?.key).toEqual(['code']);
    expect(models.get('Payment')?.fields.get('amount')).toMatchObject({ unique: false, relation: undefined });
  });

  it('have relations under the names that Sequelize gives where nobody says', () => {
    const file = fileOf(`
      const { Sequelize } = require('sequelize');
      const sequelize = new Sequelize();
      const Shop = sequelize.define('shops', {});
      const Clerk = sequelize.define('person', {});
      const Item = sequelize.define('order_entry', {});
      const Study = sequelize.define('analysis', {});
      const Medium = sequelize.define('Media', {});
      Clerk.hasMany(Study); Clerk.hasOne(Medium);
      Shop.hasMany(Clerk); Shop.hasOne(Clerk); Shop.hasMany(Item, { as: { singular: 'entry', plural: 'entries' } }); Shop.hasMany(Item, { as: 'open', scope: { done: false } });
      Clerk.belongsTo(Shop);`);
    const models = new Map(file.module.calls.flatMap((call) => modelFor(file, call) ?? []).map((model) => [model.name, model]));
    const relationsOf = (name: string): unknown[] => [...(models.get(name)?.fields.values() ?? [])].flatMap(({ name: field, relation }) => (relation === undefined ? [] : [[field, relation.keys, relation.filtered]]));
    expect(relationsOf('shops')).toEqual([['people', [], false], ['person', [], false], ['entries', [], false], ['open', [], true]]);
    expect(relationsOf('person')).toEqual([['analyses', [], false], ['Medium', [], false], ['shop', ['shopId'], false]]);
  });

  it('have the associations that a function of theirs is handed all models for', () => {
    const file = fileOf(`
      import { Model } from 'sequelize';
      class Ward extends Model {
        static associate({ Ward, Bed, Clinic }) { Ward.hasMany(Bed); Clinic.hasMany(Ward); }
      }
      class Clinic extends Model {
        static associate(models) { models.Clinic.hasOne(models.Office); models.Ward.hasOne(models.Office); }
      }`);
    const classes = file.module.program.body.filter((statement) => statement.type === 'ClassDeclaration');
    const relations = classes.map((node) => [...(modelFor(file, node)?.fields.values() ?? [])].flatMap(({ name, relation }) => (relation === undefined ? [] : [[name, relation.target]])));
    expect(relations).toEqual([[['Beds', 'Bed'], ['Office', 'Office']], [['Wards', 'Ward'], ['Office', 'Office']]]);
  });

  it('have the columns of their own class where a file holds several', () => {
    const file = fileOf(`
      import { DataTypes, Model } from 'sequelize';
      class Ward extends Model { static make(sequelize) { return super.init({ code: { type: DataTypes.STRING, primaryKey: true } }, { sequelize }); } }
      class Bed extends Model { static make(sequelize) { return this.init({ number: { type: DataTypes.INTEGER, unique: true } }, { sequelize }); } }`);
    const classes = file.module.program.body.filter((statement) => statement.type === 'ClassDeclaration');
    expect(classes.map((node) => modelFor(file, node)).map((model) => [model?.name, model?.key, [...(model?.fields.keys() ?? [])]])).toEqual([
      ['Ward', ['code'], ['code']],
      ['Bed', ['id'], ['number', 'id']],
    ]);
  });
});

import { resolve } from 'node:path';
import { Linter, type Rule } from 'eslint';
import { parser as typescriptParser } from 'typescript-eslint';
import plugin from '../../src/index.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import { judge, type Verdict } from '../../src/model/verdict.ts';
import type { FileModel } from '../../src/model/file-model.ts';
import { read } from '../../src/read.ts';
import { fixtureSettings } from '../run-cases.ts';
import type { OtherName } from './others.ts';
import type { LibraryName, Spelling } from './situation.ts';

const MARK = '¿';

interface Home {
  readonly fixture: string;
  readonly file: string;
  readonly wrap: (spelling: Spelling) => string;
}

const HOMES: Readonly<Record<LibraryName | OtherName, Home>> = {
  django: {
    fixture: 'django-orm',
    file: 'shop/stock.py',
    wrap: ({ body, beside = '', head = 'def close(self, orders, ids):' }) =>
      `from django.db import connection, transaction\nfrom .models import Contract, Customer, Invoice, Order, OrderItem, Product, Shipment, Supplier, Tag, Upload\n${outdent(beside)}\n${head}\n${indent(outdent(body), '    ')}\n`,
  },
  prisma: {
    fixture: 'prisma-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import { prisma } from './db';\n${beside}\n${head}\n${body}\n}\n`,
  },
  sequelize: {
    fixture: 'sequelize-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import { Op } from 'sequelize';\nimport { Customer, Item, Order, sequelize } from './models';\n${beside}\n${head}\n${body}\n}\n`,
  },
  drizzle: {
    fixture: 'drizzle-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(ids) {' }) => `import { and, eq, gt, inArray } from 'drizzle-orm';\nimport { customers, db, items, orders } from './db';\n${beside}\n${head}\n${body}\n}\n`,
  },
  mikroOrm: {
    fixture: 'mikroorm-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(em: EntityManager, orders, ids) {' }) => `import { EntityManager } from '@mikro-orm/postgresql';\nimport { Customer } from './entities/customer';\nimport { Item } from './entities/item';\nimport { Order } from './entities/order';\n${beside}\n${head}\n${body}\n}\n`,
  },
  mongoose: {
    fixture: 'mongoose-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import mongoose from 'mongoose';\nimport { Customer, Order } from './models';\n${beside}\n${head}\n${body}\n}\n`,
  },
  knex: {
    fixture: 'knex-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import { db } from './db';\n${beside}\n${head}\n${body}\n}\n`,
  },
  objection: {
    fixture: 'objection-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import { Customer, Item, Order } from './models';\n${beside}\n${head}\n${body}\n}\n`,
  },
  kysely: {
    fixture: 'kysely-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import { db } from './db';\n${beside}\n${head}\n${body}\n}\n`,
  },
  lucid: {
    fixture: 'lucid-shop',
    file: 'app/stock.ts',
    wrap: ({ body, beside = '', head = 'export async function close(orders, ids) {' }) => `import db from '@adonisjs/lucid/services/db';\nimport Customer from '#models/customer';\nimport Item from '#models/item';\nimport Order from '#models/order';\n${beside}\n${head}\n${body}\n}\n`,
  },
  typeorm: {
    fixture: 'typeorm-shop',
    file: 'src/stock.ts',
    wrap: ({ body, beside = '', head = 'async close(orders, ids) {' }) =>
      `import { DataSource, EntityManager, In, LessThan, Repository } from 'typeorm';\nimport { Customer } from './entities/customer';\nimport { Order } from './entities/order';\nimport { Shop } from './entities/shop';\n`
      + `export class Stock {\nconstructor(private readonly orders: Repository<Order>, private readonly customers: Repository<Customer>, private readonly shops: Repository<Shop>, private readonly dataSource: DataSource) {}\n${beside}\n${head}\n${body}\n}\n}\n`,
  },
};

/** The evidence for the marked query, read through the plugin as a user's ESLint reads it, and the verdict on it. */
export function judged(library: LibraryName | OtherName, spelling: Spelling, settings: Readonly<Record<string, unknown>> = {}): { readonly evidence: Evidence; readonly verdict: Verdict } {
  const { fixture, file, wrap } = HOMES[library];
  const marked = wrap(spelling);
  const at = marked.indexOf(MARK);
  const text = marked.replace(MARK, '');
  if (at === -1 || text.includes(MARK)) throw new Error('One query is marked, no more and no less.');
  const { calls, relationReads } = modelOf(text, resolve('tests/fixtures', fixture), spelling.file ?? file, settings);
  const facts = [...calls, ...relationReads];
  const fact = facts.find(({ span }) => span[0] === at);
  if (fact === undefined) throw new Error(`Nothing was read at the mark; read was: ${facts.map(({ span }) => JSON.stringify(text.slice(...span))).join(', ')}\n${text}`);
  return { evidence: fact.evidence, verdict: judge(fact.evidence) };
}

function modelOf(text: string, cwd: string, file: string, settings: Readonly<Record<string, unknown>>): FileModel {
  let model: FileModel | undefined;
  const reader = { rules: { read: { create: (context: Rule.RuleContext) => ((model = read(context).model), {}) } } };
  const linter = new Linter({ cwd });
  const shared = { settings: { 'admin-scale': { ...fixtureSettings, include: ['**'], ...settings } }, rules: { 'parity/read': 'error' as const } };
  const messages = linter.verify(
    text,
    [
      { files: ['**/*.py'], plugins: { parity: reader, 'admin-scale': plugin }, language: 'admin-scale/python', ...shared },
      { files: ['**/*.{ts,mts,cts,tsx}'], plugins: { parity: reader }, languageOptions: { parser: typescriptParser }, ...shared },
    ],
    { filename: resolve(cwd, file) },
  );
  if (model === undefined || messages.length > 0) throw new Error(`${messages.map(({ message }) => message).join('\n')}\n${text}`);
  return model;
}

function outdent(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const depth = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  return lines.map((line) => line.slice(depth)).join('\n');
}

function indent(text: string, by: string): string {
  return text.split('\n').map((line) => by + line).join('\n');
}

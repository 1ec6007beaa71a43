import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../lint-project.ts';

const RANDOM = '`id` is made at random: put the date at which a row was made before it, in the order and in the condition.';

function routes(read: string, imports: string): ProjectFiles {
  return {
    'package.json': '{ "private": true, "dependencies": { "express": "5", "typeorm": "0.3", "sequelize": "6", "sequelize-typescript": "2" } }',
    'src/routes.ts': `import { Router } from 'express';\n${imports}\nexport function routes() {\n  const router = Router();\n  router.get('/orders', async (req, res) => { res.json(await ${read}); });\n  return router;\n}\n`,
  };
}

async function isSaidRandom(files: ProjectFiles): Promise<boolean> {
  const [message] = (await lintProject(files, 'src/routes.ts')).filter(({ ruleId }) => ruleId === 'admin-scale/no-unbounded-read');
  expect(message?.message).toContain('Continue after the last row');
  return message?.message.includes(RANDOM) === true;
}

function typeorm(key: string, read = 'source.getRepository(Order).find()'): ProjectFiles {
  return {
    ...routes(read, "import { Order } from './order';\nimport { source } from './source';"),
    'src/source.ts': "import { DataSource } from 'typeorm';\nexport const source = new DataSource({ type: 'postgres' });\n",
    'src/order.ts': `import { Column, Entity, PrimaryColumn, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class Order { ${key} id!: string; @Column() createdAt!: Date; }\n`,
  };
}

function sequelize(id: string): ProjectFiles {
  return {
    ...routes('Order.findAll()', "import { Order } from './order';"),
    'src/order.ts': `import { DataTypes, Model, Sequelize } from 'sequelize';\nexport class Order extends Model {}\nOrder.init({ id: ${id}, number: DataTypes.INTEGER }, { sequelize: new Sequelize('') });\n`,
  };
}

function decorated(key: string): ProjectFiles {
  return {
    ...routes('Order.findAll()', "import { Order } from './order';"),
    'src/order.ts': `import { Column, DataType, IsUUID, Model, PrimaryKey, Table } from 'sequelize-typescript';\n@Table export class Order extends Model { ${key} id!: string; @Column number!: number; }\n`,
  };
}

describe('a list that goes on behind the last key', () => {
  it.each([
    ['of TypeORM, which makes it up', typeorm("@PrimaryGeneratedColumn('uuid')"), true],
    ['of TypeORM, which counts it up', typeorm('@PrimaryGeneratedColumn()'), false],
    ['where the query has an order', typeorm("@PrimaryGeneratedColumn('uuid')", "source.getRepository(Order).find({ order: { createdAt: 'DESC' } })"), false],
    ['of Sequelize, by its type', sequelize('{ type: DataTypes.UUID, defaultValue: DataTypes.UUIDV4, primaryKey: true }'), true],
    ['of Sequelize, a number', sequelize('{ type: DataTypes.INTEGER, autoIncrement: true, primaryKey: true }'), false],
    ['of a decorated class, by a decorator', decorated('@IsUUID(4) @PrimaryKey @Column'), true],
    ['of a decorated class, by its type', decorated('@PrimaryKey @Column(DataType.UUID)'), true],
    ['of a decorated class, a number', decorated('@PrimaryKey @Column'), false],
  ])('%s', async (_, files, expected) => {
    expect(await isSaidRandom(files)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles, ruleIds } from '../lint-project.ts';

const project = (middlewares: string): ProjectFiles => ({
  'package.json': '{ "name": "shop", "private": true, "dependencies": { "sequelize": "6", "express": "4" } }',
  'src/models.js': "const { Model, DataTypes } = require('sequelize');\nclass Order extends Model {}\nOrder.init({ number: DataTypes.STRING }, { sequelize, modelName: 'Order' });\nmodule.exports = { Order };\n",
  'src/controllers/orders.js': "const { Order } = require('../models');\nconst { wrapped } = require('../wrapped');\nconst listOrders = wrapped(async (req, res) => {\n  const { limit } = req.query;\n  res.json(await Order.findAll({ limit: parseInt(limit) }));\n});\nmodule.exports = { listOrders };\n",
  'src/routes/orders.js': `const express = require('express');\nconst orderController = require('../controllers/orders');\nconst router = express.Router();\nrouter.get('/', ${middlewares}, orderController.listOrders);\nmodule.exports = router;\n`,
});

const uncapped = async (middlewares: string): Promise<string[]> => ruleIds(await lintProject(project(middlewares), 'src/controllers/orders.js', { rules: { 'admin-scale/max-page-size': 'error' } }));

describe('a handler that a wrapper makes, and a route of another file names', () => {
  it('is asked for what the validators of the route let through', async () => {
    expect(await uncapped('[...validatePage, handleErrors]')).toEqual([]);
  });

  it('is asked for anything where the route only looks at who asks', async () => {
    expect(await uncapped('[requireStaff, handleErrors]')).toEqual(['max-page-size']);
  });
});

import { DataTypes, Sequelize } from 'sequelize';
import * as sqlite3 from './sqlite3.ts';

export const sequelize = new Sequelize({ dialect: 'sqlite', storage: ':memory:', dialectModule: sqlite3, logging: false, define: { timestamps: false } });

export const Customer = sequelize.define('customer', { id: { type: DataTypes.INTEGER, primaryKey: true }, firstName: DataTypes.STRING, lastName: DataTypes.STRING, status: DataTypes.STRING }, { tableName: 'customer' });
export const Order = sequelize.define('order', { id: { type: DataTypes.INTEGER, primaryKey: true }, amount: DataTypes.INTEGER, customerId: DataTypes.INTEGER }, { tableName: 'order' });
Order.belongsTo(Customer, { foreignKey: 'customerId', as: 'customer' });

import { type CreationOptional, DataTypes, type ForeignKey, type InferAttributes, type InferCreationAttributes, Model, Sequelize } from 'sequelize';
import * as sqlite3 from './sqlite3.ts';

export const sequelize = new Sequelize({ dialect: 'sqlite', storage: ':memory:', dialectModule: sqlite3, logging: false, define: { timestamps: false } });

export class Customer extends Model<InferAttributes<Customer>, InferCreationAttributes<Customer>> {
  declare id: CreationOptional<number>;
  declare name: string;
}
Customer.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, name: DataTypes.STRING }, { sequelize, modelName: 'Customer' });

export class Order extends Model<InferAttributes<Order>, InferCreationAttributes<Order>> {
  declare id: CreationOptional<number>;
  declare status: string;
  declare customerId: ForeignKey<Customer['id']>;
}
Order.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, status: DataTypes.STRING, customerId: DataTypes.INTEGER }, { sequelize, modelName: 'Order' });
Order.belongsTo(Customer, { foreignKey: 'customerId', as: 'customer' });

export class Item extends Model<InferAttributes<Item>, InferCreationAttributes<Item>> {
  declare id: CreationOptional<number>;
  declare orderId: ForeignKey<Order['id']>;
  declare price: number;
}
Item.init({ id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, orderId: DataTypes.INTEGER, price: DataTypes.INTEGER }, { sequelize, modelName: 'Item' });

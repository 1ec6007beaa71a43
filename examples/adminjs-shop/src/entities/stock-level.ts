import { BaseEntity, Column, Entity, Index, JoinColumn, ManyToOne, PrimaryGeneratedColumn } from 'typeorm';
import { Warehouse } from './warehouse.js';

@Entity()
export class StockLevel extends BaseEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Index()
  @Column()
  sku: string;

  @Column({ default: 0 })
  quantity: number;

  @Column({ default: false })
  counted: boolean;

  @Column()
  warehouseId: number;

  @ManyToOne(() => Warehouse, (warehouse) => warehouse.levels)
  @JoinColumn({ name: 'warehouseId' })
  warehouse: Warehouse;
}

import { BaseEntity, Column, Entity, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
import { StockLevel } from './stock-level.js';

@Entity()
export class Warehouse extends BaseEntity {
  @PrimaryGeneratedColumn()
  id: number;

  @Column()
  name: string;

  @Column({ default: true })
  open: boolean;

  @OneToMany(() => StockLevel, (level) => level.warehouse)
  levels: StockLevel[];
}

import { DataTypes, type Model } from 'sequelize';
import { sequelize } from './models.ts';

interface ShelfRow extends Model {
  id: number;
  name: string;
  books: BookRow[];
  getBooks(): Promise<BookRow[]>;
}
interface BookRow extends Model {
  id: number;
  title: string;
  shelfId: number | null;
  shelf: ShelfRow | null;
}

// Defined by functions, with relations that nobody names, and with a default scope.
export const Shelf = sequelize.define<ShelfRow>('shelf', { name: DataTypes.STRING, isOpen: DataTypes.BOOLEAN }, { timestamps: false, freezeTableName: true, defaultScope: { where: { isOpen: true } } });
export const Book = sequelize.define<BookRow>('book', { title: DataTypes.STRING }, { timestamps: false, freezeTableName: true });
Shelf.hasMany(Book);
Book.belongsTo(Shelf);

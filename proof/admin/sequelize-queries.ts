import type { Sequelize } from 'sequelize';

/** Counts the statements that a connection sends, and the rows that come back. */
export function countQueries(sequelize: Sequelize): { start(): void; stop(): { asked: number; rows: number } } {
  let [asked, rows] = [0, 0];
  const query = sequelize.query.bind(sequelize) as (...given: unknown[]) => Promise<unknown>;
  const counted = async (...given: unknown[]): Promise<unknown> => {
    asked += 1;
    const found = await query(...given);
    const list: unknown[] = Array.isArray(found) ? (Array.isArray(found[0]) ? found[0] : found) : [];
    rows += list.length;
    return found;
  };
  Object.assign(sequelize, { query: counted });
  return {
    start() {
      asked = rows = 0;
    },
    stop: () => ({ asked, rows }),
  };
}

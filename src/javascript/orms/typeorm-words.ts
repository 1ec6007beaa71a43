import type { OrmCall, OrmWords } from './orm.ts';

/** `this.orders` of `this.orders.update`, `dataSource.manager` for a manager; the class for `order.save()`. */
function repository({ callee }: OrmCall): string {
  return callee.slice(0, callee.lastIndexOf('.'));
}

function isBuilder({ method }: OrmCall): boolean {
  return /^(?:get|execute$)/.test(method);
}

function keyed(key: string | undefined): string {
  return key === undefined ? '…' : `{ ${key}: In(ids) }`;
}

/** How advice names TypeORM's forms. */
export const typeormWords: OrmWords = {
  readMany(call, key) {
    if (isBuilder(call)) return 'Read what all rows need with one query before the loop (`.where(\'… IN (:...ids)\', { ids })`) and look it up in a Map.';
    if (key === undefined) return `Read what all rows need with one \`${repository(call)}.find\` before the loop and look it up in a Map.`;
    return `Read them all before the loop with \`${repository(call)}.findBy(${keyed(key)})\` and look them up in a Map by \`${key}\`.`;
  },
  countMany(call, key) {
    return key === undefined ? 'Count for all rows at once with one query that groups (`COUNT(*)`, `.groupBy()`) before the loop.' : `Count for all rows at once with one query builder that groups by \`${key}\` (\`COUNT(*)\`, \`.groupBy()\`) before the loop.`;
  },
  writeMany(call, key) {
    const { operation, method } = call;
    const chunks = 'in chunks where the list can be long';
    if (isBuilder(call)) return operation === 'create' ? `Insert the rows together: \`.values([...])\` takes a list, ${chunks}.` : `Name all rows in one statement (\`.whereInIds(ids)\` or \`IN (:...ids)\`), ${chunks}.`;
    if (operation === 'create') return `Insert them together: \`${repository(call)}.insert([...])\` takes a list, ${chunks}.`;
    if (operation === 'delete') return method === 'remove' || method === 'softRemove' ? `Remove them together: \`remove([...])\` takes a list, or \`delete(${keyed(key ?? 'id')})\` without hooks.` : `Delete them together with \`${repository(call)}.${method}(${keyed(key ?? 'id')})\`, ${chunks}.`;
    if (operation === 'save') return `The same values go to every row: write them with one \`update({ id: In(ids) }, values)\`, which skips entity listeners, ${chunks}.`;
    return `The same values go to every row: write them with one \`${repository(call)}.${method}(${keyed(key ?? 'id')}, …)\`, ${chunks}.`;
  },
  writeBatch(call) {
    if (call.operation === 'save') return 'Collect the entities and save them together: `save([...])` reads them with one statement and writes in one transaction.';
    if (call.operation === 'upsert') return `Collect the rows and write them together: \`${repository(call)}.upsert([...], …)\` takes a list.`;
    if (call.operation === 'create') return `Collect the rows and insert them together: \`${repository(call)}.insert([...])\` takes a list.`;
    return 'Collect the changed entities and write them together with `save([...])`, which reads them with one statement and writes in one transaction.';
  },
  load(source, path) {
    if (isBuilder(source)) return `Add \`.leftJoinAndSelect('….${path.join('.')}', '${path.at(-1) ?? ''}')\` there`;
    const nested = path.reduceRight((inner, step) => (inner === '' ? `{ ${step}: true }` : `{ ${step}: ${inner} }`), '');
    return `${source.method.endsWith('By') ? `Use \`${source.method.slice(0, -2)}\` with` : 'Add'} \`relations: ${nested}\` there`;
  },
  keyset: 'Go on from the last row instead: `where: { id: MoreThan(lastId) }` with `order: { id: \'ASC\' }` and `take`.',
  keysetBatch: 'Go on from the last row instead: `where: { id: MoreThan(lastId) }` with `order: { id: \'ASC\' }` and `take`.',
};

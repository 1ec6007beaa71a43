import type { Makings } from '../../javascript/weight/makers.ts';

/** Entities that a manager or a repository makes, that are made and persisted with whatever holds them, and rows that are inserted: MikroORM 6.6 and 7.2. */
export const MIKRO_MAKINGS: Makings = {
  words: ['persist', 'create', 'insert', 'upsert', 'flush'],
  patterns: [
    /\b(\w+)\s*\)?\s*[?!]?\.\s*(?:create|insert|insertMany|upsert|upsertMany|persist|persistAndFlush)\s*\(/g,
    /\.\s*(?:create|insert|insertMany|upsert|upsertMany|getRepository|repo)\s*\(\s*(\w+)/g,
    /\b(?:new|InjectRepository\s*\(|Repository\s*<|plainTo\w+\s*\()\s*([A-Z]\w*)/g,
    /\bextends\s+\w+\s*<\s*(\w+)/g,
  ],
  isExact: false,
  adapters: ['mikroOrmAdapter'],
};

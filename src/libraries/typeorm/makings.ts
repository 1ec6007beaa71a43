import type { Makings } from '../../javascript/weight/makers.ts';

/**
 * Repositories by the names of what holds them, entities that are made, given to a manager or saved with others, and classes that do so for the entity
 * that they are made for: TypeORM 0.3 and 1.1.
 */
export const TYPEORM_MAKINGS: Makings = {
  words: ['save', 'insert', 'upsert', 'create', 'into', 'cascade'],
  patterns: [
    /\b(\w+)\s*\)?\s*[?!]?\.\s*(?:save|insert|upsert|create)\s*\(/g,
    /\.\s*(?:save|insert|upsert|create|into|getRepository)\s*\(\s*(\w+)/g,
    /\b(?:new|InjectRepository\s*\(|Repository\s*<|plainTo\w+\s*\()\s*([A-Z]\w*)/g,
    /\bextends\s+\w+\s*<\s*(\w+)/g,
    /=>\s*(\w+)[^;]{0,300}?\bcascade\b/g,
  ],
  isExact: false,
  adapters: ['TypeORMAdapter', 'TypeORMLegacyAdapter', 'typeormAdapter'],
};

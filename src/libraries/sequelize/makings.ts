import type { Makings } from '../../javascript/weight/makers.ts';

/** Models by whatever names hold them, rows that are made, creators of associations, and what is stored along with a row: Sequelize 6 and 7. */
export const SEQUELIZE_MAKINGS: Makings = {
  words: ['create', 'bulkCreate', 'findOrCreate', 'findCreateFind', 'findOrBuild', 'upsert', 'build', 'bulkBuild', 'save', 'bulkInsert', 'addHook'],
  patterns: [
    /(?:\b(\w+)['"]?\s*\]?|\))\s*[?!]?\.\s*(?:create|bulkCreate|findOrCreate|findCreateFind|findOrBuild|upsert|build|bulkBuild)\s*(?:<[^>]*>)?\(/g,
    /\bnew\s+(?:\w+\.)?([A-Z]\w*)\s*\(/g,
    /\binclude\s*:\s*\[?\s*\{?\s*(?:model\s*:\s*)?(?:\w+\.)?(\w+)/g,
    /\.\s*bulkInsert\s*\(\s*['"](\w+)['"]/g,
  ],
  creator: 'create',
  isExact: false,
  adapters: ['SequelizeAdapter', 'sequelizeAdapter'],
};

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles, ruleIds } from '../../lint-project.ts';

const MODELS = `const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize('sqlite::memory:');
const Club = sequelize.define('Club', { name: DataTypes.STRING });
const Member = sequelize.define('Member', { name: DataTypes.STRING, clubId: DataTypes.INTEGER });
Club.hasMany(Member, { as: 'members', foreignKey: 'clubId' });
Member.belongsTo(Club, { as: 'club', foreignKey: 'clubId' });
module.exports = { sequelize, Club, Member };
`;

async function said(given: string, job: string): Promise<string[]> {
  const files: ProjectFiles = {
    'package.json': '{ "dependencies": { "sequelize": "6" } }',
    'src/models/index.js': MODELS,
    'src/clubs.js': `const { Club } = require('./models');\n${given}\nmodule.exports = { openClubs };\n`,
    'src/job.js': `const { openClubs } = require('./clubs');\nasync function run() { ${job} }\nmodule.exports = { run };\n`,
  };
  return ruleIds(await lintProject(files, 'src/job.js', { preset: 'strict' }));
}

const EACH = 'for (const club of await openClubs()) use(await club.getMembers());';

describe('rows that a function of another file gives', () => {
  it.each([
    ['as a query has read them', 'async function openClubs() { const clubs = await Club.findAll(); if (clubs.length === 0) return []; return clubs; }', EACH],
    ['without waiting for them', 'const openClubs = () => Club.findAll();', EACH],
    ['of which some are left out', 'const openClubs = () => Club.findAll();', 'const clubs = (await openClubs()).filter(({ open }) => open); for (const club of clubs) use(await club.countMembers());'],
    ['by their places', 'const openClubs = () => Club.findAll();', 'const clubs = await openClubs(); for (let i = 0; i < clubs.length; i++) use(await clubs[i].getMembers());'],
    ['that another function gives', 'const allClubs = () => Club.findAll();\nconst openClubs = async () => allClubs();', EACH],
  ])('%s', async (_name, given, job) => {
    expect(await said(given, job)).toEqual(['no-query-per-row']);
  });

  it.each([
    ['without methods', 'const openClubs = () => Club.findAll({ raw: true });', EACH],
    ['made into something else', 'const openClubs = async () => (await Club.findAll()).map((club) => new ClubView(club));', EACH],
    ['now and then', 'async function openClubs(kept) { if (!kept) return Club.findAll(); return kept.map(toView); }', EACH],
    ['in one way or another', 'async function openClubs(kept) { if (kept) return kept.map(toView); return Club.findAll(); }', EACH],
    ['that the functions give each other', 'const openClubs = async () => allClubs();\nconst allClubs = async () => openClubs();', EACH],
  ])('not %s', async (_name, given, job) => {
    expect(await said(given, job)).toEqual([]);
  });
});

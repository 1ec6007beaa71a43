import { describe, expect, it } from 'vitest';
import { lintProject } from '../lint-project.ts';

/** What no-over-fetching says of a file of the project. */
async function said(files: Record<string, string>, name: string): Promise<string[]> {
  return (await lintProject(files, name, { rules: { 'admin-scale/no-over-fetching': 'error' } })).map(({ line, message }) => `${String(line)}: ${message}`);
}

describe('TypeORM', () => {
  const ENTITIES = `import { Column, Entity, ManyToMany, ManyToOne, OneToMany, PrimaryGeneratedColumn } from 'typeorm';
@Entity() export class Guild { @PrimaryGeneratedColumn() id: number; @OneToMany(() => Member, (member) => member.guild) members: Member[]; @OneToMany(() => Badge, (badge) => badge.guild) badges: Badge[]; @ManyToOne(() => Person) owner: Person; }
@Entity() export class Member { @PrimaryGeneratedColumn() id: number; @ManyToOne(() => Guild, (guild) => guild.members) guild: Guild; @ManyToOne(() => Person) person: Person; @OneToMany(() => Visit, (visit) => visit.member) visits: Visit[]; }
@Entity() export class Badge { @PrimaryGeneratedColumn() id: number; @ManyToOne(() => Guild, (guild) => guild.badges) guild: Guild; @ManyToOne(() => Person) maker: Person; }
@Entity() export class Visit { @PrimaryGeneratedColumn() id: number; @ManyToOne(() => Member, (member) => member.visits) member: Member; }
@Entity() export class Person { @PrimaryGeneratedColumn() id: number; @Column() name: string; }
`;
  const reading = (query: string, version = '0.3.20'): Promise<string[]> => said({
    'package.json': `{ "dependencies": { "typeorm": "${version}" } }`, 'src/entities.ts': ENTITIES,
    'src/guilds.ts': `import type { Repository } from 'typeorm';\nimport { Badge, Guild, Member, Person, Visit } from './entities';\nexport async function list(guilds: Repository<Guild>, ids: number[], id: number) {\n  return ${query};\n}\n`,
  }, 'src/guilds.ts');
  const FIND = ["4: `guilds.find` joins `members` and `badges` side by side: each row of `Guild` comes back once for each combination of their rows. Add `relationLoadStrategy: 'query'`, which reads each by a statement of its own."];

  it('two relations to many of one read', async () => {
    expect(await reading('await guilds.find({ relations: { members: true, badges: true } })')).toEqual(FIND);
    expect(await reading("await guilds.find({ relations: ['members', 'badges', 'owner'] })")).toEqual(FIND);
  });

  it('relations within others', async () => {
    expect(await reading('await guilds.find({ relations: { members: { visits: true, person: true }, badges: { maker: true } } })')).toEqual([FIND[0]?.replace('`members`', '`members.visits`')]);
  });

  it('a version without strategies', async () => {
    expect(await reading("await guilds.find({ relations: ['members', 'badges'] })", '0.2.45')).toEqual([FIND[0]?.replace(/Add .*/, 'Read the others by queries of their own, with the keys of these rows (`IN (:...ids)`).')]);
  });

  it('a builder', async () => {
    const build = (more: string): string => `await guilds.createQueryBuilder('guild').leftJoinAndSelect('guild.members', 'member')${more}.getMany()`;
    expect((await reading(build(".leftJoinAndSelect('guild.badges', 'badge')"))).map((text) => text.replace(/: each.*/, ''))).toEqual(['4: `guilds.….leftJoinAndSelect().getMany` joins `members` and `badges` side by side']);
    expect(await reading(build(".leftJoinAndSelect('member.visits', 'visit').leftJoinAndSelect('guild.owner', 'owner')"))).toEqual([]);
    expect(await reading(build(".leftJoin('guild.badges', 'badge')"))).toEqual([]);
    expect(await reading(build(".leftJoinAndSelect('guild.badges', 'badge', 'badge.id = :id', { id })"))).toEqual([]);
  });

  it('what joins no rows of one relation to those of another', async () => {
    expect(await reading('await guilds.find({ relations: { members: { visits: true }, owner: true } })')).toEqual([]);
    expect(await reading('await guilds.find({ relations: { members: true, badges: false } })')).toEqual([]);
    expect(await reading("await guilds.find({ relations: { members: true, badges: true }, relationLoadStrategy: 'query' })")).toEqual([]);
  });

  it('one row, and a handful', async () => {
    expect(await reading('await guilds.findOne({ where: { id }, relations: { members: true, badges: true } })')).toEqual([]);
    expect(await reading('await guilds.find({ where: { id }, relations: { members: true, badges: true } })')).toEqual([]);
    expect(await reading('await guilds.find({ take: 5, relations: { members: true, badges: true } })')).toEqual([]);
  });
});

describe('Sequelize', () => {
  const MODELS = `const { Sequelize, DataTypes } = require('sequelize');
const sequelize = new Sequelize('sqlite::memory:');
const Guild = sequelize.define('Guild', { name: DataTypes.STRING });
const Member = sequelize.define('Member', { name: DataTypes.STRING });
const Badge = sequelize.define('Badge', { name: DataTypes.STRING });
Guild.hasMany(Member, { as: 'members' });
Guild.hasMany(Badge, { as: 'badges' });
Member.belongsTo(Guild, { as: 'guild' });
module.exports = { Guild, Member, Badge };
`;
  const reading = (options: string): Promise<string[]> => said({
    'package.json': '{ "dependencies": { "sequelize": "6.37.0" } }', 'src/models.js': MODELS,
    'src/guilds.js': `const { Guild, Member, Badge } = require('./models');\nexports.list = (ids) => Guild.findAll(${options});\n`,
  }, 'src/guilds.js');

  it('two relations to many of one read', async () => {
    expect(await reading("{ where: { id: ids }, include: [{ model: Member, as: 'members' }, 'badges'] }")).toEqual([
      '2: `Guild.findAll` joins `members` and `badges` side by side: each row of `Guild` comes back once for each combination of their rows. Add `separate: true` to a `hasMany` among them, which reads it by a statement of its own, or read it by a query of its own.',
    ]);
  });

  it('one that is read by a statement of its own, or has a condition', async () => {
    expect(await reading("{ include: [{ model: Member, as: 'members', separate: true }, 'badges'] }")).toEqual([]);
    expect(await reading("{ include: [{ model: Member, as: 'members', where: { name: 'x' } }, 'badges'] }")).toEqual([]);
    expect(await reading("{ include: ['members'] }")).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { lintProject, type ProjectFiles } from '../../lint-project.ts';

const SERVICE = (statement: string): string => `import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { Star } from './entities';
export class StarsService {
  constructor(@InjectRepository(Star) private readonly stars: Repository<Star>) {}
  async histogram(options: Asked) {
    const query = this.stars.createQueryBuilder('star');
    query.select('star.day').where('star.day > :from', { from: FROM });
    ${statement}
    return query.getMany();
  }
}
`;

/** The advice for a loop over all repositories that asks for the stars of each. */
async function adviceFor(statement: string): Promise<string> {
  const files: ProjectFiles = {
    'package.json': '{ "dependencies": { "typeorm": "0.3.20", "@nestjs/typeorm": "10" } }',
    'src/entities.ts': "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class Star { @PrimaryGeneratedColumn() id: number; @Column() day: string; @Column() repo: string; }\n@Entity() export class Repo { @PrimaryGeneratedColumn() id: number; @Column() name: string; }\n",
    'src/stars.service.ts': SERVICE(statement),
    'src/stats.ts': "import { Repository } from 'typeorm';\nimport { Repo } from './entities';\nimport { StarsService } from './stars.service';\nexport class Stats {\n  constructor(private readonly repos: Repository<Repo>, private readonly stars: StarsService) {}\n  async all(from: string) {\n    const found = [];\n    for (const repo of await this.repos.find()) found.push(...(await this.stars.histogram({ from, repo: repo.name })));\n    return found;\n  }\n}\n",
  };
  const messages = await lintProject(files, 'src/stats.ts');
  return messages.map(({ message }) => message).join('\n');
}

/** The advice for a loop over all events that hands each to a function, which asks for shifts. */
async function adviceForShifts(statement: string, parameter: string): Promise<string> {
  const files: ProjectFiles = {
    'package.json': '{ "dependencies": { "typeorm": "0.3.20" } }',
    'src/entities.ts': "import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';\n@Entity() export class Shift { @PrimaryGeneratedColumn() id: number; @Column() code: string; }\n@Entity() export class Event { @PrimaryGeneratedColumn() id: number; @Column('simple-array') codes: string[]; }\n",
    'src/stats.ts': `import { In, Repository } from 'typeorm';\nimport { Event, Shift } from './entities';\nexport class Stats {\n  constructor(private readonly events: Repository<Event>, private readonly shifts: Repository<Shift>) {}\n  async all() {\n    for (const event of await this.events.find()) await this.sync(event);\n  }\n  async sync(event: Event, ${parameter}) {\n    ${statement}\n    const found = await this.shifts.find({ where: { code: In(shifts) } });\n    tell(event, found);\n  }\n}\n`,
  };
  return (await lintProject(files, 'src/stats.ts')).map(({ message }) => message).join('\n');
}

describe('what a query takes of the row', () => {
  const SAME = 'It asks the same in every round';

  it.each([
    ['in a statement of its own', "query.andWhere('star.repo = :repo', { repo: options.repo });"],
    ['behind a condition', "if (options.repo) query.andWhere('star.repo = :repo', { repo: options.repo });"],
    ['further on in a chain', "if (options.repo) query.andWhere('star.repo = :repo').setParameters({ repo: options.repo });"],
    ['by another name', "const { repo } = options;\n    query.andWhere('star.repo = :repo', { repo });"],
  ])('may be added to its builder %s', async (_name, statement) => {
    expect(await adviceFor(statement)).toMatch(/this\.stars\.histogram/);
    expect(await adviceFor(statement)).not.toContain(SAME);
  });

  it.each([
    ['where it is handed none', 'if (!shifts) shifts = event.codes;', 'shifts?: string[]'],
    ['by default', '', 'shifts = event.codes'],
  ])('may be what a function takes %s', async (_name, statement, parameter) => {
    expect(await adviceForShifts(statement, parameter)).toMatch(/this\.sync/);
    expect(await adviceForShifts(statement, parameter)).not.toContain(SAME);
  });

  it.each([
    ['takes what is the same for all', 'if (!shifts) shifts = CODES;', 'shifts?: string[]'],
    ['has nothing else', '', 'shifts?: string[]'],
  ])('is nothing where the function %s', async (_name, statement, parameter) => {
    expect(await adviceForShifts(statement, parameter)).toContain(SAME);
  });

  it('is nothing where nothing of it is added', async () => {
    expect(await adviceFor("query.andWhere('star.day < :to', { to: TODAY });")).toContain(SAME);
  });
});

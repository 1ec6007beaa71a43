import { describe, expect, it } from 'vitest';
import { lintProject } from '../../lint-project.ts';

const CRATE = `const mongoose = require('mongoose');
const schema = new mongoose.Schema({ code: String });
class Crate { static async packed(code) { return this.findOne({ code }); } static nameOf(code) { return code; } }
module.exports = (app) => { schema.loadClass(Crate); return mongoose.model('Crate', schema); };
`;

async function count(asked: string, others: Readonly<Record<string, string>> = {}): Promise<number> {
  const text = `const mongoose = require('mongoose');\nmodule.exports = (app) => async (codes) => { for (const code of codes) await ${asked}; };\n`;
  return (await lintProject({ 'package.json': '{ "dependencies": { "mongoose": "8" } }', 'models/crate.js': CRATE, 'jobs/pack.js': text, ...others }, 'jobs/pack.js')).length;
}

describe('a model that another file registers, which nobody imports', () => {
  it.each([
    ['a static of it', "mongoose.model('Crate').packed(code)"],
    ['a static of it, where the program keeps it', "app.model('Crate').packed(code)"],
    ['a method of Mongoose', "app.model('Crate').findOne({ code })"],
  ])('is asked: %s', async (_name, asked) => {
    expect(await count(asked)).toBe(1);
  });

  it.each([
    ['a static that asks nothing', "app.model('Crate').nameOf(code)"],
    ['a name that no file registers', "app.model('Case').findOne({ code })"],
    ['what is no model', "app.view('Crate').findOne({ code })"],
  ])('is not: %s', async (_name, asked) => {
    expect(await count(asked)).toBe(0);
  });

  it('is not known where two files register it', async () => {
    expect(await count("app.model('Crate').findOne({ code })", { 'old/crate.js': CRATE })).toBe(0);
  });
});

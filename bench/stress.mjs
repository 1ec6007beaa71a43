// Checks that cost grows about linearly with the size of the code: generates shapes that are hard on an analysis at three sizes (n, 2n,
// 4n), lints each in a process of its own, and compares user CPU time. Exits with 1 where a shape grows faster, or takes too long.
//
//   npm run build && npm run stress [-- NAME ...]      names or parts of names of shapes; all by default
//   npm run stress -- --once                           each at its smallest size alone: does it come to an end?
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SHAPES } from './stress-shapes.mjs';

/** Seconds after which a run is ended. */
const LIMIT = 60;
/** Growth from n to 4n that still counts as linear: 4 is linear, 16 quadratic. */
const STEEPEST = 8;
/** Runs below that many milliseconds at 4n are too short to compare, and short enough. */
const NEGLIGIBLE = 400;

if (process.argv[2] === '--measure') await measure(process.argv[3], process.argv.slice(4));
else process.exitCode = await run(process.argv.slice(2));

/** In a process of its own: lints files below a directory with all rules and prints the CPU time that it took. */
async function measure(root, paths) {
  const { readFileSync } = await import('node:fs');
  const { Linter } = await import('eslint');
  const { default: plugin } = await import('../dist/index.js');
  const linter = new Linter({ cwd: root });
  let findings = 0;
  const before = process.cpuUsage();
  for (const path of paths) {
    const messages = linter.verify(readFileSync(join(root, path), 'utf8'), plugin.configs.strict, { filename: join(root, path) });
    const broken = messages.find(({ fatal }) => fatal);
    if (broken !== undefined) console.error(`${path}: ${broken.message}`);
    findings += messages.length;
  }
  console.log(JSON.stringify({ time: process.cpuUsage(before).user / 1000, findings }));
}

async function run(options) {
  const isOnce = options.includes('--once');
  const names = options.filter((option) => option !== '--once');
  const chosen = SHAPES.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)));
  const failed = [];
  for (const shape of chosen) if (!(await holds(shape, isOnce ? [1] : [1, 2, 4]))) failed.push(shape.name);
  console.log(failed.length === 0 ? `All ${chosen.length} shapes ${isOnce ? 'come to an end' : 'grow about linearly'}.` : `${isOnce ? 'Without an end' : 'Superlinear'}: ${failed.join(', ')}`);
  return failed.length === 0 && chosen.length > 0 ? 0 : 1;
}

/** A ratio can be spoilt by whatever else the machine does, so that a shape is measured again before it counts as steep. */
async function holds(shape, factors) {
  for (let attempt = 0; ; attempt += 1) {
    const runs = [];
    for (const factor of factors) {
      runs.push(await lint(shape, shape.n * factor));
      if ('problem' in runs.at(-1)) break;
    }
    const problem = runs.find((one) => 'problem' in one)?.problem ?? verdictOn(runs.map(({ time }) => time));
    console.log(`${problem === undefined ? 'ok  ' : 'STEEP'} ${shape.name.padEnd(44)} ${runs.map(({ time, findings }) => (time === undefined ? '-' : `${time.toFixed(0)} ms (${findings})`)).join('  ')} ${problem ?? ''}`);
    if (problem === undefined) return true;
    if (attempt === 1 || runs.some((one) => 'problem' in one)) return false;
  }
}

function verdictOn([small, , large]) {
  if (large === undefined || large < NEGLIGIBLE) return undefined;
  const growth = large / Math.max(small, NEGLIGIBLE / 16);
  return growth > STEEPEST ? `grows by ${growth.toFixed(1)} where 4 is linear` : undefined;
}

async function lint(shape, n) {
  const root = mkdtempSync(join(tmpdir(), 'admin-scale-stress-'));
  try {
    const { files, lint: paths = Object.keys(files).filter((path) => /\.(?:py|tsx?|js)$/.test(path)) } = shape.make(n);
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await measured(root, paths);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function measured(root, paths) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--measure', root, ...paths], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (errors += data));
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT * 1000);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (signal !== null) resolve({ problem: `ended after ${LIMIT} s` });
      else if (code !== 0 || errors !== '') resolve({ problem: errors.trim().split('\n').find((line) => /error|:/i.test(line)) ?? `exit ${code}` });
      else resolve(JSON.parse(output));
    });
  });
}

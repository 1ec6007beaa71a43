#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

// `| head` closes the pipe early: no reason to crash. Everything is written at the end, so the exit code still says what was found.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
// ESLint warns of files that this command doesn't read, such as the checkout's `.eslintignore`.
process.removeAllListeners('warning');

const { env, stdin, stdout, stderr } = process;
const ask: Terminal['ask'] = async (question) => {
  const { createInterface } = await import('node:readline/promises');
  const lines = createInterface({ input: stdin, output: stdout });
  try {
    return await Promise.race([lines.question(question), new Promise<undefined>((resolve) => lines.once('close', () => { resolve(undefined); }))]);
  } finally {
    lines.close();
  }
};
process.exitCode = await run(process.argv.slice(2), { cwd: process.cwd(), env, stdout, stderr, stdin: () => text(stdin), ask: stdin.isTTY && stdout.isTTY ? ask : undefined });

#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { run } from './run.ts';

// `| head` closes the pipe early: no reason to crash. Everything is written at the end, so the exit code still says what was found.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
// ESLint warns of files that this command doesn't read, such as the checkout's `.eslintignore`.
process.removeAllListeners('warning');

const { env, stdin, stdout, stderr } = process;
process.exitCode = await run(process.argv.slice(2), { cwd: process.cwd(), env, stdout, stderr, stdin: () => text(stdin) });

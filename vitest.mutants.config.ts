import { defineConfig } from 'vitest/config';

/**
 * What `npm run mutants` asks: the tests that say what is right as it stands and what a finding weighs. One mutant runs them in seconds;
 * all tests of the project would take minutes each.
 */
export default defineConfig({
  test: { include: ['tests/model/*.test.ts', 'tests/parity/*.test.ts'], testTimeout: 30_000 },
});

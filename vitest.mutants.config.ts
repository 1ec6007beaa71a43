import { defineConfig } from 'vitest/config';

/** What `npm run mutants` asks: the tests that say what is right as it stands and what a finding weighs. */
export default defineConfig({
  test: { include: ['tests/model/*.test.ts', 'tests/parity/*.test.ts', 'tests/rules/{django-orm,django-rounds,prisma,typeorm}.test.ts', 'tests/javascript/read.test.ts'], testTimeout: 30_000 },
});

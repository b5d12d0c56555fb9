import { defineConfig } from 'vitest/config';

/** Tests that take minutes: the full crash test and what else needs many repetitions. */
export default defineConfig({
  test: {
    include: ['test/long/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    setupFiles: ['test/setup.ts', 'test/loopback-only.ts'],
    testTimeout: 3_600_000,
    reporters: ['default'],
  },
});

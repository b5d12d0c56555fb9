import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', 'test/real/**', 'node_modules/**'],
    setupFiles: ['test/setup.ts', 'test/loopback-only.ts'],
    // Much of the time is children and waiting: one worker, vitest's choice on two cores, leaves them idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 120_000,
    reporters: ['default'],
  },
});

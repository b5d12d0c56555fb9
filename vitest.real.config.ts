import { defineConfig } from 'vitest/config';

/** Tests against real servers on loopback, which they install themselves; what cannot be installed is skipped, and said. */
export default defineConfig({
  test: { include: ['test/real/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 900_000, fileParallelism: false, reporters: ['verbose'] },
});

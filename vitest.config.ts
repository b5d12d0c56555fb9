import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/long/**', 'test/real/**', 'node_modules/**'],
    testTimeout: 120_000,
    reporters: ['default'],
  },
});

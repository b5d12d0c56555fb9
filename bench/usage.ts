import { writeFileSync } from 'node:fs';

/** Loaded before a measured command (`--import`): leaves its CPU seconds and peak memory in the file named by BENCH_USAGE. */
process.on('exit', () => {
  const path = process.env['BENCH_USAGE'];
  if (path === undefined) return;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeFileSync(path, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peakMb: maxRSS / 1024 }));
});

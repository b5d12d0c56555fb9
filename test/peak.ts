import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Workplace } from './command.ts';

/** How much memory a command took at most: it is asked as it ends. */

export function withPeak(place: Workplace): { restore: () => void } {
  const hook = place.path('peak.cjs');
  const report = place.path('peak');
  rmSync(report, { force: true });
  writeFileSync(
    hook,
    `process.on('exit', () => require('node:fs').writeFileSync(${JSON.stringify(report)}, String(process.resourceUsage().maxRSS)));`,
  );
  place.env['NODE_OPTIONS'] = `--require ${hook}`;
  return {
    restore() {
      place.env['NODE_OPTIONS'] = '';
    },
  };
}

export function peakMegabytes(place: Workplace): number {
  if (!existsSync(place.path('peak'))) throw new Error('the command did not end by itself');
  return Number(readFileSync(place.path('peak'), 'utf8')) / 1024;
}

import { fitted, visible } from './terminal.ts';

/** One line on stderr while something lasts longer than a second, and only on a terminal. */

const AFTER_MS = 1_000;
const EVERY_MS = 100;

export function progressLine(): { show: (step: string, done: number, of: number | null) => void; clear: () => void } {
  const started = Date.now();
  let last = 0;
  let shown = false;
  return {
    show(step, done, of) {
      const now = Date.now();
      if (!process.stderr.isTTY || now - started < AFTER_MS || now - last < EVERY_MS) return;
      last = now;
      shown = true;
      const share = of === null || of === 0 ? '' : ` ${Math.min(100, Math.floor((100 * done) / of))} %`;
      const line = fitted(visible(step) + share, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(`\r\u001b[K${line}`);
    },
    clear() {
      if (shown) process.stderr.write('\r\u001b[K');
      shown = false;
    },
  };
}

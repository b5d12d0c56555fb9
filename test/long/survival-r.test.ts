import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Curve, intervalCensored, lateEntry, stepAt } from '../survival-cases.ts';

/**
 * R's `survival` as the oracle (Debian: r-base-core, r-cran-survival; installed here if apt-get may). What it says is committed
 * as a fixture, against which the fast suite holds our numbers; here R is asked again. With TRACKWAY_WRITE_FIXTURES=1 the
 * fixture is written anew.
 */

const fixture = resolve(import.meta.dirname, '../fixtures/survival/r.json');
const folder = mkdtempSync(join(tmpdir(), 'trackway-r-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SCRIPT = `
library(survival)
folder <- commandArgs(TRUE)[1]
a <- read.csv(file.path(folder, "interval.csv"))
f <- survfit(Surv(after, ifelse(is.finite(by), by, NA), type = "interval2") ~ 1, data = a, se.fit = FALSE)
b <- read.csv(file.path(folder, "late.csv"))
g <- survfit(Surv(entry, after, ended) ~ 1, data = b, se.fit = FALSE)
numbers <- function(x) paste0("[", paste(format(x, digits = 12, trim = TRUE, scientific = FALSE), collapse = ","), "]")
one <- function(s) paste0('{"time":', numbers(s$time), ',"survival":', numbers(s$surv), "}")
cat(paste0('{"version":"', packageVersion("survival"), '","interval":', one(f), ',"late":', one(g), "}"))
`;

function hasR(): boolean {
  const works = (): boolean => spawnSync('Rscript', ['-e', 'library(survival)'], { stdio: 'ignore' }).status === 0;
  if (works()) return true;
  const options = { stdio: 'ignore' as const, timeout: 900_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'r-base-core', 'r-cran-survival'], options);
  return works();
}

function askR(): { version: string; interval: Curve; late: Curve } {
  const csv = (lines: string[]): string => `${lines.join('\n')}\n`;
  const interval = intervalCensored().map(({ after, by }) => `${after},${Number.isFinite(by) ? by : 'Inf'}`);
  const late = lateEntry().map(({ entry, after, by }) => `${entry},${after},${Number.isFinite(by) ? 1 : 0}`);
  writeFileSync(join(folder, 'interval.csv'), csv(['after,by', ...interval]));
  writeFileSync(join(folder, 'late.csv'), csv(['entry,after,ended', ...late]));
  writeFileSync(join(folder, 'ask.R'), SCRIPT);
  return JSON.parse(execFileSync('Rscript', [join(folder, 'ask.R'), folder], { encoding: 'utf8' }));
}

describe.skipIf(!hasR())('R says of the same data what it said before', () => {
  it('for interval-censored lives and for lives found late', () => {
    const said = askR();
    if (process.env['TRACKWAY_WRITE_FIXTURES'] === '1') writeFileSync(fixture, `${JSON.stringify(said)}\n`);
    const kept = JSON.parse(readFileSync(fixture, 'utf8'));
    for (const of of ['interval', 'late'] as const) {
      const ages = Array.from({ length: 120 }, (_, k) => k / 2);
      for (const age of ages) expect(stepAt(said[of], age), `${of} at ${age}`).toBeCloseTo(stepAt(kept[of], age), 3);
    }
  });
});

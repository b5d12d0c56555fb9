import type { Outcome } from './million.ts';
import { wilsonUpper } from './million.ts';

/** The figures of many trials, as a table that a person reads. */

export interface Tally {
  add(outcome: Outcome): void;
  probes(): number;
  naive(): Outcome['naive'];
  removals(): { planted: number; found: number };
  falseGone(): number;
  text(): string;
}

export function tally(): Tally {
  const sums = {
    probes: 0,
    requests: 0,
    struck: 0,
    trials: 0,
    rounds: 0,
    voidRounds: 0,
    falseGone: 0,
    falseReturns: 0,
    planted: 0,
    found: 0,
  };
  const naive: Outcome['naive'] = { anyRefusal: 0, threeInARow: 0 };
  const delays = new Map<number, number[]>();
  const valid = new Map<number, number>();
  const add = ({ trial, probes, requests, struck, rounds, falseGone, falseReturns, removals, naive: own }: Outcome): void => {
    sums.trials += 1;
    sums.probes += probes;
    sums.requests += requests;
    sums.struck += struck;
    sums.rounds += rounds.length;
    sums.voidRounds += rounds.filter((round) => round.fault !== null).length;
    sums.falseGone += falseGone.length;
    sums.falseReturns += falseReturns.length;
    for (const rule of ['anyRefusal', 'threeInARow'] as const) naive[rule] += own[rule];
    for (const { at, knownAt, validRounds } of removals) {
      sums.planted += 1;
      if (knownAt === null) continue;
      sums.found += 1;
      valid.set(validRounds, (valid.get(validRounds) ?? 0) + 1);
      delays.set(trial.rate, [...(delays.get(trial.rate) ?? []), (knownAt - at) / 60_000]);
    }
  };
  const text = (): string =>
    [
      `${sums.probes} probes in ${sums.trials} trials: ${sums.requests} requests, ${sums.struck} of them struck by a fault`,
      `${sums.rounds} rounds, ${sums.voidRounds} of them void`,
      `living channels called gone: ${sums.falseGone} (95 % upper limit ${wilsonUpper(sums.falseGone, sums.probes).toExponential(1)} a probe)`,
      `gone channels called back: ${sums.falseReturns}`,
      `naive rules, living channels called gone: ${naive.anyRefusal} by any answer but 200, ${naive.threeInARow} by three of them in a row`,
      `removals: ${sums.planted} planted, ${sums.found} found; valid rounds needed: ${[...valid]
        .sort((a, b) => a[0] - b[0])
        .map(([rounds, count]) => `${rounds}: ${count}`)
        .join(', ')}`,
      ...[...delays]
        .sort((a, b) => a[0] - b[0])
        .map(([rate, minutes]) => `delay at ${rate * 100} % faults, minutes: ${quantiles(minutes)}`),
    ].join('\n');
  return {
    add,
    probes: () => sums.probes,
    naive: () => naive,
    removals: () => ({ planted: sums.planted, found: sums.found }),
    falseGone: () => sums.falseGone,
    text,
  };
}

function quantiles(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(0);
  return `median ${at(0.5)}, 90 % ${at(0.9)}, 99 % ${at(0.99)}, most ${at(1)} (${sorted.length} removals)`;
}

/** Do two channels post at the same hours? Hours of the day and days of the week, as an aspect that the pool can judge. */

import { pairs } from './voice-counts.ts';
import type { Aspect } from './voice-judge.ts';
import { againstAll, type Habits, habits, type Profile, profileLikeness, profileOf } from './voice-profile.ts';

export interface Rhythms {
  /** A post at this time, in milliseconds since 1970. An hour in which a channel posts counts once, however often it does. */
  add(channel: number, at: number): void;
  finish(references: readonly number[], lotOf: (channel: number) => number): Aspect<Profile>;
}

const HOUR = 3_600_000;
const HOURS = 24;
const DAYS = 7;
const PLACES = HOURS + DAYS;
const AMOUNTS = [20, 40, 80, 160, 320];
/** Hours that the pool's rhythm counts for. */
const PRIOR = 12;

/** Counts of each channel: hours and weekdays of even weeks, then those of odd weeks. */
export function rhythms(): Rhythms {
  const seen = pairs();
  const channels: (Uint16Array | undefined)[] = [];
  return {
    add(channel, at) {
      const hour = Math.floor(at / HOUR);
      if (!seen.add(channel, hour)) return;
      let its = channels[channel];
      if (its === undefined) {
        its = new Uint16Array(2 * PLACES);
        channels[channel] = its;
      }
      const day = Math.floor(hour / HOURS);
      const half = modulo(Math.floor((day + 3) / DAYS), 2) * PLACES;
      const places = [half + modulo(hour, HOURS), half + HOURS + modulo(day + 3, DAYS)];
      for (const place of places) its[place] = Math.min(65_535, (its[place] ?? 0) + 1);
    },
    finish: (references, lotOf) => aspectOf(channels, references, lotOf),
  };
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

function aspectOf(
  channels: readonly (Uint16Array | undefined)[],
  references: readonly number[],
  lotOf: (channel: number) => number,
): Aspect<Profile> {
  const least = AMOUNTS[0] ?? 0;
  const whole = channels.map((its) => (its === undefined ? null : added(its.subarray(0, PLACES), its.subarray(PLACES))));
  const amount = whole.map((its) => (its === null ? 0 : hoursOf(its)));
  const known = habits(
    whole.flatMap((its, i) => (its === null || (amount[i] ?? 0) < least ? [] : [{ counts: smoothed(its), of: amount[i] ?? 0 }])),
    PLACES,
    PRIOR,
  );
  const profiles = whole.map((its, i) => (its === null || (amount[i] ?? 0) < least ? null : rhythmOf(known, its)));
  return {
    valueOf: (channel) => profiles[channel] ?? null,
    amountOf: (channel) => amount[channel] ?? 0,
    likeness: profileLikeness,
    against: againstAll(
      references.map((channel) => profiles[channel] ?? null),
      PLACES,
    ),
    part(channel, half, hours) {
      const its = channels[channel]?.subarray(half * PLACES, (half + 1) * PLACES);
      return its === undefined || hoursOf(its) < hours ? null : rhythmOf(known, thinned(its, hours, lotOf(channel) + half));
    },
    amounts: AMOUNTS,
    given: { at0: -0.3, slope: 0.3 },
    most: 4,
    kept: [1, 0.5],
    changed: 0.4,
  };
}

function added(a: Uint16Array, b: Uint16Array): Uint16Array {
  return a.map((count, i) => Math.min(65_535, count + (b[i] ?? 0)));
}

function hoursOf(rhythm: ArrayLike<number>): number {
  let hours = 0;
  for (let i = 0; i < HOURS; i += 1) hours += rhythm[i] ?? 0;
  return hours;
}

/** Hours of the day shared with their neighbours: a clock that is minutes off, or a habit that is, changes little. */
function smoothed(rhythm: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: PLACES }, (_, i) => {
    if (i >= HOURS) return rhythm[i] ?? 0;
    return ((rhythm[(i + 23) % HOURS] ?? 0) + 2 * (rhythm[i] ?? 0) + (rhythm[(i + 1) % HOURS] ?? 0)) / 4;
  });
}

function rhythmOf(known: Habits, rhythm: ArrayLike<number>): Profile | null {
  return profileOf(known, smoothed(rhythm), hoursOf(rhythm));
}

/** So many of its hours, drawn by lot; its weekdays likewise. */
function thinned(rhythm: Uint16Array, hours: number, lot: number): Uint16Array {
  const left = new Uint16Array(PLACES);
  let state = lot >>> 0;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
  for (const [from, to] of [
    [0, HOURS],
    [HOURS, PLACES],
  ] as const) {
    const bag: number[] = [];
    for (let i = from; i < to; i += 1) for (let n = rhythm[i] ?? 0; n > 0; n -= 1) bag.push(i);
    for (let drawn = 0; drawn < hours && bag.length > 0; drawn += 1) {
      const at = next(bag.length);
      const place = bag[at] ?? 0;
      left[place] = (left[place] ?? 0) + 1;
      bag[at] = bag[bag.length - 1] ?? 0;
      bag.pop();
    }
  }
  return left;
}

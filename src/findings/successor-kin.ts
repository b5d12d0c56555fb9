/** Whose word counts for a lost channel that it does not name? Those who passed its posts on, pointed to it, or share its brand. */

import type { ForwardRow } from '../model/rows.ts';
import type { Dossiers } from './dossier.ts';
import type { Faces } from './face.ts';
import type { Sayings } from './pointers.ts';

/** For a lost channel: the channels of its circle, with how close each is (0 to 1). */
export type Kin = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Faces so much alike (bits) are one brand. */
const BRAND_BITS = 8;
const BRAND_NEIGHBOURS = 24;
const FORWARDED_OFTEN = 3;
const CLOSE = 1;
const POINTED = 0.7;
const BRAND = 0.5;

/** The circle of each of `lost`. Only what was before its loss makes kin: what comes after may be made for the occasion. */
export function kinOf(lost: readonly number[], known: Dossiers, faces: Faces, forwards: readonly ForwardRow[], said: Sayings): Kin {
  const circles = new Map(lost.map((a) => [a, new Map<number, number>()]));
  const add = (a: number, x: number | null, weight: number, at: number): void => {
    const circle = circles.get(a);
    const end = known.list[a]?.lost?.by ?? Number.POSITIVE_INFINITY;
    if (circle === undefined || x === null || x === a || at > end) return;
    circle.set(x, Math.max(weight, circle.get(x) ?? 0));
  };
  for (const row of forwards) {
    const by = known.of(row.channel, row.nativeId, row.lastAt);
    const from = known.of(row.from, null, row.firstAt);
    if (by === null || from === null) continue;
    const weight = row.posts >= FORWARDED_OFTEN ? CLOSE : CLOSE / 2;
    add(from, by, weight, row.firstAt);
    add(by, from, weight, row.firstAt);
  }
  for (const { by, to, at, stance } of said.all) {
    if (stance === 'warn') continue;
    add(to, by, POINTED, at);
    add(by, to, POINTED, at);
  }
  for (const a of lost) {
    for (const x of faces.neighbours(a, BRAND_NEIGHBOURS)) {
      const seen = known.list[x]?.firstSeen;
      if (seen !== null && seen !== undefined && faces.compare(a, x).joint >= BRAND_BITS) add(a, x, BRAND, seen);
    }
  }
  return circles;
}

/** Whose face may be that of this channel? Finds the few channels of a large pool that are worth comparing. */

import { type AvatarPool, reachOf, withinReach } from './face-avatars.ts';
import type { NamePool } from './face-names.ts';
import { LONGEST, type NameIndex } from './names-index.ts';
import { costBetween, type Written } from './names-likeness.ts';

/** How far the search goes on among names that share a piece, each way: beyond, the piece is too common to tell. */
const WIDTH = 400;
/** Pieces shorter than this are in too many names. */
const SHORTEST = 3;
/** What a piece must be worth to count at all. */
const CHANCE = 3;
const AVATAR_BITS = 12;

/** Channels by how much they share with channel `of`, the most first, at most `limit`. Deterministic: the lower number first where equal. */
export function neighboursOf(names: NamePool, avatars: AvatarPool, of: number, limit: number): number[] {
  const scores = new Map<number, number>();
  const best = (found: Map<number, number>): void => {
    for (const [channel, score] of found) if (score > (scores.get(channel) ?? 0)) scores.set(channel, score);
  };
  for (const entry of names.entries[of] ?? []) {
    for (const form of entry.plain) best(sharingPieces(form));
    for (const form of entry.bones) best(sharingPieces(form));
  }
  for (const picture of avatars.pictures[of] ?? []) {
    const found = withinReach(avatars, picture, reachOf(picture.length));
    const worth = Math.min(AVATAR_BITS, Math.log2(Math.max(2, avatars.size / found.size)));
    for (const channel of found.keys()) scores.set(channel, (scores.get(channel) ?? 0) + worth);
  }
  scores.delete(of);
  const ranked = [...scores].sort(([a, x], [b, y]) => y - x || a - b);
  return ranked.slice(0, limit).map(([channel]) => channel);
}

/** What each channel shares with one text, in bits: pieces that cannot be made longer to the left are found where their suffixes stand side by side. */
function sharingPieces(written: Written): Map<number, number> {
  const { index } = written;
  const found = new Map<number, number>();
  const start = index.starts[written.number] ?? 0;
  const end = (index.starts[written.number + 1] ?? 1) - 1;
  for (let position = start; position <= end - Math.min(SHORTEST, end - start); position += 1) {
    const at = index.ranks[position] ?? 0;
    walk(index, written, position, at, -1, found);
    walk(index, written, position, at, 1, found);
  }
  return found;
}

function walk(index: NameIndex, written: Written, position: number, at: number, step: 1 | -1, found: Map<number, number>): void {
  const offset = position - (index.starts[written.number] ?? 0);
  const own = index.owner[position];
  let length = LONGEST;
  for (let seen = 1; seen <= WIDTH; seen += 1) {
    const next = at + step * seen;
    // Beyond either end nothing is common.
    length = Math.min(length, index.common[step === 1 ? next : next + 1] ?? 0);
    const whole = offset === 0 && length === written.costs.length - 1;
    if (length < SHORTEST && !(whole && length > 0)) return;
    const suffix = index.suffixes[next] ?? 0;
    const owner = index.owner[suffix];
    if (owner === undefined || owner === own || goesOnLeft(index.text, position, suffix)) continue;
    const cost = costBetween(written.costs, offset, offset + length);
    const worth = Math.min(cost, Math.log2((2 * index.channels) / seen)) - (whole ? 0 : CHANCE);
    if (worth > 0) found.set(owner, (found.get(owner) ?? 0) + worth);
  }
}

/** The piece is part of a longer one that begins further left, and is found from there. */
function goesOnLeft(text: Uint16Array, position: number, suffix: number): boolean {
  const before = text[position - 1] ?? 0;
  return before !== 0 && text[suffix - 1] === before;
}

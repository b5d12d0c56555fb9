/** Which of a platform's own new channels are pointed to? Matched in memory; nothing of the list is kept. */

import { type ChannelRef, nameOf, platformOf } from '../model/ref.ts';
import { fold } from '../text/fold.ts';
import type { ArrivalHome } from './arrivals.ts';
import { compare, groupBy } from './order.ts';

export interface MineMatch {
  /** The platform's own channel, as it was listed. */
  mine: ChannelRef;
  /** The home that is pointed to, or is a likely successor. */
  home: ChannelRef;
  /** `alike`: the same handle but for case, separators and letters that look or are folded alike; a person must look. */
  how: 'same' | 'alike';
}

/** Matches by reference (or identity), else by folded handle; one entry per pair, sorted. */
export function matchMine(mine: readonly ChannelRef[], homes: readonly ArrivalHome[]): MineMatch[] {
  const exact = new Map(homes.flatMap((home) => [[home.channel, home] as const, [home.identity, home] as const]));
  const alike = groupBy(homes, (home) => skeleton(home.channel));
  const matches = [...new Set(mine)].flatMap((ref): MineMatch[] => {
    const same = exact.get(ref);
    if (same !== undefined) return [{ mine: ref, home: same.channel, how: 'same' }];
    const key = skeleton(ref);
    return (key === null ? [] : (alike.get(key) ?? [])).map((home) => ({ mine: ref, home: home.channel, how: 'alike' }));
  });
  return matches.sort((a, b) => compare(a.mine, b.mine) || compare(a.home, b.home));
}

/** What is left of a handle without what is changed most easily; null for native ids and invites, which have no likeness. */
function skeleton(ref: ChannelRef): string | null {
  const name = nameOf(ref);
  if (/^[#+]/.test(name)) return null;
  const bare = fold(name).replace(/[._\-\s]/g, '');
  return bare === '' ? null : `${platformOf(ref)}:${bare}`;
}

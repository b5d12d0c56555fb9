/** What did posts point to that nobody has accepted or ignored yet, and which of it deserves a look first? */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef, PostRef } from '../model/ref.ts';
import type { BindingRow, FoundRow } from '../model/rows.ts';
import type { LinkKind, Stance } from '../model/words.ts';
import { type Identities, identities, resolve, shownAs } from './identity.ts';
import { compare, groupBy } from './order.ts';

const EXAMPLES = 5;

export interface Found {
  channel: ChannelRef;
  platform: string;
  kind: LinkKind;
  posts: number;
  channels: number;
  /** Independent voices at most: one author, or copies of one text, count once. */
  voices: number;
  firstAt: Ms;
  lastAt: Ms;
  stances: Record<Stance, number>;
  examples: PostRef[];
}

export interface FoundInput {
  rows: readonly FoundRow[];
  bindings: readonly BindingRow[];
  /** Accepted or ignored. */
  settled: Iterable<ChannelRef>;
}

/** References still to decide on, those with the most independent voices first. Two references to one channel are one line. */
export function found(input: FoundInput): Found[] {
  const index = identities(input.bindings);
  // A handle that changed hands is settled for all who held it: a person decided on the name they saw.
  const settled = new Set([...input.settled].flatMap((ref) => [ref, ...(index.byHandle.get(ref) ?? []).map((hold) => hold.identity)]));
  const open = groupBy(input.rows, (row) => resolve(index, row.to, row.lastAt));
  const lines = [...open].flatMap(([identity, rows]) => (settled.has(identity) ? [] : [lineOf(identity, rows, index)]));
  return lines.sort((a, b) => b.voices - a.voices || b.posts - a.posts || a.firstAt - b.firstAt || compare(a.channel, b.channel));
}

function lineOf(identity: ChannelRef, unsorted: readonly FoundRow[], index: Identities): Found {
  const rows = [...unsorted].sort((a, b) => a.firstAt - b.firstAt || compare(a.to, b.to));
  const sum = (of: (row: FoundRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const most = (of: (row: FoundRow) => number) => Math.max(...rows.map(of));
  const lastAt = most((row) => row.lastAt);
  const [head] = rows;
  return {
    channel: shownAs(index, identity, lastAt),
    platform: head?.platform ?? '',
    kind: head?.kind ?? 'channel',
    posts: sum((row) => row.posts),
    // Who points to both spellings cannot be told from totals: the greater one is the cautious count.
    channels: most((row) => row.channels),
    voices: most((row) => Math.min(row.authors, row.texts)),
    firstAt: Math.min(...rows.map((row) => row.firstAt)),
    lastAt,
    stances: {
      call: sum((row) => row.call),
      calm: sum((row) => row.calm),
      endorse: sum((row) => row.endorse),
      warn: sum((row) => row.warn),
      neutral: sum((row) => row.neutral),
    },
    examples: rows.flatMap((row) => row.examples).slice(0, EXAMPLES),
  };
}

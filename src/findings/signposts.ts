/** Which posts point to a community elsewhere: the answer of `signposts`. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef, PostRef } from '../model/ref.ts';
import type { SignpostRow } from '../model/rows.ts';
import type { LinkKind, Stance } from '../model/words.ts';
import { compare } from './order.ts';

export interface Signpost {
  post: PostRef;
  at: Ms;
  by: ChannelRef;
  to: ChannelRef | null;
  /** Canonical spelling of the link. */
  link: string;
  platform: string;
  kind: LinkKind;
  obfuscated: boolean;
  stance: Stance;
}

/** In time order, one line per post and target: a link that a post repeats, or writes in two ways, is one signpost. */
export function signposts(rows: readonly SignpostRow[]): Signpost[] {
  const lines = new Map<string, Signpost>();
  for (const row of [...rows].sort(inTime)) {
    const key = `${row.post} ${row.to ?? ''} ${row.link}`;
    const known = lines.get(key);
    // Whoever hid it once took care that no machine reads it.
    lines.set(key, { ...row, obfuscated: row.obfuscated || (known?.obfuscated ?? false) });
  }
  return [...lines.values()];
}

function inTime(a: SignpostRow, b: SignpostRow): number {
  return a.at - b.at || compare(a.post, b.post) || compare(a.link, b.link) || Number(b.obfuscated) - Number(a.obfuscated);
}

/** What do titles, handles and pictures say together, without counting one thing thrice? */

import { common, MOST_BITS } from './names-likeness.ts';

export interface FacePart {
  bits: number | null;
  /** Channels beside the pair that are as alike in this part; null where they are too many to list. */
  owners: readonly number[] | null;
}

/** What a further part adds, as a share of its own bits: names and pictures of one community go together. */
const FURTHER = 0.4;

/**
 * The strongest part whole, of the rest a share; and no more than the channels allow that are alike in all the parts
 * that speak for it: a brand of twelve with one logo and one stem is one coincidence, not two.
 */
export function jointBits(parts: readonly FacePart[], channels: number): number {
  const said = parts.filter((part) => part.bits !== null).sort((x, y) => (y.bits ?? 0) - (x.bits ?? 0));
  let bits = said[0]?.bits ?? 0;
  for (const part of said.slice(1)) bits += FURTHER * (part.bits ?? 0);
  const alike = said.filter((part) => (part.bits ?? 0) > 2 && part.owners !== null).map((part) => part.owners ?? []);
  const first = alike[0];
  if (first === undefined) return Math.min(MOST_BITS, bits);
  const others = alike.slice(1).reduce((all, owners) => common(all, owners), [...first]).length;
  const allowed = others === 0 ? MOST_BITS : Math.max(said[0]?.bits ?? 0, Math.log2(channels / others));
  return Math.min(MOST_BITS, allowed, bits);
}

/** Who presumably runs several channels? What the roster says, else mirrors that share a handle's stem and most of their statements. */

import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nameOf, platformOf } from '../model/ref.ts';
import type { SharedRow } from '../model/rows.ts';
import type { Identities, IdentityKey } from './identity.ts';
import { type Assessed, enteredAs, identityOfRow } from './liveness.ts';
import { compare, groupBy } from './order.ts';

export interface OperatorTag {
  channel: ChannelRef;
  since: Ms | null;
  tags: readonly string[];
}

export const OPERATOR_TAG = 'operator:';
/** A stem of fewer letters is no name. */
const SHORTEST_STEM = 4;
/** Mirrors that few posts are known of are not told apart from friends. */
const FEWEST_SHARED = 5;
const SHARE = 0.5;
/** More channels of one stem than this are a brand, which has many hands. The question to the lake leaves out what more channels share. */
export const MOST_MIRRORS = 12;

/**
 * The presumed operator of each channel that has one. The roster's tag `operator:NAME` wins. Else channels of one platform
 * whose handles differ by a number only, and of which the one with fewer posts has at least half of them (and 5) in
 * common with the other; groups of more than `MOST_MIRRORS` are left alone, since losing a brand is no one hand's loss.
 */
export function operators(
  assessed: readonly Assessed[],
  index: Identities,
  input: { at: Ms; shared: readonly SharedRow[]; tags: readonly OperatorTag[] },
): Map<IdentityKey, string> {
  const told = new Map<IdentityKey, string>();
  const rows = [...input.tags].sort((a, b) => compare(a.channel, b.channel));
  for (const row of rows) {
    const tag = row.tags.filter((text) => text.startsWith(OPERATOR_TAG) && text.length > OPERATOR_TAG.length).sort(compare)[0];
    const key = enteredAs(index, row, input.at);
    if (tag !== undefined && !told.has(key)) told.set(key, tag.slice(OPERATOR_TAG.length));
  }
  const untold = assessed.filter((a) => !a.subject.control && !told.has(a.subject.identity));
  const families = [...groupBy(untold, (a) => stemOf(a.subject.channel) ?? '')].filter(([stem, m]) => stem !== '' && m.length > 1);
  const wanted = new Set(families.flatMap(([, members]) => members.map((a) => a.subject.identity)));
  const statements = statementsOf(input.shared, index, wanted);
  for (const [, members] of families) {
    for (const group of groupsOf(members, statements)) {
      const name = group.map((a) => a.subject.channel).sort(compare)[0];
      if (name === undefined || group.length < 2 || group.length > MOST_MIRRORS) continue;
      for (const a of group) told.set(a.subject.identity, `presumed:${name}`);
    }
  }
  return told;
}

/** The handle without the numbers at its ends; null where there are none, or too little remains. */
export function stemOf(channel: ChannelRef): string | null {
  const name = nameOf(channel);
  if (name.startsWith('#') || name.startsWith('+')) return null;
  const stem = name.replace(/^\d+[._-]*|[._-]*\d+$/g, '');
  return stem.length < SHORTEST_STEM ? null : `${platformOf(channel)}:${stem}`;
}

/** How many posts of a channel each statement has, of the statements that few share. */
function statementsOf(
  shared: readonly SharedRow[],
  index: Identities,
  wanted: ReadonlySet<IdentityKey>,
): Map<IdentityKey, Map<number, number>> {
  const found = new Map<IdentityKey, Map<number, number>>();
  for (const row of shared) {
    const key = identityOfRow(index, row.channel, row.nativeId, row.firstAt);
    if (!wanted.has(key)) continue;
    const own = found.get(key) ?? new Map<number, number>();
    own.set(row.statement, (own.get(row.statement) ?? 0) + row.posts);
    found.set(key, own);
  }
  return found;
}

/** Channels joined, through others if need be, by common statements. */
function groupsOf(members: readonly Assessed[], statements: ReadonlyMap<IdentityKey, Map<number, number>>): Assessed[][] {
  let groups: Assessed[][] = [];
  for (const member of members) {
    const joined = groups.filter((group) => group.some((other) => mirrors(member, other, statements)));
    groups = [...groups.filter((group) => !joined.includes(group)), [...joined.flat(), member]];
  }
  return groups;
}

function mirrors(a: Assessed, b: Assessed, statements: ReadonlyMap<IdentityKey, Map<number, number>>): boolean {
  const [fewer, more] = a.entry.posts <= b.entry.posts ? [a, b] : [b, a];
  const own = statements.get(fewer.subject.identity);
  const other = statements.get(more.subject.identity);
  if (own === undefined || other === undefined) return false;
  let common = 0;
  for (const [statement, posts] of own) if (other.has(statement)) common += posts;
  return common >= FEWEST_SHARED && common >= SHARE * fewer.entry.posts;
}

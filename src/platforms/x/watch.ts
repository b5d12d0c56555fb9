import { type ChannelRef, nameOf } from '../../model/ref.ts';
import type { WatchSource } from '../../model/watch.ts';
import { originOf } from './request.ts';
import { lookAtAccount } from './watch-look.ts';
import { searchX } from './watch-search.ts';

/** How X is watched: by its API v2, which is paid for by what it returns. */

export const xWatch: WatchSource = {
  tool: 'api',
  hosts: (settings) => [originOf(settings)],
  // An app may look up 300 accounts in 15 minutes.
  pauseMs: [3000, 5000],
  requestsPerLook: 2,
  needsCredential: true,
  missing: () => null,
  blindTo,
  look: lookAtAccount,
  search: searchX,
  neverUsed,
  suggestedControls: ['x:x', 'x:xdevelopers', 'x:support', 'x:premium', 'x:safety'],
};

function blindTo(channel: ChannelRef): string | null {
  const name = nameOf(channel);
  if (/^#[1-9]\d{0,19}$/.test(name) || /^[a-z0-9_]{1,20}$/.test(name)) return null;
  return name.startsWith('#') ? 'ids of accounts on X are numbers, as in x:#2244994945' : 'names on X are up to 15 letters, digits and _';
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A letter and fourteen letters or digits: as long as names may be. */
function neverUsed(chance: () => number): ChannelRef {
  const rest = Array.from({ length: 14 }, () => LETTERS[Math.floor(chance() * LETTERS.length)] ?? 'q').join('');
  return `x:q${rest}`;
}

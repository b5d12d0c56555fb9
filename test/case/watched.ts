import type { OpenCase } from '../../src/case/case.ts';
import { newSegment, sealSegment } from '../../src/case/segment.ts';
import type { Platform } from '../../src/model/platform.ts';
import { type Failed, NOTHING_KNOWN } from '../../src/model/watch.ts';
import { loadPlatforms } from '../../src/platforms/registry.ts';
import { lookedAlive, source } from './clubs-source.mjs';

/** An invented platform of chess clubs, watched through invented answers: evidence, reading back and cursors without any real platform. */

export const clubs: Platform = { name: 'clubs', title: 'Clubs', links: null, readers: [], watch: source };

/** From now on this process watches clubs. */
export async function registerClubs(): Promise<void> {
  const platforms = await loadPlatforms();
  if (!platforms.includes(clubs)) platforms.push(clubs);
}

export function failure(why: Failed['why'], at: number): Failed {
  return { kind: 'failure', why, detail: 'invented', sentAt: at - 20_000, at };
}

/** One sealed segment of one look at each club, which goes on from what the database knows. */
export async function sealRound(open: OpenCase, channels: readonly string[], at: number): Promise<number> {
  const known = new Map(open.db.watching().map((entry) => [entry.channel, entry.known]));
  const segment = newSegment(open);
  for (const [i, channel] of channels.entries()) {
    const { recorded } = await lookedAlive(channel, at + i * 2000, known.get(channel) ?? NOTHING_KNOWN);
    segment.add(recorded);
  }
  return sealSegment(open, segment)?.seq ?? 0;
}

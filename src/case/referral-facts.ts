import { identities, resolve } from '../findings/identity.ts';
import { identityOfRow } from '../findings/liveness.ts';
import { groupBy } from '../findings/order.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, nativeIdOf } from '../model/ref.ts';
import type { SightingRow } from '../model/rows.ts';
import { showsAlive } from '../model/words.ts';
import type { Lake } from '../store/lake.ts';
import type { LakeTable } from '../store/schema.ts';
import { showChannels } from './audit-sheet.ts';
import type { OpenCase } from './case.ts';
import type { ReferredChannel } from './referral-text.ts';

/** What a referral says of each channel: when we saw it, and which files in evidence show it. */

const LAST_LOOKS = 5;

/** One entry per reference, in the order given, without address. */
export async function referredChannels(open: OpenCase, lake: Lake, refs: readonly ChannelRef[], at: Ms): Promise<ReferredChannel[]> {
  const [bindings, sightings, activity, lastPosts] = await Promise.all([
    lake.bindings(at),
    lake.sightings(at),
    lake.activity(at),
    lake.lastPosts(at),
  ]);
  const index = identities(bindings);
  const looks = groupBy(
    sightings.filter((row) => showsAlive(row.status)),
    (row) => identityOfRow(index, row.channel, row.nativeId, row.at),
  );
  const posts = groupBy(activity, (row) => identityOfRow(index, row.channel, row.nativeId, row.lastPost));
  const last = new Map(lastPosts.map((row) => [row.channel, row.post]));
  const shown = await showChannels(lake, refs, at);
  const digestOf = new Map(open.db.sources().map((source) => [source.seq, source.digest]));
  const known: ReferredChannel[] = [];
  for (const channel of refs) {
    const identity = resolve(index, channel, at);
    const seen = [...(looks.get(identity) ?? [])].sort((a, b) => a.at - b.at);
    const wrote = posts.get(identity) ?? [];
    const times = [...seen.map((row) => row.at), ...wrote.flatMap((row) => [row.firstPost, row.lastPostAfter])];
    const cited = [...new Set([...seen.slice(0, 1), ...seen.slice(-LAST_LOOKS)])];
    const said = [...new Set(wrote.flatMap((row) => last.get(row.channel) ?? []))];
    const sources = [...(await sourcesOf(lake, cited)), ...(await lake.postOrigins(said)).map((origin) => origin.source)];
    const face = shown.get(channel);
    known.push({
      channel,
      url: null,
      nativeId: nativeIdOf(identity),
      kind: face?.kind ?? null,
      title: face?.title ?? null,
      firstSeen: times.length === 0 ? null : Math.min(...times),
      lastSeen: times.length === 0 ? null : Math.max(...times),
      // A note without a file has no digest.
      digests: [...new Set(sources.map((seq) => digestOf.get(seq) ?? ''))].filter((digest) => digest !== '').sort(),
    });
  }
  return known;
}

async function sourcesOf(lake: Lake, looks: readonly SightingRow[]): Promise<number[]> {
  const byTable = groupBy(
    looks.map((look) => look.id.split('/')),
    ([table = '']) => table,
  );
  const sources: number[] = [];
  for (const [table, ids] of byTable) {
    const origins = await lake.origins(
      table as LakeTable,
      ids.map(([, rid]) => Number(rid)),
    );
    sources.push(...origins.map((origin) => origin.source));
  }
  return sources;
}

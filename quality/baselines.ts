/**
 * What would a simple program say? Rankers that anybody writes in an afternoon, on the records of a world: the most similar name;
 * name and picture; whatever a signpost points to. They say how hard a world is, and what a finding must beat.
 */

import { channelRef } from '../src/model/ref.ts';
import type { HomesRecord, HomesTruth } from '../src/simulate/homes.ts';
import { fold } from '../src/text/fold.ts';
import type { LinkFinder } from '../src/text/links.ts';

/** One channel as its records show it. */
export interface Shown {
  identity: string;
  handles: Set<string>;
  titles: Set<string>;
  avatars: Set<string>;
  control: boolean;
  /** Latest post, profile or look that showed it alive. */
  lastAlive: number;
}

/** All references of one post. */
export interface Pointing {
  by: string;
  to: string[];
}

export interface WorldRows {
  channels: Map<string, Shown>;
  /** Handle to the identity that last showed it. */
  holders: Map<string, string>;
  pointing: Pointing[];
}

export interface Offer {
  identity: string;
  score: number;
}

/** Ranks candidates for a lost channel, best first; what lies under `offered` is not worth showing. */
export interface Ranker {
  name: string;
  offered: number;
  rank(rows: WorldRows, lost: string): Offer[];
}

/** One pass over the records. `find` null: posts are not searched for links. */
export function rowsOf(records: Iterable<HomesRecord>, find: LinkFinder | null): WorldRows {
  const rows: WorldRows = { channels: new Map(), holders: new Map(), pointing: [] };
  for (const record of records) {
    const platform = String(record['platform'] ?? '');
    const ref = channelRef(platform, String(record['channel'] ?? ''));
    if (ref === null) continue;
    const native = record['nativeId'];
    const identity = native === undefined ? (rows.holders.get(ref) ?? ref) : `${platform}:#${String(native)}`;
    const alive = record.type === 'post' || record.type === 'profile' || record['status'] === 'alive';
    const at = Date.parse(String(record['publishedAt'] ?? record['observedAt'] ?? record['at']));
    if (alive) show(rows, identity, ref, record, at);
    if (record.type === 'post' && find !== null) {
      const links = find(String(record['text']), { mentionPlatform: platform });
      const given = ((record['links'] as string[] | undefined) ?? []).flatMap((link) => find(link, { mentionPlatform: null }));
      const to = new Set([...links, ...given].map((link) => link.channel).filter((channel) => channel !== null));
      if (to.size > 0) rows.pointing.push({ by: identity, to: [...to] });
    }
  }
  return rows;
}

function show(rows: WorldRows, identity: string, ref: string, record: HomesRecord, at: number): void {
  let shown = rows.channels.get(identity);
  if (shown === undefined) {
    shown = { identity, handles: new Set(), titles: new Set(), avatars: new Set(), control: false, lastAlive: at };
    rows.channels.set(identity, shown);
  }
  shown.lastAlive = Math.max(shown.lastAlive, at);
  shown.handles.add(ref);
  rows.holders.set(ref, identity);
  if (typeof record['title'] === 'string') shown.titles.add(fold(record['title']));
  if (typeof record['avatarHash'] === 'string') shown.avatars.add(record['avatarHash']);
  if (record['control'] === true) shown.control = true;
}

/** Dice's coefficient over pairs of letters; 1 for equal names. */
export function likeness(one: string, other: string): number {
  if (one === other) return one === '' ? 0 : 1;
  const left = pairs(one);
  const right = pairs(other);
  let total = 0;
  let common = 0;
  for (const [pair, times] of left) {
    total += times;
    common += Math.min(times, right.get(pair) ?? 0);
  }
  for (const times of right.values()) total += times;
  return total === 0 ? 0 : (2 * common) / total;
}

const known = new Map<string, Map<string, number>>();

function pairs(text: string): Map<string, number> {
  let found = known.get(text);
  if (found === undefined) {
    found = new Map();
    for (let i = 0; i + 1 < text.length; i += 1) {
      const pair = text.slice(i, i + 2);
      found.set(pair, (found.get(pair) ?? 0) + 1);
    }
    if (known.size > 200_000) known.clear();
    known.set(text, found);
  }
  return found;
}

/** A handle without its platform and server, letters and digits only. */
function stem(ref: string): string {
  const name = ref.slice(ref.indexOf(':') + 1);
  return (name.includes('/') ? name.slice(name.indexOf('/') + 1) : (name.split(/[@:]|\.bsky/)[0] ?? name)).replace(/[^a-z0-9]/g, '');
}

function nameScore(one: Shown, other: Shown): number {
  let best = 0;
  for (const title of one.titles) for (const rival of other.titles) best = Math.max(best, likeness(title, rival));
  for (const handle of one.handles) for (const rival of other.handles) best = Math.max(best, likeness(stem(handle), stem(rival)));
  return best;
}

const ONES = [0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4];
/** What a like picture adds to a likeness of names: a name of three quarters with the picture weighs as much as the whole name. */
const PICTURE = 0.25;
/** Bits of 64 within which pictures pass for one. */
const SAME_PICTURE = 10;

function samePicture(one: Shown, other: Shown): boolean {
  for (const hash of one.avatars) {
    for (const rival of other.avatars)
      if (hash.length === rival.length && distance(hash, rival) * 16 <= SAME_PICTURE * hash.length) return true;
  }
  return false;
}

function distance(one: string, other: string): number {
  let bits = 0;
  for (let i = 0; i < one.length; i += 1) bits += ONES[Number.parseInt(one[i] ?? '0', 16) ^ Number.parseInt(other[i] ?? '0', 16)] ?? 0;
  return bits;
}

/** Everybody else who was seen alive after the lost channel was last. */
function ranked(rows: WorldRows, lost: string, score: (one: Shown, other: Shown) => number): Offer[] {
  const one = rows.channels.get(lost);
  if (one === undefined) return [];
  return [...rows.channels.values()]
    .filter((other) => other !== one && !other.control && other.lastAlive > one.lastAlive)
    .map((other) => ({ identity: other.identity, score: score(one, other) }))
    .filter((offer) => offer.score > 0)
    .sort((a, b) => b.score - a.score || (a.identity < b.identity ? -1 : 1));
}

export const NAME: Ranker = { name: 'name', offered: 0.8, rank: (rows, lost) => ranked(rows, lost, nameScore) };

export const NAME_AND_AVATAR: Ranker = {
  name: 'name and avatar',
  offered: 1,
  rank: (rows, lost) => ranked(rows, lost, (one, other) => nameScore(one, other) + (samePicture(one, other) ? PICTURE : 0)),
};

/** What the lost channel pointed to, and what others named in one post with it: the more posts the better. */
export const SIGNPOST: Ranker = {
  name: 'any signpost',
  offered: 1,
  rank(rows, lost) {
    const handles = rows.channels.get(lost)?.handles ?? new Set<string>();
    const votes = new Map<string, number>();
    for (const { by, to } of rows.pointing) {
      if (by !== lost && !to.some((ref) => handles.has(ref))) continue;
      for (const ref of to) {
        const identity = rows.holders.get(ref) ?? ref;
        if (identity !== lost && !handles.has(ref)) votes.set(identity, (votes.get(identity) ?? 0) + 1);
      }
    }
    return [...votes]
      .map(([identity, score]) => ({ identity, score }))
      .sort((a, b) => b.score - a.score || (a.identity < b.identity ? -1 : 1));
  },
};

export const BASELINES: readonly Ranker[] = [NAME, NAME_AND_AVATAR, SIGNPOST];

export interface BaselineFigures {
  ranker: string;
  /** Lost channels one of whose successors was observable, and the share of them that had one first, and within five. */
  observable: number;
  top1: number;
  top5: number;
  /** Share of impostors offered for the channel whose face they wear. */
  fooled: number;
  /** Share of channels without any successor for which something is offered. */
  invented: number;
}

/** What a ranker reaches on a world. Shares are NaN where there is nothing to count. */
export function measure(ranker: Ranker, rows: WorldRows, truth: HomesTruth): BaselineFigures {
  const offers = new Map(truth.lost.map((lost) => [lost.channel, ranker.rank(rows, lost.identity)]));
  const open = truth.lost.filter((lost) => lost.successors.some((home) => home.observable));
  const within = (n: number): number =>
    open.filter((lost) => {
      const homes = new Set(lost.successors.map((home) => home.identity));
      return (offers.get(lost.channel) ?? []).slice(0, n).some((offer) => homes.has(offer.identity));
    }).length / open.length;
  const lonely = truth.lost.filter((lost) => lost.successors.length === 0);
  const invented = lonely.filter((lost) => (offers.get(lost.channel)?.[0]?.score ?? 0) >= ranker.offered).length / lonely.length;
  const fooled = truth.impostors.filter((one) =>
    (offers.get(one.of) ?? []).some((offer) => offer.identity === one.identity && offer.score >= ranker.offered),
  ).length;
  return {
    ranker: ranker.name,
    observable: open.length,
    top1: within(1),
    top5: within(5),
    fooled: fooled / truth.impostors.length,
    invented,
  };
}

/** `baselines [FAMILY…] [SEEDS]`: how hard are the worlds? */
export async function run(args: string[]): Promise<void> {
  const { FAMILY_NAMES, homes } = await import('../src/simulate/homes.ts');
  const { finder } = await import('../src/case/links.ts');
  const find = await finder();
  const seeds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 3);
  const named = args.filter((arg) => FAMILY_NAMES.includes(arg));
  console.log('family            ranker            observable  top-1  top-5  fooled  invented');
  for (const family of named.length > 0 ? named : FAMILY_NAMES) {
    for (const ranker of BASELINES) {
      const figures = Array.from({ length: seeds }, (_, i) => {
        const world = homes(family, `baseline-${i}`);
        return measure(ranker, rowsOf(world.records, find), world.truth);
      });
      const mean = (of: (one: BaselineFigures) => number): string =>
        (figures.reduce((sum, one) => sum + of(one), 0) / figures.length).toFixed(2);
      console.log(
        `${family.padEnd(18)}${ranker.name.padEnd(18)}${mean((f) => f.observable).padStart(10)}${mean((f) => f.top1).padStart(7)}${mean((f) => f.top5).padStart(7)}${mean((f) => f.fooled).padStart(8)}${mean((f) => f.invented).padStart(10)}`,
      );
    }
  }
}

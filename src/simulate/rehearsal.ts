import type { Ms } from '../model/observation.ts';
import { random as seeded } from './random.ts';
import { LAST, LIVE } from './rehearsal-cast.ts';
import { rehearsalPosts } from './rehearsal-posts.ts';
import { prehistory } from './rehearsal-prehistory.ts';
import { rehearsalRoster, rehearsalScript, type Step } from './rehearsal-script.ts';
import { type RehearsalTruth, rehearsalTruth } from './rehearsal-truth.ts';
import { rehearsalWorld } from './rehearsal-world.ts';
import { SEARCH } from './rehearsal-x.ts';
import type { ReplicaWorld } from './replica.ts';

/**
 * How does the week of the reading rooms go, if it is watched while it happens? From Friday evening fifty rooms lose their
 * places; one post on X betrays a hall on TamTam, which leads to the other homes; on Monday evening these begin to close.
 * All of it is invented: readers, gardeners, chess players, star-gazers.
 */

export interface Rehearsal {
  /** What the replicas of Telegram, TamTam and X serve. */
  world: ReplicaWorld;
  /** NDJSON: what was known before. */
  prehistory: string;
  /** CSV. */
  roster: string;
  searches: readonly { platform: string; query: string }[];
  /** What people do, in time order. */
  script: readonly Step[];
  start: Ms;
  end: Ms;
  truth: RehearsalTruth;
}

/** The same seed gives the same week. Ordinary texts and the times of ordinary posts vary with it; the story does not. */
export function rehearsal(seed: number): Rehearsal {
  const random = seeded(`rehearsal ${seed}`);
  const posts = rehearsalPosts(random.fork('posts'));
  const before = prehistory(posts, random.fork('prehistory'));
  return {
    world: rehearsalWorld(posts, random.fork('world')),
    prehistory: before.text,
    roster: rehearsalRoster(),
    searches: [{ platform: 'x', query: SEARCH }],
    script: rehearsalScript(),
    start: LIVE,
    end: LAST,
    truth: rehearsalTruth(posts, before.outage),
  };
}

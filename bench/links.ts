/** How fast are links recognised, against a bare pattern for web addresses on the same posts in the same run? */

import { loadPlatforms } from '../src/platforms/registry.ts';
import { compileLinks } from '../src/text/links.ts';

export interface LinksMeasured {
  posts: number;
  /** Posts per second of CPU time, best of the rounds. */
  ours: number;
  bare: number;
  /** `ours / bare`; the aim is 0.5 or more. */
  ratio: number;
  linksFound: number;
  addressesFound: number;
}

const BARE = /https?:\/\/[^\s"'<>]+/g;
const ROUNDS = 5;

function cpuSeconds(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Runs both over the posts, turn by turn, and keeps the best round of each, so that noise of the machine hits both alike. */
export async function measureLinks(posts: string[]): Promise<LinksMeasured> {
  const platforms = await loadPlatforms();
  const find = compileLinks(platforms.flatMap((platform) => platform.links ?? []));
  const options = { mentionPlatform: null };
  let ours = Number.POSITIVE_INFINITY;
  let bare = Number.POSITIVE_INFINITY;
  let linksFound = 0;
  let addressesFound = 0;
  for (let round = 0; round < ROUNDS; round++) {
    addressesFound = 0;
    linksFound = 0;
    bare = Math.min(
      bare,
      cpuSeconds(() => {
        for (const post of posts) addressesFound += post.match(BARE)?.length ?? 0;
      }),
    );
    ours = Math.min(
      ours,
      cpuSeconds(() => {
        for (const post of posts) linksFound += find(post, options).length;
      }),
    );
  }
  return { posts: posts.length, ours: posts.length / ours, bare: posts.length / bare, ratio: bare / ours, linksFound, addressesFound };
}

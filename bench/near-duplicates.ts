import { prose } from '../src/simulate/prose.ts';
import { groupNearDuplicates } from '../src/text/near-duplicates.ts';
import { readText, SIGNATURE_BYTES } from '../src/text/signature.ts';

/** How well and how fast are copies found in invented posts whose truth is known? */

export interface GroupingMeasure {
  posts: number;
  /** Of all pairs of posts that are copies of one statement, the share that is in one group. */
  recall: number;
  /** Of all pairs of posts in one group, the share that are copies of one statement. */
  precision: number;
  /** Of the planted copies, the share that is in the group of its original. */
  copiesFound: number;
  groups: number;
  largest: number;
  /** CPU seconds of folding and signing, and of grouping. */
  signSeconds: number;
  groupSeconds: number;
  /** CPU seconds to parse the same posts from JSON: what to hold the others against. */
  parseSeconds: number;
  /** What the process took at most, in bytes: the posts' signatures included, their texts not. */
  peakMemory: number;
}

const BLOCK = 10_000;

/** Makes `count` posts from a seed, signs and groups them. `memory`: as `groupNearDuplicates` takes it. */
export async function measureGrouping(count: number, seed: number | string, memory?: number): Promise<GroupingMeasure> {
  const signatures = new Uint8Array(count * SIGNATURE_BYTES);
  const truth = new Int32Array(count);
  const seconds = { parse: 0, sign: 0 };
  let lines: string[] = [];
  let signed = 0;
  const signBlock = (): void => {
    const start = cpuSeconds();
    const texts = lines.map(textOf);
    const parsed = cpuSeconds();
    for (const text of texts) {
      const { signature } = readText(text);
      if (signature !== null) signatures.set(signature, signed * SIGNATURE_BYTES);
      signed += 1;
    }
    seconds.parse += parsed - start;
    seconds.sign += cpuSeconds() - parsed;
    lines = [];
  };
  let number = 0;
  for (const post of prose(count, seed)) {
    truth[number] = post.trueDuplicateOf ?? number;
    number += 1;
    lines.push(JSON.stringify(post.record));
    if (lines.length === BLOCK) signBlock();
  }
  signBlock();
  const start = cpuSeconds();
  const groups = await groupNearDuplicates(count, () => [signatures], memory);
  const groupSeconds = cpuSeconds() - start;
  return {
    posts: count,
    ...compareGroups(groups, truth),
    signSeconds: seconds.sign,
    groupSeconds,
    parseSeconds: seconds.parse,
    peakMemory: process.resourceUsage().maxRSS * 1024,
  };
}

/** Pairs found against pairs planted. `truth[i]` is the original of post i, or i itself. */
export function compareGroups(
  groups: Int32Array,
  truth: Int32Array,
): Pick<GroupingMeasure, 'recall' | 'precision' | 'copiesFound' | 'groups' | 'largest'> {
  const [inGroup, inTruth, inBoth] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  let copies = 0;
  let found = 0;
  for (let post = 0; post < groups.length; post += 1) {
    const group = groups[post] ?? post;
    const original = truth[post] ?? post;
    add(inGroup, group);
    add(inTruth, original);
    add(inBoth, group * groups.length + original);
    if (original === post) continue;
    copies += 1;
    if (group === groups[original]) found += 1;
  }
  const both = pairs(inBoth);
  return {
    recall: both / pairs(inTruth),
    precision: both / pairs(inGroup),
    copiesFound: found / copies,
    groups: inGroup.size,
    largest: [...inGroup.values()].reduce((most, size) => Math.max(most, size), 0),
  };
}

function add(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function pairs(counts: Map<number, number>): number {
  let sum = 0;
  for (const size of counts.values()) sum += (size * (size - 1)) / 2;
  return sum;
}

function textOf(line: string): string {
  const record: { text: string } = JSON.parse(line);
  return record.text;
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

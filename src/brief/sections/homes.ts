/** Where may each lost channel have gone on? Told in words; the public is told how many, never which homes. */

import type { Candidate, Succession } from '../../findings/successors.ts';
import { type Block, column, paragraph, type Said, type Section, text } from '../document.ts';
import { FEWEST } from '../small-cells.ts';
import type { View } from '../view.ts';
import { whereaboutsBlocks } from './whereabouts.ts';

/** From here on a home is called likely, and very likely. */
const LIKELY = 0.5;
const VERY_LIKELY = 0.9;

export function homesSection(view: View): Section | null {
  const { words, input } = view;
  if (input.census.channels.length === 0) return null;
  if (input.homes.length === 0) return { id: 'homes', title: words.sections.homes, blocks: [paragraph(words.homes.none)] };
  const summary = homesSummary(view);
  const blocks: Block[] = [paragraph(words.homes.intro)];
  if (summary.length > 0) blocks.push({ is: 'list', items: summary });
  blocks.push(...whereaboutsBlocks(view));
  if (view.audience !== 'public') blocks.push(table(view));
  return { id: 'homes', title: words.sections.homes, blocks };
}

/** How many lost channels, with and without a likely home; nothing where a small count would tell of one channel. */
export function homesSummary(view: View): Said[] {
  const { words, input } = view;
  const found = input.homes.filter((lost) => lost.candidates.some(isLikely)).length;
  const none = input.homes.length - found;
  const small = (n: number): boolean => view.audience === 'public' && n > 0 && n < FEWEST;
  if (input.homes.length === 0 || small(found) || small(none)) return [];
  const note = view.note(
    'homes',
    'homes',
    input.homes.flatMap((lost) => lost.candidates.filter(isLikely).flatMap(recordsOf)),
  );
  const pool = Math.max(...input.homes.map((lost) => lost.pool));
  const lines = [words.homes.lost({ n: input.homes.length, note })];
  if (found > 0) lines.push(words.homes.likely({ n: found, note }));
  if (none > 0) lines.push(words.homes.without({ n: none, note }, { n: pool, note }));
  return lines;
}

/** A verdict overrides: what an analyst rejected is not likely any more, whatever the evidence. */
function isLikely(candidate: Candidate): boolean {
  return candidate.probability >= LIKELY;
}

function recordsOf(candidate: Candidate): string[] {
  return candidate.evidence.flatMap((evidence) => evidence.posts);
}

function table(view: View): Block {
  const { words, input } = view;
  const c = words.columns;
  const rows = input.homes.flatMap((lost): Said[][] => {
    const named = lost.candidates.filter((candidate) => isLikely(candidate) || candidate.verdict !== null);
    if (named.length === 0) return [[[view.channel(lost.predecessor)], text(words.homes.noneFound), ...nothing(view, 3)]];
    return named.map((candidate) => homeRow(view, lost, candidate));
  });
  return {
    is: 'table',
    caption: words.homes.caption,
    note: view.note('homes', 'homes', []),
    columns: [column(c.channel), column(c.home), column(c.likelihood), column(c.contested), column(c.evidence)],
    rows,
  };
}

function homeRow(view: View, lost: Succession, candidate: Candidate): Said[] {
  const { words } = view;
  const note = view.note(`home ${lost.predecessor} ${candidate.channel}`, 'home', recordsOf(candidate));
  const home: Said = candidate.observed
    ? [view.channel(candidate.channel)]
    : [view.channel(candidate.channel), ...text(` (${words.homes.pointedOnly})`)];
  return [
    [view.channel(lost.predecessor)],
    home,
    text(level(view, candidate)),
    text(candidate.contested ? words.yes : words.no),
    [{ is: 'note', note }],
  ];
}

function level({ words }: View, candidate: Candidate): string {
  if (candidate.verdict !== null) return words.homes.verdicts[candidate.verdict];
  return candidate.probability >= VERY_LIKELY ? words.homes.levels.veryLikely : words.homes.levels.likely;
}

function nothing(view: View, cells: number): Said[] {
  return Array.from({ length: cells }, () => text(view.words.nothing));
}

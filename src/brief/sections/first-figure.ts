/** The axis of one statement: which copies are drawn, and what stands beside them. */

import { firstAxis } from '../../figures/first-axis.ts';
import { isolated, visible } from '../../figures/foreign.ts';
import type { Appearance, Statement } from '../../findings/first.ts';
import { platformOf } from '../../model/ref.ts';
import { zoneOffset } from '../../model/time.ts';
import { type Block, remark } from '../document.ts';
import { dayOf, tickClock, zoneName } from '../times.ts';
import type { View } from '../view.ts';

/** More bars than this cannot be read. */
const DRAWN = 16;
/** The earliest of each platform are drawn in any case. */
const OF_EACH = 1;

/** Copies without a time of their own are named in the table, not drawn. Empty where fewer than two are left. */
export function axisFigure(view: View, statement: Statement, note: number): Block[] {
  const { words, input } = view;
  const { zone } = input.settings;
  const copies = drawnCopies(statement.posts);
  const [earliest] = copies;
  if (earliest === undefined || copies.length < 2) return [];
  const platforms = [...new Set(copies.map((copy) => platformOf(copy.channel)))];
  const svg = firstAxis({
    id: 'first-axis',
    title: words.sections.first,
    description: words.first.figureText,
    direction: words.direction,
    rows: platforms.map((platform) => ({
      platform: visible(view.platformName(platform)),
      copies: copies
        .filter((copy) => platformOf(copy.channel) === platform)
        .map((copy) => ({
          ...copy,
          name: nameIn(view, copy),
          first: copy === statement.posts[0],
          remark: remarkOf(view, copy, copy === statement.posts[0]),
        })),
    })),
    axis: words.first.axis(isolated(zoneName(earliest.at, zone), 'ltr'), dayOf(earliest.at, zone, words)),
    clock: (at, step) => tickClock(at, step, zone),
    zoneOffset: zoneOffset(zone, earliest.at),
    verdicts: [words.first.platforms[statement.order.platforms], words.first.channels[statement.order.channels]],
  });
  const undrawn = statement.copies - copies.length;
  const figure: Block = { is: 'figure', svg, caption: words.first.figure, note };
  return undrawn > 0 ? [figure, remark(words.first.undrawn({ n: undrawn, note }))] : [figure];
}

function remarkOf({ words }: View, copy: Appearance, first: boolean): string | null {
  if (first) return words.first.earliestSeen;
  return copy.throughForward ? words.throughForward : null;
}

/** The platform stands above the row already. */
function nameIn(view: View, copy: Appearance): string {
  const name = view.channelName(copy.channel);
  return visible(name.startsWith(`${platformOf(copy.channel)}:`) ? name.slice(name.indexOf(':') + 1) : name);
}

function drawnCopies(posts: readonly Appearance[]): Appearance[] {
  const timed = posts.filter((copy) => copy.after > 0);
  const seen = new Map<string, number>();
  const chosen = new Set<Appearance>();
  for (const copy of timed) {
    const platform = platformOf(copy.channel);
    const n = seen.get(platform) ?? 0;
    seen.set(platform, n + 1);
    if (n < OF_EACH) chosen.add(copy);
  }
  for (const copy of timed) if (chosen.size < DRAWN) chosen.add(copy);
  return timed.filter((copy) => chosen.has(copy));
}

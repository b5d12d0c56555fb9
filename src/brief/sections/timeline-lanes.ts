/** What stands in each lane of the timeline, for this audience. */

import { defanged, excerpt, visible } from '../../figures/foreign.ts';
import type { LegendEntry } from '../../figures/legend.ts';
import { markup } from '../../figures/markup.ts';
import type { Lane } from '../../figures/timeline.ts';
import type { CountRow } from '../../figures/timeline-counts.ts';
import { type Span, type SpanLook, spanBox } from '../../figures/timeline-spans.ts';
import { platformOf } from '../../model/ref.ts';
import { STANCES, type Stance } from '../../model/words.ts';
import { type Bin, type Bins, binned, type Happening, outsideOf } from '../bins.ts';
import type { Inline } from '../document.ts';
import { digits } from '../numbers.ts';
import { FEWEST } from '../small-cells.ts';
import type { View } from '../view.ts';
import { toldStatements } from './first.ts';
import { toldWaves } from './waves.ts';

/** Of the text of a statement. */
const HEADING = 44;
const LOOKS: readonly SpanLook[] = ['gone', 'silent', 'private', 'event', 'event-meant', 'first-seen', 'claim'];

/** From top to bottom; lanes without anything are left out. */
export function lanesOf(view: View, bins: Bins): Lane[] {
  const { timeline } = view.words;
  const bin = timeline.bins[bins.name];
  return [
    ...spanLane(view, bins, timeline.events, eventSpans(view)),
    ...spanLane(view, bins, timeline.waves, waveSpans(view)),
    ...countLane(view, bins, timeline.lost(bin), [{ name: null, look: 'sure', happened: changes(view.input.losses) }]),
    ...countLane(view, bins, timeline.returned(bin), [{ name: null, look: 'back', happened: changes(view.input.returns) }]),
    ...countLane(view, bins, timeline.signposts(bin), signpostRows(view, bins)),
    ...spanLane(view, bins, timeline.first, firstSpans(view)),
    ...spanLane(view, bins, timeline.said, claimSpans(view)),
  ];
}

function waveSpans(view: View): Span[] {
  return toldWaves(view).map((wave) => ({
    from: wave.start,
    to: wave.end,
    look: wave.kind,
    text: view.words.timeline.wave[wave.kind](visible(view.platformName(wave.platform)), digits(wave.lost), digits(wave.watched)),
    weight: wave.lost,
  }));
}

/** Interventions first, where there is no room for all. */
function eventSpans(view: View): Span[] {
  return view.input.events.map((event) => ({
    from: event.at,
    to: event.until ?? event.at,
    look: event.intervention ? 'event-meant' : 'event',
    text: shown(view.named(event.name)),
    weight: event.intervention ? 1 : 0,
  }));
}

function claimSpans(view: View): Span[] {
  return view.input.assertions.map((said) => {
    const at = said.asOf ?? said.at;
    return { from: at, to: at, look: 'claim', text: shown(view.named(said.by)), weight: 0 };
  });
}

/** An origin without a time cannot be drawn; the section of first appearances names it. */
function firstSpans(view: View): Span[] {
  return toldStatements(view).flatMap((statement, i): Span[] => {
    const { first, copies } = statement;
    if (first.after <= 0) return [];
    const platform = visible(view.platformName(platformOf(first.channel)));
    const isUntitled = view.audience === 'public' || statement.text.trim() === '';
    const said = isUntitled ? `S${i + 1}` : visible(defanged(excerpt(statement.text, HEADING)));
    const text = view.words.timeline.statement(platform, said);
    return [{ from: first.after, to: first.by, look: 'first-seen', text, weight: copies }];
  });
}

/** Names of things, never posts: as they stand in the tables. */
function shown(part: Inline): string {
  return 'text' in part ? visible(part.text) : '';
}

function spanLane(view: View, bins: Bins, title: string, spans: readonly Span[]): Lane[] {
  const { timeline } = view.words;
  const inside = spans.filter((span) => (span.to ?? bins.to) >= bins.from && span.from < bins.to);
  const outside = outsideWords(
    view,
    bins,
    spans.map((span) => ({ after: span.from, by: span.to ?? bins.to, n: 1 })),
  );
  if (inside.length === 0) return [];
  return [{ is: 'spans', title, outside, items: inside, more: (n) => timeline.more(digits(n)) }];
}

interface Row {
  name: string | null;
  look: CountRow['look'];
  happened: readonly Happening[];
}

function countLane(view: View, bins: Bins, title: string, rows: readonly Row[]): Lane[] {
  const counted = rows.map(({ name, look, happened }) => ({ name, look, counted: tellable(view, binned(happened, bins)) }));
  const drawn = counted.filter((row) => row.counted.length > 0);
  if (drawn.length === 0) return [];
  const outside = outsideWords(
    view,
    bins,
    rows.flatMap((row) => row.happened),
  );
  return [{ is: 'counts', title, outside, rows: drawn }];
}

function outsideWords(view: View, bins: Bins, happened: readonly Happening[]): string {
  const { timeline } = view.words;
  const { earlier, later } = outsideOf(happened, bins);
  const told = (n: number): boolean => n >= (view.audience === 'public' ? FEWEST : 1);
  return [...(told(earlier) ? [timeline.earlier(digits(earlier))] : []), ...(told(later) ? [timeline.later(digits(later))] : [])].join(
    ' · ',
  );
}

/** The public is told of no stretch with so few that a channel could be told from it. */
function tellable(view: View, bins: readonly Bin[]): Bin[] {
  if (view.audience !== 'public') return [...bins];
  return bins.filter((bin) => bin.most >= FEWEST).map((bin) => ({ ...bin, least: bin.least >= FEWEST ? bin.least : 0 }));
}

function changes(list: View['input']['losses']): Happening[] {
  return list.map(({ after, by }) => ({ after, by, n: 1 }));
}

/** By stance with the number on the axis, but for the public together: one of them is a judgement. */
function signpostRows(view: View, bins: Bins): Row[] {
  const { words, audience } = view;
  if (audience === 'public') return [{ name: null, look: 'sign', happened: signpostsOf(view, null) }];
  return STANCES.map((stance) => {
    const happened = signpostsOf(view, stance);
    const posts = binned(happened, bins).reduce((sum, { most }) => sum + most, 0);
    return { name: words.timeline.stance(words.stances[stance], digits(posts)), look: 'sign', happened };
  });
}

function signpostsOf({ input }: View, stance: Stance | null): Happening[] {
  const lines = input.signpostTimes.filter((line) => stance === null || line.stance === stance);
  return lines.map(({ at, posts }) => ({ after: at, by: at, n: posts }));
}

/** The same numbers for the table. */
export function countsOf(view: View, bins: Bins): Record<'lost' | 'returned' | 'signposts', Bin[]> {
  const { input } = view;
  return {
    lost: tellable(view, binned(changes(input.losses), bins)),
    returned: tellable(view, binned(changes(input.returns), bins)),
    signposts: tellable(view, binned(signpostsOf(view, null), bins)),
  };
}

/** What of colours and textures occurs. */
export function keyOf({ words: { timeline } }: View, lanes: readonly Lane[]): LegendEntry[] {
  const used = new Set(lanes.flatMap((lane) => (lane.is === 'spans' ? lane.items.map((item) => item.look) : [])));
  const bins = lanes.flatMap((lane) => (lane.is === 'counts' ? lane.rows : []));
  const spans = LOOKS.filter((look) => used.has(look)).map((look) => ({
    swatch: (box: Parameters<typeof spanBox>[0]) => spanBox(box, look),
    text: timeline.key[look],
  }));
  const solid =
    (name: string): LegendEntry['swatch'] =>
    ({ x, y, width, height }) =>
      markup`<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}"/>`;
  const sure = bins.some((row) => row.look === 'sure' && row.counted.some((bin) => bin.least > 0));
  const maybe = bins.some((row) => row.counted.some((bin) => bin.most > bin.least));
  return [
    ...(sure ? [{ swatch: solid('sure'), text: timeline.key.sure }] : []),
    ...(maybe ? [{ swatch: solid('maybe'), text: timeline.key.maybe }] : []),
    ...spans,
  ];
}

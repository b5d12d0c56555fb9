/** What changed around a dated intervention? Measures before and after, for the roster and for the network side by side; see docs/methods/impact.md. */

import type { Ms } from '../model/observation.ts';
import type { HostRow, PostPiece } from '../model/rows.ts';
import type { ChannelHistory } from './history.ts';
import type { Identities, IdentityKey } from './identity.ts';
import { type Change, changeOf, type DailyRatio, sum } from './impact-change.ts';
import { type Placebo, type PreTrend, placeboDates, placebos, preTrend, type Recovery, recoveryOf } from './impact-checks.ts';
import { beganAt, type Cohort, cohortOf } from './impact-cohort.ts';
import { type Difference, differences } from './impact-comparison.ts';
import { type Coverage, coverageOf, type Health, healthOf, type Look } from './impact-coverage.ts';
import { type OutlinkCollector, type Outlinks, outlinkCollector, type PlatformHosts } from './impact-domains.ts';
import {
  ADDITIVE,
  type AdditiveMeasure,
  additive,
  type DailySums,
  dailySums,
  include,
  inWindow,
  MEASURES,
  type Measure,
} from './impact-measures.ts';
import { type GroupDays, type Panel, panelBuilder } from './impact-panel.ts';
import { DAY, dayOf, lengthOf, type Span, type Windows, windowsOf } from './impact-windows.ts';

export interface ImpactInput {
  /** The date of the intervention. */
  at: Ms;
  /** The state of knowledge. */
  asOf: Ms;
  windowDays: number;
  gap: { before: number; after: number };
  /** Of every channel in the three sets; controls are in none of them. */
  histories: readonly ChannelHistory[];
  roster: ReadonlySet<IdentityKey>;
  /** The roster and its successors. */
  network: ReadonlySet<IdentityKey>;
  /** Not targeted; null: none was named. Its members must be in neither of the other sets. */
  comparison: ReadonlySet<IdentityKey> | null;
  looks: readonly Look[];
  index: Identities;
  hosts: PlatformHosts;
}

export interface ImpactRow extends Change {
  measure: Measure;
  /** Totals of the window, means of its days, or ratios: see `MEASURES`. Null where nothing can be said. */
  before: number | null;
  after: number | null;
  preTrend: PreTrend | null;
  placebo: Placebo | null;
  recovery: Recovery[];
}

export interface ImpactComparison {
  channels: { targeted: number; comparison: number };
  differences: Difference[];
  /** The same one window earlier, where nothing should differ; null where the past does not reach. */
  earlier: Difference[] | null;
}

export interface Impact {
  windows: Windows;
  /** Channels that count: the roster of the day before the date, and the network with what came later. */
  channels: { roster: number; network: number };
  coverage: Coverage;
  health: Health;
  roster: ImpactRow[];
  network: ImpactRow[];
  outlinks: Outlinks;
  cohort: Cohort;
  comparison: ImpactComparison | null;
  /** By day of both windows and the gap: posts and active channels. */
  days: { at: Ms; roster: { posts: number; channels: number }; network: { posts: number; channels: number } }[];
}

export interface ImpactBuilder {
  /** Posts and hosts are wanted from `windows.start` up to `asOf`. */
  windows: Windows;
  addPosts(piece: PostPiece): void;
  /** After all posts; rows asked for from `windows.start` on. */
  addHosts(rows: readonly HostRow[]): void;
  finish(): Impact;
}

interface Sets {
  histories: readonly ChannelHistory[];
  roster: number[];
  network: number[];
  comparison: number[];
}

/** Takes the rows piece by piece, so that millions of posts pass without being held. The order of rows does not matter. */
export function impactBuilder(input: ImpactInput): ImpactBuilder {
  const sets = setsOf(input);
  const windows = windowsOf({ ...input, earliest: earliestOf(sets) });
  const builder = panelBuilder(
    windows,
    sets.histories.map((history) => history.identity),
    [sets.roster, sets.network],
    input.index,
  );
  let panel: Panel | null = null;
  let outlinks: OutlinkCollector | null = null;
  const whole = (): { panel: Panel; outlinks: OutlinkCollector } => {
    panel ??= builder.finish();
    const groups = { roster: new Set(sets.roster), network: new Set(sets.network) };
    outlinks ??= outlinkCollector(panel, builder.memberOf, groups, input.hosts);
    return { panel, outlinks };
  };
  return {
    windows,
    addPosts: (piece) => builder.add(piece),
    addHosts: (rows) => whole().outlinks.add(rows),
    finish: () => impactOf(input, sets, whole().panel, whole().outlinks.finish()),
  };
}

/** Members by their place in the list of histories. The roster is closed: what began at the date or later belongs to the network alone. */
function setsOf(input: ImpactInput): Sets {
  const wanted = input.histories.filter(
    ({ identity }) => input.network.has(identity) || input.roster.has(identity) || input.comparison?.has(identity) === true,
  );
  const places = [...wanted.keys()];
  const of = (place: number): ChannelHistory => wanted[place] as ChannelHistory;
  const before = (place: number): boolean => (beganAt(of(place)).at ?? input.at - 1) < input.at;
  return {
    histories: wanted,
    roster: places.filter((place) => input.roster.has(of(place).identity) && before(place)),
    network: places.filter((place) => input.network.has(of(place).identity) || input.roster.has(of(place).identity)),
    comparison: places.filter((place) => input.comparison?.has(of(place).identity) === true && before(place)),
  };
}

function earliestOf(sets: Sets): Ms | null {
  const signs = sets.network.flatMap((place) => sets.histories[place]?.firstAlive ?? []);
  return signs.length === 0 ? null : signs.reduce((a, b) => Math.min(a, b));
}

function impactOf(input: ImpactInput, sets: Sets, panel: Panel, outlinks: Outlinks): Impact {
  const { windows } = panel;
  const rosterSums = dailySums(panel, sets.roster);
  const networkSums = dailySums(panel, sets.network);
  const began = (place: number): number => dayOf(windows, beganAt(sets.histories[place] as ChannelHistory).at ?? windows.start);
  const born = new Float64Array(windows.after.to);
  for (const place of sets.network) {
    const day = began(place);
    if (day >= 0 && day < born.length) born[day] = (born[day] ?? 0) + 1;
  }
  const [rosterGroup, networkGroup] = panel.groups as [GroupDays, GroupDays];
  const given = { panel, born };
  return {
    windows,
    channels: { roster: sets.roster.length, network: sets.network.length },
    coverage: coverageOf(
      windows,
      sets.roster.map((place) => {
        const history = sets.histories[place] as ChannelHistory;
        return { history, identity: history.identity, days: panel.days[place] };
      }),
      input.looks,
    ),
    health: healthOf(windows, input.looks),
    roster: rowsOf(
      { ...given, group: rosterGroup, sums: rosterSums },
      placebos(windows, rosterSums, shrinkingSums(panel, rosterSums, sets.roster, began)),
    ).filter((row) => row.measure !== 'newChannels'),
    network: rowsOf(
      { ...given, group: networkGroup, sums: networkSums },
      placebos(windows, networkSums, () => networkSums),
    ),
    outlinks,
    cohort: cohortOf(
      sets.network.map((place) => ({
        history: sets.histories[place] as ChannelHistory,
        posts: panel.posts[place] ?? { posts: 0, first: 0, last: 0 },
      })),
      { from: input.at, to: input.at + input.windowDays * DAY, asOf: input.asOf },
    ),
    comparison: input.comparison === null ? null : comparisonOf(panel, sets),
    days: daysOf(windows, rosterSums, networkSums),
  };
}

/**
 * At an earlier date the closed roster was smaller: what began later is taken out, or every earlier date would show growth.
 * Dates must come the latest first.
 */
function shrinkingSums(
  panel: Panel,
  sums: DailySums,
  members: readonly number[],
  began: (place: number) => number,
): (date: { day: number }) => DailySums {
  const left: DailySums = {
    organic: sums.organic.slice(),
    forwarded: sums.forwarded.slice(),
    active: sums.active.slice(),
    outlinks: sums.outlinks.slice(),
  };
  const latestLast = [...members].sort((a, b) => began(a) - began(b));
  return ({ day }) => {
    for (let last = latestLast.at(-1); last !== undefined && began(last) >= day; last = latestLast.at(-1)) {
      include(left, panel.days[last], -1);
      latestLast.pop();
    }
    return left;
  };
}

type Given = { panel: Panel; group: GroupDays; sums: DailySums; born: Float64Array };

function rowsOf(given: Given, tried: Record<AdditiveMeasure, Placebo | null>): ImpactRow[] {
  return (Object.keys(MEASURES) as Measure[]).map((measure) => {
    const before = inWindow(measure, 'before', given);
    const after = inWindow(measure, 'after', given);
    return {
      measure,
      before: told(measure, before),
      after: told(measure, after),
      ...changeOf(before, after),
      preTrend: trendOf(measure, given),
      placebo: isAdditive(measure) ? tried[measure] : null,
      recovery: recoveries(measure, given),
    };
  });
}

function told(measure: Measure, { x, z }: DailyRatio): number | null {
  if (x.length === 0) return null;
  if (MEASURES[measure] === 'total') return sum(x);
  const weight = z === null ? x.length : sum(z);
  return weight > 0 ? sum(x) / weight : null;
}

function isAdditive(measure: Measure): measure is AdditiveMeasure {
  return ADDITIVE.some((known) => known === measure);
}

function trendOf(measure: Measure, { panel, group, sums, born }: Given): PreTrend | null {
  const plain = (days: Float64Array, counts: boolean) => (span: Span) => ({ x: days.subarray(span.from, span.to), z: null, counts });
  if (measure === 'activePosters') return preTrend(panel.windows, plain(group.posters, false));
  if (measure === 'newChannels') return preTrend(panel.windows, plain(born, true));
  return isAdditive(measure) ? preTrend(panel.windows, (span) => additive(measure, sums, span)) : null;
}

function recoveries(measure: Measure, { panel, group }: Given): Recovery[] {
  if (measure === 'organicPosts') return recoveryOf(panel.windows, group.organic);
  if (measure === 'forwardedPosts') return recoveryOf(panel.windows, group.forwarded);
  if (measure !== 'posts') return [];
  return recoveryOf(
    panel.windows,
    group.organic.map((own, day) => own + (group.forwarded[day] ?? 0)),
  );
}

function comparisonOf(panel: Panel, sets: Sets): ImpactComparison {
  const { before, after } = panel.windows;
  const date = placeboDates(panel.windows)[0];
  return {
    channels: { targeted: sets.roster.length, comparison: sets.comparison.length },
    differences: differences(panel, sets.roster, sets.comparison, before, after),
    earlier: date === undefined ? null : differences(panel, sets.roster, sets.comparison, date.before, date.after),
  };
}

function daysOf(windows: Windows, roster: DailySums, network: DailySums): Impact['days'] {
  const { from } = windows.before;
  const one = (sums: DailySums, day: number): { posts: number; channels: number } => ({
    posts: (sums.organic[day] ?? 0) + (sums.forwarded[day] ?? 0),
    channels: sums.active[day] ?? 0,
  });
  return Array.from({ length: lengthOf({ from, to: windows.after.to }) }, (_, place) => ({
    at: windows.start + (from + place) * DAY,
    roster: one(roster, from + place),
    network: one(network, from + place),
  }));
}

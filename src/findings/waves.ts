/** When did more channels go, fall silent or turn private together than they ordinarily do? See docs/methods/waves.md. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import { type Dispersion, meanDispersion } from '../stats/dispersion.ts';
import { candidates, fitEdges, gain, lengthsFor, type Window } from '../stats/scan.ts';
import { binomialLimit } from '../stats/tails.ts';
import type { ChannelHistory } from './history.ts';
import { compare } from './order.ts';
import { type Baseline, baselineOf, chanceAtKnownRate, chanceOf, daysOf, dispersionOf, type Span, sharesOf } from './waves-baseline.ts';
import { channelsAt, type Extent, extentOf, type Member, membersOf, reachAround } from './waves-members.ts';
import { type Loss, type Risk, risksOf, type WaveKind } from './waves-risk.ts';

const DAY = 86_400_000;
/** A chance finding as strong as a wave comes less often than once in so many days of one roster: a hundred months. */
const LEAST_RECURRENCE_DAYS = 3044;
/** Fewer joint losses than this are no wave, however rare. */
const FEWEST = 3;
/** Windows whose Poisson gain is smaller cannot become rare enough under any dispersion. */
const LEAST_GAIN = 6;
const MOST_WAVES = 50;
/** With fewer ordinary losses known, and at least so many and such a part of those watched lost at once, the matter is left open aloud. */
const ENOUGH_PAST = 5;
const FEWEST_UNDECIDED = 5;
const GREAT_PART = 1 / 3;

/** Times in milliseconds. */
export interface Wave {
  platform: string;
  kind: WaveKind;
  /** The first loss came after `start` and by `startBy`; the last after `endAfter` and by `end`, which is null while it may go on. */
  start: Ms;
  startBy: Ms;
  endAfter: Ms;
  end: Ms | null;
  ongoing: boolean;
  /** Channels that more likely than not were lost in it, sorted. */
  channels: ChannelRef[];
  lost: number;
  /** Channels at risk when it began, and those that came under watch while it went on. */
  watched: number;
  /** Losses that would have been ordinary in that time. */
  expected: number;
  /** P(such a window anywhere in the time scanned) by chance. */
  pValue: number;
  /** Chance alone would show such a window about once in so many days. */
  recurrenceDays: number;
  /** Different hands among the channels; one of unknown operator counts as its own. Null where no operator is known of any. */
  operators: number | null;
  members: Member[];
  /** It would be ordinary only if channels, one by one, were lost at a rate above this. */
  ordinaryOnlyAbove: { perChannelDay: number; lossesPerDay: number };
  /** What was learnt of the dispersion outside of it (means). */
  dispersion: Dispersion;
  baseline: { losses: number; channelDays: number; perChannelDay: number };
}

export interface Scanned {
  platform: string;
  kind: WaveKind;
  from: Ms;
  to: Ms;
  channels: number;
  losses: number;
  perChannelDay: number;
  dispersion: Dispersion;
}

export interface WavesAnswer {
  at: Ms;
  waves: Wave[];
  /**
   * Windows in which a great part of a roster was lost, of which too little past is known to call them waves: at most one
   * for each scan. Whether each was ordinary hangs on attrition nobody has seen; `ordinaryOnlyAbove` says where it turns.
   */
  undecided: Wave[];
  scanned: Scanned[];
}

/**
 * Scans each platform and kind of loss for windows with more joint losses than the ordinary hazard explains. Waves are
 * sorted by start. The answer does not depend on the order of histories.
 */
export function waves(histories: readonly ChannelHistory[], at: Ms): WavesAnswer {
  const risks = risksOf(histories);
  const found = risks.map((risk) => scan(risk, at / DAY, risks.length));
  return {
    at,
    waves: found.flatMap((f) => f.waves).sort(inTime),
    undecided: found.flatMap((f) => f.undecided).sort(inTime),
    scanned: found.map((f) => f.scanned),
  };
}

function inTime(a: Wave, b: Wave): number {
  return a.start - b.start || compare(a.platform, b.platform) || compare(a.kind, b.kind);
}

/** The smallest number lost in one day that attrition alone reaches with at most this probability: independent lives, a known mean, one fixed day. */
export function alarmLimit(channels: number, meanLifeDays: number, probability: number): number {
  return binomialLimit(channels, -Math.expm1(-1 / meanLifeDays), probability);
}

interface Judgement {
  window: Window;
  baseline: Baseline;
  weights: Float64Array;
  recurrence: number;
}

function scan(risk: Risk, at: number, scans: number): { waves: Wave[]; undecided: Wave[]; scanned: Scanned } {
  const days = daysOf(risk);
  const found: Wave[] = [];
  const undecided: Wave[] = [];
  const closed: Span[] = [];
  while (found.length < MOST_WAVES) {
    const best = strongest(risk, days, closed, scans);
    if (best === null) break;
    const { wave, span } = tell(risk, best, closed, at, scans);
    if (best.recurrence < LEAST_RECURRENCE_DAYS) {
      const open = best.baseline.losses < ENOUGH_PAST && wave.lost >= FEWEST_UNDECIDED && wave.lost >= GREAT_PART * wave.watched;
      if (open) undecided.push(wave);
      break;
    }
    found.push(wave);
    closed.push(span);
  }
  const baseline = baselineOf(risk, closed);
  const scanned: Scanned = {
    platform: risk.platform,
    kind: risk.kind,
    from: Math.round(risk.from * DAY),
    to: Math.round(risk.to * DAY),
    channels: new Set(risk.stays.map((stay) => stay.channel)).size,
    losses: risk.losses.length,
    perChannelDay: baseline.channelDays > 0 ? baseline.losses / baseline.channelDays : 0,
    dispersion: meanDispersion(dispersionOf(risk, baseline, days, closed)),
  };
  return { waves: found, undecided, scanned };
}

/** The window that chance would show least often, judged against a past in which it has no part. */
function strongest(risk: Risk, days: readonly Span[], closed: readonly Span[], scans: number): Judgement | null {
  const rough = baselineOf(risk, closed);
  let best: Judgement | null = null;
  for (const window of candidates(risk.losses, rough.expectedUpTo, lengthsFor(risk.to - risk.from, risk.narrowest), closed)) {
    if (window.count < FEWEST || gain(window.count, window.expected) < LEAST_GAIN) continue;
    const judged = judge(risk, days, closed, window, scans);
    if (best === null || judged.recurrence > best.recurrence) best = judged;
  }
  return best;
}

function judge(risk: Risk, days: readonly Span[], closed: readonly Span[], window: Window, scans: number): Judgement {
  // What goes on before and after the window belongs to it, and would make the past look worse than it was.
  const first = baselineOf(risk, [...closed, window]);
  const spread = meanDispersion(dispersionOf(risk, first, days, [...closed, window]));
  const leftOut = [...closed, reachAround(openLosses(risk.losses, closed), first, spread, window)];
  const baseline = baselineOf(risk, leftOut);
  const weights = dispersionOf(risk, baseline, days, leftOut);
  const own = { ...window, expected: Math.max(1e-9, expectedIn(risk, baseline, window)) };
  const chance = chanceOf(baseline, weights, { ...own, days: own.length }, sharesOf(risk, baseline, own));
  return { window: own, baseline, weights, recurrence: recurrenceOf(risk, own, chance, scans) };
}

/** Expected losses of all who were at risk when the window began or came in it: whoever was lost early would have been at risk to its end. */
function expectedIn(risk: Risk, baseline: Baseline, { from, to }: Span): number {
  let expected = baseline.expectedUpTo(to) - baseline.expectedUpTo(from);
  for (const loss of risk.losses) {
    if (loss.after < from || loss.by > to) continue;
    const hazard = baseline.hazards[loss.band] ?? 0;
    const start = Math.max(from, loss.entered);
    expected += Math.max(0, -Math.expm1(-hazard * (to - start)) - hazard * (loss.middle - start));
  }
  return expected;
}

/**
 * How many days pass on average until chance shows a window of this length and rarity. Windows slide: around each chance
 * excess n over an expectation μ, about (n − μ)(1 − μ/n) independent ones exceed it together (Aldous' clumping; Alm 1983 for
 * scans). The chances of all lengths and of all scans of the roster are added up (Bonferroni).
 */
function recurrenceOf(risk: Risk, window: Window, chance: number, scans: number): number {
  if (window.count <= window.expected) return 0;
  const clump = Math.max(1, (window.count - window.expected) * (1 - window.expected / window.count));
  return window.length / (Math.max(1e-300, chance) * clump * lengthsFor(risk.to - risk.from, risk.narrowest).length * scans);
}

function tell(risk: Risk, judged: Judgement, closed: readonly Span[], at: number, scans: number): { wave: Wave; span: Span } {
  const { window, baseline, weights, recurrence } = judged;
  const core = fitEdges(openLosses(risk.losses, closed), baseline.expectedUpTo, window);
  const dispersion = meanDispersion(weights);
  const extent = extentOf(risk, baseline, dispersion, core, closed, at);
  const members = membersOf(risk, baseline, extent);
  const likely = members.filter((member) => member.probability >= 0.5);
  const channels = [...new Set(likely.map((member) => member.channel))].sort(compare);
  const times = tippingPoint(risk, judged, scans);
  const perChannelDay = baseline.channelDays > 0 ? hazardIn(risk, baseline, window) : 0;
  const watched = channelsAt(risk, extent);
  const inLosses = baseline.joint > 0 ? baseline.losses / baseline.joint : 1;
  const wave: Wave = {
    platform: risk.platform,
    kind: risk.kind,
    start: Math.round(extent.from * DAY),
    startBy: Math.round(extent.fromBy * DAY),
    endAfter: Math.round(extent.toAfter * DAY),
    end: extent.ongoing ? null : Math.round(extent.to * DAY),
    ongoing: extent.ongoing,
    channels,
    lost: channels.length,
    watched,
    expected: (baseline.expectedUpTo(extent.to) - baseline.expectedUpTo(extent.from)) * inLosses,
    pValue: -Math.expm1(-(risk.to - risk.from) / recurrence),
    recurrenceDays: recurrence,
    operators: operatorsOf(risk.losses, new Set(channels)),
    members,
    ordinaryOnlyAbove: {
      perChannelDay: perChannelDay * inLosses * times,
      lossesPerDay: ((window.expected * times) / window.length) * inLosses,
    },
    dispersion,
    baseline: {
      losses: baseline.losses,
      channelDays: baseline.channelDays,
      perChannelDay: baseline.channelDays > 0 ? baseline.losses / baseline.channelDays : 0,
    },
  };
  return { wave, span: spanOf(extent) };
}

function openLosses(losses: readonly Loss[], closed: readonly Span[]): Loss[] {
  return losses.filter((loss) => !closed.some((span) => span.from < loss.by && loss.after < span.to));
}

function spanOf(extent: Extent): Span {
  return { from: Math.min(extent.from, extent.outer.from), to: Math.max(extent.to, extent.outer.to) };
}

/** Joint losses per channel and day in a window's mixture of ages. */
function hazardIn(risk: Risk, baseline: Baseline, { from, to }: Span): number {
  const days = risk.daysUpTo.reduce((sum, upTo) => sum + upTo(to) - upTo(from), 0);
  return days > 0 ? (baseline.expectedUpTo(to) - baseline.expectedUpTo(from)) / days : 0;
}

/** By how much the ordinary hazard would have to be greater, known for certain and losing channels one by one, for the window to be no wave. */
function tippingPoint(risk: Risk, { window, weights }: Judgement, scans: number): number {
  let [low, high] = [0, Math.log(Math.max(1.001, window.count / window.expected))];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    const raised = { ...window, expected: window.expected * Math.exp(middle) };
    const chance = chanceAtKnownRate(weights, { ...raised, days: raised.length });
    if (recurrenceOf(risk, raised, chance, scans) < LEAST_RECURRENCE_DAYS) high = middle;
    else low = middle;
  }
  return Math.exp(high);
}

function operatorsOf(losses: readonly Loss[], channels: ReadonlySet<ChannelRef>): number | null {
  const hands = new Set(
    losses
      .filter((loss) => channels.has(loss.channel))
      .map((loss) => (loss.operator === null ? `channel ${loss.channel}` : `operator ${loss.operator}`)),
  );
  return [...hands].some((hand) => hand.startsWith('operator ')) ? hands.size : null;
}

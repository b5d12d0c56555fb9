import { type Wave, waves } from '../src/findings/waves.ts';
import { type AttritionPlan, attrition, type Life, ORDINARY, type Planted } from '../src/simulate/attrition.ts';
import { exactShare } from '../src/stats/tails.ts';
import { historiesOf, ORIGIN } from '../test/findings/attrition-histories.ts';

/**
 * How often does `waves` cry without need, and what does it find? Arguments: how many roster-months of each kind of calm
 * (default 3000), how many rosters of each planted wave (default 500), and a name for the seeds (default "report").
 */
export async function run(args: string[]): Promise<void> {
  const months = Number(args[0] ?? 3000);
  const rosters = Number(args[1] ?? 500);
  const seeds = args[2] ?? 'report';
  console.log(`Alarms where nothing but attrition happened (at most 1 per 100 roster-months wanted), seeds "${seeds}"`);
  console.log('calm'.padEnd(52), 'months  alarms  per 100  upper 95 %  undecided  CPU s');
  for (const [name, plan] of Object.entries(CALM)) calm(name, { ...ORDINARY, ...plan }, months, seeds);
  console.log('\nPlanted waves: share found; within one probing interval: start, end; late on; other alarms beside them');
  console.log('wave'.padEnd(52), 'found         start   end     ongoing lost (median)  once in (10 % quantile, days)  others  CPU s');
  for (const [name, plan] of Object.entries(PLANTED)) planted(name, { ...ORDINARY, ...plan }, rosters, seeds);
}

const CALM: Record<string, Partial<AttritionPlan>> = {
  '50 channels, mean life 14 d': { channels: 50, meanLifeDays: 14 },
  '100 channels, mean life 60 d': {},
  '165 channels, mean life 60 d, looks once a day': { channels: 165, probeHours: 24 },
  '500 channels, mean life 302 d': { channels: 500, meanLifeDays: 302 },
  '100 channels, days differ (gamma shape 4)': { dayShape: 4 },
  '100 channels, days differ much (gamma shape 1)': { dayShape: 1 },
  'young: 5 found a day, life 3 d, age unknown': { channels: 30, foundPerDay: 5, youngLifeDays: 3, meanLifeDays: 14 },
  'young: 5 found a day, life 2 d, age known': { channels: 30, foundPerDay: 5, youngLifeDays: 2, meanLifeDays: 14, createdKnown: true },
  'young and cold: 50 and 20 a day, life 1.5 d, 4 days': { channels: 50, days: 4, foundPerDay: 20, youngLifeDays: 1.5, meanLifeDays: 14 },
  'operators of six, known': { channels: 120, mirrors: 6, operatorsKnown: true },
  'operators of six, known, life 14 d': { channels: 120, mirrors: 6, operatorsKnown: true, meanLifeDays: 14 },
  'operators of six, unknown': { channels: 120, mirrors: 6 },
  'operators of six, unknown, life 14 d': { channels: 120, mirrors: 6, meanLifeDays: 14 },
  'operators of six, unknown, the first week': { channels: 120, mirrors: 6, days: 7 },
  'operators of twelve, unknown': { channels: 240, mirrors: 12 },
  'outages of 3 and of 1 days, 200 channels, life 30 d': {
    channels: 200,
    meanLifeDays: 30,
    outages: [
      { from: 10, to: 13 },
      { from: 20, to: 21 },
    ],
  },
  'checked again once a week, 200 channels, life 30 d': { channels: 200, meanLifeDays: 30, probeHours: 168, days: 60 },
  'half a year, 60 channels and one a day': { days: 180, channels: 60, foundPerDay: 1, youngLifeDays: 20 },
};

function wave(more: Partial<Planted>): Planted {
  return { kind: 'gone', platform: 'telegram', from: 20.3, hours: 8, count: 34, tail: null, ...more };
}

const PLANTED: Record<string, Partial<AttritionPlan>> = {
  '34 of 50 in a day': { channels: 50, waves: [wave({ hours: 24 })] },
  '34 of 50 in a day, on the fifth day': { channels: 50, days: 10, waves: [wave({ hours: 24, from: 5.2 })] },
  '34 of 50 in a day, on the third day': { channels: 50, days: 6, waves: [wave({ hours: 24, from: 2.2 })] },
  '34 of 50 in a day, on the first day': { channels: 50, days: 2, waves: [wave({ hours: 20, from: 0.5 })] },
  '28 of 200 in 8 h, mean life 60 d': { channels: 200, waves: [wave({ count: 28 })] },
  '28 of 200 in 8 h, mean life 14 d': { channels: 200, meanLifeDays: 14, waves: [wave({ count: 28 })] },
  '14 of 200 in 8 h, days alike': { channels: 200, waves: [wave({ count: 14 })] },
  '14 of 200 in 8 h, gamma shape 8': { channels: 200, dayShape: 8, waves: [wave({ count: 14 })] },
  '14 of 200 in 8 h, gamma shape 4': { channels: 200, dayShape: 4, waves: [wave({ count: 14 })] },
  '14 of 200 in 8 h, gamma shape 2': { channels: 200, dayShape: 2, waves: [wave({ count: 14 })] },
  '14 of 200 in 8 h, gamma shape 1': { channels: 200, dayShape: 1, waves: [wave({ count: 14 })] },
  '14 of 200 in 8 h, mean life 302 d': { channels: 200, meanLifeDays: 302, waves: [wave({ count: 14 })] },
  '60 in two days of 300, then 8 a day for nine days': {
    channels: 300,
    days: 40,
    waves: [wave({ hours: 48, count: 60, tail: { days: 9, perDay: 8 } })],
  },
  'the same, asked on its eleventh day': {
    channels: 300,
    days: 30.5,
    waves: [wave({ from: 20, hours: 48, count: 60, tail: { days: 9, perDay: 8 } })],
  },
  'two platforms, four days apart': {
    platforms: ['tamtam', 'telegram'],
    waves: [wave({ count: 30 }), wave({ platform: 'tamtam', from: 24.5, count: 40 })],
  },
  'a night in which 20 of 100 fall silent': { days: 40, waves: [wave({ kind: 'silent', count: 20 })] },
  '34 of 120 in 8 h, operators of six, known': { channels: 120, mirrors: 6, operatorsKnown: true, waves: [wave({})] },
  '34 of 120 in 8 h, operators of six, unknown': { channels: 120, mirrors: 6, waves: [wave({})] },
  '34 of 100 in a day, looks once a day': { probeHours: 24, waves: [wave({ hours: 24 })] },
};

function calm(name: string, plan: AttritionPlan, months: number, seeds: string): void {
  const started = process.cpuUsage().user;
  const runs = Math.ceil((months * 30) / plan.days);
  let alarms = 0;
  let alarmed = 0;
  let undecided = 0;
  for (let i = 0; i < runs; i++) {
    const found = waves(historiesOf(attrition(`${seeds} calm ${name} ${i}`, plan)), ORIGIN + plan.days * DAY);
    alarms += found.waves.length;
    undecided += found.undecided.length;
    if (found.waves.length > 0) alarmed += 1;
  }
  const total = (runs * plan.days) / 30;
  const upper = (exactShare(alarmed, runs, 0.95).high * runs) / total;
  const cells = [
    total.toFixed(0).padStart(6),
    String(alarms).padStart(7),
    percent(alarms / total),
    percent(upper).padStart(10),
    String(undecided).padStart(9),
  ];
  console.log(name.padEnd(52), cells.join('  '), seconds(started).padStart(6));
}

function planted(name: string, plan: AttritionPlan, rosters: number, seeds: string): void {
  const started = process.cpuUsage().user;
  const tally: Tally = { found: 0, start: 0, end: 0, ongoing: 0, others: 0, lost: [], recurrence: [] };
  for (let i = 0; i < rosters; i++) {
    const lives = attrition(`${seeds} planted ${name} ${i}`, plan);
    const found = waves(historiesOf(lives), ORIGIN + plan.days * DAY).waves;
    plan.waves.forEach((truth, index) => {
      hold(
        tally,
        truth,
        lives.filter((life) => life.wave === index && life.lost !== null),
        found,
        plan.probeHours / 24,
      );
    });
    tally.others += found.length;
  }
  const all = rosters * plan.waves.length;
  const interval = exactShare(tally.found, all, 0.95);
  const cells = [
    `${percent(tally.found / all)} (≥ ${percent(interval.low)})`,
    percent(tally.start / tally.found),
    percent(tally.end / tally.found),
    percent(tally.ongoing / tally.found),
    String(quantile(tally.lost, 0.5)).padStart(6),
    quantile(tally.recurrence, 0.1).toExponential(1).padStart(18),
    String(tally.others - tally.found).padStart(20),
  ];
  console.log(name.padEnd(52), cells.join('  '), seconds(started).padStart(8));
}

const DAY = 86_400_000;

interface Tally {
  found: number;
  start: number;
  end: number;
  ongoing: number;
  others: number;
  lost: number[];
  recurrence: number[];
}

/** A wave is found where one of its kind and platform overlaps its true time; silence is known to a channel's usual pause of two days. */
function hold(tally: Tally, truth: Planted, struck: readonly Life[], found: readonly Wave[], pause: number): void {
  const [first, last] = [Math.min(...struck.map((life) => life.died ?? 0)), Math.max(...struck.map((life) => life.died ?? 0))];
  const days = (ms: number): number => (ms - ORIGIN) / DAY;
  const within = truth.kind === 'silent' ? 2 : pause;
  const match = found.find(
    (w) => w.kind === truth.kind && w.platform === truth.platform && days(w.start) <= last && days(w.end ?? w.endAfter) + within >= first,
  );
  if (match === undefined) return;
  tally.found += 1;
  tally.lost.push(match.lost);
  tally.recurrence.push(match.recurrenceDays);
  if (match.ongoing) tally.ongoing += 1;
  if (Math.abs(days(match.start) - first) <= within + 1e-6) tally.start += 1;
  if (Math.abs(days(match.end ?? match.endAfter) - last) <= within + 1e-6) tally.end += 1;
}

function quantile(values: number[], p: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor(p * values.length)] ?? Number.NaN;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)}%`.padStart(7);
}

function seconds(started: number): string {
  return ((process.cpuUsage().user - started) / 1e6).toFixed(1);
}

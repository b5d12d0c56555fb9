import { changeOf } from '../src/findings/impact-change.ts';
import { placebos } from '../src/findings/impact-checks.ts';
import { differences } from '../src/findings/impact-comparison.ts';
import { dailySums } from '../src/findings/impact-measures.ts';
import { windowsOf } from '../src/findings/impact-windows.ts';
import { ACTIONS, type Action, actionWorld } from '../src/simulate/interventions.ts';
import { activityPanel, burstyCounts, type PanelUnit, postsPanel } from '../src/simulate/interventions-panels.ts';
import { random } from '../src/simulate/random.ts';
import { panelOf, reportOf } from './impact-rows.ts';

/** How well does the impact report recover what was planted? `npm run quality -- impact [FIRST_SEED] [WORLDS] [RUNS]`. */

export async function run(args: string[]): Promise<void> {
  const [first = 1000, worlds = 200, runs = 2000] = args.map(Number);
  print(`Seeds from ${first}; ${worlds} worlds of each action, ${runs} runs of each series and panel.`);
  for (const name of ['2018', '2019'] as const) for (const told of [1, 0.7]) actions(name, ACTIONS[name], told, first, worlds);
  changes(first, runs);
  placeboDatesUnderNoChange(first, runs);
  panels(first, runs);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

/** The published figures: counts within 2 %, means inside their intervals. */
function actions(name: string, action: Action, told: number, first: number, worlds: number): void {
  let worst = 0;
  const inside = { lifespan: 0, rate: 0, output: 0 };
  const sums = { organic: 0, forwarded: 0, created: 0, lifespan: 0, rate: 0, output: 0 };
  const expected = action.created * action.meanLifespanDays * action.postsPerDay;
  for (let seed = first; seed < first + worlds; seed += 1) {
    const world = actionWorld(action, String(seed), 4_000, told);
    const { roster, cohort } = reportOf(world);
    const row = (measure: string) => roster.find((line) => line.measure === measure);
    const off = (got: number | null | undefined, want: number): number => Math.abs((got ?? Number.NaN) / want - 1);
    for (const [measure, truth] of [
      ['organicPosts', world.truth.organic],
      ['forwardedPosts', world.truth.forwarded],
      ['outlinks', world.truth.outlinks],
    ] as const) {
      worst = Math.max(worst, off(row(measure)?.before, truth.before), off(row(measure)?.after, truth.after));
    }
    worst = Math.max(worst, off(cohort.created, action.created), off(cohort.output, world.truth.cohortPosts));
    const within = (low: number | null, high: number | null, truth: number): number =>
      Number(low !== null && high !== null && low <= truth && truth <= high);
    inside.lifespan += within(cohort.lifespanLow, cohort.lifespanHigh, action.meanLifespanDays);
    inside.rate += within(cohort.postsPerDayLow, cohort.postsPerDayHigh, action.postsPerDay);
    inside.output += within(cohort.outputLow, cohort.outputHigh, expected);
    sums.organic += row('organicPosts')?.change ?? 0;
    sums.forwarded += row('forwardedPosts')?.change ?? 0;
    sums.created += cohort.created;
    sums.lifespan += cohort.meanLifespanDays ?? 0;
    sums.rate += cohort.postsPerDay ?? 0;
    sums.output += cohort.output;
  }
  const mean = (value: number, digits: number): string => (value / worlds).toFixed(digits);
  print(
    `\nAction of ${name} (creation told of ${100 * told} %): organic ${mean(100 * sums.organic, 2)} %, forwarded ${mean(100 * sums.forwarded, 2)} %, created ${mean(sums.created, 2)}`,
  );
  print(
    `  mean lifespan ${mean(sums.lifespan, 1)} d (planted ${action.meanLifespanDays}), posts a day ${mean(sums.rate, 2)} (${action.postsPerDay}), output ${mean(sums.output, 0)} (${expected.toFixed(0)})`,
  );
  print(`  largest relative error of a count ${(100 * worst).toFixed(2)} %`);
  print(
    `  intervals that hold the planted mean: lifespan ${share(inside.lifespan, worlds)}, posts a day ${share(inside.rate, worlds)}, output ${share(inside.output, worlds)}`,
  );
}

/** Before and after with a known ratio of expectations: does the interval hold it? */
function changes(first: number, runs: number): void {
  print('\nIntervals of changes (95 %) that hold the true one; 30 days against 30, bursts of days with memory:');
  for (const effect of [0, -0.15, -0.955]) {
    for (const [deviation, memory] of [
      [0, 0],
      [0.3, 0],
      [0.3, 0.5],
      [0.6, 0.5],
      [0.3, 0.8],
    ] as const) {
      let held = 0;
      const highs: number[] = [];
      for (let seed = first; seed < first + runs; seed += 1) {
        const chance = random(`changes/${effect}/${deviation}/${memory}/${seed}`);
        const before = burstyCounts(30, 200, { deviation, memory }, chance);
        const after = burstyCounts(30, 200 * (1 + effect), { deviation, memory }, chance);
        const { low, high } = changeOf({ x: before, z: null, counts: true }, { x: after, z: null, counts: true });
        if (low !== null && high !== null && low <= effect && effect <= high) held += 1;
        highs.push(high ?? Number.POSITIVE_INFINITY);
      }
      print(
        `  change ${effect}, deviation ${deviation}, memory ${memory}: ${share(held, runs)}, median upper bound ${(100 * (highs.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? 0)).toFixed(1)} %`,
      );
    }
  }
}

/** Nothing happened: how often do placebo dates call it rare? */
function placeboDatesUnderNoChange(first: number, runs: number): void {
  let rare = 0;
  const tries = Math.min(runs, 1000);
  const at = Date.UTC(2019, 10, 22);
  const day = 86_400_000;
  const windows = windowsOf({ at, asOf: at + 30 * day, windowDays: 30, gap: { before: 0, after: 0 }, earliest: at - 400 * day });
  let dates = 0;
  for (let seed = first; seed < first + tries; seed += 1) {
    const organic = Uint32Array.from(burstyCounts(430, 200, { deviation: 0.3, memory: 0.7 }, random(`placebo/${seed}`)));
    const panel = { windows, identities: ['telegram:#1'], days: [{ organic, forwarded: null, outlinks: null }], posts: [], groups: [] };
    const sums = dailySums(panel, [0]);
    const placebo = placebos(windows, sums, () => sums).organicPosts;
    dates = placebo?.dates ?? 0;
    if ((placebo?.pValue ?? 1) <= 0.05) rare += 1;
  }
  print(`\nPlacebo dates (${dates} over 400 days) where nothing changed: p ≤ 0.05 in ${share(rare, tries)}`);
}

/** Difference in differences with a known effect. */
function panels(first: number, runs: number): void {
  print('\nDifference in differences:');
  const tries = Math.min(runs, 1000);
  for (const effect of [0.109, 0.159, 0]) {
    const shape = { units: 996, days: 30, targeted: 0.5 };
    const { bias, held } = did(tries, first, `activity/${effect}`, effect, 'activeDays', (chance) =>
      activityPanel(shape, effect, 0.03, chance),
    );
    print(
      `  share of days active, n = 996, effect ${100 * effect} points: bias ${(100 * bias).toFixed(3)} points, interval holds it in ${share(held, tries)}`,
    );
  }
  for (const [units, targeted, tail] of [
    [996, 0.5, 1],
    [200, 0.5, 1],
    [60, 0.5, 1],
    [200, 0.8, 1.5],
    [996, 0.5, 1.5],
  ] as const) {
    const shape = { units, days: 30, targeted };
    const { bias, held } = did(tries, first, `posts/${units}/${tail}`, -0.3, 'posts', (chance) =>
      postsPanel(shape, { effect: -0.3, common: -0.2, tail }, chance),
    );
    print(
      `  posts, n = ${units} (${100 * targeted} % targeted), log-normal ${tail}, effect −30 %: median bias ${(100 * bias).toFixed(2)} points, interval holds it in ${share(held, tries)}`,
    );
  }
}

function did(
  tries: number,
  first: number,
  name: string,
  effect: number,
  measure: string,
  make: (chance: ReturnType<typeof random>) => PanelUnit[],
): { bias: number; held: number } {
  const found: number[] = [];
  let held = 0;
  for (let seed = first; seed < first + tries; seed += 1) {
    const units = make(random(`${name}/${seed}`));
    const panel = panelOf(units);
    const places = [...units.keys()];
    const targeted = places.filter((place) => units[place]?.targeted === true);
    const others = places.filter((place) => units[place]?.targeted === false);
    const line = differences(panel, targeted, others, panel.windows.before, panel.windows.after).find((one) => one.measure === measure);
    found.push(line?.difference ?? Number.NaN);
    if (line != null && line.low !== null && line.high !== null && line.low <= effect && effect <= line.high) held += 1;
  }
  const sorted = found.sort((a, b) => a - b);
  const centre = measure === 'activeDays' ? sorted.reduce((a, b) => a + b, 0) / tries : (sorted[Math.floor(tries / 2)] ?? Number.NaN);
  return { bias: centre - effect, held };
}

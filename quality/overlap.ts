import { chapman, LEAST_SHARED } from '../src/findings/overlap.ts';
import { type Random, random } from '../src/simulate/random.ts';
import { exactTotal } from '../src/stats/hypergeometric.ts';

/** Two observers and a known number of channels: how often the interval holds it, and how far too low hubs make the estimate. */

interface Setting {
  total: number;
  /** The share that each finds on average. */
  p1: number;
  p2: number;
}

const SETTINGS: readonly Setting[] = [
  { total: 50, p1: 0.5, p2: 0.3 },
  { total: 200, p1: 0.8, p2: 0.25 },
  { total: 200, p1: 0.3, p2: 0.3 },
  { total: 500, p1: 0.1, p2: 0.2 },
  { total: 1_000, p1: 0.1, p2: 0.1 },
  { total: 10_000, p1: 0.8, p2: 0.02 },
  { total: 10_000, p1: 0.1, p2: 0.1 },
];

/** How likely a channel is to be found by each, given how much more or less it is linked than others. */
type World = (chance: Random, setting: Setting) => [number, number];

const WORLDS: readonly { name: string; world: World }[] = [
  { name: 'independent', world: (_, { p1, p2 }) => [p1, p2] },
  {
    // Two in ten channels are linked by the hubs that both follow; those are four times as likely to be found as the rest.
    name: 'shared hubs, mild',
    world: (chance, { p1, p2 }) => {
      const linked = chance.chance(0.2);
      return [found(p1, 0.2, 4, linked), found(p2, 0.2, 4, linked)];
    },
  },
  {
    // One in ten channels is linked by them, and twenty times as likely.
    name: 'shared hubs, strong',
    world: (chance, { p1, p2 }) => {
      const linked = chance.chance(0.1);
      return [found(p1, 0.1, 20, linked), found(p2, 0.1, 20, linked)];
    },
  },
  {
    // Each has an own half in which four times as much is found.
    name: 'divided work',
    world: (chance, { p1, p2 }) => {
      const left = chance.chance(0.5);
      return [found(p1, 0.5, 4, left), found(p2, 0.5, 4, !left)];
    },
  },
];

/** The share found of the linked and of the others so that `mean` is found in all; nobody is found more surely than 0.95. */
function found(mean: number, share: number, times: number, linked: boolean): number {
  const others = mean / (1 - share + share * times);
  const high = Math.min(0.95, times * others);
  return linked ? high : (mean - share * high) / (1 - share);
}

interface Tally {
  refused: number;
  given: number;
  exact: number;
  aboveLow: number;
  logNormal: number;
  bias: number;
  widths: number[];
  logWidths: number[];
}

/** `npm run quality -- overlap [repetitions]`. */
export async function run(args: string[]): Promise<void> {
  const times = Number(args[0] ?? 4_000);
  console.log(`${times} pairs of rosters each; 95 % intervals; shares are of the estimates given (refused below ${LEAST_SHARED} shared).`);
  for (const { name, world } of WORLDS) {
    console.log(
      `\n${name}\n    channels  found by   refused  mean error  exact holds  low end holds  log-normal holds  width: exact, log-normal`,
    );
    for (const setting of SETTINGS) print(setting, measure(name, world, setting, times));
  }
}

function print({ total, p1, p2 }: Setting, { refused, given, exact, aboveLow, logNormal, bias, widths, logWidths }: Tally): void {
  const share = (n: number): string => (given < 100 ? '–' : `${((100 * n) / given).toFixed(1)} %`);
  const median = (list: number[]): string => {
    const middle = list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
    return given < 100 || middle === undefined ? '–' : `${((100 * middle) / total).toFixed(0)} %`;
  };
  const cells = [
    String(total).padStart(12),
    `${p1}, ${p2}`.padStart(10),
    `${((100 * refused) / (refused + given)).toFixed(1)} %`.padStart(9),
    (given < 100 ? '–' : `${((100 * bias) / given / total).toFixed(1)} %`).padStart(11),
    share(exact).padStart(12),
    share(aboveLow).padStart(14),
    share(logNormal).padStart(17),
    `${median(widths)}, ${median(logWidths)}`.padStart(16),
  ];
  console.log(cells.join(' '));
}

function measure(name: string, world: World, setting: Setting, times: number): Tally {
  const tally: Tally = { refused: 0, given: 0, exact: 0, aboveLow: 0, logNormal: 0, bias: 0, widths: [], logWidths: [] };
  const { total } = setting;
  const chance = random(`quality overlap ${name} ${total} ${setting.p1} ${setting.p2}`);
  const intervals = new Map<string, { low: number; high: number }>();
  for (let i = 0; i < times; i += 1) {
    const [n1, n2, m] = rosters(chance, world, setting);
    if (m < LEAST_SHARED) {
      tally.refused += 1;
      continue;
    }
    const key = `${n1} ${n2} ${m}`;
    const exact = intervals.get(key) ?? exactTotal(m, n1, n2, 0.95);
    intervals.set(key, exact);
    const log = logNormal(n1, n2, m);
    tally.given += 1;
    tally.bias += chapman(n1, n2, m) - total;
    if (exact.low <= total) tally.aboveLow += 1;
    if (exact.low <= total && total <= exact.high) tally.exact += 1;
    if (log.low <= total && total <= log.high) tally.logNormal += 1;
    tally.widths.push(exact.high - exact.low);
    tally.logWidths.push(log.high - log.low);
  }
  return tally;
}

function rosters(chance: Random, world: World, setting: Setting): [number, number, number] {
  let [n1, n2, m] = [0, 0, 0];
  for (let k = 0; k < setting.total; k += 1) {
    const [p1, p2] = world(chance, setting);
    const [one, two] = [chance.chance(p1), chance.chance(p2)];
    if (one) n1 += 1;
    if (two) n2 += 1;
    if (one && two) m += 1;
  }
  return [n1, n2, m];
}

/** The alternative: Seber's variance, the number never seen log-normal (Burnham; in Chao, Biometrics 43, 1987). */
function logNormal(n1: number, n2: number, m: number): { low: number; high: number } {
  const seen = n1 + n2 - m;
  const unseen = chapman(n1, n2, m) - seen;
  if (unseen === 0) return { low: seen, high: seen };
  const variance = ((n1 + 1) * (n2 + 1) * (n1 - m) * (n2 - m)) / ((m + 1) ** 2 * (m + 2));
  const spread = Math.exp(1.96 * Math.sqrt(Math.log(1 + variance / unseen ** 2)));
  return { low: seen + unseen / spread, high: seen + unseen * spread };
}

import { HOUR, type Said, seriesOf, standingOut } from '../src/findings/arrivals-hours.ts';
import { type Random, random } from '../src/simulate/random.ts';

/** How often ordinary pasts are said to stand out, and how soon an arrival is: on seeds that nothing was tuned on. */

const YEAR = 365 * 24;
const START = Math.floor(Date.UTC(2019, 0, 1) / HOUR);

interface Kind {
  name: string;
  /** Voices a day, in bursts of so many on average. */
  perDay: number;
  burst: number;
  /** How much more is said at the busiest hour of a day, and on the busiest day of a week. */
  daily: number;
  weekly: number;
}

const KINDS: readonly Kind[] = [
  { name: 'one in three days', perDay: 0.3, burst: 1, daily: 0.9, weekly: 0.3 },
  { name: 'three a day', perDay: 3, burst: 1, daily: 0.9, weekly: 0.3 },
  { name: 'three a day, bursts', perDay: 3, burst: 2.5, daily: 0.9, weekly: 0.3 },
  { name: 'twenty a day', perDay: 20, burst: 1, daily: 0.9, weekly: 0.5 },
  { name: 'twenty a day, bursts', perDay: 20, burst: 4, daily: 0.9, weekly: 0.5 },
];

function ordinary(chance: Random, kind: Kind, hours: number): Said[] {
  const said: Said[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    const rhythm = (1 + kind.daily * Math.sin((2 * Math.PI * hour) / 24)) * (1 + kind.weekly * Math.sin((2 * Math.PI * hour) / 168));
    // Bursts are geometric: most are single, some are long.
    const begins = (kind.perDay / 24 / kind.burst) * rhythm;
    let events = poisson(chance, begins);
    for (; events > 0; events -= 1) {
      do said.push(voice(chance, hour));
      while (chance.chance(1 - 1 / kind.burst));
    }
  }
  return said;
}

function poisson(chance: Random, mean: number): number {
  let count = 0;
  for (let left = chance.exponential(1); left < mean; left += chance.exponential(1)) count += 1;
  return count;
}

function voice(chance: Random, hour: number): Said {
  return { at: (START + hour + chance.uniform()) * HOUR, author: `a${chance.int(2 ** 31)}`, text: chance.int(2 ** 31) };
}

const heard = (hour: number): number => (hour < START ? 0 : 50);

function beginnings(said: readonly Said[], hours: number): { hour: number; noticed: number }[] {
  const found: { hour: number; noticed: number }[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const seen of standingOut(seriesOf(said, heard), START + hours).found) {
    if (seen.noticed - last > 7 * 24 * HOUR) found.push({ hour: seen.hour / HOUR - START, noticed: seen.noticed / HOUR - START });
    last = seen.noticed;
  }
  return found;
}

/** `npm run quality -- arrivals [years a kind]`. */
export async function run(args: string[]): Promise<void> {
  const years = Number(args[0] ?? 20);
  console.log(`False beginnings in ${years} years of each ordinary past:`);
  for (const kind of KINDS) {
    let alarms = 0;
    for (let i = 0; i < years; i += 1) alarms += beginnings(ordinary(random(`quality ${kind.name} ${i}`), kind, YEAR), YEAR).length;
    console.log(`  ${kind.name.padEnd(22)} ${(alarms / years).toFixed(2)} a year`);
  }
  console.log(
    'Arrivals after eight weeks of such a past, 100 each: found within a day, median hours to notice, beginning within an hour of the truth:',
  );
  for (const kind of KINDS.slice(0, 4)) {
    for (const voices of [5, 10, 30, 100]) report(kind, voices);
  }
}

/** So many voices, spread over a day as people arrive: half of them in the first three hours. */
function report(kind: Kind, voices: number): void {
  const at = 56 * 24;
  const delays: number[] = [];
  let exact = 0;
  for (let i = 0; i < 100; i += 1) {
    const chance = random(`quality arrival ${kind.name} ${voices} ${i}`);
    const said = ordinary(chance, kind, at + 48);
    const start = at + chance.int(24);
    for (let k = 0; k < voices; k += 1) {
      const after = k === 0 ? 0 : Math.min(23, Math.floor(chance.exponential(3 / Math.LN2)));
      said.push(voice(chance, start + after));
    }
    const found = beginnings(said, start + 24).find((seen) => seen.noticed >= start);
    if (found === undefined) continue;
    delays.push(found.noticed - start);
    if (Math.abs(found.hour - start) <= 1) exact += 1;
  }
  delays.sort((a, b) => a - b);
  const median = delays.length === 0 ? '–' : String(delays[Math.floor(delays.length / 2)]);
  console.log(
    `  ${kind.name.padEnd(22)} ${String(voices).padStart(3)} voices: ${String(delays.length).padStart(3)} %, ${median.padStart(2)} h, ${delays.length === 0 ? '–' : Math.round((100 * exact) / delays.length)} %`,
  );
}

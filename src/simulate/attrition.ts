/** Invented rosters that lose channels in the ordinary way, and waves planted in them, with known truth: lives as looks would show them. */

import { type Random, random } from './random.ts';

/** A loss of many at once, times in days from the start. */
export interface Planted {
  kind: 'gone' | 'silent' | 'private';
  platform: string;
  from: number;
  hours: number;
  /** How many of those alive then. */
  count: number;
  /** Losses a day after it, for so many days. */
  tail: { days: number; perDay: number } | null;
}

export interface AttritionPlan {
  days: number;
  platforms: readonly string[];
  /** On each platform at the start. */
  channels: number;
  /** Found each day on each platform, at an age of a few hours to days; young ones die at their own rate for a week. */
  foundPerDay: number;
  meanLifeDays: number;
  youngLifeDays: number;
  createdKnown: boolean;
  /** 0: everybody for himself; else the channels of so many hands in a row die within two hours of each other. */
  mirrors: number;
  operatorsKnown: boolean;
  /** Gamma shape of the day's own rate; Infinity: every day is like the others. */
  dayShape: number;
  probeHours: number;
  /** When nobody looked. */
  outages: readonly { from: number; to: number }[];
  waves: readonly Planted[];
}

/** A channel as looks show it; times in days from the start. */
export interface Life {
  name: string;
  platform: string;
  operator: string | null;
  createdAt: number | null;
  firstAlive: number;
  lastAlive: number;
  /** Dead channels are looked at too. */
  observedTo: number;
  lost: { kind: Planted['kind']; after: number; by: number } | null;
  /** The truth: when, and whether in the planted wave of this index. */
  died: number | null;
  wave: number | null;
}

/** A hundred channels whose homes last two months, looked at every two hours for a month: what is not said otherwise. */
export const ORDINARY: AttritionPlan = {
  days: 30,
  platforms: ['telegram'],
  channels: 100,
  foundPerDay: 0,
  meanLifeDays: 60,
  youngLifeDays: 14,
  createdKnown: false,
  mirrors: 0,
  operatorsKnown: false,
  dayShape: Number.POSITIVE_INFINITY,
  probeHours: 2,
  outages: [],
  waves: [],
};

const STEP = 0.25;
const YOUNG = 7;
const JOINT_DAYS = 2 / 24;
/** The habit of those who fall silent: the mean pause, the pause that 19 in 20 do not reach, and the one that is called silence. */
const POST_DAYS = 0.15;
const USUAL_DAYS = 2;
const TOLD_AFTER_DAYS = 9;

interface Being {
  name: string;
  platform: string;
  operator: string | null;
  born: number;
  found: number;
  died: number | null;
  wave: number | null;
  kind: Planted['kind'];
}

/** The lives of a roster, in order of discovery. Lives that ended before the first look at them never come. */
export function attrition(seed: string, plan: AttritionPlan): Life[] {
  const chance = random(`attrition/${seed}`);
  const rates = Array.from({ length: Math.ceil(plan.days) + 1 }, () => gamma(chance, plan.dayShape));
  const beings = plan.platforms.flatMap((platform) => beingsOf(chance.fork(platform), platform, plan));
  for (const group of handsOf(beings, plan)) live(chance, group, rates, plan);
  for (const [i, wave] of plan.waves.entries()) strike(chance.fork(`wave ${i}`), beings, wave, i);
  const phase = chance.uniform() * plan.probeHours;
  return beings.flatMap((being) => seen(chance, being, phase, plan) ?? []);
}

function beingsOf(chance: Random, platform: string, plan: AttritionPlan): Being[] {
  const beings: Being[] = [];
  const add = (born: number, found: number) =>
    beings.push({ name: `${platform}:home_${beings.length}`, platform, operator: null, born, found, died: null, wave: null, kind: 'gone' });
  for (let i = 0; i < plan.channels; i++)
    add(plan.foundPerDay > 0 ? -chance.exponential(plan.youngLifeDays) : -30 - chance.exponential(200), 0);
  const next = (): number => (plan.foundPerDay > 0 ? chance.exponential(1 / plan.foundPerDay) : plan.days);
  for (let day = next(); day < plan.days; day += next()) add(day - chance.exponential(0.5), day);
  return beings;
}

/** Those who share one fate. */
function handsOf(beings: readonly Being[], plan: AttritionPlan): Being[][] {
  if (plan.mirrors === 0) return beings.map((being) => [being]);
  const groups: Being[][] = [];
  for (const being of beings) {
    const last = groups.at(-1);
    if (last !== undefined && last.length < plan.mirrors && last[0]?.platform === being.platform && being.found - (last[0]?.found ?? 0) < 1)
      last.push(being);
    else groups.push([being]);
  }
  groups.forEach((group, i) => {
    for (const being of group) being.operator = `hand_${i}`;
  });
  return groups;
}

function live(chance: Random, group: Being[], rates: readonly number[], plan: AttritionPlan): void {
  const first = group[0];
  if (first === undefined) return;
  const fate = chance.exponential(1);
  let spent = 0;
  for (let time = first.found; time < plan.days; time += STEP) {
    const mean = time - first.born < YOUNG ? plan.youngLifeDays : plan.meanLifeDays;
    const hazard = (rates[Math.max(0, Math.floor(time))] ?? 1) / mean;
    if (spent + hazard * STEP >= fate) {
      const died = time + (fate - spent) / hazard;
      for (const being of group) being.died = Math.max(died + chance.uniform() * (group.length > 1 ? JOINT_DAYS : 0), being.found);
      return;
    }
    spent += hazard * STEP;
  }
}

function strike(chance: Random, beings: readonly Being[], wave: Planted, index: number): void {
  const hit = (count: number, from: number, days: number) => {
    const alive = beings.filter((b) => b.platform === wave.platform && b.found <= from && (b.died === null || b.died > from));
    for (const being of chance.shuffle(alive).slice(0, count)) {
      being.died = from + chance.uniform() * days;
      being.wave = index;
      being.kind = wave.kind;
    }
  };
  hit(wave.count, wave.from, wave.hours / 24);
  for (let day = 0; wave.tail !== null && day < wave.tail.days; day++) hit(wave.tail.perDay, wave.from + wave.hours / 24 + day, 1);
}

/** What looks every so many hours show of it; one who falls silent is dated by its posts, several a day. */
function seen(chance: Random, being: Being, phase: number, plan: AttritionPlan): Life | null {
  const { name, platform, kind, wave, died } = being;
  const looks = looksAt(being.found, phase, plan);
  const end = died !== null && kind !== 'silent' ? died : plan.days;
  const alive = looks.filter((time) => time < end);
  const [firstAlive, lastAlive] = [alive[0], alive.at(-1)];
  if (firstAlive === undefined || lastAlive === undefined) return null;
  const operator = plan.operatorsKnown ? being.operator : null;
  const createdAt = plan.createdKnown ? being.born : null;
  const common = { name, platform, operator, createdAt, firstAlive, lastAlive, observedTo: plan.days, wave, died };
  if (kind === 'silent' && died !== null) {
    const lastPost = Math.max(firstAlive, died - chance.exponential(POST_DAYS));
    const told = lastAlive - lastPost > TOLD_AFTER_DAYS;
    return { ...common, lost: told ? { kind, after: lastPost, by: lastPost + USUAL_DAYS } : null };
  }
  const by = looks[alive.length];
  return { ...common, lost: by === undefined ? null : { kind, after: lastAlive, by } };
}

function looksAt(found: number, phase: number, plan: AttritionPlan): number[] {
  const pause = plan.probeHours / 24;
  const looks: number[] = [];
  for (let n = Math.ceil((found - phase / 24) / pause); n * pause + phase / 24 < plan.days; n++) {
    const time = n * pause + phase / 24;
    if (!plan.outages.some((outage) => outage.from <= time && time < outage.to)) looks.push(time);
  }
  return looks;
}

/** Mean 1; Marsaglia and Tsang 2000, with their correction for shapes below one. */
function gamma(chance: Random, shape: number): number {
  if (shape === Number.POSITIVE_INFINITY) return 1;
  const boost = shape < 1 ? (1 - chance.uniform()) ** (1 / shape) : 1;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  for (;;) {
    const x = chance.normal(0, 1);
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - chance.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (boost * d * v) / shape;
  }
}

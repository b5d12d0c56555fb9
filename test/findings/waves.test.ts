import { describe, expect, it } from 'vitest';
import { alarmLimit, type Wave, waves } from '../../src/findings/waves.ts';
import { type AttritionPlan, attrition, type Life, ORDINARY, type Planted } from '../../src/simulate/attrition.ts';
import { random } from '../../src/simulate/random.ts';
import { historiesOf, ORIGIN } from './attrition-histories.ts';

const DAY = 86_400_000;
/** The pause between looks, in days. */
const LOOK = ORDINARY.probeHours / 24;
const SEEDS = Array.from({ length: 6 }, (_, i) => i);

function planted(more: Partial<Planted>): Planted {
  return { kind: 'gone', platform: 'telegram', from: 20.3, hours: 8, count: 34, tail: null, ...more };
}

function world(seed: string, more: Partial<AttritionPlan>): { lives: Life[]; found: Wave[]; plan: AttritionPlan } {
  const plan = { ...ORDINARY, ...more };
  const lives = attrition(`test ${seed}`, plan);
  return { lives, found: waves(historiesOf(lives), ORIGIN + plan.days * DAY).waves, plan };
}

const days = (ms: number): number => (ms - ORIGIN) / DAY;

describe('waves finds', () => {
  it.each<[string, Partial<AttritionPlan>]>([
    ['34 of 50 in a day', { channels: 50, waves: [planted({ hours: 24 })] }],
    ['28 of 200 within eight hours, beside ordinary losses', { channels: 200, meanLifeDays: 14, waves: [planted({ count: 28 })] }],
    ['a loss that hits operators of six', { channels: 120, mirrors: 6, operatorsKnown: true, waves: [planted({})] }],
  ])('%s, and when it began and ended', (name, plan) => {
    let sharp = 0;
    for (const seed of SEEDS) {
      const { lives, found } = world(`${name} ${seed}`, plan);
      expect(found).toHaveLength(1);
      const [wave] = found;
      const struck = lives.filter((life) => life.wave === 0 && life.lost !== null);
      const died = struck.map((life) => life.died ?? 0);
      const late = Math.abs(days(wave?.start ?? 0) - Math.min(...died));
      const long = Math.abs(days(wave?.end ?? 0) - Math.max(...died));
      if (Math.max(late, long) <= LOOK + 1e-6) sharp += 1;
      const told = new Set(wave?.channels);
      expect(struck.filter((life) => told.has(life.name)).length).toBeGreaterThan(0.8 * struck.length);
      expect(wave?.expected).toBeLessThan(wave?.lost ?? 0);
      expect(wave?.ongoing).toBe(false);
    }
    // A stray ordinary loss just before or after may be taken for the first or last.
    expect(sharp).toBeGreaterThan(SEEDS.length / 2);
  });

  it('a wave that keeps going for nine days after two big ones, open while it lasts and over small lulls', () => {
    const tail = { days: 9, perDay: 8 };
    const plan = { channels: 300, days: 40, waves: [planted({ hours: 48, count: 60, tail })] };
    for (const seed of SEEDS) {
      const { lives } = world(`nine ${seed}`, plan);
      const on = world(`nine ${seed}`, { ...plan, days: 27.3 });
      expect(on.found).toHaveLength(1);
      expect(on.found[0]).toMatchObject({ ongoing: true, end: null });
      const after = waves(historiesOf(lives), ORIGIN + 40 * DAY).waves;
      expect(after).toHaveLength(1);
      expect(after[0]?.ongoing).toBe(false);
      expect(days(after[0]?.end ?? 0)).toBeGreaterThan(28);
    }
  });

  it('two waves on two platforms days apart', () => {
    const both = [planted({ count: 30 }), planted({ platform: 'tamtam', from: 24.5, count: 40 })];
    const { found } = world('two', { platforms: ['tamtam', 'telegram'], waves: both });
    expect(found.map((wave) => [wave.platform, Math.round(days(wave.start))])).toEqual([
      ['telegram', 20],
      ['tamtam', 24],
    ]);
  });

  it('a night in which mirrors fall silent while their channels stay', () => {
    const { found } = world('silent', { days: 40, waves: [planted({ kind: 'silent', count: 30 })] });
    expect(found).toMatchObject([{ kind: 'silent', lost: 30 }]);
    expect(Math.abs(days(found[0]?.start ?? 0) - 20.5)).toBeLessThan(0.5);
  });

  it('a second wave, which the first does not hide', () => {
    const twice = [planted({ count: 60, from: 8 }), planted({ count: 20, from: 22, hours: 6 })];
    const { found } = world('second', { channels: 200, meanLifeDays: 302, waves: twice });
    expect(found.map((wave) => Math.floor(days(wave.startBy)))).toEqual([8, 22]);
  });
});

describe('waves stays silent on', () => {
  it.each<[string, Partial<AttritionPlan>]>([
    ['attrition alone', { meanLifeDays: 14 }],
    ['days of differing rates', { dayShape: 2 }],
    ['young rosters whose homes die fast', { channels: 30, foundPerDay: 5, youngLifeDays: 2, meanLifeDays: 14 }],
    ['operators of six whose mirrors die together', { channels: 120, mirrors: 6, operatorsKnown: true }],
    ['the same where nobody knows of the operators', { channels: 120, mirrors: 6 }],
    ['a first week with nothing before it', { days: 7, channels: 165, meanLifeDays: 14 }],
    ['outages', { channels: 200, meanLifeDays: 30, outages: [{ from: 10, to: 13 }] }],
    ['batches of checks a week apart', { channels: 200, meanLifeDays: 30, probeHours: 168, days: 60 }],
  ])('%s', (name, plan) => {
    let alarms = 0;
    for (let seed = 0; seed < 25; seed++) alarms += world(`${name} ${seed}`, plan).found.length;
    expect(alarms).toBeLessThanOrEqual(1);
  });
});

describe('a wave', () => {
  const plan = { channels: 120, mirrors: 6, operatorsKnown: true, waves: [planted({ count: 60 })] };

  it('counts hands as well as channels', () => {
    const { found, lives } = world('hands', plan);
    const told = new Set(found[0]?.channels);
    const hands = new Set(lives.filter((life) => told.has(life.name)).map((life) => life.operator));
    expect(found[0]?.operators).toBe(hands.size);
    expect(found[0]?.operators).toBeLessThan(found[0]?.lost ?? 0);
    expect(world('no hands', { waves: [planted({})] }).found[0]?.operators).toBeNull();
  });

  it('of one hand is none', () => {
    const one = { ...plan, waves: [] };
    const lives = attrition('test one hand', { ...ORDINARY, ...one }).map((life, i): Life => {
      const hit = i < 24;
      return {
        ...life,
        operator: hit ? 'north' : life.operator,
        lost: hit ? { kind: 'gone', after: 20, by: 20.1 } : life.lost,
        lastAlive: hit ? 20 : life.lastAlive,
      };
    });
    expect(waves(historiesOf(lives), ORIGIN + 30 * DAY).waves).toEqual([]);
    const apart = lives.map((life) => ({ ...life, operator: null }));
    expect(waves(historiesOf(apart), ORIGIN + 30 * DAY).waves).toHaveLength(1);
  });

  it('does not raise what is ordinary, and says where it would be ordinary itself', () => {
    const { found } = world('baseline', { channels: 200, waves: [planted({ count: 100 })] });
    const without = waves(historiesOf(attrition('test baseline', { ...ORDINARY, channels: 200 })), ORIGIN + 30 * DAY);
    const [wave] = found;
    expect(wave?.baseline.perChannelDay).toBeGreaterThan(0.7 * (without.scanned[0]?.perChannelDay ?? 0));
    expect(wave?.baseline.perChannelDay).toBeLessThan(1.4 * (without.scanned[0]?.perChannelDay ?? 0));
    expect(wave?.ordinaryOnlyAbove.perChannelDay).toBeGreaterThan(3 * (wave?.baseline.perChannelDay ?? 1));
    expect(wave?.recurrenceDays).toBeGreaterThan(3044);
    expect(wave?.pValue).toBeLessThan(0.01);
  });

  it('is left undecided where nearly nothing is known of the past', () => {
    const cold = { channels: 50, days: 2, waves: [planted({ from: 0.5, hours: 20 })] };
    const answers = Array.from({ length: 20 }, (_, i) =>
      waves(historiesOf(attrition(`test cold ${i}`, { ...ORDINARY, ...cold })), ORIGIN + 2 * DAY),
    );
    const told = answers.flatMap((answer) => [...answer.waves, ...answer.undecided]);
    expect(told.length).toBeGreaterThan(5);
    for (const wave of told) expect(wave.ordinaryOnlyAbove.perChannelDay).toBeGreaterThan(0.02);
  });

  it('is the same whatever the order of histories', () => {
    const histories = historiesOf(attrition('test order', { ...ORDINARY, ...plan }));
    const mixed = random('order').shuffle([...histories]);
    expect(waves(mixed, ORIGIN + 30 * DAY)).toEqual(waves(histories, ORIGIN + 30 * DAY));
  });

  it('leaves controls and kept lists out', () => {
    const histories = historiesOf(attrition('test lists', { ...ORDINARY, waves: [planted({ count: 60 })] }));
    const listed = histories.map((line) => ({ ...line, listed: true }));
    const controls = histories.map((line) => ({ ...line, control: true }));
    expect(waves(listed, ORIGIN + 30 * DAY)).toMatchObject({ waves: [], scanned: [] });
    expect(waves(controls, ORIGIN + 30 * DAY)).toMatchObject({ waves: [], scanned: [] });
  });
});

describe('the alarm limit of one fixed day without dispersion', () => {
  it.each([
    [50, 14, 13],
    [50, 60, 7],
    [50, 302, 4],
    [165, 14, 26],
    [165, 60, 12],
    [165, 302, 6],
    [500, 14, 58],
    [500, 60, 22],
    [500, 302, 9],
  ])('of %i channels with a mean life of %i days is %i', (channels, life, limit) => {
    expect(alarmLimit(channels, life, 1e-4)).toBe(limit);
  });
});

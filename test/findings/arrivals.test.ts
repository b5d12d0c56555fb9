import { describe, expect, it } from 'vitest';
import { type ArrivalsInput, arrivals } from '../../src/findings/arrivals.ts';
import { type Said, seriesOf, standingOut, voicesOf } from '../../src/findings/arrivals-hours.ts';
import { matchMine } from '../../src/findings/arrivals-mine.ts';
import type { ActivityRow, PointerRow } from '../../src/model/rows.ts';
import { random } from '../../src/simulate/random.ts';
import { activity, DAY, HOUR, MINUTE, START } from './rows.ts';
import { candidate, succession } from './successions.ts';

let posts = 0;

function pointer(by: string, to: string, at: number, more: Partial<PointerRow> = {}): PointerRow {
  posts += 1;
  const said = { kind: 'channel' as const, stance: 'call' as const, obfuscated: false, textHash: posts };
  return { post: `${by}/${posts}`, at, by, byNativeId: null, author: null, to, ...said, ...more };
}

/** Twenty channels that post every day, from six weeks before to two after. */
function watched(): ActivityRow[] {
  const times = Array.from({ length: 56 }, (_, i) => START + (i - 42) * DAY);
  return Array.from({ length: 20 }, (_, i) => activity(`telegram:c${i}`, times));
}

/** Friday evening of that week. */
const WAVE = START + 4 * DAY + 18 * HOUR + 40 * MINUTE;
/** Once in five days somebody points to the platform anyway. */
const before = Array.from({ length: 8 }, (_, i) => pointer(`telegram:c${i}`, 'tamtam:old', START - (40 - 5 * i) * DAY));
const wave = Array.from({ length: 30 }, (_, i) => pointer(`telegram:c${i % 15}`, `tamtam:n${i % 6}`, WAVE + i * 3 * MINUTE));

const input: ArrivalsInput = {
  platform: 'tamtam',
  at: START + 8 * DAY,
  since: null,
  pointers: [...before, ...wave, pointer('telegram:c1', 'hoop:elsewhere', WAVE)],
  activity: watched(),
  bindings: [],
  successions: Array.from({ length: 10 }, (_, i) =>
    succession(`telegram:c${i}`, i < 4 ? [candidate(`tamtam:n${i}`, 0.9), candidate('tamtam:x', 0.05)] : []),
  ),
  disputes: [],
};

describe('arrivals', () => {
  it('says since when, how many, from how many lost channels, first at', () => {
    const found = arrivals(input);
    expect(found.since).toBe(WAVE);
    expect(found.standsOut?.hour).toBe(WAVE - 40 * MINUTE);
    expect(found).toMatchObject({ signposts: 30, fromElsewhere: 30, voices: 15, first: WAVE });
    // Ten channels are lost; those that point to the likely home of one of them have it behind them too.
    expect(found.lost).toEqual(Array.from({ length: 10 }, (_, i) => `telegram:c${i}`));
    const ofLost = wave.filter((row) => Number(row.by.slice(10)) < 10 || ['n0', 'n1', 'n2', 'n3'].includes(row.to.slice(7)));
    expect(found.ofLost).toBe(ofLost.length);
    const hour = found.hours.find((line) => line.at === WAVE - 40 * MINUTE);
    expect(hour?.signposts).toBe(7);
    expect(hour?.voices).toBe(7);
    // Eight in six weeks.
    expect(hour?.expected).toBeGreaterThan(0.002);
    expect(hour?.expected).toBeLessThan(0.02);
    expect(found.hours.every((line, i) => i === 0 || line.at - (found.hours[i - 1]?.at ?? 0) === HOUR)).toBe(true);
  });

  it('lists homes with who is behind them, whatever the order of rows', () => {
    const found = arrivals(input);
    expect(found.homes.map((home) => [home.channel, home.probability, home.from])).toEqual([
      ['tamtam:n0', 0.9, ['telegram:c0']],
      ['tamtam:n1', 0.9, ['telegram:c1']],
      ['tamtam:n2', 0.9, ['telegram:c2']],
      ['tamtam:n3', 0.9, ['telegram:c3']],
      ['tamtam:n4', 0, []],
      ['tamtam:n5', 0, []],
    ]);
    expect(found.homes[0]?.firstSignpost).toBe(WAVE);
    const turned = {
      ...input,
      pointers: [...input.pointers].reverse(),
      activity: [...input.activity].reverse(),
      successions: [...input.successions].reverse(),
    };
    expect(arrivals(turned)).toEqual(found);
  });

  it('a thousand posts by one author, or copies of one text, count as one voice and raise no alarm', () => {
    const flood = Array.from({ length: 1000 }, (_, i) => pointer('telegram:c3', 'tamtam:trap', WAVE + i * 1000, { author: 'p1' }));
    const copies = Array.from({ length: 1000 }, (_, i) =>
      pointer(`telegram:c${i % 20}`, 'tamtam:trap', WAVE + i * 1000, { textHash: 7, author: `q${i}` }),
    );
    for (const rows of [flood, copies]) {
      const found = arrivals({ ...input, pointers: [...before, ...rows] });
      expect(found.standsOut).toBeNull();
      const since = arrivals({ ...input, since: WAVE - HOUR, pointers: [...before, ...rows] });
      expect(since).toMatchObject({ signposts: 1000, voices: 1 });
      expect(since.homes.find((home) => home.channel === 'tamtam:trap')).toMatchObject({ signposts: 1000, voices: 1 });
    }
    // Authors and texts hang together in chains.
    const chain: Said[] = [
      { at: 0, author: 'a', text: 1 },
      { at: 0, author: 'b', text: 1 },
      { at: 0, author: 'b', text: 2 },
      { at: 0, author: 'c', text: 3 },
    ];
    expect(voicesOf(chain)).toBe(2);
  });

  it('what the platform says of itself is counted apart, and its own channels raise no alarm', () => {
    const inside = Array.from({ length: 40 }, (_, i) => pointer(`tamtam:m${i}`, `tamtam:n${i % 6}`, WAVE + i * MINUTE));
    const found = arrivals({ ...input, pointers: [...before, ...inside] });
    expect(found.standsOut).toBeNull();
    expect(arrivals({ ...input, since: WAVE, pointers: [...before, ...inside] })).toMatchObject({
      signposts: 40,
      fromElsewhere: 0,
      voices: 0,
      ofLost: 0,
    });
  });

  it('verdicts and disputes: rejected ones are no home, denied ones are contested', () => {
    const successions = [
      succession('telegram:c0', [
        candidate('tamtam:n0', 0.9, { verdict: 'impersonator' }),
        candidate('tamtam:n1', 0.3, { verdict: 'confirmed' }),
      ]),
    ];
    const disputes = [
      { by: 'telegram:c5', about: 'tamtam:n1', at: WAVE + DAY, kind: 'fake' as const, text: null, citation: 'telegram:c5/9', rid: 1 },
    ];
    const found = arrivals({ ...input, successions, disputes });
    const home = new Map(found.homes.map((line) => [line.channel, line]));
    expect(home.get('tamtam:n0')).toMatchObject({
      probability: 0,
      from: [],
      behind: [{ channel: 'telegram:c0', verdict: 'impersonator' }],
    });
    expect(home.get('tamtam:n1')).toMatchObject({ probability: 1, from: ['telegram:c0'], contested: true });
    expect(home.get('tamtam:n1')?.disputes).toEqual([{ by: 'telegram:c5', at: WAVE + DAY, post: 'telegram:c5/9', kind: 'fake' }]);
  });

  it('a likely home is listed though nobody points to it', () => {
    const successions = [succession('telegram:c0', [candidate('tamtam:quiet', 0.8)])];
    expect(arrivals({ ...input, pointers: before, since: WAVE, successions }).homes).toMatchObject([
      { channel: 'tamtam:quiet', firstSignpost: null, signposts: 0, probability: 0.8 },
    ]);
  });

  it('the latest beginning is told: an earlier wave before a quiet week is another one', () => {
    const early = wave.map((row, i) => ({ ...row, post: `early/${i}`, at: row.at - 21 * DAY }));
    expect(arrivals({ ...input, pointers: [...before, ...early, ...wave] }).since).toBe(WAVE);
    expect(arrivals({ ...input, since: WAVE - 22 * DAY, pointers: [...before, ...early, ...wave] }).standsOut?.hour).toBe(
      WAVE - 21 * DAY - 40 * MINUTE,
    );
  });
});

describe('hours that stand out', () => {
  const ONE = Math.floor(START / HOUR);

  /** Before that nobody was heard of: what was not watched is no quiet past. */
  const watchedFrom =
    (start: number, channels: number) =>
    (hour: number): number =>
      hour < start ? 0 : channels;

  /** So many hours of a past with a daily rhythm and bursts of several voices, none of it an arrival. */
  function ordinary(seed: number, hours: number, perDay: number, burst: number): Said[] {
    const chance = random(`ordinary ${seed}`);
    const said: Said[] = [];
    for (let hour = 0; hour < hours; hour += 1) {
      const day = 1 + 0.9 * Math.sin((2 * Math.PI * hour) / 24);
      const events = chance.chance((perDay / 24 / burst) * day) ? 1 + Math.floor(chance.exponential(burst - 0.5)) : 0;
      for (let i = 0; i < events; i += 1) said.push({ at: (ONE + hour) * HOUR, author: `a${chance.int(1e9)}`, text: chance.int(1e9) });
    }
    return said;
  }

  it('an ordinary past raises few alarms: fewer than 4 beginnings in a year', () => {
    for (const [perDay, burst] of [
      [0.3, 1],
      [3, 1],
      [20, 1],
      [3, 2.5],
    ] as const) {
      let alarms = 0;
      const years = 1;
      for (let seed = 0; seed < years; seed += 1) {
        const series = seriesOf(ordinary(seed, 365 * 24, perDay, burst), watchedFrom(ONE, 20));
        let last = Number.NEGATIVE_INFINITY;
        for (const found of standingOut(series, ONE + 365 * 24).found) {
          if (found.noticed - last > 7 * DAY) alarms += 1;
          last = found.noticed;
        }
      }
      expect([perDay, burst, alarms / years < 4]).toEqual([perDay, burst, true]);
    }
  });

  it('finds a flow that no single hour shows, and where it began', () => {
    const slow = Array.from({ length: 16 }, (_, i): Said => ({ at: START + 40 * DAY + i * 1.5 * HOUR, author: `s${i}`, text: -i }));
    const series = seriesOf([...ordinary(1, 40 * 24, 0.3, 1), ...slow], watchedFrom(ONE, 20));
    const [first] = standingOut(series, ONE + 42 * 24).found;
    expect(first?.hour).toBe(START + 40 * DAY);
    expect(first?.noticed).toBeLessThan(START + 40 * DAY + 24 * HOUR);
  });

  it('the more was heard of, the more is usual', () => {
    const said = ordinary(2, 40 * 24, 6, 1);
    // From day 30 on, ten times as many channels are watched and ten times as much is said.
    const more = ordinary(3, 40 * 24, 60, 1).filter((row) => row.at >= START + 30 * DAY);
    const all = [...said.filter((row) => row.at < START + 30 * DAY), ...more];
    const heard = (hour: number): number => (hour < ONE ? 0 : hour < ONE + 30 * 24 ? 10 : 100);
    expect(standingOut(seriesOf(all, heard), ONE + 40 * 24).found).toEqual([]);
    expect(standingOut(seriesOf(all, watchedFrom(ONE, 10)), ONE + 40 * 24).found.length).toBeGreaterThan(0);
  });
});

describe('a platform’s own list', () => {
  it('is matched by reference and by folded handle', () => {
    const { homes } = arrivals({
      ...input,
      pointers: [...wave, pointer('telegram:c2', 'tamtam:sada_new', WAVE), pointer('telegram:c2', 'tamtam:+Token', WAVE)],
    });
    expect(matchMine(['tamtam:n1', 'tamtam:sada.new', 'tamtam:quiet', 'tamtam:+token'], homes)).toEqual([
      { mine: 'tamtam:n1', home: 'tamtam:n1', how: 'same' },
      { mine: 'tamtam:sada.new', home: 'tamtam:sada_new', how: 'alike' },
    ]);
  });
});

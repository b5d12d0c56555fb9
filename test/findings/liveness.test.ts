import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LivenessInput, liveness } from '../../src/findings/liveness.ts';
import { NEVER_USED_REASON, type SightingRow } from '../../src/model/rows.ts';
import { STATUSES, type Status } from '../../src/model/words.ts';
import { activity, binding, DAY, HOUR, MINUTE, START, sighting, watched } from './rows.ts';

const SADA = 'telegram:sada_100';

function input(more: Partial<LivenessInput>): LivenessInput {
  const nothing = { sightings: [], activity: [], bindings: [], probeIntervals: {} };
  return { at: START + 10 * DAY, roster: [watched(SADA)], ...nothing, ...more };
}

function one(more: Partial<LivenessInput>) {
  const line = liveness(input(more)).channels[0];
  if (line === undefined) throw new Error('no line');
  return line;
}

/** Looks of another's tool: no round, no controls. */
function probes(...cells: [number, Status][]): SightingRow[] {
  return cells.map(([at, status]) => sighting(SADA, START + at, status, { tool: 'web', reason: 'page' }));
}

describe('gone', () => {
  it('needs three explicit answers over two rounds, half an hour apart, and is dated back', () => {
    const looks = probes([0, 'alive'], [HOUR, 'absent'], [2 * HOUR, 'banned'], [3 * HOUR, 'absent']);
    const line = one({ sightings: looks });
    expect(line).toMatchObject({ state: 'gone', posting: false, status: 'absent', reason: 'page', lastAlive: START });
    expect(line.gone).toEqual({ after: START, by: START + HOUR });
    expect(line.evidence).toEqual(looks.slice(1).map((row) => row.id));
    expect(one({ sightings: looks.slice(0, 3) })).toMatchObject({ state: 'unknown', gone: null });
  });

  it('is not told from one round, nor within half an hour', () => {
    expect(one({ sightings: probes([0, 'alive'], [HOUR, 'absent'], [HOUR + 1, 'absent'], [HOUR + 2, 'absent']) }).state).toBe('unknown');
    const hasty = probes([0, 'alive'], [HOUR, 'absent'], [HOUR + 12 * MINUTE, 'absent'], [HOUR + 24 * MINUTE, 'absent']);
    expect(one({ sightings: hasty }).state).toBe('unknown');
    expect(one({ sightings: [...hasty, ...probes([HOUR + 36 * MINUTE, 'absent'])] }).state).toBe('gone');
  });

  it('by hand needs two observers or half an hour', () => {
    const eye = (at: number, observer: string) => sighting(SADA, START + at, 'absent', { observer, tool: 'app' });
    expect(one({ sightings: [eye(HOUR, 'a1'), eye(HOUR + MINUTE, 'a1')] }).state).toBe('unknown');
    expect(one({ sightings: [eye(HOUR, 'a1'), eye(HOUR + MINUTE, 'a2')] }).state).toBe('gone');
    expect(one({ sightings: [eye(HOUR, 'a1'), eye(HOUR + 30 * MINUTE, 'a1')] }).state).toBe('gone');
    // Two answers of a machine are not enough, whatever it is called.
    const machine = (at: number) => sighting(SADA, START + at, 'absent', { observer: 'web' });
    expect(one({ sightings: [machine(HOUR), machine(3 * HOUR)] }).state).toBe('unknown');
  });

  it('is re-opened by a later look or post', () => {
    const dead = probes([0, 'alive'], [DAY, 'absent'], [2 * DAY, 'absent'], [3 * DAY, 'absent']);
    expect(one({ sightings: [...dead, ...probes([9 * DAY, 'alive'])] })).toMatchObject({ state: 'alive', gone: null });
    expect(one({ sightings: dead, activity: [activity(SADA, [START + 9 * DAY])] })).toMatchObject({
      state: 'alive',
      gone: null,
      reason: 'post',
    });
    expect(one({ sightings: dead, activity: [activity(SADA, [START + 12 * HOUR])] }).gone).toEqual({
      after: START + 12 * HOUR,
      by: START + DAY,
    });
  });

  it('stays, however long nobody looks again', () => {
    const dead = probes([0, 'alive'], [DAY, 'absent'], [2 * DAY, 'absent'], [3 * DAY, 'absent']);
    expect(one({ at: START + 300 * DAY, sightings: dead }).state).toBe('gone');
  });

  it('says where a platform sent it', () => {
    const moved = [0, 2, 4].map((h) => sighting(SADA, START + h * HOUR, 'moved', { tool: 'api', movedTo: 'xmpp:new@muc' }));
    expect(one({ sightings: moved })).toMatchObject({ state: 'gone', status: 'moved', movedTo: 'xmpp:new@muc', gone: { after: null } });
  });
});

describe('what is not gone', () => {
  it('private by the same rule, and restricted is alive', () => {
    const closed = probes([0, 'alive'], [DAY, 'private'], [2 * DAY, 'private'], [3 * DAY, 'private']);
    expect(one({ sightings: closed })).toMatchObject({ state: 'private', gone: null, posting: null });
    // A private channel exists: the interval of its later end begins with the last look that said so.
    const ended = [...closed, ...probes([4 * DAY, 'absent'], [5 * DAY, 'absent'], [6 * DAY, 'absent'])];
    expect(one({ sightings: ended }).gone).toEqual({ after: START + 3 * DAY, by: START + 4 * DAY });
    expect(one({ at: START + HOUR, sightings: probes([0, 'restricted']) })).toMatchObject({ state: 'alive', status: 'restricted' });
  });

  it('unknown once nothing valid was seen for three intervals, at least 48 hours', () => {
    const seen = probes([0, 'alive']);
    expect(one({ at: START + 48 * HOUR, sightings: seen }).state).toBe('alive');
    expect(one({ at: START + 49 * HOUR, sightings: seen })).toMatchObject({ state: 'unknown', lastAlive: START, posting: null });
    const failing = [...seen, ...probes([DAY, 'unknown'], [2 * DAY, 'unknown'], [3 * DAY, 'unknown'])];
    expect(one({ at: START + 3 * DAY, sightings: failing }).state).toBe('unknown');
    expect(one({ at: START + 3 * DAY, sightings: seen, probeIntervals: { telegram: DAY } }).state).toBe('alive');
    expect(one({}).state).toBe('unknown');
    expect(one({})).toMatchObject({ status: 'unknown', reason: 'never_seen', lastAlive: null });
  });

  it('from exports alone: alive within its habit, unknown long after', () => {
    const weekly = activity(
      SADA,
      Array.from({ length: 20 }, (_, week) => START - week * 7 * DAY),
    );
    expect(one({ at: START + 6 * DAY, activity: [weekly] })).toMatchObject({
      state: 'alive',
      posting: true,
      status: 'alive',
      reason: 'post',
    });
    expect(one({ at: START + 30 * DAY, activity: [weekly] })).toMatchObject({ state: 'unknown', lastAlive: START, lastPost: START });
    expect(one({ at: START + HOUR, activity: [activity(SADA, [START])] })).toMatchObject({ state: 'alive', posting: null });
  });

  it('silent where it was seen alive long after its last post, unknown where nobody looked', () => {
    const daily = activity(
      SADA,
      Array.from({ length: 60 }, (_, day) => START - day * DAY),
    );
    const at = START + 40 * DAY;
    expect(one({ at, activity: [daily], sightings: probes([40 * DAY - HOUR, 'alive']) })).toMatchObject({
      state: 'silent',
      posting: false,
    });
    expect(one({ at, activity: [daily] }).state).toBe('unknown');
    expect(one({ at: START + 2 * DAY, activity: [daily], sightings: probes([2 * DAY, 'alive']) })).toMatchObject({
      state: 'alive',
      posting: true,
    });
    const few = activity(SADA, [START, START - DAY]);
    expect(one({ at, activity: [few], sightings: probes([40 * DAY, 'alive']) })).toMatchObject({ state: 'alive', posting: null });
  });
});

describe('controls', () => {
  const controls = [1, 2, 3].map((i) => `telegram:weather_${i}`);
  const roster = [watched(SADA), ...controls.map((channel) => watched(channel, 'living'))];

  function round(n: number, status: Status, living: Status[], never: Status[]): SightingRow[] {
    const at = START + n * HOUR;
    const row = (channel: string, s: Status, reason: string | null = null) =>
      sighting(channel, at, s, { tool: 'web', round: `r${n}`, reason });
    return [
      row(SADA, status),
      ...living.map((s, i) => row(controls[i] ?? 'telegram:weather_9', s)),
      ...never.map((s, i) => row(`telegram:nobody_${n}_${i}`, s, NEVER_USED_REASON)),
    ];
  }
  const LIVING: Status[] = ['alive', 'alive', 'alive'];
  const NEVER: Status[] = ['absent', 'absent'];
  const rounds = (living: Status[], never: Status[]) =>
    one({ roster, sightings: [...round(0, 'alive', LIVING, NEVER), ...[1, 2, 3].flatMap((n) => round(n, 'absent', living, never))] });

  const sada = (more: Partial<LivenessInput>) => liveness(input({ roster, ...more })).channels.find((line) => line.channel === SADA);

  it('make a round count, or not', () => {
    expect(rounds(LIVING, NEVER).state).toBe('gone');
    expect(rounds(['alive', 'alive'], NEVER).state).not.toBe('gone');
    expect(rounds(['alive', 'alive', 'unknown'], NEVER).state).not.toBe('gone');
    expect(rounds(LIVING, ['absent']).state).not.toBe('gone');
    expect(rounds(LIVING, ['absent', 'absent', 'alive']).state).not.toBe('gone');
    expect(rounds(['absent', 'absent', 'absent'], NEVER).state).not.toBe('gone');
  });

  it('take back a sign of life where every name is said to live', () => {
    const dead = [0, 1, 2, 3].flatMap((n) => round(n, n === 0 ? 'alive' : 'absent', LIVING, NEVER));
    const lie = round(4, 'alive', LIVING, ['alive', 'alive']);
    expect(sada({ sightings: [...dead, ...lie] })?.state).toBe('gone');
    expect(sada({ sightings: [...dead, ...round(4, 'alive', LIVING, NEVER)] })).toMatchObject({ gone: null });
  });

  it('try again up to four times: one answer is enough', () => {
    const retry = (n: number) => [...round(n, 'absent', ['unknown', 'alive', 'alive'], NEVER), ...round(n, 'unknown', ['alive'], [])];
    expect(sada({ sightings: [...round(0, 'alive', LIVING, NEVER), ...retry(1), ...retry(2), ...retry(3)] })?.state).toBe('gone');
  });

  it('stand for themselves where rounds have no names, also for looks near them', () => {
    const at = (h: number, channel: string, status: Status) => sighting(channel, START + h * HOUR, status, { tool: 'web' });
    const blind = [1, 2, 3, 4].flatMap((h) => [at(h, SADA, 'absent'), at(h + 0.4, controls[0] ?? '', 'absent')]);
    expect(sada({ sightings: [at(0, SADA, 'alive'), ...blind] })?.gone).toBeNull();
    const seeing = [1, 2, 3, 4].flatMap((h) => [at(h, SADA, 'absent'), at(h + 0.4, controls[0] ?? '', 'alive')]);
    expect(sada({ sightings: [at(0, SADA, 'alive'), ...seeing] })?.state).toBe('gone');
  });

  it('are answered for in the census, never-used names are not', () => {
    const answer = liveness(input({ roster: [...roster, watched('telegram:nobody', 'never-used')] }));
    expect(answer.channels.map((line) => [line.channel, line.control])).toEqual([[SADA, false], ...controls.map((c) => [c, true])]);
  });
});

describe('most of everything at once', () => {
  const many = Array.from({ length: 12 }, (_, i) => `telegram:garden_${String(i).padStart(2, '0')}`);
  const roster = many.map((channel) => watched(channel));
  const all = (hour: number, status: Status) =>
    many.map((channel, i) => sighting(channel, START + hour * HOUR + i * 1000, status, { tool: 'web' }));
  const outage = [...all(0, 'alive'), ...all(2, 'absent'), ...all(4, 'absent'), ...all(6, 'absent')];
  const at = START + 7 * HOUR;

  it('was us where it came back', () => {
    // Eleven come back and one does not: what was said of it while we were blind does not count.
    const back = all(8, 'alive').slice(1);
    const line = liveness(input({ at: START + 9 * HOUR, roster, sightings: [...outage, ...back] })).channels[0];
    expect(line).toMatchObject({ channel: many[0], gone: null });
  });

  it('is reported as unconfirmed before anything can decide, with the controls that will', () => {
    const first = input({
      at,
      roster: [...roster, watched('telegram:weather', 'living')],
      sightings: [...all(0, 'alive'), ...all(2, 'absent')],
    });
    const answer = liveness(first);
    expect(answer.channels.filter((line) => line.state === 'gone')).toEqual([]);
    expect(answer.massLosses).toEqual([
      {
        platform: 'telegram',
        from: START + 2 * HOUR,
        to: START + 2 * HOUR + 11_000,
        channels: many,
        watched: 12,
        controls: [{ channel: 'telegram:weather', status: 'unknown', at: null }],
      },
    ]);
  });

  it('stays unconfirmed while nothing at all is in sight', () => {
    const answer = liveness(input({ at, roster, sightings: outage }));
    expect(answer.channels.every((line) => line.state !== 'gone')).toBe(true);
    expect(answer.massLosses[0]?.channels).toEqual(many);
  });

  it('is a true loss where others are in sight in the same rounds', () => {
    const half = (hour: number) => all(hour, 'absent').slice(0, 10).concat(all(hour, 'alive').slice(10));
    const answer = liveness(input({ at, roster, sightings: [...all(0, 'alive'), ...half(2), ...half(4), ...half(6)] }));
    expect(answer.channels.filter((line) => line.state === 'gone')).toHaveLength(10);
    expect(answer.massLosses).toEqual([]);
  });
});

describe('names', () => {
  const bound = (handle: string, id: string, at: number, status: Status = 'alive') =>
    sighting(handle, START + at, status, { nativeId: id, tool: 'web' });

  it('a rename closes a disappearance', () => {
    const sightings = [
      bound(SADA, '1', 0),
      ...[1, 2, 3, 8, 9, 10].map((day) => sighting(SADA, START + day * DAY, 'absent', { tool: 'web' })),
      bound('telegram:sada_101', '1', 5 * DAY),
      bound('telegram:sada_101', '1', 10 * DAY),
    ];
    const bindings = [binding(SADA, '1', START, START), binding('telegram:sada_101', '1', START + 5 * DAY, START + 10 * DAY)];
    const line = one({ sightings, bindings });
    expect(line).toMatchObject({ channel: 'telegram:sada_101', entered: SADA, state: 'alive', gone: null });
    expect(line.renamed).toMatchObject({ from: SADA, to: 'telegram:sada_101', after: START, by: START + 5 * DAY });
    const before = sightings.filter((row) => row.at <= START + 4 * DAY);
    expect(one({ at: START + 4 * DAY, sightings: before, bindings: bindings.slice(0, 1) })).toMatchObject({ channel: SADA, state: 'gone' });
  });

  it('a reassigned handle ends the old channel, whatever its new holder does', () => {
    const sightings = [bound(SADA, '1', 0), bound(SADA, '2', DAY, 'reassigned'), bound(SADA, '2', 9 * DAY), ...probes([10 * DAY, 'alive'])];
    const bindings = [binding(SADA, '1', START, START), binding(SADA, '2', START + DAY, START + 9 * DAY)];
    const line = one({ sightings, bindings });
    expect(line).toMatchObject({ channel: SADA, state: 'gone', status: 'reassigned', gone: { after: START, by: START + DAY } });
    // The same from two profiles, without anybody saying the word.
    const silent = sightings.filter((row) => row.status !== 'reassigned');
    expect(one({ sightings: silent, bindings })).toMatchObject({
      state: 'gone',
      status: 'reassigned',
      gone: { after: START, by: START + DAY },
    });
    // And where no id of the old channel was ever known.
    const unbound = [sighting(SADA, START, 'alive'), ...sightings.slice(1)];
    expect(one({ sightings: unbound, bindings: bindings.slice(1) })).toMatchObject({
      channel: SADA,
      state: 'gone',
      gone: { after: START },
    });
  });

  it('two references to one channel are one line', () => {
    const roster = [watched('telegram:#1001234'), watched(SADA)];
    const answer = liveness(input({ roster, bindings: [binding(SADA, '1001234', START, START + DAY)] }));
    expect(answer.channels.map((line) => line.channel)).toEqual([SADA]);
  });
});

describe('invariants', () => {
  const CHANNELS = ['telegram:a', 'telegram:b', 'telegram:weather'];
  const cell = fc.record({
    channel: fc.constantFrom(...CHANNELS),
    hour: fc.nat(200),
    status: fc.constantFrom(...STATUSES),
    tool: fc.constantFrom('web' as const, 'app' as const, null),
    observer: fc.constantFrom('a1', 'a2', null),
    round: fc.constantFrom('r1', null, null),
  });
  const cells = fc.array(cell, { maxLength: 25 });
  const roster = [watched('telegram:a'), watched('telegram:b'), watched('telegram:weather', 'living')];
  type Cell = typeof cell extends fc.Arbitrary<infer T> ? T : never;
  const rowsOf = (list: readonly Cell[]) =>
    list.map(({ channel, hour, status, ...more }, i) => ({ ...sighting(channel, START + hour * HOUR, status, more), id: `n${i}` }));
  const answer = (sightings: SightingRow[]) => liveness(input({ at: START + 201 * HOUR, roster, sightings })).channels;

  it('the order of rows does not matter', () => {
    fc.assert(
      fc.property(cells, fc.nat(), (list, seed) => {
        const rows = rowsOf(list);
        const turned = rows.map((_, i) => rows[(i + seed) % rows.length]!).reverse();
        expect(answer(turned)).toEqual(answer(rows));
      }),
    );
  });

  it('a look that could not see changes nothing', () => {
    fc.assert(
      fc.property(cells, cells, (list, more) => {
        const rows = rowsOf(list);
        const blind = rowsOf(more).map((row, i) => ({ ...row, id: `u${i}`, status: 'unknown' as const }));
        expect(answer([...rows, ...blind])).toEqual(answer(rows));
      }),
    );
  });

  it('a later sign of life re-opens all but a reassigned handle', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const rows = rowsOf(list).filter((row) => row.status !== 'reassigned');
        const seen = sighting('telegram:a', START + 201 * HOUR, 'alive', { tool: 'app', observer: 'a9' });
        const line = answer([...rows, seen]).find((l) => l.channel === 'telegram:a');
        expect(line).toMatchObject({ state: 'alive', gone: null, lastAlive: START + 201 * HOUR });
      }),
    );
  });

  it('gone is never said without at least two explicit answers after the last sign of life', () => {
    fc.assert(
      fc.property(cells, (list) => {
        const rows = rowsOf(list).filter((row) => row.status !== 'reassigned');
        for (const line of answer(rows)) {
          if (line.gone === null) continue;
          expect(line.gone.after ?? 0).toBeLessThanOrEqual(line.gone.by);
          expect(line.evidence.length).toBeGreaterThanOrEqual(2);
          for (const id of line.evidence) {
            const row = rows.find((r) => r.id === id);
            expect(['absent', 'banned', 'deactivated', 'moved']).toContain(row?.status);
            expect(row?.at).toBeGreaterThanOrEqual(line.gone.by);
          }
        }
      }),
    );
  });
});

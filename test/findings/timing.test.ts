import { describe, expect, it } from 'vitest';
import type { Dossier } from '../../src/findings/dossier.ts';
import { timing } from '../../src/findings/timing.ts';
import { DAY, START } from './rows.ts';

const LOSS = START + 60 * DAY;

function dossier(more: Partial<Dossier>): Dossier {
  const nothing = {
    kind: null,
    createdAt: null,
    firstSeen: null,
    firstPost: null,
    lastPost: null,
    lastAlive: null,
    lost: null,
    movedTo: null,
  };
  const rest = { control: false, observed: true, handles: [], faces: [], posts: 1, state: 'alive', status: 'alive' } as const;
  return { index: 0, identity: 'telegram:a', channel: 'telegram:a', platform: 'telegram', ...nothing, ...rest, ...more };
}

const lost = dossier({ lost: { after: LOSS - DAY, by: LOSS } });

/** A life with a post on each of these days. */
function living(from: number, to: number, more: Partial<Dossier> = {}): [Dossier, number[]] {
  const days: number[] = [];
  for (let at = from; at < to; at += DAY) days.push(Math.floor(at / DAY));
  return [dossier({ firstPost: from, firstSeen: from, lastPost: to, lastAlive: to, ...more }), days];
}

describe('timing', () => {
  it('finds a beginning right after the loss telling, and less so the later it is', () => {
    const at = (days: number) => timing(lost, ...living(LOSS + days * DAY, LOSS + 90 * DAY));
    expect(at(0).near).toBe(1);
    expect(at(14).near).toBeCloseTo(0.5, 6);
    expect(at(200).near).toBeLessThan(0.1);
    expect([at(20).late, at(120).late]).toEqual([0, 2]);
  });

  it('does not mind that a home was made before, if it was hardly used', () => {
    const [home, days] = living(LOSS, LOSS + 30 * DAY, { createdAt: LOSS - 40 * DAY, firstPost: LOSS - 30 * DAY });
    const prepared = timing(lost, home, [Math.floor((LOSS - 30 * DAY) / DAY), ...days]);
    expect(prepared.near).toBeGreaterThan(0.9);
    expect(prepared.parallel).toBeLessThan(0.01);
  });

  it('does mind a life of its own beside the lost one', () => {
    const beside = timing(lost, ...living(START, LOSS + 20 * DAY));
    expect(beside.parallel).toBeGreaterThan(0.6);
    expect(beside.near).toBeLessThan(0.15);
  });

  it('tells who was lost before, and who was not seen since', () => {
    const [gone, days] = living(START, LOSS - 20 * DAY, { lost: { after: LOSS - 20 * DAY, by: LOSS - 19 * DAY } });
    expect(timing(lost, gone, days)).toMatchObject({ dead: 1, near: 0 });
    expect(timing(lost, ...living(START, LOSS - 20 * DAY))).toMatchObject({ dead: 0.5 });
    expect(timing(lost, ...living(START, LOSS + DAY))).toMatchObject({ dead: 0 });
  });

  it('says nothing of a living channel, or of one that nobody saw', () => {
    const nothing = { near: 0, parallel: 0, late: 0, dead: 0 };
    expect(timing(dossier({}), ...living(LOSS, LOSS + DAY))).toMatchObject(nothing);
    expect(timing(lost, dossier({ observed: false }), [])).toMatchObject(nothing);
  });
});

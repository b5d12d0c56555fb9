import { describe, expect, it } from 'vitest';
import { sayings } from '../../src/findings/pointers.ts';
import { denials, disputeMeasures } from '../../src/findings/successor-disputes.ts';
import { kinOf } from '../../src/findings/successor-kin.ts';
import { type SignpostMeasures, signpostReader } from '../../src/findings/successor-signposts.ts';
import type { ForwardRow } from '../../src/model/rows.ts';
import { DAY, START } from './rows.ts';
import { denial, inputOf, LOSS, pointer, type Small, usualCase } from './successor-rows.ts';

function readFor(pointers: Small['pointers'], forwards: ForwardRow[] = []) {
  const input = inputOf(usualCase({ pointers: pointers ?? [], disputes: [] }));
  const said = sayings(input, input.known);
  const place = (channel: string): number => input.known.of(channel, null, input.at) ?? -1;
  const lost = place('telegram:lantern');
  const kin = kinOf([lost], input.known, input.faces, forwards, said);
  const of = (channel: string): SignpostMeasures | undefined => signpostReader(said, input.known, kin).of(lost).get(place(channel));
  return { input, said, place, lost, kin, of };
}

const weights = (heard: SignpostMeasures | undefined, kind: keyof SignpostMeasures) =>
  (heard?.[kind] ?? []).map(({ weight }) => Math.round(weight * 100) / 100);

const forwarded: ForwardRow = {
  channel: 'telegram:fan',
  nativeId: null,
  from: 'telegram:lantern',
  posts: 5,
  firstAt: START + DAY,
  lastAt: START + 9 * DAY,
};

describe('signposts', () => {
  it('takes the last word of the lost channel itself, shared among the places that it names', () => {
    expect(weights(readFor([pointer('telegram:lantern', 'tamtam:home', LOSS - DAY)]).of('tamtam:home'), 'self')).toEqual([1]);
    const two = [pointer('telegram:lantern', 'tamtam:home', LOSS - DAY), pointer('telegram:lantern', 'tamtam:mask', LOSS - DAY)];
    expect(weights(readFor(two).of('tamtam:home'), 'self')).toEqual([0.71]);
    const neutral = pointer('telegram:lantern', 'tamtam:home', LOSS - DAY, { stance: 'neutral' });
    expect(weights(readFor([neutral]).of('tamtam:home'), 'self')).toEqual([0.7]);
  });

  it('hears those who name it, and those of its circle apart', () => {
    const post = pointer('telegram:fan', 'tamtam:home', LOSS + DAY, { words: 'lantern lives' });
    expect(weights(readFor([post]).of('tamtam:home'), 'named')).toEqual([1]);
    const circle = readFor([post], [forwarded]).of('tamtam:home');
    expect([weights(circle, 'circle'), weights(circle, 'named')]).toEqual([[1], []]);
  });

  it('hears its circle around the loss even where it names nobody, and strangers not', () => {
    const post = pointer('telegram:fan', 'tamtam:home', LOSS + DAY, { words: 'come here' });
    expect(readFor([post]).of('tamtam:home')).toBeUndefined();
    expect(weights(readFor([post], [forwarded]).of('tamtam:home'), 'kin')).toEqual([1]);
    const late = pointer('telegram:fan', 'tamtam:home', LOSS + 19 * DAY, { words: 'come here' });
    const old = pointer('telegram:fan', 'tamtam:home', LOSS - 15 * DAY, { words: 'come here' });
    expect(weights(readFor([late], [forwarded]).of('tamtam:home'), 'kin')).toEqual([1]);
    expect(weights(readFor([old], [forwarded]).of('tamtam:home'), 'kin')).toEqual([]);
  });

  it('makes nobody its circle by what comes after the loss', () => {
    const after = { ...forwarded, firstAt: LOSS + DAY, lastAt: LOSS + 2 * DAY };
    expect(readFor([], [after]).kin.get(readFor([]).lost)?.size).toBe(0);
  });

  it('keeps apart what the candidate says of itself', () => {
    const heard = readFor([pointer('tamtam:mask', 'telegram:lantern', LOSS + 2 * DAY)]).of('tamtam:mask');
    expect([weights(heard, 'back'), weights(heard, 'named')]).toEqual([[1], []]);
  });

  it('gives less credit to a place that only points, and to one that never stops', () => {
    const once = (channel: string, count: number) =>
      Array.from({ length: count }, (_, i) => pointer(channel, 'tamtam:home', LOSS + DAY + i, { words: 'lantern lives' }));
    expect(weights(readFor(once('telegram:fan', 16)).of('tamtam:home'), 'named')).toEqual([0.67]);
    expect(weights(readFor(once('telegram:fan', 39)).of('tamtam:home'), 'named')[0]).toBeLessThan(0.4);
  });

  it('never takes a warning for a signpost', () => {
    const warn = pointer('telegram:fan', 'tamtam:home', LOSS + DAY, { stance: 'warn', words: 'lantern is not there' });
    expect(readFor([warn], [forwarded]).of('tamtam:home')).toBeUndefined();
  });
});

describe('disputes', () => {
  it('weigh by who speaks: itself, a likely home, the circle, anybody; one channel once', () => {
    const { input, said, place, lost, kin } = readFor([], [forwarded]);
    const worth = (by: string, likely = 0): number => {
      const rows = [denial(by, 'tamtam:home', LOSS + DAY), denial(by, 'tamtam:home', LOSS + 2 * DAY)];
      return disputeMeasures(lost, place('tamtam:home'), denials(rows, said, input.known), kin, () => likely).weight;
    };
    expect([worth('telegram:lantern'), worth('tamtam:mask', 0.8), worth('telegram:fan'), worth('tamtam:stranger')]).toEqual([
      1, 0.8, 0.5, 0.3,
    ]);
    expect(worth('tamtam:home')).toBe(0);
  });
});

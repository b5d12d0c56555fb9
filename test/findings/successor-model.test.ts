import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURES, type PairFacts, placeOf, vectorOf } from '../../src/findings/successor-measures.ts';
import {
  bitsByKind,
  type Entrant,
  judgePairs,
  noneOf,
  type PairModel,
  probabilityOf,
  standings,
} from '../../src/findings/successor-model.ts';
import { SUCCESSOR_MODEL } from '../../src/findings/successor-weights.ts';
import { PLAIN } from './successor-rows.ts';

const base = placeOf('base');

/** A pair whose evidence sums up to so many bits. */
function pair(from: number, to: number, bits: number, decided: Entrant['decided'] = null): Entrant {
  const vector = new Float64Array(MEASURES.length);
  vector[base] = bits;
  return { from, to, vector, decided };
}

const plain: PairModel = { weights: MEASURES.map((_, i) => (i === base ? 1 : 0)), rivalry: { slope: 1, shift: 0, rivals: 1, claims: 0 } };

describe('the model that was learnt', () => {
  it('fits its measures: one weight each, in the direction that it may speak in', () => {
    for (const { weights } of [SUCCESSOR_MODEL, ...SUCCESSOR_MODEL.ensemble]) {
      expect(weights).toHaveLength(MEASURES.length);
      for (const [i, { name, sign }] of MEASURES.entries()) {
        expect(Number.isFinite(weights[i]), name).toBe(true);
        if (sign !== 0) expect(sign * (weights[i] ?? 0), name).toBeGreaterThanOrEqual(0);
      }
    }
    expect(SUCCESSOR_MODEL.calibratedOn).toMatch(/simulated worlds/);
  });

  it('does not believe one voice of a stranger alone', () => {
    const { rivalry, weights } = SUCCESSOR_MODEL;
    const vector = vectorOf({ ...NOTHING, signposts: { ...SILENT, named: [{ said: SAID, weight: 1 }] } });
    const bits = vector.reduce((sum, x, i) => sum + x * (weights[i] ?? 0), 0);
    expect(probabilityOf(rivalry.slope * bits + rivalry.shift)).toBeLessThan(0.5);
  });
});

const SILENT = { self: [], circle: [], named: [], kin: [], back: [] };
const SAID = { to: 1, by: 2, voice: 'a', text: 't', at: 0, post: null, stance: 'call', obfuscated: false, names: new Map() } as const;
const NOTHING: PairFacts = {
  pool: 300,
  observed: true,
  moved: false,
  signposts: null,
  face: { handle: null, title: null, avatar: null, joint: 0, details: { handle: '', title: '', avatar: '' } },
  voice: {
    text: null,
    style: null,
    rhythm: null,
    archive: 0,
    copies: 0,
    copiesBefore: 0,
    ownPosts: 3,
    examples: [],
    details: { text: '', style: '', rhythm: '', archive: '' },
  },
  timing: { near: 1, parallel: 0, late: 0, dead: 0, detail: '' },
  denied: 0,
};

describe('vectorOf', () => {
  it('is bounded, whatever the likenesses and however many voices', () => {
    const wild = vectorOf({
      ...NOTHING,
      face: { ...NOTHING.face, joint: 1e6 },
      voice: { ...NOTHING.voice, text: 1e6, style: -1e6, rhythm: 1e6, archive: 1e6, copies: 1e6, ownPosts: 0 },
      signposts: { ...SILENT, named: Array.from({ length: 1000 }, () => ({ said: SAID, weight: 1 })) },
      denied: 1e6,
    });
    expect(Math.max(...wild.map(Math.abs))).toBeLessThanOrEqual(20);
    expect(wild[placeOf('named')]).toBe(1);
  });

  it('discounts the voice of who mostly copies', () => {
    const voice = (copies: number) => vectorOf({ ...NOTHING, voice: { ...NOTHING.voice, text: 6, copies, ownPosts: 30, archive: 5 } });
    expect(voice(0)[placeOf('textLike')]).toBe(6);
    expect(voice(30)[placeOf('textLike')]).toBeLessThan(3);
    expect(voice(300)[placeOf('textLike')]).toBe(0);
  });
});

describe('standings', () => {
  it('with full rivalry is a choice of one or none', () => {
    const found = standings([pair(0, 1, 2), pair(0, 2, 1), pair(5, 1, 0)], plain).map((one) => probabilityOf(one.bits));
    expect(found[0]).toBeCloseTo(4 / 7, 12);
    expect(found[1]).toBeCloseTo(2 / 7, 12);
    expect(found[2]).toBeCloseTo(1 / 2, 12);
  });

  it('lets every pair stand alone without rivalry, and takes away for rival claims', () => {
    const alone = { ...plain, rivalry: { slope: 1, shift: 0, rivals: 0, claims: 0 } };
    expect(standings([pair(0, 1, 2), pair(0, 2, 9)], alone)[0]).toEqual({ bits: 2, rivalry: -0 });
    const claimed = { ...plain, rivalry: { slope: 1, shift: 0, rivals: 0, claims: 1 } };
    expect(standings([pair(0, 1, 2), pair(3, 1, 1)], claimed)[0]?.rivalry).toBeCloseTo(-Math.log2(3), 12);
  });

  it('frees the rivals of who is out and binds those of who is in', () => {
    const rival = (decided: Entrant['decided']) => standings([pair(0, 1, 2), pair(0, 2, 3, decided)], plain)[0]?.bits ?? 0;
    expect(rival('out')).toBe(2);
    expect(rival('in')).toBeLessThan(rival(null));
  });

  it('does not depend on the order of pairs', () => {
    const bits = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.double({ min: -20, max: 20, noNaN: true })), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(bits, (triples) => {
        const entrants = triples.map(([from, to, s]) => pair(from, to + 10, s));
        const forth = standings(entrants, PLAIN).map((one) => one.bits);
        const back = standings([...entrants].reverse(), PLAIN).map((one) => one.bits);
        expect(back.reverse()).toEqual(forth);
      }),
    );
  });
});

describe('judgePairs', () => {
  const member = (shift: number): PairModel => ({ ...plain, rivalry: { ...plain.rivalry, shift } });
  const model = { ...PLAIN, ...plain, ensemble: [-2, -1, 0, 1, 2].map(member) };

  it('spans the ensemble, holds the probability, and widens where the case is strange', () => {
    const [usual] = judgePairs([pair(0, 1, 0)], model, 1);
    const [strange] = judgePairs([pair(0, 1, 0)], model, 2);
    expect(usual).toMatchObject({ probability: 0.5, low: 0.2, high: 0.8 });
    expect(strange?.low).toBeCloseTo(1 / 17, 12);
    expect(strange?.high).toBeCloseTo(16 / 17, 12);
  });
});

describe('noneOf and bitsByKind', () => {
  it('is the product of the misses, scaled', () => {
    expect(noneOf([0.5, 0.5], { slope: 1, shift: 0 })).toBeCloseTo(0.25, 12);
    expect(noneOf([], { slope: 1, shift: 0 })).toBeCloseTo(1, 6);
    expect(noneOf([1], { slope: 1, shift: 0 })).toBeLessThan(1e-6);
  });

  it('adds up to the log-odds before rivals', () => {
    const entrant = pair(0, 1, 3);
    const total = [...bitsByKind(entrant.vector, PLAIN).values()].reduce((sum, x) => sum + x, 0);
    expect(total).toBeCloseTo(standings([entrant], PLAIN)[0]?.bits ?? Number.NaN, 12);
  });
});

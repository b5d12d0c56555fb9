import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditInput, drawAudit } from '../../src/findings/audit.ts';
import { candidate, succession } from './successions.ts';

const lotOf =
  (seed: string): AuditInput['lot'] =>
  (name) =>
    createHash('sha256').update(`${seed} ${name}`).digest('hex');

/** 40 lost channels with one likely candidate, one doubtful and twenty that are unlikely. */
const successions = Array.from({ length: 40 }, (_, i) =>
  succession(`telegram:lost_${i}`, [
    candidate(`tamtam:home_${i}`, 0.95),
    candidate(`tamtam:maybe_${i}`, 0.4),
    ...Array.from({ length: 20 }, (_unused, k) => candidate(`tamtam:other_${i}_${k}`, 0.001)),
    candidate(`tamtam:unseen_${i}`, 0.6, { observed: false }),
  ]),
);
const draw = (more: Partial<AuditInput> = {}): ReturnType<typeof drawAudit> =>
  drawAudit({ successions, known: [], size: 30, lot: lotOf('seed'), ...more });

describe('the audit sample', () => {
  it('draws alike from every band, and knows with which probability', () => {
    const { pairs, population, unobserved } = draw();
    expect([pairs.length, population, unobserved]).toEqual([30, 40 * 22, 40]);
    const probability = new Map(pairs.map((pair) => [pair.successor.split(/[:_]/)[1], pair.drawnWith]));
    expect(Object.fromEntries(probability)).toEqual({ home: 10 / 40, maybe: 10 / 40, other: 10 / 800 });
    // The inverse of the probabilities adds up to the population.
    expect(pairs.reduce((sum, pair) => sum + 1 / pair.drawnWith, 0)).toBeCloseTo(population, 8);
  });

  it('the stated probabilities are true over many seeds', () => {
    let homes = 0;
    const counts = new Map<string, number>();
    const seeds = 120;
    for (let i = 0; i < seeds; i += 1) {
      for (const pair of draw({ lot: lotOf(String(i)) }).pairs) {
        counts.set(pair.successor, (counts.get(pair.successor) ?? 0) + 1);
        if (pair.successor === 'tamtam:home_7') homes += 1;
      }
    }
    // 30 expected, deviation 4.7.
    expect(Math.abs(homes - seeds / 4)).toBeLessThan(20);
    expect([...counts.keys()].some((name) => name.startsWith('tamtam:unseen'))).toBe(false);
  });

  it('the order shown says nothing of the band', () => {
    const bands = draw().pairs.map((pair) => pair.successor.split(/[:_]/)[1]);
    const changes = bands.filter((band, i) => i > 0 && band !== bands[i - 1]).length;
    expect(changes).toBeGreaterThan(8);
  });

  it('depends on the seed and not on the order of rows; leaves out what is decided or was drawn', () => {
    expect(draw({ successions: [...successions].reverse() })).toEqual(draw());
    expect(draw({ lot: lotOf('another') })).not.toEqual(draw());
    const first = draw().pairs;
    const names = new Set(first.map((pair) => `${pair.predecessor} ${pair.successor}`));
    const second = draw({ known: first, size: 800 }).pairs;
    expect(second.filter((pair) => names.has(`${pair.predecessor} ${pair.successor}`))).toEqual([]);
    const decided = [succession('telegram:x', [candidate('tamtam:y', 1, { verdict: 'confirmed' })])];
    expect(draw({ successions: decided }).pairs).toEqual([]);
  });

  it('gives all there is where more is wanted', () => {
    const { pairs } = draw({ size: 5000 });
    expect(pairs.length).toBe(880);
    expect(pairs.every((pair) => pair.drawnWith === 1)).toBe(true);
  });
});

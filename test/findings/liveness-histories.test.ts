import { describe, expect, it } from 'vitest';
import { liveness } from '../../src/findings/liveness.ts';
import { type History, history, knownAt } from './histories.ts';
import { DAY, HOUR } from './rows.ts';

const SEEDS = Array.from({ length: 120 }, (_, i) => i);

interface Mistakes {
  falselyGone: string[];
  wrongInterval: string[];
  missed: string[];
}

function mistakesOf(h: History, seed: number): Mistakes {
  const found: Mistakes = { falselyGone: [], wrongInterval: [], missed: [] };
  for (let at = h.end - 5 * DAY; at <= h.end; at += 23 * HOUR) {
    for (const line of liveness(knownAt(h, at)).channels) {
      const death = h.deaths.get(line.channel) ?? null;
      const name = `seed ${seed} ${line.channel} at ${at}: ${line.why}`;
      if (line.state === 'gone' && (death === null || death > at)) found.falselyGone.push(name);
      if (line.gone !== null && death !== null && !((line.gone.after ?? 0) <= death && death <= line.gone.by))
        found.wrongInterval.push(name);
    }
  }
  for (const line of liveness(knownAt(h, h.end)).channels) {
    const death = h.deaths.get(line.channel) ?? null;
    if (death !== null && death < h.end - 2 * DAY && line.state === 'alive') found.missed.push(`seed ${seed} ${line.channel}: ${line.why}`);
  }
  return found;
}

/** The field's usual rule, to show that these histories are hard: three explicit absences in a row. */
function naivelyGone(h: History): string[] {
  const wrong: string[] = [];
  for (const [channel, death] of h.deaths) {
    let run = 0;
    for (const row of h.sightings.filter((s) => s.channel === channel)) {
      run = row.status === 'absent' ? run + 1 : row.status === 'alive' ? 0 : run;
      if (run >= 3 && (death === null || death > row.at)) wrong.push(channel);
    }
  }
  return wrong;
}

describe.each([true, false])('the liveness rule in faulty histories (rounds named: %s)', (rounds) => {
  it('never calls a living channel gone, and its intervals hold the truth', () => {
    const all = SEEDS.map((seed) => mistakesOf(history(seed, rounds), seed));
    expect(all.flatMap((m) => m.falselyGone).slice(0, 3)).toEqual([]);
    expect(all.flatMap((m) => m.wrongInterval).slice(0, 3)).toEqual([]);
    expect(all.flatMap((m) => m.missed).slice(0, 3)).toEqual([]);
  });

  it('finds most deaths', () => {
    let dead = 0;
    let told = 0;
    for (const seed of SEEDS) {
      const h = history(seed, rounds);
      for (const line of liveness(knownAt(h, h.end)).channels) {
        const death = h.deaths.get(line.channel) ?? null;
        if (death === null || death > h.end - DAY) continue;
        dead += 1;
        if (line.state === 'gone') told += 1;
      }
    }
    expect(dead).toBeGreaterThan(300);
    expect(told / dead).toBeGreaterThan(0.9);
  });

  it('is tested on histories where three absences in a row are wrong', () => {
    const fooled = SEEDS.filter((seed) => naivelyGone(history(seed, rounds)).length > 0);
    expect(fooled.length).toBeGreaterThan(SEEDS.length / 5);
  });
});

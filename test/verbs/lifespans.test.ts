import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadVerb } from '../../src/verbs/index.ts';
import { type Desk, desk, newCase } from '../desk.ts';
import { sharedData } from '../shared-data.ts';

interface Answer {
  at: string;
  groups: {
    group: string;
    origin: string;
    n: number;
    ended: number;
    median: number | null;
    medianLow: number | null;
    medianHigh: number | null;
    restrictedMean: number | null;
    horizon: number;
    from: number | null;
    unique: boolean | null;
    naiveMean: number | null;
    curve: { day: number; survival: number; low: number; high: number }[];
  }[];
  comparison: { pValue: number } | null;
  leftOut: Record<string, number>;
}

let place: Desk;
beforeAll(() => {
  place = desk();
});
afterAll(() => place.remove());

async function answered(dir: string, input: Record<string, unknown> = {}): Promise<{ answer: Answer; text: string }> {
  const answer = await place.ask<Answer>('lifespans', dir, input);
  const verb = await loadVerb('lifespans');
  expect(verb?.output.parse(answer)).toEqual(answer);
  return { answer, text: JSON.stringify(verb?.human(answer, 'UTC')) };
}

describe('lifespans of a case', () => {
  it('says what to do where nothing is under watch', async () => {
    const { answer, text } = await answered(await newCase(place));
    expect(answer).toMatchObject({ groups: [], comparison: null });
    expect(text).toContain('trackway note');
  });

  it('reads homes with creation, late discovery and ends from what was imported', async () => {
    const dir = await newCase(place);
    const time = (day: number): string => new Date(Date.UTC(2019, 10, 1) + day * 86_400_000).toISOString();
    const lines: object[] = [];
    for (let k = 0; k < 12; k += 1) {
      const channel = `garden_${String.fromCharCode(97 + k)}`;
      lines.push({ type: 'profile', platform: 'tamtam', channel, observedAt: time(2), createdAt: time(0) });
      // Home k is gone after 3 + k days; the last four were still there.
      for (let day = 2; day <= 12; day += 1) {
        const status = day > 3 + k ? 'absent' : 'alive';
        for (const hour of [0, 0.1])
          lines.push({ type: 'sighting', platform: 'tamtam', channel, at: time(day + hour), status, observer: hour === 0 ? 'a' : 'b' });
      }
    }
    await place.ask('import', dir, { paths: [place.file('garden.ndjson', lines.map((line) => JSON.stringify(line)).join('\n'))] });
    const { answer, text } = await answered(dir);
    const [group] = answer.groups;
    expect(answer.groups).toHaveLength(1);
    expect(group).toMatchObject({ group: 'tamtam', origin: 'created', n: 12, from: 2, unique: true });
    expect(group?.ended).toBeGreaterThanOrEqual(7);
    expect(group?.median).toBeGreaterThan(7);
    expect(group?.median).toBeLessThan(10.5);
    expect(text).toContain('It is not how long homes last');
    const early = await answered(dir, { at: time(2.5) });
    expect(early.answer.groups[0]).toMatchObject({ ended: 0, median: null });
  });
});

const data = sharedData();

describe.skipIf(data === null)('lifespans of real lists of public instances', () => {
  const listed = async (name: string): Promise<Answer> => {
    const dir = await newCase(place);
    await place.ask('import', dir, { paths: [join(data ?? '', 'lifespans', `${name}.spells.jsonl`)] });
    return (await answered(dir)).answer;
  };

  it('are told apart by whether the entry on the list was seen, and short absences are no ends', async () => {
    for (const [name, least, most, still] of [
      ['searx', 200, 300, 70],
      ['invidious', 90, 170, 8],
    ] as const) {
      const { groups, comparison } = await listed(name);
      expect(groups.map((group) => group.group)).toEqual(['web/appeared', 'web/discovered']);
      const appeared = groups[0];
      expect(appeared?.median, name).toBeGreaterThan(least);
      expect(appeared?.median, name).toBeLessThan(most);
      expect(appeared?.medianLow).toBeLessThan(appeared?.median ?? 0);
      expect(appeared?.medianHigh).toBeGreaterThan(appeared?.median ?? 0);
      expect((appeared?.n ?? 0) - (appeared?.ended ?? 0), name).toBeGreaterThanOrEqual(still);
      // Lives from creation and from discovery are never compared.
      expect(comparison).toBeNull();
      expect(appeared?.curve.every((point, k, all) => k === 0 || point.survival <= (all[k - 1]?.survival ?? 1))).toBe(true);
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/errors.ts';
import { ACTIONS, type ActionWorld, actionWorld } from '../../src/simulate/interventions.ts';
import { impact } from '../../src/verbs/impact.ts';
import type { ImpactAnswer } from '../../src/verbs/impact-answer.ts';
import { type Desk, desk, ndjson, newCase } from '../desk.ts';
import { recordsOf, rosterOf } from '../impact-world.ts';

/** The report on a small invented action, from files to the answer. */

const DAY = 86_400_000;
const AT = ACTIONS['2019'].at;
const ACTION = { ...ACTIONS['2019'], asOf: AT + 45 * DAY, created: 6, postsPerDay: 5, meanLifespanDays: 10 };

let place: Desk;
let world: ActionWorld;
beforeAll(async () => {
  place = desk();
  world = actionWorld(ACTION, 'command', 600, 1);
  // One post in ten names a host of its own.
  const records = recordsOf(world, AT - 60 * DAY).map((record, i) =>
    'text' in record && i % 10 === 0 ? { ...record, text: `${record.text} https://books${i % 20}.example.org/${i}` } : record,
  );
  const events = [
    { type: 'event', at: '2019-11-22T00:00:00Z', name: 'Removal day', intervention: true, source: 'a notice' },
    { type: 'event', at: '2019-11-01T00:00:00Z', name: 'Book fair', source: 'a leaflet' },
  ];
  const roster = rosterOf(world, (room) => room.rostered && room.endedAt === null);
  await newCase(place, 'case');
  await place.ask('import', 'case', { paths: [place.file('action.ndjson', ndjson([...records, ...events]))] });
  await place.ask('roster', 'case', { action: 'import', items: [place.file('roster.csv', roster)] });
}, 120_000);
afterAll(() => place.remove());

const ask = (input: Record<string, unknown>): Promise<ImpactAnswer> => place.ask<ImpactAnswer>('impact', 'case', input);
const row = (rows: ImpactAnswer['roster'], measure: string) => rows.find((line) => line.measure === measure);

describe('trackway impact', () => {
  it('gives back what was planted, the roster beside the network; in words, what changed and never what caused it', async () => {
    const answer = await ask({ at: '2019-11-22' });
    const { organic, forwarded } = world.truth;
    expect(answer).toMatchObject({ at: '2019-11-22T00:00:00Z', windowDays: 30, coverage: 1, rosterEmpty: false, comparison: null });
    expect(row(answer.roster, 'organicPosts')).toMatchObject({ before: organic.before, after: organic.after });
    expect(row(answer.roster, 'forwardedPosts')).toMatchObject({ before: forwarded.before, after: forwarded.after });
    expect(row(answer.roster, 'organicPosts')?.high).toBeLessThan(-0.5);
    expect(row(answer.network, 'organicPosts')?.after).toBeGreaterThan(organic.after);
    expect(answer.channels.network - answer.channels.roster).toBeGreaterThanOrEqual(6);
    expect(answer.cohort.created).toBe(6);
    expect(answer.cohort.output).toBe(world.truth.cohortPosts);
    // Looks twice a day: each life is seen to within a day.
    expect(Math.abs((answer.cohort.meanLifespanDays ?? 0) * 6 - world.truth.cohortDays)).toBeLessThan(6);
    expect(answer.outlinks).toHaveLength(1);
    expect(answer.outlinks[0]).toMatchObject({ domain: 'example.org', class: 'other', platform: null });
    expect(answer.outlinks[0]?.before).toBeGreaterThan(20);
    expect(answer.days).toHaveLength(60);
    expect(answer.health.observers.find((observer) => observer.observer === 'w1')?.before.answered).toBeGreaterThan(5000);
    const said = impact
      .human(answer, 'UTC')
      .map((block) =>
        block.kind === 'text'
          ? block.text
          : [block.columns.map((column) => column.title), ...block.rows].map((cells) => cells.join(' | ')).join('\n'),
      )
      .join('\n');
    expect(said).toContain('changed by');
    expect(said).toContain('own posts | 600 | 27 | −95.5 %');
    expect(said).toContain('example[.]org');
    expect(said).not.toMatch(/caus|because of|due to|effect of/i);
  }, 60_000);

  it('takes an event by a part of its name, and a gap and a comparison set', async () => {
    const answer = await ask({ event: 'removal', gap: '6d', window: '14d', compare: 'untouched' });
    expect(answer.at).toBe('2019-11-22T00:00:00Z');
    expect(answer.before).toEqual({ from: '2019-11-02T00:00:00Z', to: '2019-11-16T00:00:00Z', days: 14 });
    const untouched = world.channels.filter((room) => room.rostered && room.endedAt === null).length;
    expect(answer.comparison?.channels.comparison).toBe(untouched);
    expect(answer.comparison?.differences.find((line) => line.measure === 'posts')?.difference).toBeLessThan(0);
    expect(answer.cautions.join(' ')).toContain('spills into');
  }, 60_000);

  it('answers as of then: later posts do not exist', async () => {
    const answer = await ask({ at: '2019-11-22', asOf: '2019-12-02T00:00:00Z' });
    expect(answer.after.days).toBe(10);
    expect(answer.cautions.join(' ')).toContain('Only 10 of 30 days after');
    expect(row(answer.roster, 'posts')?.after).toBeLessThanOrEqual(world.truth.organic.after + world.truth.forwarded.after);
  }, 60_000);

  it('says what is wrong with a question', async () => {
    const wrong = async (input: Record<string, unknown>): Promise<string> => {
      const error = await ask(input).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(UserError);
      return (error as UserError).message;
    };
    expect(await wrong({})).toMatch(/"Removal day" \(2019-11-22T00:00:00Z\)/);
    expect(await wrong({})).not.toContain('Book fair');
    expect(await wrong({ event: 'Book fair' })).toContain('no intervention is called');
    expect(await wrong({ at: '2019-11-22', event: 'Removal day' })).toContain('not both');
    expect(await wrong({ at: '2030-01-01' })).toContain('nothing yet of the day after');
    expect(await wrong({ at: '2019-11-22', window: 'long' })).toContain('30d');
    expect(await wrong({ at: '2019-11-22', gap: '1d,2d,3d' })).toContain('two parts');
    expect(await wrong({ at: '2019-11-22', compare: 'nobody' })).toContain('untouched');
  }, 60_000);
});

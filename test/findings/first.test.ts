import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisiveSpans, type FirstInput, firstAppearances } from '../../src/findings/first.ts';
import type { CopyRow, CoverageRow, CoverageSpan } from '../../src/model/rows.ts';
import { unknownZone } from '../../src/model/time.ts';
import { binding, copy, HOUR, START } from './rows.ts';

const SECOND = 1000;
const TAMTAM = 'tamtam:sada_new';
const TELEGRAM = 'telegram:sada_100';

/** A lake in which every post of every rival was seen. */
function complete(span: CoverageSpan): CoverageRow {
  return { statement: span.statement, channel: span.channel, anchor: span.copy - 3, known: 2 };
}

function first(
  copies: CopyRow[],
  cover: (span: CoverageSpan) => CoverageRow[] = (span) => [complete(span)],
  bindings: FirstInput['bindings'] = [],
) {
  const input = { copies, bindings };
  const statement = firstAppearances(input, decisiveSpans(input).flatMap(cover))[0];
  if (statement === undefined) throw new Error('no statement');
  return statement;
}

describe('first appearance', () => {
  const twoMinutes = [copy('s', TELEGRAM, '500', START + 120 * SECOND), copy('s', TAMTAM, 'mid.1', START)];

  it('tells a lead of two minutes between platforms as an interval', () => {
    const s = first(twoMinutes);
    expect(s).toMatchObject({ id: 's', copies: 2, channels: 2, gaps: 0, order: { platforms: 'established', channels: 'established' } });
    expect(s.first).toEqual({
      channel: TAMTAM,
      post: 'mid.1',
      at: START,
      after: START - SECOND,
      by: START + SECOND + 1,
      throughForward: false,
    });
    expect(s.lead).toEqual({ over: TELEGRAM, minMs: 118 * SECOND - 1, maxMs: 123 * SECOND });
    expect(s.byPlatform.map((p) => p.platform)).toEqual(['tamtam', 'telegram']);
    expect(s.posts.map((p) => p.post)).toEqual(['mid.1', '500']);
  });

  it('does not establish an order within the clocks', () => {
    const near = first([copy('s', TAMTAM, 'mid.1', START), copy('s', TELEGRAM, '500', START + 1500)]);
    expect(near.order.platforms).toBe('not established');
    expect(near.lead?.minMs).toBeLessThan(0);
    const doubtful = twoMinutes.map((row) => ({ ...row, clockErrorMs: 60 * SECOND }));
    expect(first(doubtful).order.platforms).toBe('not established');
    const measured = [copy('s', TAMTAM, 'mid.1', START, { clockErrorMs: 0 }), copy('s', TELEGRAM, '500', START + 1, { clockErrorMs: 0 })];
    expect(first(measured).order.platforms).toBe('established');
  });

  it('counts what was not seen of a rival that numbers its posts', () => {
    const span = decisiveSpans({ copies: twoMinutes, bindings: [] });
    expect(span).toEqual([{ statement: 's', channel: TELEGRAM, nativeId: null, from: START - SECOND - HOUR, copy: 500 }]);
    const holes = first(twoMinutes, (s) => [{ ...complete(s), known: 0 }]);
    expect(holes).toMatchObject({ gaps: 2, order: { platforms: 'not established', channels: 'not established' } });
    expect(first(twoMinutes, () => []).order.platforms).toBe('not established');
    expect(first(twoMinutes, (s) => [{ ...complete(s), anchor: null, known: 499 }]).order.platforms).toBe('established');
  });

  it('needs no numbers of a rival whose platform has none', () => {
    const s = first([copy('s', TELEGRAM, '500', START), copy('s', TAMTAM, 'mid.1', START + 60 * SECOND)], () => []);
    expect(s).toMatchObject({ order: { platforms: 'established' }, gaps: 0, first: { channel: TELEGRAM } });
  });

  it('tells platforms and channels apart', () => {
    const twins = [copy('s', 'tamtam:a', '1', START), copy('s', 'tamtam:b', '2', START + 500), copy('s', TELEGRAM, '9', START + HOUR)];
    expect(first(twins).order).toEqual({ platforms: 'established', channels: 'not established' });
    expect(first(twins).lead?.over).toBe(TELEGRAM);
    expect(first(twins.slice(0, 2)).order).toEqual({ platforms: 'only one', channels: 'not established' });
    expect(first(twins.slice(0, 2)).lead?.over).toBe('tamtam:b');
    expect(first([copy('s', TELEGRAM, '9', START), copy('s', TELEGRAM, '10', START + HOUR)])).toMatchObject({
      order: { platforms: 'only one', channels: 'only one' },
      lead: null,
      channels: 1,
    });
  });

  it('takes an edited post for what it may have said before, unless it was seen unedited', () => {
    const edited = copy('s', TAMTAM, 'mid.1', START, { editedAt: START + HOUR });
    const rival = copy('s', TELEGRAM, '500', START + 120 * SECOND);
    expect(first([edited, rival])).toMatchObject({ order: { platforms: 'not established' }, first: { channel: TAMTAM } });
    expect(first([edited, { ...edited, editedAt: null }, rival]).order.platforms).toBe('established');
    // A second, unedited copy on the same platform carries the platform, not the channel.
    const other = copy('s', 'tamtam:other', 'mid.2', START + 5 * SECOND);
    expect(first([edited, other, rival]).order).toEqual({ platforms: 'established', channels: 'not established' });
  });

  it('does not establish an order under an unknown zone', () => {
    const s = first([copy('s', TELEGRAM, '500', START, unknownZone(START)), copy('s', TAMTAM, 'mid.1', START + HOUR)]);
    expect(s.order.platforms).toBe('not established');
    expect(s.first.by - s.first.after).toBeGreaterThan(26 * HOUR);
  });

  it('lets a forward prove an origin that was never seen', () => {
    const forwarded = copy('s', TELEGRAM, '500', START + HOUR, { forwardChannel: 'telegram:#77', forwardId: '9', forwardAt: START });
    const s = first([forwarded, copy('s', TAMTAM, 'mid.1', START + 60 * SECOND)]);
    expect(s.first).toMatchObject({ channel: 'telegram:#77', post: '9', at: START, throughForward: true });
    expect(s).toMatchObject({ copies: 3, channels: 3, order: { platforms: 'established' } });
    // An origin that was seen is one copy, under whatever name it was seen.
    const seen = copy('s', 'telegram:home', '9', START);
    expect(first([forwarded, seen], undefined, [binding('telegram:home', '77', START, START)])).toMatchObject({
      copies: 2,
      first: { channel: 'telegram:home', throughForward: false },
    });
    // A forward without a time only says "before": then nobody can be told to be first.
    const undated = { ...forwarded, forwardAt: null };
    const u = first([undated, copy('s', TAMTAM, 'mid.1', START)]);
    expect(u).toMatchObject({ first: { channel: TAMTAM }, order: { platforms: 'not established' }, lead: { over: TELEGRAM } });
  });

  it('sorts statements and does not depend on the order of rows', () => {
    const cell = fc.record({
      statement: fc.constantFrom('s1', 's2'),
      channel: fc.constantFrom(TELEGRAM, TAMTAM, 'telegram:b'),
      post: fc.nat(9).map(String),
      at: fc.nat(5).map((n) => START + n * SECOND),
      edited: fc.option(fc.nat(9).map((n) => START + n * SECOND)),
      forward: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), fc.nat(), (cells, seed) => {
        const rows = cells.map((c) =>
          copy(c.statement, c.channel, c.post, c.at, {
            editedAt: c.edited,
            ...(c.forward ? { forwardChannel: 'telegram:b', forwardId: '3', forwardAt: c.at - SECOND } : {}),
          }),
        );
        const turned = rows.map((_, i) => rows[(i + seed) % rows.length]!).reverse();
        const answer = firstAppearances({ copies: rows, bindings: [] }, []);
        expect(firstAppearances({ copies: turned, bindings: [] }, [])).toEqual(answer);
        for (const s of answer) {
          expect(s.posts).toHaveLength(s.copies);
          for (const p of s.posts) expect(p.at).toBeGreaterThanOrEqual(s.first.at);
          for (const p of s.posts) expect(p.after).toBeLessThan(p.by);
        }
      }),
    );
  });

  it('never establishes a wrong order, whatever clocks and edits do within their bounds', () => {
    const side = fc.record({
      truth: fc.nat(10_000),
      skew: fc.integer({ min: -1000, max: 1000 }),
      published: fc.nat(5000),
      edited: fc.boolean(),
    });
    fc.assert(
      fc.property(side, side, (a, b) => {
        // The text appeared at `truth`: by publication, or by an edit of something published before.
        const row = (channel: string, s: typeof a) => {
          const stamp = (time: number) => START + Math.floor((time + s.skew) / SECOND) * SECOND;
          const at = stamp(s.edited ? s.truth - s.published : s.truth);
          return copy('s', channel, '1', at, { editedAt: s.edited ? stamp(s.truth) : null });
        };
        const s = first([row('telegram:a', a), row('facebook:b', b)], (span) => [{ ...complete(span), anchor: null, known: 0 }]);
        const truth = a.truth < b.truth ? 'telegram:a' : 'facebook:b';
        if (s.order.platforms === 'established' && a.truth !== b.truth) expect(s.first.channel).toBe(truth);
        const lead = (s.first.channel === 'telegram:a' ? 1 : -1) * (b.truth - a.truth);
        expect(lead).toBeGreaterThanOrEqual((s.lead?.minMs ?? 0) - 1);
        expect(lead).toBeLessThanOrEqual((s.lead?.maxMs ?? 0) + 1);
      }),
    );
  });
});

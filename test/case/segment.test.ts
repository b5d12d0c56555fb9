import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportBody } from '../../src/case/apply.ts';
import { openCase } from '../../src/case/case.ts';
import { newSegment, sealSegment } from '../../src/case/segment.ts';
import { watchReader } from '../../src/case/watch-reader.ts';
import { sightingOf } from '../../src/case/watch-sighting.ts';
import { segmentInfo, writeLook } from '../../src/case/watch-warc.ts';
import { originalPath } from '../../src/evidence/files.ts';
import { warc } from '../../src/formats/warc.ts';
import { FAILURES, NOTHING_KNOWN, type Recorded } from '../../src/model/watch.ts';
import { type Desk, desk, newCase } from '../desk.ts';
import { expectSameHoweverCut, readBytes } from '../formats/reading.ts';
import { answer, clubPage, context, looked, lookedAlive, START, source } from './clubs-source.mjs';
import { clubs, failure, registerClubs } from './watched.ts';

let place: Desk;
beforeAll(async () => {
  place = desk();
  await registerClubs();
});
afterAll(() => place.remove());

const reader = watchReader([clubs]);
const now = (): number => START;

async function sealed(recorded: readonly Recorded[]): Promise<{ bytes: Buffer; dir: string; path: string }> {
  const dir = await newCase(place);
  const open = openCase(place.path(dir), now);
  const segment = newSegment(open);
  for (const one of recorded) segment.add(one);
  expect(segment.looks()).toBe(recorded.length);
  const entry = sealSegment(open, segment);
  open.close();
  if (entry === null) throw new Error('nothing was sealed');
  const [file] = (entry.body as ImportBody).files;
  const path = join(place.path(dir), originalPath(file?.digest ?? '', 'watch'));
  return { bytes: readFileSync(path), dir, path };
}

describe('a segment', () => {
  it('says again what the looks said, with the places of their records', async () => {
    const alive = await lookedAlive('clubs:rook', START + 300_000, NOTHING_KNOWN);
    const gone = await looked(context('clubs:pawn', START), () => answer('', START + 2000, { status: 404 }));
    const lost = await looked(context('clubs:king', START), () => failure('timeout', START + 30_000));
    const all = [alive, gone, lost];
    const { bytes, dir } = await sealed(all.map(({ recorded }) => recorded));
    const { records, places, problems, chunks } = await readBytes(reader, bytes);
    expect(problems).toEqual([]);
    expect(records.filter((one) => one.type === 'sighting')).toEqual(
      all.map(({ recorded, look }) => sightingOf(recorded.context, look, recorded.exchanges, 'web')),
    );
    expect(records.filter((one) => one.type === 'profile')).toEqual([alive.look.profile]);
    expect(records.filter((one) => one.type === 'post')).toEqual(
      alive.look.posts.map((post) => ({ ...post, observedAt: START + 300_000 })),
    );
    expect(chunks.flatMap((chunk) => chunk.watched ?? [])).toMatchObject(
      all.map(({ recorded, look }) => ({
        kind: 'look',
        before: NOTHING_KNOWN,
        after: look.known,
        channel: recorded.context.channel,
      })),
    );
    // Each place is where a gzip member begins.
    for (const offset of places) expect([...bytes.subarray(offset, offset + 3)]).toEqual([0x1f, 0x8b, 8]);
    expect(await place.ask('verify', dir)).toMatchObject({ verdict: 'sound' });
    await expectSameHoweverCut(reader, bytes, {}, [1, 7, 1000]);
  });

  it('is a WARC whose every digest holds, whatever came back', async () => {
    const header = fc.tuple(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,12}$/),
      fc.string({ maxLength: 30 }).map((text) =>
        Buffer.from(text)
          .toString('latin1')
          .replace(/[\r\n\0]/g, '')
          .trim(),
      ),
    );
    const outcome = fc.oneof(
      fc
        .tuple(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 200, max: 599 }), fc.array(header, { maxLength: 5 }))
        .map(([raw, status, headers]) =>
          answer(raw, START + 5, {
            status,
            headers: [...headers.filter(([name]) => !/^(content|x-orig)/i.test(name)), ['Transfer-Encoding', 'chunked']],
          }),
        ),
      fc.constantFrom(...FAILURES).map((why) => failure(why, START + 5)),
    );
    const url = fc.constantFrom('https://clubs.example/a?b=c', 'xmpp:room@clubs.example');
    const exchange = fc.record({
      request: fc.record({
        method: fc.constantFrom('GET' as const, 'POST' as const),
        url,
        headers: fc.constant({ accept: '*/*' }),
        body: fc.option(fc.string()),
        credential: fc.constant(null),
      }),
      outcome,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(exchange, { maxLength: 4 }), async (exchanges) => {
        const bytes = Buffer.concat([segmentInfo(START), ...writeLook({ context: context('clubs:rook', START), exchanges })]);
        const seen = await readBytes(warc, bytes);
        expect(seen.problems).toEqual([]);
        const answered = exchanges.filter((one) => one.outcome.kind === 'answer');
        expect(seen.records).toMatchObject(answered.map((one) => ({ type: 'capture', uri: one.request.url, at: START - 295 })));
        // A source that asks for just these finds each of them as it was.
        const asked: object[] = [];
        const parrot = {
          ...source,
          async look(...[input, ask]: Parameters<typeof source.look>) {
            for (const { request } of exchanges) asked.push(await ask(request));
            return source.look(input, () => Promise.resolve(failure('reset', 0)));
          },
        };
        const again = await readBytes(watchReader([{ ...clubs, watch: parrot }]), bytes);
        expect(again.problems).toEqual([]);
        const plain = (one: object): object => ('raw' in one ? { ...one, raw: [...(one.raw as Uint8Array)], body: null } : one);
        expect(asked.map(plain)).toEqual(exchanges.map(({ outcome: came }) => plain(came)));
      }),
      { numRuns: 60 },
    );
  });

  it('undoes content codings only when it is read back', async () => {
    const page = clubPage('rook', START + 60_000, -1);
    const coded = answer(gzipSync(page), START + 60_000, { body: Buffer.from(page), headers: [['Content-Encoding', 'gzip']] });
    const { recorded, look } = await looked(context('clubs:rook', START), () => coded);
    const { records } = await readBytes(reader, (await sealed([recorded])).bytes);
    expect(records.filter((one) => one.type === 'post')).toHaveLength(look.posts.length);
  });

  it('of nothing is nothing', async () => {
    const dir = await newCase(place);
    const open = openCase(place.path(dir), now);
    expect(sealSegment(open, newSegment(open))).toBe(null);
    open.close();
    expect(existsSync(place.path(`${dir}/evidence/warc`))).toBe(false);
    expect(readdirSync(place.path(`${dir}/incoming`))).toEqual([]);
  });

  it('with any byte changed is found by verify', async () => {
    const { recorded } = await lookedAlive('clubs:rook', START + 300_000, NOTHING_KNOWN);
    const { bytes, dir, path } = await sealed([recorded]);
    for (let at = 0; at < bytes.length; at += 97) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
      expect(await place.ask('verify', dir)).toMatchObject({
        verdict: 'tampered',
        problems: [{ kind: 'changed', path: expect.stringContaining('evidence/warc/') }],
      });
    }
    writeFileSync(path, bytes);
    expect(await place.ask('verify', dir)).toMatchObject({ verdict: 'sound' });
  });
});

describe('reading back', () => {
  it('what was not recorded is unknown, with a problem that says so', async () => {
    const { recorded } = await lookedAlive('clubs:rook', START + 300_000, NOTHING_KNOWN);
    const { bytes } = await sealed([recorded]);
    const other = {
      ...source,
      look: (...[input, ask]: Parameters<typeof source.look>) => source.look({ ...input, channel: 'clubs:other' }, ask),
    };
    const failing = { ...source, look: () => Promise.reject(new Error('no such field')) };
    const readings = [
      [[{ ...clubs, watch: other }], /asks for https:\/\/clubs.example\/c\/other/],
      [[{ ...clubs, watch: failing }], /failed on it: no such field/],
      [[], /does not watch clubs/],
    ] as const;
    for (const [platforms, reason] of readings) {
      const { records, problems, chunks } = await readBytes(watchReader(platforms), bytes);
      expect(records).toMatchObject([
        { type: 'sighting', status: 'unknown', reason: 'not_read_back', at: START + 300_000, channel: 'clubs:rook' },
      ]);
      expect(problems).toMatchObject([{ where: 'clubs:rook', reason: expect.stringMatching(reason) }]);
      expect(chunks.flatMap((chunk) => chunk.watched ?? [])).toMatchObject([{ status: 'unknown', after: NOTHING_KNOWN }]);
    }
  });

  it('tries as often as was tried, and the last answer counts', async () => {
    const asked = context('clubs:rook', START, { tries: 3 });
    const { recorded } = await looked(asked, () => failure('reset', START));
    const [first] = recorded.exchanges;
    const good = answer(clubPage('rook', START + 60_000, -1), START + 9000);
    const exchanges = [first!, first!, { request: first!.request, outcome: good }];
    const { records } = await readBytes(reader, (await sealed([{ context: asked, exchanges }])).bytes);
    expect(records[0]).toMatchObject({ status: 'alive', at: START + 9000 });
  });

  it('controls: names never used say so and leave nothing behind; a failed control voids its round', async () => {
    const never = await looked(context('clubs:never_1', START, { control: 'never-used' }), () => answer('', START, { status: 404 }));
    const voids = await lookedAlive('clubs:rook', START + 60_000, NOTHING_KNOWN);
    const voided = { ...voids.recorded, context: { ...context('clubs:rook', START), control: 'living', voids: true } as const };
    const { records, chunks } = await readBytes(reader, (await sealed([never.recorded, voided])).bytes);
    expect(records.filter((one) => one.type === 'sighting')).toMatchObject([
      { status: 'absent', reason: 'control:never-used no_club' },
      { status: 'unknown', reason: 'round:void club_page' },
    ]);
    expect(chunks.flatMap((chunk) => chunk.watched ?? [])).toMatchObject([{ channel: 'clubs:rook', after: { lastPost: null } }]);
  });

  it('a damaged record costs its look and no other', async () => {
    const looks = [];
    for (const name of ['rook', 'pawn', 'king']) looks.push((await lookedAlive(`clubs:${name}`, START + 300_000, NOTHING_KNOWN)).recorded);
    const { bytes } = await sealed(looks);
    const whole = await readBytes(reader, bytes);
    const second = whole.places[whole.records.findIndex((one) => one.type === 'sighting' && one.channel === 'clubs:pawn')] ?? 0;
    const changed = Buffer.from(bytes);
    changed[second + 60] = (changed[second + 60] ?? 0) ^ 0x55;
    const damaged = await readBytes(reader, changed);
    expect(damaged.problems.length).toBeGreaterThan(0);
    const statuses = damaged.records.flatMap((one) => (one.type === 'sighting' ? [[one.channel, one.status]] : []));
    expect(statuses).toEqual([
      ['clubs:rook', 'alive'],
      ['clubs:pawn', 'unknown'],
      ['clubs:king', 'alive'],
    ]);
  });
});

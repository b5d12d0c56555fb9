import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenCase, openCase } from '../../src/case/case.ts';
import { refreshDerived } from '../../src/case/derived.ts';
import { openIngest } from '../../src/case/ingest.ts';
import { loadKey, pseudonymizer } from '../../src/case/pseudonyms.ts';
import { rebuildCase } from '../../src/case/rebuild.ts';
import { newSegment, sealSegment } from '../../src/case/segment.ts';
import { EMPTY_HEAD, walkLog } from '../../src/evidence/log.ts';
import { NOTHING_KNOWN } from '../../src/model/watch.ts';
import { takeImportLock } from '../../src/store/import-lock.ts';
import { type Desk, desk, ndjson, newCase, post } from '../desk.ts';
import { lakeRows } from '../lake-rows.ts';
import { answer, context, looked, lookedAlive, SETTINGS, START, source } from './clubs-source.mjs';
import { failure, registerClubs, sealRound } from './watched.ts';

let place: Desk;
beforeAll(async () => {
  place = desk();
  await registerClubs();
});
afterAll(() => place.remove());

const MINUTE = 60_000;
const CLUBS = ['clubs:rook', 'clubs:pawn', 'clubs:king'];
const quiet = (): void => {};

async function newOpen(): Promise<{ dir: string; open: OpenCase; session: ReturnType<typeof openIngest> }> {
  const dir = await newCase(place);
  const open = openCase(place.path(dir), () => START);
  return { dir, open, session: sessionOf(open) };
}

function sessionOf(open: OpenCase): ReturnType<typeof openIngest> {
  return openIngest(open, pseudonymizer(loadKey(open.settings.id, open.settings.keyCheck)), quiet);
}

/** Digest of every lake file that counts, by path. */
function lakeDigests(open: OpenCase): [string, string][] {
  return open.db.lakeFiles().map(({ path }): [string, string] => [
    path,
    createHash('sha256')
      .update(readFileSync(join(open.folder, path)))
      .digest('hex'),
  ]);
}

async function posts(dir: string): Promise<string[]> {
  return (await lakeRows(place.path(dir))).posts.map((row) => `${row['channel']}/${row['id']}`);
}

describe('a watch that seals again and again', () => {
  it('stores what it saw, once, and goes on from there; a rebuild comes to the same bytes', async () => {
    const { dir, open, session } = await newOpen();
    // More than 16 batches, so that their files are merged on the way, with other writers between.
    for (let minute = 1; minute <= 40; minute++) {
      await sealRound(open, CLUBS, START + minute * MINUTE);
      expect(await session.readPending()).toBe(true);
      if (minute === 10)
        await place.ask('import', dir, { paths: [place.file('other.ndjson', ndjson([post(1, 'a letter from the reading room')]))] });
      if (minute === 15)
        await place.ask('note', dir, { channel: 'clubs:rook', status: 'alive', at: '2019-11-29T20:00:00Z', observer: 'ben' });
    }
    session.close();
    await refreshDerived(open, quiet);
    const kept = await posts(dir);
    expect(new Set(kept).size).toBe(kept.length);
    expect(kept.length).toBe(3 * 41 + 1);
    expect(open.db.watching()).toMatchObject(
      [...CLUBS].sort().map((channel) => ({ channel, known: { lastPost: '40' }, status: 'alive', firstLookedAt: expect.any(Number) })),
    );
    // Files are few however many segments there are.
    const files = open.db.lakeFiles().filter((file) => file.lakeTable === 'sightings');
    expect(files.length).toBe(2 + 9);
    expect(await place.ask('verify', dir)).toMatchObject({ verdict: 'sound' });

    const before = {
      lake: lakeDigests(open),
      watching: open.db.watching(),
      sources: open.db.sources().map(({ importedAt, ...rest }) => rest),
    };
    open.close();
    for (const name of ['case.db', 'case.db-wal', 'case.db-shm', 'search.db', 'search.db-wal', 'search.db-shm', 'lake'])
      rmSync(place.path(`${dir}/${name}`), { recursive: true, force: true });
    const rebuilt = await rebuildCase(place.path(dir), () => START, quiet);
    const after = {
      lake: lakeDigests(rebuilt),
      watching: rebuilt.db.watching(),
      sources: rebuilt.db.sources().map(({ importedAt, ...rest }) => rest),
    };
    rebuilt.close();
    expect(after).toEqual(before);
  });

  it('knows what another process imported meanwhile, and what a rebuild put in another place', async () => {
    const { dir, open, session } = await newOpen();
    await sealRound(open, CLUBS, START + MINUTE);
    await session.readPending();
    const text = 'rook: move 2 of the long game, told to all who follow';
    const same = {
      platform: 'clubs',
      channel: 'rook',
      id: '2',
      publishedAt: new Date(START + 2 * MINUTE).toISOString(),
      text,
      author: 'player 2',
    };
    await place.ask('import', dir, { paths: [place.file('same.ndjson', ndjson([post(2, text, same)]))] });
    await sealRound(open, CLUBS, START + 2 * MINUTE);
    await session.readPending();
    const kept = await posts(dir);
    expect(kept.filter((one) => one === 'clubs:rook/2')).toHaveLength(1);
    (await rebuildCase(place.path(dir), () => START, quiet)).close();
    await sealRound(open, CLUBS, START + 3 * MINUTE);
    await session.readPending();
    expect(new Set(await posts(dir)).size).toBe(3 * 4);
    expect(await place.ask('search', dir, { query: ['move'] })).toMatchObject({ total: 12 });
    open.close();
  });

  it('leaves another that reads alone, and catches up', async () => {
    const { dir, open, session } = await newOpen();
    await sealRound(open, CLUBS, START + MINUTE);
    const release = takeImportLock(open.folder, quiet);
    expect(await session.readPending()).toBe(false);
    release();
    expect(await posts(dir)).toEqual([]);
    expect(await session.readPending()).toBe(true);
    expect(await posts(dir)).toHaveLength(6);
    open.close();
  });

  it('takes nothing for stored that was only read', async () => {
    const { dir, open, session } = await newOpen();
    await sealRound(open, CLUBS, START + MINUTE);
    const { moveWatch } = open.db;
    open.db.moveWatch = () => {
      throw new Error('the disk is full');
    };
    await expect(session.readPending()).rejects.toThrow('the disk is full');
    expect(await posts(dir)).toEqual([]);
    expect(open.db.watching()).toEqual([]);
    open.db.moveWatch = moveWatch;
    await session.readPending();
    expect(await posts(dir)).toHaveLength(6);
    open.close();
  });
});

describe('where the watch stands', () => {
  it('never goes on from posts that are not stored', async () => {
    const { open, session } = await newOpen();
    const ahead = { ...NOTHING_KNOWN, lastPost: '40' };
    const { recorded } = await lookedAlive('clubs:rook', START + 45 * MINUTE, ahead);
    const segment = newSegment(open);
    segment.add(recorded);
    sealSegment(open, segment);
    await session.readPending();
    expect(open.db.watching()).toMatchObject([{ channel: 'clubs:rook', status: 'alive', known: { lastPost: null } }]);
    open.close();
  });

  it('keeps what was known through looks that saw nothing, and when it was last seen alive', async () => {
    const { open, session } = await newOpen();
    await sealRound(open, ['clubs:rook'], START + MINUTE);
    await session.readPending();
    const [first] = open.db.watching();
    const segment = newSegment(open);
    const asked = (at: number) => context('clubs:rook', at, { known: first?.known ?? NOTHING_KNOWN, round: 'late' });
    segment.add((await looked(asked(START + 2 * MINUTE), () => failure('timeout', START + 2 * MINUTE))).recorded);
    segment.add((await looked(asked(START + 3 * MINUTE), () => answer('', START + 3 * MINUTE, { status: 404 }))).recorded);
    sealSegment(open, segment);
    await session.readPending();
    expect(open.db.watching()).toEqual([
      { ...first, lookedAt: START + 3 * MINUTE, status: 'absent', round: 'late', aliveAt: START + MINUTE, firstLookedAt: START + MINUTE },
    ]);
    open.close();
  });

  it('searches go on behind what they found; their posts come in', async () => {
    const { dir, open, session } = await newOpen();
    open.db.putSearch({ platform: 'clubs', query: 'long game', note: '', since: '2019-11-29T18:00:00Z' });
    const search = async (cursor: string | null, ids: number[], at: number): Promise<void> => {
      const found = { title: '', posts: ids.map((id) => ({ id, at: START, text: `a new long game: ${id}`, by: 'somebody' })) };
      const asked = {
        purpose: 'search',
        platform: 'clubs',
        query: 'long game',
        cursor,
        settings: SETTINGS,
        startedAt: at,
        pages: 1,
        tries: 1,
        observer: 'ada',
      } as const;
      const exchanges: { request: never; outcome: ReturnType<typeof answer> }[] = [];
      await source.search?.(asked, (request) => {
        const outcome = answer(JSON.stringify(found), at);
        exchanges.push({ request: request as never, outcome });
        return Promise.resolve(outcome);
      });
      const segment = newSegment(open);
      segment.add({ context: asked, exchanges });
      sealSegment(open, segment);
      await session.readPending();
    };
    await search(null, [7, 8], START + MINUTE);
    expect(open.db.searches()).toMatchObject([{ query: 'long game', cursor: '8', searchedAt: START + MINUTE, failed: null }]);
    await search('11', [12], START + 2 * MINUTE);
    expect(open.db.searches()).toMatchObject([{ cursor: '8', searchedAt: START + 2 * MINUTE }]);
    await search('8', [9], START + 3 * MINUTE);
    expect(open.db.searches()).toMatchObject([{ cursor: '9' }]);
    expect(await posts(dir)).toEqual(['clubs:elsewhere/7', 'clubs:elsewhere/8', 'clubs:elsewhere/12', 'clubs:elsewhere/9']);
    open.close();
  });

  it('a segment that was moved into evidence and never logged is set aside by the next watch, and the log says so', async () => {
    const { dir, open, session } = await newOpen();
    await sealRound(open, CLUBS, START + MINUTE);
    await session.readPending();
    const stray = Buffer.from('moved and never logged');
    const name = `${createHash('sha256').update(stray).digest('hex')}.warc.gz`;
    writeFileSync(join(open.folder, 'evidence/warc', name), stray);
    expect(await place.ask('verify', dir)).toMatchObject({ verdict: 'incomplete', problems: [{ kind: 'unlogged' }] });
    sessionOf(open).close();
    expect(await place.ask('verify', dir)).toMatchObject({ verdict: 'sound' });
    expect(readFileSync(join(open.folder, 'set-aside', name))).toEqual(stray);
    expect(walkLog(open.folder, EMPTY_HEAD).entries.at(-1)).toMatchObject({ type: 'set-aside', body: { names: [name] } });
    open.close();
  });

  it('segments that nobody logged are swept once their writer is dead', async () => {
    const { open, session } = await newOpen();
    newSegment(open).add((await lookedAlive('clubs:rook', START, NOTHING_KNOWN)).recorded);
    expect(readdirSync(join(open.folder, 'incoming'))).toHaveLength(1);
    await sealRound(open, CLUBS, START + MINUTE);
    await session.readPending();
    // The one of this living process stays.
    expect(readdirSync(join(open.folder, 'incoming')).filter((name) => name.startsWith(`${process.pid}-`))).toHaveLength(1);
    open.close();
  });
});

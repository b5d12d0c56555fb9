import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase, record, sweepLake } from '../../src/case/case.ts';
import { copyIncoming, digestedOf, incomingPath, originalPath, sweepIncoming } from '../../src/evidence/files.ts';
import { appendEntry, EMPTY_HEAD, logPath, readHead, walkLog } from '../../src/evidence/log.ts';
import { openSearchIndex } from '../../src/store/search-index.ts';
import { type Desk, desk, ndjson, newCase, post } from '../desk.ts';
import { lakeRows } from '../lake-rows.ts';

/** What a kill, a failing disk or a careless hand leaves, and what the next command makes of it. */

let place: Desk;
beforeAll(() => {
  place = desk();
});
afterAll(() => place.remove());

interface Imported {
  files: { path: string; records: number; new: number; before: boolean }[];
  refused: { path: string; reason: string }[];
  problems: { reason: string }[];
}

const POSTS = ndjson(Array.from({ length: 20 }, (_, i) => post(i, `entry ${i} of the catalogue`)));
const now = (): number => Date.now();

async function caseWith(records: string, name: string): Promise<string> {
  const dir = await newCase(place);
  await place.ask('import', dir, { paths: [place.file(name, records)] });
  return dir;
}

const verified = (dir: string): Promise<unknown> => place.ask('verify', dir);
const logOf = (dir: string): string => readFileSync(logPath(place.path(dir)), 'utf8');

describe('a writer that was killed', () => {
  it('after its entry was logged: the next command knows it, reading ones too', async () => {
    const dir = await newCase(place);
    const folder = place.path(dir);
    const body = { add: [{ channel: 'telegram:reading_room', control: false, note: '', tags: [] }], remove: [] };
    appendEntry(folder, walkLog(folder, EMPTY_HEAD).head, { at: '2019-11-29T18:00:00Z', type: 'roster', actor: 'test', body });
    expect(await place.ask('roster', dir)).toMatchObject({ channels: [{ channel: 'telegram:reading_room' }] });
    expect(readHead(folder)?.entries).toBe(2);
  });

  it('in the middle of an entry: its start is set aside, and the log says so', async () => {
    const dir = await newCase(place);
    appendFileSync(logPath(place.path(dir)), '{"seq":2,"at":"2019');
    expect(await verified(dir)).toMatchObject({ verdict: 'incomplete' });
    await place.ask('roster', dir, { action: 'add', items: ['telegram:reading_room'] });
    expect(await verified(dir)).toMatchObject({ verdict: 'sound' });
    const [aside] = readdirSync(place.path(`${dir}/set-aside`));
    expect(readFileSync(place.path(`${dir}/set-aside/${aside}`), 'utf8')).toBe('{"seq":2,"at":"2019');
  });

  it('before its file was read: the answer says what it leaves out, and the import run again says what is new', async () => {
    const dir = await newCase(place);
    const path = place.file('unread.ndjson', POSTS);
    const open = openCase(place.path(dir), now);
    const incoming = copyIncoming(open.folder, path, () => {});
    const options = { platform: null, channel: null, zone: null, map: null };
    record(open, 'import', () => ({ files: [digestedOf(incoming)], name: 'unread.ndjson', format: 'observations', options }), incoming);
    open.close();
    place.warnings();
    expect(await place.ask('census', dir)).toMatchObject({ channels: [] });
    expect(place.warnings()).toEqual([expect.stringMatching(/1 imported file is not read to the end yet/)]);
    const { files } = await place.ask<Imported>('import', dir, { paths: [path] });
    expect(files).toMatchObject([{ records: 20, new: 20, before: false }]);
    expect(await place.ask<Imported>('import', dir, { paths: [path] })).toMatchObject({ files: [{ new: 0, before: true }] });
    expect(place.warnings()).toEqual([]);
  });

  it('between lake and index: the index is filled up and not doubled', async () => {
    const dir = await caseWith(POSTS, 'indexed.ndjson');
    const index = openSearchIndex(place.path(dir));
    index.clear();
    // Half of a merged file's posts are indexed.
    const rids = (await lakeRows(place.path(dir))).posts.slice(0, 7).map((row) => Number(row['rid']));
    index.add({ rids, at: rids.map(() => 0), channels: rids.map(() => 'telegram:reading_room'), words: rids.map(() => 'catalogue') });
    index.close();
    expect(await place.ask('search', dir, { query: ['catalogue'] })).toMatchObject({ total: 20 });
    // And an index that holds more than the lake is made again.
    const more = openSearchIndex(place.path(dir));
    more.add({ rids: [7], at: [0], channels: ['telegram:gone'], words: ['catalogue'] });
    more.close();
    expect(await place.ask('search', dir, { query: ['catalogue'] })).toMatchObject({ total: 20 });
  });

  it('leaves parts that are swept when it is dead, and not while it lives', async () => {
    const dir = await newCase(place);
    const folder = place.path(dir);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const parts = [`${dead}-half`, `${dead}-spill`].map((name) => join(folder, 'incoming', name));
    const mine = incomingPath(folder);
    writeFileSync(parts[0] ?? '', 'x');
    mkdirSync(parts[1] ?? '');
    writeFileSync(mine, 'x');
    mkdirSync(join(folder, 'incoming/somebody-elses'));
    writeFileSync(join(folder, 'incoming/lock.db'), '');
    sweepIncoming(folder);
    expect(readdirSync(join(folder, 'incoming')).sort()).toEqual(
      [mine.slice(join(folder, 'incoming/').length), 'lock.db', 'somebody-elses'].sort(),
    );
  });
});

describe('a turn that fails after its entry was written', () => {
  it('takes entry and original back', async () => {
    const dir = await newCase(place);
    const folder = place.path(dir);
    const before = logOf(dir);
    // HEAD cannot be replaced by a file while a folder is there.
    renameSync(join(folder, 'evidence/HEAD'), join(folder, 'HEAD'));
    mkdirSync(join(folder, 'evidence/HEAD'));
    const open = openCase(folder, now);
    const incoming = copyIncoming(folder, place.file('refused.ndjson', POSTS), () => {});
    const attempt = (): unknown => record(open, 'some-file', () => ({ files: [digestedOf(incoming)] }), incoming);
    expect(attempt).toThrow(/could not write .*HEAD/);
    open.close();
    expect(logOf(dir)).toBe(before);
    expect(existsSync(join(folder, originalPath(incoming.digest)))).toBe(false);
    expect(readdirSync(join(folder, 'incoming'))).toEqual([]);
    rmSync(join(folder, 'evidence/HEAD'), { recursive: true });
    renameSync(join(folder, 'HEAD'), join(folder, 'evidence/HEAD'));
    expect(await verified(dir)).toMatchObject({ verdict: 'sound' });
  });
});

describe('what is derived', () => {
  it('keeps what the roster says of a channel that is accepted too', async () => {
    const dir = await newCase(place);
    await place.ask('roster', dir, { action: 'add', items: ['telegram:proof'], control: true, note: 'neutral', tags: 'a' });
    await place.ask('found', dir, { action: 'accept', refs: ['telegram:proof', 'telegram:found_room'] });
    expect(await place.ask('roster', dir)).toMatchObject({
      channels: [{ channel: 'telegram:found_room' }, { channel: 'telegram:proof', control: true, note: 'neutral', tags: ['a'] }],
    });
  });

  it('keeps retired files for those who still read them, and sweeps them later', async () => {
    const dir = await caseWith(POSTS, 'retired.ndjson');
    const open = openCase(place.path(dir), now);
    const [file] = open.db.lakeFiles().filter((one) => one.lakeTable === 'posts');
    const copy = place.path(`${dir}/lake/posts/000009-00001.parquet`);
    cpSync(place.path(`${dir}/${file?.path}`), copy);
    writeFileSync(place.path(`${dir}/lake/.DS_Store`), 'x');
    sweepLake(open);
    expect(existsSync(copy)).toBe(true);
    utimesSync(copy, 1, 1);
    sweepLake(open);
    expect([existsSync(copy), existsSync(place.path(`${dir}/${file?.path}`))]).toEqual([false, true]);
    open.close();
  });

  it('comes back where the database is empty, damaged or of an older format', async () => {
    const dir = await caseWith(POSTS, 'derived.ndjson');
    const folder = place.path(dir);
    const drop = (): void => {
      for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, `case.db${suffix}`), { force: true });
    };
    drop();
    writeFileSync(join(folder, 'case.db'), '');
    // The log is applied at once; what is to be read from it is said to be missing.
    expect(await place.ask('census', dir)).toMatchObject({ channels: [] });
    expect(place.warnings()).toHaveLength(1);
    drop();
    writeFileSync(join(folder, 'case.db'), 'garbage '.repeat(100));
    await expect(place.ask('census', dir)).rejects.toThrow(/delete it and run `trackway rebuild`/);
    expect(await verified(dir)).toMatchObject({ verdict: 'sound' });
    expect(place.warnings()).toEqual([expect.stringMatching(/HEAD alone/)]);
    await place.ask('rebuild', dir);
    expect(await place.ask('census', dir)).toMatchObject({ channels: [{ posts: 20 }] });
    const yaml = readFileSync(join(folder, 'case.yaml'), 'utf8');
    writeFileSync(join(folder, 'case.yaml'), yaml.replace(/^format: \d+/m, 'format: 0'));
    await expect(place.ask('census', dir)).rejects.toThrow(/format 0.*trackway rebuild/);
    await place.ask('rebuild', dir);
    expect(await place.ask('census', dir)).toMatchObject({ channels: [{ posts: 20 }] });
  });

  it('is made again without an original that is lost, and says so', async () => {
    const dir = await caseWith(POSTS, 'lost.ndjson');
    await place.ask('import', dir, { paths: [place.file('kept.ndjson', ndjson([post(99, 'kept')]))] });
    const digest = createHash('sha256').update(POSTS).digest('hex');
    rmSync(place.path(`${dir}/${originalPath(digest)}`));
    await place.ask('rebuild', dir);
    const { posts, problems } = await lakeRows(place.path(dir));
    expect(posts.map((row) => row['text'])).toEqual(['kept']);
    expect(problems).toMatchObject([{ reason: expect.stringContaining('is missing: bring it back') }]);
    expect(await verified(dir)).toMatchObject({ verdict: 'tampered', problems: [{ kind: 'missing' }] });
  });

  it('names no author of what could not be read', async () => {
    const author = 'ada.lovelace.1815';
    const bad = [post(1, 'one', { publishedAt: 'yesterday', author }), post(2, 'two', { author: { name: author } })];
    const dir = await caseWith(ndjson([...bad, `{"author":"${author}",`, post(3, 'three', { author })]), 'named.ndjson');
    expect((await lakeRows(place.path(dir))).problems).toHaveLength(3);
    const files = readdirSync(place.path(dir), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const holding = files.filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes('lovelace'));
    expect(holding.map((entry) => entry.parentPath).every((path) => path.includes('evidence/originals'))).toBe(true);
    expect(holding).toHaveLength(1);
  });

  it('is told from a damaged gzip file as far as it goes', async () => {
    const whole = gzipSync(POSTS.repeat(50));
    const dir = await newCase(place);
    const path = place.file('cut.ndjson.gz', whole.subarray(0, whole.length - 40));
    const { problems } = await place.ask<Imported>('import', dir, { paths: [path] });
    expect(problems.at(-1)?.reason).toContain('the gzip file is damaged');
    expect(await verified(dir)).toMatchObject({ verdict: 'sound' });
  });
});

describe('what is imported', () => {
  it('is never the case itself, and a link in a folder is told', async () => {
    const dir = await caseWith(POSTS, 'own.ndjson');
    const before = logOf(dir);
    for (const part of ['evidence', 'lake', 'case.yaml'])
      await expect(place.ask('import', dir, { paths: [place.path(`${dir}/${part}`)] })).rejects.toThrow(/part of the case itself/);
    expect(logOf(dir)).toBe(before);
    mkdirSync(place.path(`${dir}/desk`));
    writeFileSync(place.path(`${dir}/desk/new.ndjson`), ndjson([post(50, 'new')]));
    symlinkSync(place.path('own.ndjson'), place.path(`${dir}/desk/link.ndjson`));
    const { files, refused } = await place.ask<Imported>('import', dir, { paths: [place.path(dir)] });
    expect(files.map((file) => file.path)).toEqual([place.path(`${dir}/desk/new.ndjson`)]);
    expect(refused).toMatchObject([{ reason: expect.stringContaining('symbolic link') }]);
    symlinkSync(place.path(`${dir}/desk`), place.path('desk-link'));
    expect((await place.ask<Imported>('import', dir, { paths: [place.path('desk-link')] })).files).toHaveLength(1);
  });
});

describe('a new case', () => {
  it('is for its owner alone, leaves nothing where its key cannot be kept, and never holds its key', async () => {
    mkdirSync(place.path('open-to-all'), { mode: 0o755 });
    const dir = await newCase(place, 'open-to-all');
    expect(statSync(place.path(dir)).mode & 0o077).toBe(0);
    process.env['TRACKWAY_KEY_FILE'] = '/dev/null/none/key';
    try {
      await expect(newCase(place, 'keyless')).rejects.toThrow(/TRACKWAY_KEY_FILE/);
      expect(existsSync(place.path('keyless'))).toBe(false);
      process.env['TRACKWAY_KEY_FILE'] = place.path('inside/key');
      await expect(newCase(place, 'inside')).rejects.toThrow(/inside the case/);
      process.env['TRACKWAY_KEY_FILE'] = place.path('shared.key');
      for (const name of ['one', 'two']) expect(await verified(await newCase(place, name))).toMatchObject({ verdict: 'sound' });
    } finally {
      delete process.env['TRACKWAY_KEY_FILE'];
    }
    await expect(newCase(place, 'one')).rejects.toThrow(/not empty/);
    place.file('a-file', '');
    await expect(newCase(place, 'a-file')).rejects.toThrow(/is a file/);
  });

  it('may be moved', async () => {
    const dir = await caseWith(POSTS, 'moved.ndjson');
    const before = await place.ask('census', dir);
    renameSync(place.path(dir), place.path('elsewhere'));
    expect(await place.ask('census', 'elsewhere')).toEqual(before);
    expect(await place.ask('import', 'elsewhere', { paths: [place.path('moved.ndjson')] })).toMatchObject({ files: [{ before: true }] });
    expect(await verified('elsewhere')).toMatchObject({ verdict: 'sound' });
  });
});

describe('the tags of the roster', () => {
  it('add up over two lists, and a list without notes takes none away', async () => {
    const dir = await newCase(place);
    await place.ask('roster', dir, { action: 'add', items: ['telegram:garden', 'telegram:pond'], note: 'seen by Ann', tags: 'ann' });
    await place.ask('roster', dir, { action: 'add', items: ['telegram:pond'], tags: 'ben,ann' });
    const { channels } = await place.ask<{ channels: { channel: string; tags: string[]; note: string }[] }>('roster', dir, {
      action: 'list',
    });
    expect(channels.map(({ channel, tags, note }) => [channel, tags, note])).toEqual([
      ['telegram:garden', ['ann'], 'seen by Ann'],
      ['telegram:pond', ['ann', 'ben'], 'seen by Ann'],
    ]);
  });
});

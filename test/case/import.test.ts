import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workplace, workplace } from '../command.ts';
import { lakeRows } from '../lake-rows.ts';

/** Imports as a researcher makes them, through the command: nothing lost, nothing doubled, everything told. */

let place: Workplace;
beforeAll(() => {
  place = workplace();
});
afterAll(() => place.remove());

interface Imported {
  files: { path: string; digest: string; format: string; records: number; new: number; repeated: number; bad: number; before: boolean }[];
  problems: { place: string; reason: string }[];
  refused: { path: string; reason: string }[];
}

interface Found {
  total: number;
  posts: { post: string; at: string; text: string }[];
}

const post = (id: number, text: string, more: object = {}): object => ({
  type: 'post',
  platform: 'telegram',
  channel: 'reading_room',
  id: String(id),
  publishedAt: new Date(Date.UTC(2019, 10, 1) + id * 60_000).toISOString(),
  text,
  ...more,
});
const ndjson = (records: readonly (object | string)[]): string =>
  `${records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n')}\n`;

let cases = 0;
function newCase(): string {
  const name = `case-${cases++}`;
  expect(place.run('init', name, '--purpose', 'a test').code).toBe(0);
  return name;
}

function file(name: string, content: string): string {
  writeFileSync(place.path(name), content);
  return name;
}

const rowsOf = (dir: string): ReturnType<typeof lakeRows> => lakeRows(place.path(dir));

describe('import', () => {
  it('counts, keeps and lists what it cannot read, and goes on', async () => {
    const dir = newCase();
    const path = file(
      'mixed.ndjson',
      ndjson([post(1, 'one'), '{"type":"post",', post(2, 'two', { publishedAt: 'yesterday' }), post(3, 'three'), '[1]', '{"type":"song"}']),
    );
    const { files, problems } = place.json<Imported>('import', path, '--case', dir);
    expect(files).toMatchObject([{ format: 'observations', records: 2, new: 2, repeated: 0, bad: 4 }]);
    expect(problems.map((problem) => problem.place)).toEqual(['line 2', 'line 3', 'line 5', 'line 6']);
    expect(problems[1]?.reason).toContain('yesterday');
    expect((await rowsOf(dir)).problems).toHaveLength(4);
  });

  it('takes the same file once, and the same post from two files once', async () => {
    const dir = newCase();
    const one = file('one.ndjson', ndjson([post(1, 'first'), post(2, 'second'), post(2, 'second')]));
    const two = file('two.ndjson', ndjson([post(2, 'second'), post(3, 'third')]));
    expect(place.json<Imported>('import', one, '--case', dir).files).toMatchObject([{ records: 3, new: 2, repeated: 1, before: false }]);
    expect(place.json<Imported>('import', one, '--case', dir).files).toMatchObject([{ new: 0, before: true }]);
    expect(place.json<Imported>('import', two, '--case', dir).files).toMatchObject([{ records: 2, new: 1, repeated: 1 }]);
    const rows = await rowsOf(dir);
    expect(rows.posts).toHaveLength(3);
    // Both further sources of post 2 are kept.
    expect(rows.repeats).toHaveLength(2);
  });

  it('keeps versions of a post and shows the newest', async () => {
    const dir = newCase();
    const path = file(
      'versions.ndjson',
      ndjson([post(1, 'the hall opens at nine', { editedAt: '2019-11-02T10:00:00Z' }), post(1, 'the hall opens at eight')]),
    );
    place.json('import', path, '--case', dir);
    expect(await rowsOf(dir)).toMatchObject({ posts: { length: 2 }, superseded: { length: 1 } });
    expect(place.json<{ channels: { posts: number }[] }>('census', '--case', dir).channels[0]?.posts).toBe(1);
  });

  it('reads a file again when --zone says what its times mean', () => {
    const dir = newCase();
    mkdirSync(place.path('export'));
    const message = {
      id: 1,
      type: 'message',
      date: '2019-11-29T19:41:00',
      from: 'Reading room',
      from_id: 'channel77',
      text: 'the reading room moves',
    };
    file('export/result.json', JSON.stringify({ name: 'Reading room', type: 'public_channel', id: 77, messages: [message] }));
    const times = (): unknown => {
      const [found] = place.json<{ posts: { at: string; after: string; by: string }[] }>('search', 'reading', '--case', dir).posts;
      return [found?.at, found?.after, found?.by];
    };
    place.json('import', 'export', '--case', dir);
    expect(times()).toEqual(['2019-11-29T19:41:00Z', '2019-11-29T05:41:00Z', '2019-11-30T07:41:00Z']);
    place.json('import', 'export', '--zone', 'Europe/Brussels', '--case', dir);
    expect(times()).toEqual(['2019-11-29T18:41:00Z', '2019-11-29T18:41:00Z', '2019-11-29T18:41:00Z']);
    expect(place.json<Found>('search', 'reading', '--case', dir).total).toBe(1);
    expect(place.run('verify', '--case', dir).code).toBe(0);
  });

  it('rebuilds the same rows in the same order from evidence alone', async () => {
    const dir = newCase();
    const texts = Array.from({ length: 400 }, (_, i) =>
      post(i % 350, `text ${i % 50} of the garden club, with a link to https://t.me/garden_${i % 7} and more words about seeds`),
    );
    file('many.ndjson', ndjson(texts));
    place.json('import', 'many.ndjson', '--case', dir);
    place.json('roster', 'add', 'telegram:reading_room', '--note', 'the first', '--case', dir);
    place.json('note', 'telegram:reading_room', '--status', 'absent', '--at', '2019-12-01T10:00:00Z', '--observer', 'ada', '--case', dir);
    place.json('found', 'accept', 'telegram:garden_3', '--case', dir);
    const before = {
      rows: await rowsOf(dir),
      roster: place.json('roster', '--case', dir),
      census: place.json('census', '--case', dir),
      lake: lakeBytes(dir),
    };
    for (const name of ['case.db', 'case.db-wal', 'case.db-shm', 'search.db', 'search.db-wal', 'search.db-shm', 'lake'])
      rmSync(place.path(`${dir}/${name}`), { recursive: true, force: true });
    const refused = place.run('census', '--case', dir);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('rebuild');
    place.json('rebuild', '--case', dir);
    expect({
      rows: await rowsOf(dir),
      roster: place.json('roster', '--case', dir),
      census: place.json('census', '--case', dir),
      lake: lakeBytes(dir),
    }).toEqual(before);
    expect(place.json<Found>('search', 'garden', '--case', dir).total).toBe(350);
  });

  function lakeBytes(dir: string): Record<string, string> {
    const lake = place.path(`${dir}/lake`);
    const files = readdirSync(lake, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(files.map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name)).toString('base64')]));
  }

  it('refuses what it cannot read with a message, and leaves the case as it was', () => {
    const dir = newCase();
    place.json('import', file('good.ndjson', ndjson([post(1, 'one')])), '--case', dir);
    const before = readFileSync(place.path(`${dir}/evidence/log.ndjson`), 'utf8');
    const refusals: [string[], RegExp][] = [
      [['no-such-file.json'], /no file or folder/],
      [[file('empty.json', '')], /is empty/],
      [[file('words.bin', 'neither this nor that')], /no format that Trackway knows/],
      [
        [file('utf16.json', '\ufeff{}')].map((name) => {
          writeFileSync(place.path(name), Buffer.from('\ufeff{"type":"post"}', 'utf16le'));
          return name;
        }),
        /UTF-16/,
      ],
      [['good.ndjson', '--zone', 'Mars/Olympus'], /no time zone/],
      [['good.ndjson', '--as', 'songs'], /no format "songs"/],
      [['good.ndjson', '--channel', 'nowhere'], /no channel reference/],
      [['good.ndjson', '--map', 'no-such-map.yaml'], /cannot read the mapping file/],
    ];
    for (const [words, message] of refusals) {
      const { code, err } = place.run('import', ...words, '--case', dir);
      expect([words, code]).toEqual([words, 2]);
      expect(err).toMatch(message);
      expect(err).not.toContain('defect');
    }
    expect(readFileSync(place.path(`${dir}/evidence/log.ndjson`), 'utf8')).toBe(before);
    expect(place.run('verify', '--case', dir).code).toBe(0);
  });

  it('imports the readable files of a folder and tells which it left out', () => {
    const dir = newCase();
    mkdirSync(place.path('folder/css'), { recursive: true });
    file('folder/a.ndjson', ndjson([post(1, 'one')]));
    file('folder/b.ndjson', 'no records here, only words');
    file('folder/css/style.css', 'body {}');
    const { files, refused } = place.json<Imported>('import', 'folder', '--case', dir);
    expect(files.map((imported) => imported.path)).toEqual(['folder/a.ndjson']);
    expect(refused.map((left) => left.path)).toEqual(['folder/b.ndjson']);
  });

  it('refuses a case of a newer version, a folder that is none, and a wrong key', () => {
    const dir = newCase();
    const yaml = readFileSync(place.path(`${dir}/case.yaml`), 'utf8');
    writeFileSync(place.path(`${dir}/case.yaml`), yaml.replace(/^format: \d+/m, 'format: 99'));
    const newer = place.run('census', '--case', dir);
    expect([newer.code, newer.err]).toEqual([2, expect.stringContaining('newer version')]);
    expect(place.run('census', '--case', 'folder')).toMatchObject({ code: 2, err: expect.stringContaining('trackway init') });
    writeFileSync(place.path(`${dir}/case.yaml`), yaml.replace(/keyCheck: .*/, 'keyCheck: 0123456789abcdef'));
    expect(place.run('import', 'good.ndjson', '--case', dir)).toMatchObject({
      code: 2,
      err: expect.stringContaining('not the key of this case'),
    });
  });

  it('keeps authors only as pseudonyms under a key outside the case', async () => {
    const dir = newCase();
    place.json(
      'import',
      file(
        'authors.ndjson',
        ndjson([post(1, 'a word', { author: 'ada.lovelace.1815' }), post(2, 'another', { author: 'ada.lovelace.1815' })]),
      ),
      '--case',
      dir,
    );
    const rows = (await rowsOf(dir)).posts;
    expect(new Set(rows.map((row) => row['author'])).size).toBe(1);
    expect(rows[0]?.['author']).toMatch(/^[0-9a-f]{16}$/);
    const derived = readdirSync(place.path(dir), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.parentPath.includes('evidence'),
    );
    for (const entry of derived) expect(readFileSync(join(entry.parentPath, entry.name)).includes('lovelace'), entry.name).toBe(false);
    expect(existsSync(place.path('config/trackway/keys'))).toBe(true);
  });

  it('lets others read while it writes, and two imports take turns', async () => {
    const dir = newCase();
    const many = (start: number): string =>
      ndjson(Array.from({ length: 4000 }, (_, i) => post(start + i, `entry ${i} of the catalogue of the small library`)));
    file('left.ndjson', many(0));
    file('right.ndjson', many(10_000));
    const both = ['left', 'right'].map((name) => place.start('import', `${name}.ndjson`, '--case', dir));
    const ended = both.map((child) => new Promise<number | null>((done) => child.on('exit', done)));
    const reads: (number | null)[] = [];
    while (both.some((child) => child.exitCode === null)) {
      reads.push(place.run('census', '--case', dir).code);
      await new Promise((go) => setTimeout(go, 20));
    }
    expect(await Promise.all(ended)).toEqual([0, 0]);
    expect(new Set(reads)).toEqual(new Set([0]));
    expect((await rowsOf(dir)).posts).toHaveLength(8000);
    expect(place.run('verify', '--case', dir).code).toBe(0);
    cpSync(place.path(dir), place.path(`${dir}-copy`), { recursive: true });
    expect(place.run('verify', '--case', `${dir}-copy`).code).toBe(0);
  });
});

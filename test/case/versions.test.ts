import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, desk, ndjson, newCase, post } from '../desk.ts';
import { lakeRows } from '../lake-rows.ts';

/** Versions, repeats and late records: which of them an answer shows, however and in whichever order they came. */

let place: Desk;
beforeAll(() => {
  place = desk();
});
afterAll(() => place.remove());

interface Posts {
  total: number;
  posts: { post: string; text: string; deleted: boolean }[];
}

const edited = (text: string, day: number): object =>
  post(1, `${text} words at https://t.me/garden_club`, { editedAt: `2019-11-0${day}T10:00:00Z` });
const VERSIONS = [post(1, 'first words at https://t.me/garden_club'), edited('second', 2), edited('third', 3)];
const ORDERS = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe('versions of a post', () => {
  it.each(ORDERS)('shows one, the latest of its time, when they come in the order %i %i %i', async (...order) => {
    const dir = await newCase(place);
    for (const n of order) {
      const path = place.file(`version-${n}.ndjson`, ndjson([VERSIONS[n] ?? {}]));
      await place.ask('import', dir, { paths: [path] });
    }
    const shown = async (at?: string): Promise<string[]> => {
      const { total, posts } = await place.ask<Posts>('search', dir, { query: ['words'], ...(at === undefined ? {} : { at }) });
      expect(total).toBe(posts.length);
      return posts.map(({ text }) => text.split(' ')[0] ?? '');
    };
    expect(await shown()).toEqual(['third']);
    expect(await shown('2019-11-02T12:00:00Z')).toEqual(['second']);
    expect(await shown('2019-11-01T12:00:00Z')).toEqual(['first']);
    expect(await place.ask('signposts', dir)).toMatchObject({ total: 1, signposts: [{ to: 'telegram:garden_club' }] });
    expect(await place.ask('census', dir)).toMatchObject({ channels: [{ posts: 1 }] });
    // Each version but one is said to be older than another.
    const { superseded } = await lakeRows(place.path(dir));
    expect(new Set(superseded.map((row) => row['rid'])).size).toBe(2);
  });

  it('keeps what a deleted post said', async () => {
    const dir = await newCase(place);
    const deletion = post(1, '', { deleted: true });
    const path = place.file('deleted.ndjson', ndjson([post(1, 'the hall moves to https://t.me/garden_club'), deletion]));
    await place.ask('import', dir, { paths: [path] });
    expect(await place.ask<Posts>('search', dir, { query: ['hall'] })).toMatchObject({ total: 1, posts: [{ deleted: true }] });
    expect(await place.ask('signposts', dir)).toMatchObject({ total: 1 });
  });

  it('takes an old version that comes again for the repeat it is', async () => {
    const dir = await newCase(place);
    const first = place.file('old.ndjson', ndjson([post(1, 'one')]));
    // More than one chunk, so that the old version comes again long after the new one was met.
    const filler = Array.from({ length: 1500 }, (_, i) => post(100 + i, `catalogue entry ${i}`));
    const path = place.file('both.ndjson', ndjson([edited('second', 2), ...filler, post(1, 'one')]));
    await place.ask('import', dir, { paths: [first] });
    await place.ask('import', dir, { paths: [path] });
    const { posts, repeats } = await lakeRows(place.path(dir));
    expect(posts.filter((row) => row['id'] === '1')).toHaveLength(2);
    expect(repeats).toHaveLength(1);
  });
});

describe('a file that is read again with other options', () => {
  const message = (id: number, text: string): object => ({
    id,
    type: 'message',
    date: `2019-11-29T1${id}:41:00`,
    from: 'Reading room',
    from_id: 'channel77',
    text,
  });
  const SAID = 'The winter reading list of the old library is printed and lies at the door from Monday on, take one and bring it back';
  const exported = JSON.stringify({
    name: 'Reading room',
    type: 'public_channel',
    id: 77,
    messages: [message(1, SAID), message(2, `${SAID} soon`), message(3, 'the reading room moves')],
  });

  it('leaves nothing of its first reading in the index or among the statements', async () => {
    const dir = await newCase(place);
    const path = place.file('result.json', exported);
    const ask = async (): Promise<[number, number]> => {
      const { total } = await place.ask<Posts>('search', dir, { query: ['reading'] });
      return [total, (await place.ask<{ total: number }>('first', dir)).total];
    };
    await place.ask('import', dir, { paths: [path] });
    expect(await ask()).toEqual([3, 1]);
    await place.ask('import', dir, { paths: [path], zone: 'Asia/Damascus' });
    expect(await ask()).toEqual([3, 1]);
    await place.ask('import', dir, { paths: [path], zone: 'America/New_York' });
    expect(await ask()).toEqual([3, 1]);
    expect((await lakeRows(place.path(dir))).posts).toHaveLength(3);
  });

  it('groups copies again even where as many posts are left as before', async () => {
    const dir = await newCase(place);
    const copies = [post(1, SAID), post(2, `${SAID} soon`)];
    const a = place.file('a.ndjson', ndjson(copies));
    const b = place.file('b.ndjson', ndjson([...copies, post(3, 'another')]));
    await place.ask('import', dir, { paths: [a] });
    await place.ask('import', dir, { paths: [b] });
    expect(await place.ask('first', dir)).toMatchObject({ total: 1 });
    // Now the posts of the first file count as repeats of the second's.
    await place.ask('import', dir, { paths: [a], zone: 'UTC' });
    expect(await place.ask('first', dir)).toMatchObject({ total: 1, statements: [{ copies: 2 }] });
  });
});

describe('the time of the last observation', () => {
  it('is not moved into the future by one record that claims to be from there', async () => {
    const dir = await newCase(place);
    const path = place.file('late.ndjson', ndjson([post(1, 'today'), post(2, 'one day', { publishedAt: '2097-01-01T00:00:00Z' })]));
    await place.ask('import', dir, { paths: [path] });
    expect(await place.ask('census', dir)).toMatchObject({ at: '2019-11-01T00:01:00Z', channels: [{ state: 'alive', posts: 1 }] });
  });

  it('cannot be typed wrong in a note', async () => {
    const dir = await newCase(place);
    const input = { channel: 'telegram:reading_room', status: 'absent', at: '2097-12-01T10:00:00Z' };
    await expect(place.ask('note', dir, input)).rejects.toThrow(/in the future/);
  });

  it('takes the day that a search ends with as a whole', async () => {
    const dir = await newCase(place);
    const evening = post(1, 'evening', { publishedAt: '2019-11-29T21:00:00Z' });
    const path = place.file('evening.ndjson', ndjson([evening, post(2, 'evening', { publishedAt: '2019-11-30T21:00:00Z' })]));
    await place.ask('import', dir, { paths: [path] });
    expect(await place.ask<Posts>('search', dir, { query: ['evening'], until: '2019-11-29' })).toMatchObject({ total: 1 });
  });
});

describe('a question for words that many statements hold', () => {
  it('is answered page by page', async () => {
    const dir = await newCase(place);
    const verses = Array.from(
      { length: 5 },
      (_, v) => `verse ${v} ${Array.from({ length: 20 }, (_, w) => `w${v}x${w}`).join(' ')}, said again in the garden`,
    );
    const records = verses.flatMap((verse, v) => [post(10 * v, verse), post(10 * v + 1, `${verse} today`)]);
    await place.ask('import', dir, { paths: [place.file('verses.ndjson', ndjson(records))] });
    const page = async (cursor: string | null): Promise<{ total: number; statements: { text: string }[]; cursor: string | null }> =>
      place.ask('first', dir, { text: 'in the garden', limit: 2, ...(cursor === null ? {} : { cursor }) });
    const seen: string[] = [];
    let at: string | null = null;
    do {
      const answer = await page(at);
      expect(answer.total).toBe(5);
      expect(answer.statements.length).toBeLessThanOrEqual(2);
      seen.push(...answer.statements.map((statement) => statement.text));
      at = answer.cursor;
    } while (at !== null);
    expect(seen).toEqual(verses);
  });
});

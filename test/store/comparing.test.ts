import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lakeOf, openCase } from '../../src/case/case.ts';
import type { PostPiece } from '../../src/model/rows.ts';
import type { Lake } from '../../src/store/lake.ts';
import { type Desk, desk, ndjson, newCase } from '../desk.ts';

/** What the findings that compare channels ask of the lake, held against a small case whose rows are known. */

let place: Desk;
let lake: Lake;
let close: () => void;

const LONG = 'the heron stood all morning in the shallow water beside the old stone bridge and nobody dared to disturb it before noon came';
const DAY = Date.UTC(2024, 4, 1);
const at = (hours: number): string => new Date(DAY + hours * 3_600_000).toISOString();
const post = (channel: string, id: string, hours: number, text: string, more: object = {}): object => ({
  type: 'post',
  platform: 'telegram',
  channel,
  id,
  publishedAt: at(hours),
  text,
  ...more,
});

const RECORDS = [
  { type: 'profile', platform: 'telegram', channel: 'garden', observedAt: at(0), nativeId: '7', title: 'Garden', subscribers: 10 },
  { type: 'profile', platform: 'telegram', channel: 'garden', observedAt: at(5), nativeId: '7', title: 'Garden', subscribers: 12 },
  {
    type: 'profile',
    platform: 'telegram',
    channel: 'garden',
    observedAt: at(9),
    nativeId: '7',
    title: 'Garden 2',
    avatarHash: 'ff00ff00ff00ff00',
    createdAt: at(-100),
  },
  post('garden', '1', 1, `${LONG} said the first`, { nativeId: '7' }),
  post('pond', '1', 2, `${LONG} said the first`, { author: 'ann' }),
  post('pond', '2', 3, 'come to our new place https://tt.me/newgarden and read https://blog.example.org/a?b https://BLOG.example.org/c', {
    author: 'ann',
  }),
  post('pond', '3', 30, 'forwarded words', {
    forwardedFrom: { platform: 'telegram', channel: 'garden', id: '1', publishedAt: at(1) },
  }),
  post('pond', '4', 31, 'later words that change', {}),
  post('pond', '4', 31, 'later words that changed', { editedAt: at(32) }),
  post('pond', '5', 40, '', { links: ['https://video.example.net/watch?v=1'] }),
];

beforeAll(async () => {
  place = desk();
  const dir = await newCase(place);
  await place.ask('import', dir, { paths: [place.file('records.ndjson', ndjson(RECORDS))] });
  const open = openCase(place.path(dir), () => Date.UTC(2025, 0, 1));
  lake = await lakeOf(open);
  close = () => {
    lake.close();
    open.close();
  };
});
afterAll(() => {
  close();
  place.remove();
});

const END = DAY + 100 * 3_600_000;

describe('faces', () => {
  it('are one row each, from the first profile that showed it to the last', async () => {
    const faces = await lake.faces(END);
    expect(faces.map(({ title, subscribers, from, to }) => [title, subscribers, from - DAY, to - DAY])).toEqual([
      ['Garden', 12, 0, 5 * 3_600_000],
      ['Garden 2', null, 9 * 3_600_000, 9 * 3_600_000],
    ]);
    expect(faces[1]).toMatchObject({
      channel: 'telegram:garden',
      nativeId: '7',
      avatarHash: 'ff00ff00ff00ff00',
      createdAt: DAY - 360_000_000,
    });
    expect(await lake.faces(DAY + 6 * 3_600_000)).toHaveLength(1);
  });
});

describe('pointers', () => {
  it('carry who said it and which text', async () => {
    const pointers = await lake.pointers(END);
    expect(pointers).toHaveLength(1);
    expect(pointers[0]).toMatchObject({ post: 'telegram:pond/2', by: 'telegram:pond', to: 'tamtam:newgarden', byNativeId: null });
    expect(pointers[0]?.author).not.toBeNull();
    expect(pointers[0]?.author).not.toBe('ann');
    expect(Number.isFinite(pointers[0]?.textHash)).toBe(true);
    expect(await lake.pointers(DAY)).toEqual([]);
  });
});

describe('shared statements', () => {
  it('are those of few channels, with each channel’s first post of it', async () => {
    const shared = await lake.shared(END, 8);
    expect(shared.map(({ channel, post, channels, nativeId }) => [channel, post, channels, nativeId])).toEqual([
      ['telegram:garden', '1', 2, '7'],
      ['telegram:pond', '1', 2, null],
    ]);
    expect(await lake.shared(DAY + 3_600_000, 8)).toEqual([]);
  });
});

describe('forwards', () => {
  it('are counted by whose posts they are', async () => {
    expect(await lake.forwards(END)).toEqual([
      {
        channel: 'telegram:pond',
        nativeId: null,
        from: 'telegram:garden',
        posts: 1,
        firstAt: DAY + 30 * 3_600_000,
        lastAt: DAY + 30 * 3_600_000,
      },
    ]);
  });
});

describe('posts in columns', () => {
  const gather = async (from: number, to: number, withText: boolean): Promise<PostPiece[]> => {
    const pieces: PostPiece[] = [];
    for await (const piece of lake.posts({ from, to, at: END, withText })) {
      pieces.push(piece);
      // Another question in between must not end the stream.
      await lake.counts();
    }
    return pieces;
  };

  it('come each once, in their newest version, in record order', async () => {
    const [piece] = await gather(DAY, END, true);
    expect(piece?.length).toBe(6);
    expect(piece?.channel).toEqual(['telegram:garden', ...Array(5).fill('telegram:pond')]);
    expect(piece?.text[4]).toBe('later words that changed');
    expect([...(piece?.forwarded ?? [])]).toEqual([0, 0, 0, 1, 0, 0]);
    expect(piece?.statement[0]).toBe(piece?.statement[1]);
    expect(piece?.statement[2]).toBe(-1);
    expect(piece?.words[3]).toBe('forwarded words');
    expect([...(piece?.rid ?? [])]).toEqual([...(piece?.rid ?? [])].sort((a, b) => a - b));
  });

  it('of a span leave out its end, and text where nobody wants it', async () => {
    const [piece] = await gather(DAY + 2 * 3_600_000, DAY + 30 * 3_600_000, false);
    expect(piece?.length).toBe(2);
    expect(piece?.text).toEqual([]);
  });
});

describe('hosts', () => {
  it('are counted once a post, whatever their letters, from text and from what the platform gave', async () => {
    const hosts = await lake.hosts({ from: DAY, to: END, at: END });
    expect(hosts.map(({ day, host, posts }) => [day, host, posts])).toEqual([
      [0, 'blog.example.org', 1],
      [0, 'tt.me', 1],
      [1, 'video.example.net', 1],
    ]);
  });
});

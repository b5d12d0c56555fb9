import { describe, expect, it } from 'vitest';
import { found } from '../../src/findings/found.ts';
import { signposts } from '../../src/findings/signposts.ts';
import type { FoundRow, SignpostRow } from '../../src/model/rows.ts';
import { binding, HOUR, START } from './rows.ts';

function pointed(to: string, more: Partial<FoundRow>): FoundRow {
  const counts = { posts: 1, channels: 1, authors: 1, texts: 1, call: 0, calm: 0, endorse: 0, warn: 0, neutral: 1 };
  return { to, platform: 'telegram', kind: 'channel', ...counts, firstAt: START, lastAt: START, examples: [], ...more };
}

describe('found', () => {
  it('puts independent voices before many posts: one author, or one text copied, counts once', () => {
    const rows = [
      pointed('telegram:spam', { posts: 900, channels: 1, authors: 1, texts: 300 }),
      pointed('telegram:chain', { posts: 400, channels: 40, authors: 40, texts: 1 }),
      pointed('telegram:home', { posts: 6, channels: 5, authors: 4, texts: 5 }),
    ];
    const list = found({ rows, bindings: [], settled: [] });
    expect(list.map((line) => [line.channel, line.voices])).toEqual([
      ['telegram:home', 4],
      ['telegram:spam', 1],
      ['telegram:chain', 1],
    ]);
  });

  it('leaves out what was decided, also under another name, and joins two names of one channel', () => {
    const rows = [
      pointed('telegram:home', { posts: 2, examples: ['telegram:a/1'], firstAt: START + HOUR, lastAt: START + HOUR }),
      pointed('telegram:#7', { posts: 3, call: 2, examples: ['telegram:b/2'] }),
      pointed('telegram:old', {}),
    ];
    const bindings = [binding('telegram:home', '7', START, START + HOUR)];
    const list = found({ rows, bindings, settled: ['telegram:old'] });
    expect(list).toHaveLength(1);
    expect(list[0]).toMatchObject({
      channel: 'telegram:home',
      posts: 5,
      examples: ['telegram:b/2', 'telegram:a/1'],
      firstAt: START,
      stances: { call: 2 },
    });
    expect(found({ rows, bindings, settled: ['telegram:old', 'telegram:#7'] })).toEqual([]);
  });
});

describe('signposts', () => {
  it('is one line per post and link, in time order, hidden if it was hidden once', () => {
    const row = (post: string, at: number, obfuscated: boolean): SignpostRow => ({
      post,
      at,
      by: 'telegram:a',
      to: 'tamtam:new',
      link: 'https://tamtam.chat/new',
      platform: 'tamtam',
      kind: 'channel',
      obfuscated,
      stance: 'call',
    });
    const rows = [row('telegram:a/2', START + 1, false), row('telegram:a/1', START, false), row('telegram:a/1', START, true)];
    expect(signposts(rows).map((line) => [line.post, line.obfuscated])).toEqual([
      ['telegram:a/1', true],
      ['telegram:a/2', false],
    ]);
    expect(signposts([...rows].reverse())).toEqual(signposts(rows));
  });
});

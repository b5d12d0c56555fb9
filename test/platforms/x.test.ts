import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platform } from '../../src/platforms/x/index.ts';
import { xApi } from '../../src/platforms/x/twarc.ts';
import { snowflakeTime } from '../../src/platforms/x/tweet.ts';
import { expectSameHoweverCut, headOf, readBytes, readFile, tally } from '../formats/reading.ts';
import { sharedData } from '../shared-data.ts';

const FLAT = readFileSync(resolve(import.meta.dirname, '../fixtures/x/flat.jsonl'), 'utf8');
const twarc = { retrieved_at: '2023-05-01T10:00:00+00:00' };
const ASKED = Date.UTC(2023, 4, 1, 10);

function lines(...answers: unknown[]): string {
  return answers.map((answer) => JSON.stringify(answer)).join('\n');
}

const ann = { id: '501', username: 'Ann', name: 'Ann', protected: false };
const tweet = { id: '1650000000000000009', author_id: '501', created_at: '2023-04-23T04:46:00.000Z', text: 'hello' };

describe('flattened tweets of twarc2', () => {
  it('reads posts, retweets and replies', async () => {
    const { records, problems } = await readBytes(xApi, FLAT);
    expect(problems).toEqual([]);
    const posts = records.filter((record) => record.type === 'post');
    const at = Date.UTC(2023, 3, 23, 4, 46);
    expect(posts[0]).toEqual({
      type: 'post',
      channel: 'x:valley_news',
      nativeId: '501',
      id: '1650000000000000001',
      when: { at, after: at, by: at },
      observedAt: ASKED,
      editedAt: null,
      clockErrorMs: null,
      text: 'we moved > https://t.co/cc https://t.co/pp',
      links: ['https://short.example/x', 'https://t.me/valley_news'],
      author: null,
      views: 77,
      replyTo: null,
      forwardedFrom: null,
      media: [{ kind: 'image', sha256: null, perceptualHash: null }],
      deleted: false,
      action: null,
    });
    expect(posts[1]).toMatchObject({
      channel: 'x:hill_press',
      text: 'we moved > https://t.co/cc https://t.co/pp',
      links: ['https://short.example/x', 'https://t.me/valley_news'],
      forwardedFrom: { channel: 'x:valley_news', id: '1650000000000000001', at },
    });
    expect(posts[2]).toMatchObject({ replyTo: '1650000000000000001', forwardedFrom: null });
  });

  it('describes each account once, with the links of its profile', async () => {
    const { records } = await readBytes(xApi, FLAT);
    const profiles = records.filter((record) => record.type === 'profile');
    expect(profiles.map((profile) => profile.channel)).toEqual(['x:valley_news', 'x:hill_press']);
    expect(profiles[0]).toMatchObject({
      kind: 'account',
      about: 'news of the valley & more https://valley.example/about\nhttps://t.me/valley_news',
      subscribers: 120,
      observedAt: ASKED,
    });
  });

  it('gives the same however the bytes are cut', async () => {
    await expectSameHoweverCut(xApi, `${FLAT.repeat(400)}{"id":"1","text":`, {}, [9973]);
  });
});

describe('what X says of accounts', () => {
  const error = (parameter: string, value: string, title: string, detail: string) => ({
    errors: [
      {
        parameter,
        value,
        resource_id: value,
        title,
        detail,
        resource_type: 'user',
        type: 'https://api.twitter.com/2/problems/resource-not-found',
      },
    ],
    __twarc: twarc,
  });

  it.each([
    [
      'usernames',
      'Ann',
      'Forbidden',
      'User has been suspended: [Ann].',
      { channel: 'x:ann', status: 'banned', reason: 'suspended', nativeId: null },
    ],
    ['ids', '501', 'Forbidden', 'User has been suspended: [501].', { channel: 'x:#501', status: 'banned', nativeId: '501' }],
    ['ids', '501', 'Not Found Error', 'Could not find user with ids: [501].', { channel: 'x:#501', status: 'absent', reason: 'not_found' }],
    ['ids', '501', 'Forbidden', 'User has been deactivated: [501].', { status: 'deactivated' }],
    [
      'ids',
      '501',
      'Authorization Error',
      'Sorry, you are not authorized to see the user with ids: [501].',
      { status: 'unknown', reason: 'not_authorized' },
    ],
    ['ids', '501', 'Service Unavailable', 'Try later', { status: 'unknown', reason: 'service_unavailable' }],
    ['entities.mentions.username', '2245', 'Forbidden', 'User has been suspended: [2245].', { channel: 'x:2245', status: 'banned' }],
  ])('tells %s %s "%s" apart', async (parameter, value, title, detail, expected) => {
    const { records, problems } = await readBytes(xApi, lines(error(parameter, value, title, detail)));
    expect(problems).toEqual([]);
    expect(records).toMatchObject([{ type: 'sighting', at: ASKED, tool: 'api', ...expected }]);
  });

  it('makes no sighting of an answer without a time, and none of a post that was asked for', async () => {
    const { __twarc: _, ...untimed } = error('ids', '501', 'Forbidden', 'User has been suspended: [501].');
    const post = {
      errors: [
        { parameter: 'ids', value: '7', title: 'Not Found Error', detail: 'Could not find tweet with ids: [7].', resource_type: 'tweet' },
      ],
      __twarc: twarc,
    };
    const { records, problems } = await readBytes(xApi, lines(untimed, post));
    expect(records).toEqual([]);
    expect(problems.map((problem) => problem.reason)).toEqual([
      'X answered, it is not said when: User has been suspended: [501].',
      'X answered: Could not find tweet with ids: [7].',
    ]);
  });

  it('reads looked-up users as alive, private or restricted', async () => {
    const data = [
      ann,
      { ...ann, id: '502', username: 'Ben', protected: true },
      { ...ann, id: '503', username: 'Cem', withheld: { country_codes: ['IN', 'TR'] } },
    ];
    const { records } = await readBytes(xApi, lines({ data, __twarc: twarc }));
    expect(records.filter((record) => record.type === 'sighting')).toMatchObject([
      { channel: 'x:ann', nativeId: '501', status: 'alive' },
      { channel: 'x:ben', status: 'private', reason: 'protected' },
      { channel: 'x:cem', status: 'restricted', reason: 'withheld in IN, TR' },
    ]);
  });

  it('names the account by its id where the answer does not show it, and by --channel where there is none', async () => {
    const { author_id: _, ...anonymous } = tweet;
    const { records } = await readBytes(xApi, lines({ data: tweet, __twarc: twarc }));
    expect(records).toMatchObject([{ channel: 'x:#501', nativeId: '501' }]);
    expect((await readBytes(xApi, lines({ data: anonymous }))).problems[0]?.reason).toMatch(/name its account with --channel$/);
    expect((await readBytes(xApi, lines({ data: anonymous }), { channel: 'x:given' })).records).toMatchObject([{ channel: 'x:given' }]);
  });
});

describe('compliance', () => {
  it('reads the streams', async () => {
    const event = (name: string, inside: unknown) => ({
      data: { [name]: { ...(inside as object), event_at: '2023-05-02T00:00:00.000Z' } },
    });
    const user = { user: { id: '501' } };
    const { records, problems } = await readBytes(
      xApi,
      lines(
        event('user_suspend', user),
        event('user_delete', user),
        event('user_protect', user),
        event('user_unsuspend', user),
        event('user_withheld', { ...user, withheld_in_countries: ['DE'] }),
        event('delete', { tweet: { id: '1650000000000000009', author_id: '501' } }),
        event('scrub_geo', user),
      ),
    );
    expect(records.map((record) => (record.type === 'sighting' ? record.status : record.type))).toEqual([
      'banned',
      'deactivated',
      'private',
      'alive',
      'restricted',
      'post',
    ]);
    expect(records[5]).toMatchObject({
      channel: 'x:#501',
      id: '1650000000000000009',
      deleted: true,
      text: '',
      when: { at: Date.UTC(2023, 3, 23, 4, 53, 50) },
    });
    expect(problems).toHaveLength(1);
  });

  it('takes the time of a change from a job, never that of the account', async () => {
    const row = { id: '1482680858', action: 'delete', created_at: '2013-06-04T16:25:04+00:00', reason: 'suspended' };
    const dated = await readBytes(xApi, lines({ ...row, redacted_at: '2021-08-17T17:26:15.788Z' }));
    expect(dated.records).toMatchObject([{ channel: 'x:#1482680858', status: 'banned', at: Date.UTC(2021, 7, 17, 17, 26, 15, 788) }]);
    const undated = await readBytes(xApi, lines(row));
    expect(undated.records).toEqual([]);
    expect(undated.problems[0]?.reason).toMatch(/does not say when/);
    const unclear = await readBytes(xApi, lines({ ...row, id: '1170025343920402432', redacted_at: '2021-08-17T17:26:15.788Z' }));
    expect(unclear.problems[0]?.reason).toMatch(/cannot be told/);
  });
});

describe('bad input', () => {
  it.each([
    ['{"data": {"author_id": "1021', /^the file ends within this record$/],
    ['{"data": {"author_id": "1021"\n', /^it is not valid JSON/],
    ['[1]', /^this is no JSON object$/],
    ['{"data":[5]}', /no JSON object$/],
    ['{"data":{"id":"x","text":"a"}}', /^the tweet has no id$/],
    ['{"id_str":"1","full_text":"a","text":"a","id":1}', /old API v1\.1/],
    ['{"hello":"world"}', /neither a tweet nor a user/],
    ['{"data":{"id":"5","author_id":"6","text":"a"}}', /too old to tell$/],
  ])('says why %j is not read', async (text, reason) => {
    const { records, problems } = await readBytes(xApi, text);
    expect(records).toEqual([]);
    expect(problems.map((problem) => problem.reason)).toEqual([expect.stringMatching(reason)]);
  });

  it('survives any JSON in any place, and loses no line', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('1650000000000000009', '2023-04-23T04:46:00.000Z', 'a'));
    const item = fc.dictionary(
      fc.constantFrom(
        'id',
        'text',
        'author_id',
        'username',
        'created_at',
        'entities',
        'attachments',
        'referenced_tweets',
        'author',
        'edit_history_tweet_ids',
        'withheld',
      ),
      value,
    );
    const answer = fc.record(
      { data: fc.oneof(item, fc.array(item), value), includes: value, errors: fc.oneof(fc.array(item), value), __twarc: value },
      { requiredKeys: ['data'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(answer, item), async (json) => {
        await readBytes(xApi, JSON.stringify(json));
      }),
      { numRuns: 500 },
    );
  });

  it('has nothing to say of an empty answer', async () => {
    const { records, problems } = await readBytes(xApi, lines({ meta: { result_count: 0 }, __twarc: twarc }));
    expect([records, problems]).toEqual([[], []]);
  });

  it('recognises its own only', () => {
    expect(xApi.recognise(headOf(FLAT))).toBe(1);
    expect(
      xApi.recognise(headOf('{"id":"1","action":"delete","created_at":"2013-06-04T16:25:04+00:00","reason":"protected"}')),
    ).toBeGreaterThan(0.5);
    for (const other of ['', '{}', '[]', '{"type":"post","platform":"x"}', 'a,b']) expect(xApi.recognise(headOf(other))).toBe(0);
    expect(platform.readers).toContain(xApi);
  });
});

const shared = sharedData();
describe.skipIf(shared === null)('real answers', () => {
  const read = (name: string) => readFile(xApi, join(shared ?? '', 'x-api', name));

  it.each([
    ['two_tweets.jsonl', { post: 1, profile: 1 }, 0],
    ['many_urls.jsonl', { post: 1, profile: 1 }, 0],
    ['media_tweet.jsonl', { post: 1, profile: 1 }, 0],
    ['mentions_tweet.jsonl', { post: 1, profile: 1 }, 0],
    ['quoted_edit.jsonl', { post: 1, profile: 1 }, 0],
    ['edited.jsonl', { post: 2, profile: 1 }, 0],
    ['edited_before.jsonl', { post: 2, profile: 1 }, 0],
    ['edited_after.jsonl', { post: 2, profile: 1 }, 0],
    ['users.jsonl', { profile: 91, 'sighting alive': 90, 'sighting private': 1, 'sighting absent': 1 }, 0],
    ['withheld.jsonl', { post: 215, profile: 101, 'sighting restricted': 16, 'sighting banned': 3 }, 0],
    ['streaming_output_with_error.jsonl', { post: 7, profile: 7 }, 1],
    ['tweets_compliance.jsonl', {}, 2],
    ['users_compliance.jsonl', {}, 2],
  ])('reads %s', async (name, counts, bad) => {
    const { records, problems } = await read(name);
    expect(tally(records)).toEqual(counts);
    expect(problems).toHaveLength(bad);
  });

  it('keeps the versions of an edited post under one id', async () => {
    for (const name of ['edited_before.jsonl', 'edited.jsonl', 'edited_after.jsonl']) {
      const posts = (await read(name)).records.filter((record) => record.type === 'post');
      expect(new Set(posts.map((post) => post.id))).toEqual(new Set(['1576994746135764992']));
      expect(new Set(posts.map((post) => post.when.at))).toEqual(new Set([Date.UTC(2022, 9, 3, 17, 57, 1)]));
      expect(posts.map((post) => post.editedAt).sort()).toEqual([Date.UTC(2022, 9, 3, 17, 57, 11), null]);
    }
    const reply = (await read('quoted_edit.jsonl')).records.find((record) => record.type === 'post');
    expect(reply).toMatchObject({ replyTo: '1576994746135764992' });
  });

  it('agree with the times inside their ids, which stand in where a time is missing', async () => {
    const posts = (await read('withheld.jsonl')).records.filter((record) => record.type === 'post');
    expect(posts.map((post) => snowflakeTime(post.id)).filter((at) => at !== null)).toEqual(
      // One post is of 2010, before ids held times.
      posts.filter((post) => post.id.length > 11).map((post) => post.when.at),
    );
  });

  it('finds what a short link leads to', async () => {
    const post = (await read('many_urls.jsonl')).records.find((record) => record.type === 'post');
    expect(post).toMatchObject({ links: ['https://uiadrian.gumroad.com/l/web-design-guide/?offer_code=twk0uc9f7'] });
  });
});

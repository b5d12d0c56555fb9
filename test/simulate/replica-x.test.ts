import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ending, Replica } from '../../src/simulate/replica.ts';
import { xReplica } from '../../src/simulate/replica-x.ts';
import { snowflake, snowflakeTime } from '../../src/simulate/replica-x-objects.ts';
import { xQuery } from '../../src/simulate/replica-x-query.ts';
import { DAY, get, HOUR, place, post, START, world } from './worlds.ts';

const NOW = START + 30 * DAY;
const ID = '1090100200300400500';

// biome-ignore lint/suspicious/noExplicitAny: whatever JSON an answer holds
function ask(replica: Replica, path: string, now = NOW): any {
  const answer = get(replica, path, now, { authorization: 'Bearer t' });
  return { status: answer.status, headers: answer.headers, ...JSON.parse(answer.body) };
}

const account = (more = {}) => place('x', ID, { kind: 'account', handle: 'paperboat', ...more });
const said = (count: number, from = NOW - 6 * DAY) =>
  Array.from({ length: count }, (_, i) => post(snowflake(from + i * HOUR, i), from + i * HOUR, `Evening ${i}`));

describe("the replica of X's API", () => {
  it('shows an account by name and by id, with the fields asked for and no others', () => {
    const replica = xReplica(world(account()));
    expect(ask(replica, '/2/users/by/username/PaperBoat').data).toEqual({ id: ID, name: `Reading room ${ID}`, username: 'paperboat' });
    const full = ask(replica, `/2/users/${ID}?user.fields=created_at,public_metrics,protected`).data;
    expect(full).toMatchObject({ created_at: new Date(START).toISOString(), protected: false, public_metrics: { followers_count: 1200 } });
    expect(ask(replica, `/2/users/by?usernames=paperboat,nobody`)).toMatchObject({ data: [{ id: ID }], errors: [{ value: 'nobody' }] });
  });

  it('answers 200 for whom it does not show; only title and detail tell why', () => {
    const errors = (['banned', 'deleted', 'deactivated'] as Ending[]).map((how) => {
      const replica = xReplica(world(account({ endings: [{ how, from: NOW, to: null }] })));
      expect(ask(replica, '/2/users/by/username/paperboat', NOW - 1).data.id).toBe(ID);
      const named = ask(replica, '/2/users/by/username/paperboat');
      expect(named.status).toBe(200);
      expect(named.data).toBeUndefined();
      expect(ask(replica, `/2/users/${ID}`).errors[0]).toMatchObject({ title: named.errors[0].title, parameter: 'id', resource_id: ID });
      return named.errors[0];
    });
    expect(errors.map(({ title, detail }) => [title, detail])).toEqual([
      ['Forbidden', 'User has been suspended: [paperboat].'],
      ['Not Found Error', 'Could not find user with username: [paperboat].'],
      ['Not Found Error', 'Could not find user with username: [paperboat].'],
    ]);
    expect(new Set(errors.map(({ type }) => type)).size).toBe(1);
  });

  it('shows a protected account without its posts, and a withheld one with the country', () => {
    const hidden = xReplica(world(account({ posts: said(3), endings: [{ how: 'private', from: START, to: null }] })));
    expect(ask(hidden, `/2/users/${ID}?user.fields=protected`).data.protected).toBe(true);
    expect(ask(hidden, `/2/users/${ID}/tweets`)).toMatchObject({ status: 200, errors: [{ title: 'Authorization Error' }] });
    const withheld = xReplica(world(account({ endings: [{ how: 'restricted', from: START, to: null }] })));
    expect(ask(withheld, `/2/users/${ID}?user.fields=withheld`).data.withheld).toEqual({ country_codes: ['FR'] });
  });

  it('refuses a missing or wrong token and names the end of the running quarter of an hour', () => {
    const replica = xReplica(world(account()), { token: 'right', limited: [{ from: NOW + DAY, to: NOW + 2 * DAY }] });
    expect(get(replica, '/2/users/1', NOW).status).toBe(401);
    expect(get(replica, '/2/users/1', NOW, { authorization: 'Bearer wrong' }).status).toBe(401);
    const fine = get(replica, '/2/users/1', NOW + 1, { authorization: 'Bearer right' });
    expect(fine.headers['x-rate-limit-reset']).toBe(String((NOW + 15 * 60_000) / 1000));
    const busy = get(replica, '/2/users/1', NOW + DAY, { authorization: 'Bearer right' });
    expect([busy.status, busy.headers['x-rate-limit-remaining'], busy.headers['retry-after']]).toEqual([429, '0', undefined]);
  });

  it('reads a timeline newest first, by pages, each post once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 5, max: 30 }), (count, size) => {
        const replica = xReplica(world(account({ posts: said(count) })));
        const seen: string[] = [];
        let token = '';
        for (let turns = 0; turns < 20; turns += 1) {
          const page = ask(replica, `/2/users/${ID}/tweets?max_results=${size}${token}`);
          for (const one of page.data ?? []) seen.push(one.text);
          if (page.meta.next_token === undefined) break;
          token = `&pagination_token=${page.meta.next_token}`;
        }
        expect(seen).toEqual(Array.from({ length: count }, (_, i) => `Evening ${count - 1 - i}`));
      }),
    );
    const replica = xReplica(world(account({ posts: said(9) })));
    const since = snowflake(NOW - 6 * DAY + 6 * HOUR, 6);
    expect(ask(replica, `/2/users/${ID}/tweets?since_id=${since}`).data.map((one: { text: string }) => one.text)).toEqual([
      'Evening 8',
      'Evening 7',
    ]);
    expect(ask(replica, `/2/users/${ID}/tweets?max_results=4`).status).toBe(400);
  });

  it('searches the last seven days of whoever can be seen', () => {
    const old = post(snowflake(NOW - 8 * DAY, 1), NOW - 8 * DAY, 'a reading room, long ago');
    const fresh = post(snowflake(NOW - HOUR, 2), NOW - HOUR, 'a new Reading Room at https://tt.me/lamps', {
      links: ['https://example.org/hidden'],
    });
    const silenced = place('x', '77', {
      kind: 'account',
      handle: 'gone',
      posts: [post(snowflake(NOW - HOUR, 3), NOW - HOUR, 'reading room')],
      endings: [{ how: 'banned', from: NOW - 1, to: null }],
    });
    const replica = xReplica(world(account({ posts: [old, fresh] }), silenced));
    const path = '/2/tweets/search/recent?query=%22reading%20room%22&expansions=author_id&tweet.fields=created_at,author_id,entities';
    const found = ask(replica, path);
    expect(found.meta).toMatchObject({ result_count: 1, newest_id: fresh.id });
    expect(found.includes.users).toMatchObject([{ username: 'paperboat' }]);
    const [one] = found.data;
    expect(one.text).not.toContain('tt.me');
    expect(one.entities.urls.map((url: { expanded_url: string }) => url.expanded_url)).toEqual([
      'https://tt.me/lamps',
      'https://example.org/hidden',
    ]);
    for (const url of one.entities.urls) expect(one.text.slice(url.start, url.end)).toBe(url.url);
    expect(ask(replica, path, NOW - 3 * DAY).meta.newest_id).toBe(old.id);
    expect(ask(replica, `${path}&since_id=${old.id}`).status).toBe(400);
    expect(ask(replica, `${path}&since_id=${fresh.id}`).meta).toEqual({ result_count: 0 });
  });

  it('reads queries', () => {
    const post = { text: 'A new reading-room, with tea: قاعة القراءة', username: 'paperboat' };
    for (const yes of [
      'reading',
      'READING tea',
      'coffee OR tea',
      '"reading room"',
      'tea -coffee',
      '(coffee OR tea) reading',
      'from:PaperBoat',
      '"قاعة القراءة"',
    ]) {
      expect([yes, xQuery(yes)?.(post)]).toEqual([yes, true]);
    }
    for (const no of [
      'read',
      'coffee tea',
      '"room reading"',
      '-tea',
      'coffee OR sardines',
      '-(coffee OR tea)',
      'from:other',
      'reading AND sardines',
    ]) {
      expect([no, xQuery(no)?.(post)]).toEqual([no, false]);
    }
    for (const none of ['', '"open', '(tea', 'tea)', 'OR', 'tea OR']) expect([none, xQuery(none)]).toEqual([none, null]);
  });

  it('knows the time in an id', () => {
    expect(snowflakeTime(snowflake(NOW, 4_194_303))).toBe(NOW);
    const replica = xReplica(world(account({ posts: said(2) })));
    const [first] = said(2);
    expect(ask(replica, `/2/tweets?ids=${first?.id},5`)).toMatchObject({
      data: [{ text: 'Evening 0' }],
      errors: [{ title: 'Not Found Error', resource_type: 'tweet' }],
    });
  });
});

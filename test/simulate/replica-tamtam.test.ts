import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ending, Replica } from '../../src/simulate/replica.ts';
import { tamtamReplica } from '../../src/simulate/replica-tamtam.ts';
import { DAY, get, HOUR, place, post, START, world } from './worlds.ts';

const NOW = START + 30 * DAY;
const ID = '-70801090403050';

function ask(replica: Replica, path: string, now = NOW): { status: number; json: Record<string, unknown> } {
  const answer = get(replica, `${path}${path.includes('?') ? '&' : '?'}access_token=t&v=0.5.6`, now);
  return { status: answer.status, json: JSON.parse(answer.body) };
}

function messages(replica: Replica, query: string, now = NOW): { mid: string; at: number }[] {
  const { status, json } = ask(replica, `/messages?${query}`, now);
  expect(status).toBe(200);
  const list = json['messages'] as { body: { mid: string }; timestamp: number }[];
  return list.map((one) => ({ mid: one.body.mid, at: one.timestamp }));
}

const said = (count: number) => Array.from({ length: count }, (_, i) => post(`mid.${i}`, START + Math.floor(i / 2) * HOUR, `Evening ${i}`));

describe("the replica of TamTam's bot API", () => {
  it('shows a chat by link and by id, with all that the schema requires', () => {
    const replica = tamtamReplica(world(place('tamtam', ID, { handle: 'lamps', posts: said(3) })));
    const { status, json } = ask(replica, '/chats/lamps');
    expect(status).toBe(200);
    expect(json).toMatchObject({
      chat_id: -70801090403050,
      type: 'channel',
      status: 'active',
      is_public: true,
      link: 'https://tt.me/lamps',
    });
    for (const key of ['title', 'last_event_time', 'participants_count', 'icon', 'description']) expect(json).toHaveProperty(key);
    expect(ask(replica, '/chats/@Lamps').json).toEqual(json);
    expect(ask(replica, `/chats/${ID}`).json).toEqual(json);
    expect(ask(replica, '/me').json).toMatchObject({ is_bot: true });
    expect(ask(replica, '/chats').json).toEqual({ chats: [json], marker: null });
  });

  it('refuses whoever has no token, or the wrong one, whatever was asked', () => {
    const replica = tamtamReplica(world(place('tamtam', ID, { handle: 'lamps' })), { token: 'right' });
    const none = get(replica, '/chats/lamps', NOW);
    expect([none.status, JSON.parse(none.body).code]).toEqual([401, 'verify.token']);
    const wrong = get(replica, '/chats/lamps?access_token=wrong', NOW);
    expect([wrong.status, JSON.parse(wrong.body).code]).toEqual([403, 'verify.token']);
    expect(get(replica, '/chats/lamps?access_token=right', NOW).status).toBe(200);
  });

  it('tells endings as they are told apart', () => {
    const answers = (['deleted', 'banned', 'closed', 'private', 'restricted'] as Ending[]).map((how) => {
      const replica = tamtamReplica(
        world(place('tamtam', ID, { handle: 'lamps', posts: said(3), endings: [{ how, from: NOW, to: null }] })),
      );
      expect(ask(replica, '/chats/lamps', NOW - 1).json['status']).toBe('active');
      const seen = ['/chats/lamps', `/chats/${ID}`, `/messages?chat_id=${ID}`].map((path) => {
        const { status, json } = ask(replica, path);
        return String(json['code'] ?? json['status'] ?? status);
      });
      return [how, ...seen];
    });
    expect(answers).toEqual([
      ['deleted', 'not.found', 'not.found', 'not.found'],
      ['banned', 'not.found', 'closed', 'chat.denied'],
      ['closed', 'closed', 'closed', 'chat.denied'],
      ['private', 'chat.denied', 'chat.denied', 'chat.denied'],
      ['restricted', 'active', 'active', 'chat.denied'],
    ]);
    expect(ask(tamtamReplica(world()), '/chats/nobody').status).toBe(404);
  });

  it('answers 429 while it is told to', () => {
    const replica = tamtamReplica(world(place('tamtam', ID, { handle: 'lamps' })), { limited: [{ from: NOW, to: NOW + HOUR }] });
    expect(ask(replica, '/chats/lamps', NOW).json).toMatchObject({ code: 'too.many.requests' });
    expect(ask(replica, '/chats/lamps', NOW + HOUR).status).toBe(200);
  });

  it('lists messages newest first, `to` before `from`, and knows each by its id', () => {
    const replica = tamtamReplica(world(place('tamtam', ID, { handle: 'lamps', posts: said(6) })));
    expect(messages(replica, `chat_id=${ID}&count=3`).map((one) => one.mid)).toEqual(['mid.5', 'mid.4', 'mid.3']);
    expect(messages(replica, `chat_id=${ID}&from=${START + HOUR}&to=${START + HOUR - 1}`).map((one) => one.mid)).toEqual([
      'mid.3',
      'mid.2',
    ]);
    expect(ask(replica, `/messages?chat_id=${ID}&from=1&to=2`).status).toBe(400);
    expect(ask(replica, `/messages?chat_id=${ID}&count=101`).status).toBe(400);
    expect(messages(replica, 'message_ids=mid.1,mid.9,mid.4').map((one) => one.mid)).toEqual(['mid.1', 'mid.4']);
    expect(ask(replica, '/messages/mid.4').json).toMatchObject({
      timestamp: START + 2 * HOUR,
      body: { mid: 'mid.4', seq: 5, text: 'Evening 4' },
    });
    expect(ask(replica, '/messages/mid.9').status).toBe(404);
    expect(messages(replica, `chat_id=${ID}`, START + HOUR).map((one) => one.mid)).toEqual(['mid.3', 'mid.2', 'mid.1', 'mid.0']);
  });

  it('pages by `from` through every message', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 2, max: 20 }), (count, size) => {
        const replica = tamtamReplica(world(place('tamtam', ID, { handle: 'lamps', posts: said(count) })));
        const seen = new Set<string>();
        let from = NOW;
        for (let turns = 0; turns < 60; turns += 1) {
          const page = messages(replica, `chat_id=${ID}&from=${from}&count=${size}`);
          for (const one of page) seen.add(one.mid);
          const next = page.at(-1)?.at;
          if (next === undefined || page.length < size) break;
          // Two messages share each moment, so a page that ends inside one is asked for again from there.
          from = next === from ? next - 1 : next;
        }
        expect(seen.size).toBe(count);
      }),
    );
  });

  it('shows who wrote in a group and never in a channel, forwards with their chat, replies, and links', () => {
    const source = place('tamtam', '-1', { handle: 'source' });
    const posts = [
      post('mid.a', START, 'see https://example.org/', { author: { id: '55', name: 'Layla' }, views: 7 }),
      post('mid.b', START + 1, 'from there', { forward: { handle: 'source', title: 'Source', id: 'mid.x' } }),
      post('mid.c', START + 2, 'yes', { replyTo: 'mid.a', links: ['https://example.org/hidden'] }),
    ];
    const list = (kind: 'group' | 'channel') =>
      ask(tamtamReplica(world(source, place('tamtam', ID, { handle: 'lamps', kind, posts }))), `/messages?chat_id=${ID}`).json[
        'messages'
      ] as Record<string, never>[];
    const [c, b, a] = list('group');
    expect(a).toMatchObject({ sender: { user_id: 55, name: 'Layla' }, recipient: { chat_id: -70801090403050, chat_type: 'chat' } });
    expect(a?.['body']).toMatchObject({ attachments: [{ type: 'share', payload: { url: 'https://example.org/' } }] });
    expect(b).toMatchObject({
      link: { type: 'forward', chat_id: -1, message: { mid: 'mid.x', text: 'from there' } },
      body: { mid: 'mid.b', text: null },
    });
    expect(c).toMatchObject({
      link: { type: 'reply', message: { mid: 'mid.a' } },
      body: { markup: [{ type: 'link', url: 'https://example.org/hidden' }] },
    });
    expect(a).not.toHaveProperty('stat');
    expect(list('channel')[2]).toMatchObject({ stat: { views: 7 } });
    expect(list('channel')[2]).not.toHaveProperty('sender');
  });
});

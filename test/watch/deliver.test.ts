import { createHmac } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { parseDocument } from 'htmlparser2';
import { afterEach, expect, test } from 'vitest';
import { raiseAlerts, unsentAlerts } from '../../src/case/alerts.ts';
import { rebuildCase } from '../../src/case/rebuild.ts';
import { logPath } from '../../src/evidence/log.ts';
import type { Clock } from '../../src/model/clock.ts';
import { realClock } from '../../src/net/real-clock.ts';
import { type Delivery, deliver, type Sink } from '../../src/watch/deliver.ts';
import { type SinkWorld, sinksOf } from '../../src/watch/sinks.ts';
import { AUTHORITY, GOOD, KEY } from '../net/certificates.ts';
import { type Serving, serveHttp, serveOn } from '../net/serving.ts';
import { type AlertCase, alertCase, alertOf } from './alerting.ts';
import { serveMail } from './smtp-server.ts';
import '../loopback-only.ts';

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0)) await clean();
});
function kept<T extends Pick<Serving, 'close'>>(serving: T): T {
  cleanUp.push(() => serving.close());
  return serving;
}
function caseWith(settings: readonly unknown[]): AlertCase {
  const made = alertCase(settings);
  cleanUp.push(() => made.remove());
  return made;
}

const ENV = { HOOK_SECRET: 'open-sesame', HOOK: '', MAIL_USER: 'reader', MAIL_PASSWORD: 'pass-word-canary' };
function world(more: Partial<SinkWorld> = {}): SinkWorld {
  return { clock: realClock, env: ENV, version: '1', contact: null, proxy: null, ca: AUTHORITY, ...more };
}

interface Told {
  delivery: Delivery;
  sent: string[];
  refused: string[];
  /** What was slept, in ms; each sleep lasts until `tick`. */
  slept: number[];
  tick: () => void;
}

/** Begins delivery with a clock whose sleeps end when told to. */
function begin({ open }: AlertCase, sinks: readonly Sink[]): Told {
  const sent: string[] = [];
  const refused: string[] = [];
  const slept: number[] = [];
  const sleeping: (() => void)[] = [];
  const stop = new AbortController();
  const clock: Clock = {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((done) => {
        slept.push(ms);
        sleeping.push(done);
        signal.addEventListener('abort', () => done());
      }),
  };
  const tick = (): void => {
    for (const done of sleeping.splice(0)) done();
  };
  cleanUp.push(() => stop.abort());
  const delivery = deliver(open, sinks, {
    clock,
    chance: () => 0,
    stop: stop.signal,
    sent: (sink, alert) => sent.push(`${sink.split(':')[0]} ${alert.key.split('/').at(-1)}`),
    refused: (sink, alert, reason) => refused.push(`${sink.split(':')[0]} ${alert.key.split('/').at(-1)} ${reason}`),
  });
  return { delivery, sent, refused, slept, tick };
}

interface Post {
  body: string;
  headers: NodeJS.Dict<string | string[]>;
}

async function serveHook(
  statusOf: (n: number) => number = () => 204,
  headers: Record<string, string> = {},
): Promise<Serving & { posts: Post[] }> {
  const posts: Post[] = [];
  const serving = await serveHttp((request, response) => {
    let body = '';
    request.on('data', (bytes) => {
      body += bytes;
    });
    request.on('end', () => {
      posts.push({ body, headers: request.headers });
      response.writeHead(statusOf(posts.length - 1), headers).end();
    });
  });
  return kept({ ...serving, posts });
}

test('a webhook gets each alert as JSON with its key, signed', async () => {
  const hook = await serveHook();
  const made = caseWith([{ kind: 'webhook', url: `${hook.origin}/in?room=1`, secretEnv: 'HOOK_SECRET' }]);
  const { delivery, sent } = begin(made, sinksOf(made.open, world()));
  expect(raiseAlerts(made.open, [alertOf(1), alertOf(2), alertOf(1)])).toHaveLength(2);
  expect(raiseAlerts(made.open, [alertOf(2), alertOf(3)]).map((alert) => alert.key)).toEqual([alertOf(3).key]);
  delivery.wake();
  await delivery.settled();
  expect(sent).toEqual(['webhook 1', 'webhook 2', 'webhook 3']);
  const [first] = hook.posts;
  expect(JSON.parse(first?.body ?? '')).toEqual({ ...alertOf(1), at: '2019-11-22T18:00:00Z', raisedAt: expect.any(String) });
  expect(first?.headers).toMatchObject({
    'content-type': 'application/json',
    'idempotency-key': alertOf(1).key,
    'x-trackway-signature': `sha256=${createHmac('sha256', 'open-sesame')
      .update(first?.body ?? '')
      .digest('hex')}`,
  });
  // Nothing twice, and what was sent is known after the database is made anew.
  delivery.wake();
  await delivery.settled();
  expect(hook.posts).toHaveLength(3);
  expect(readFileSync(logPath(made.folder), 'utf8')).not.toContain(hook.origin);
});

test('a new receiver gets nothing of the past; one that was known gets what it missed', async () => {
  const hook = await serveHook();
  const made = caseWith([{ kind: 'webhook', url: hook.origin }]);
  raiseAlerts(made.open, [alertOf(1)]);
  const first = begin(made, sinksOf(made.open, world()));
  await first.delivery.settled();
  expect(first.sent).toEqual([]);
  raiseAlerts(made.open, [alertOf(2)]);
  const second = begin(made, sinksOf(made.open, world()));
  await second.delivery.settled();
  expect(second.sent).toEqual(['webhook 2']);
});

test('what was raised and sent comes back from the log', async () => {
  const hook = await serveHook((n) => (n === 1 ? 500 : 200));
  const made = caseWith([{ kind: 'webhook', url: hook.origin }]);
  const sinks = sinksOf(made.open, world());
  const { delivery } = begin(made, sinks);
  raiseAlerts(made.open, [alertOf(1), alertOf(2)]);
  delivery.wake();
  await delivery.settled();
  const state = () => [made.open.db.alerts(), unsentAlerts(made.open, sinks[0]!.name), made.open.db.alertBaseline()];
  const before = state();
  expect(unsentAlerts(made.open, sinks[0]!.name).map((alert) => alert.key)).toEqual([alertOf(2).key]);
  process.env['TRACKWAY_KEY_FILE'] = made.keyFile;
  cleanUp.push(() => delete process.env['TRACKWAY_KEY_FILE']);
  const rebuilt = await rebuildCase(
    made.folder,
    () => Date.now(),
    () => {},
  );
  rebuilt.close();
  expect(state()).toEqual(before);
});

test('a dead receiver delays no other, is left alone for longer and longer, and gets everything once it lives', async () => {
  let dead = true;
  const hook = await serveHook(() => (dead ? 503 : 200));
  const made = caseWith([{ kind: 'webhook', url: hook.origin }, { kind: 'feed' }]);
  const told = begin(made, sinksOf(made.open, world()));
  raiseAlerts(
    made.open,
    [1, 2, 3, 4, 5].map((n) => alertOf(n)),
  );
  told.delivery.wake();
  await told.delivery.settled();
  expect(told.sent).toEqual([1, 2, 3, 4, 5].map((n) => `feed ${n}`));
  expect(told.refused[0]).toBe('webhook 1 it answered with status 503');
  // After three refusals in a row nothing more is tried.
  expect(hook.posts).toHaveLength(3);
  for (let n = 0; n < 3; n += 1) {
    told.delivery.wake();
    await told.delivery.settled();
    told.tick();
    await new Promise((done) => setImmediate(done));
    await told.delivery.settled();
  }
  expect(told.slept).toEqual([10_000, 20_000, 40_000, 80_000]);
  expect(hook.posts).toHaveLength(12);
  dead = false;
  told.tick();
  await new Promise((done) => setImmediate(done));
  await told.delivery.settled();
  expect(told.sent.slice(5)).toEqual([1, 2, 3, 4, 5].map((n) => `webhook ${n}`));
});

test('one alert that a receiver will not take keeps no other from it; a wish to wait is kept', async () => {
  const hook = await serveHook((n) => (n === 0 ? 400 : 200));
  const made = caseWith([{ kind: 'webhook', url: hook.origin }]);
  const told = begin(made, sinksOf(made.open, world()));
  raiseAlerts(made.open, [alertOf(1), alertOf(2)]);
  told.delivery.wake();
  await told.delivery.settled();
  expect(told.sent).toEqual(['webhook 2']);
  const slow = await serveHook(() => 429, { 'retry-after': '900' });
  const other = caseWith([{ kind: 'webhook', url: slow.origin }]);
  const waiting = begin(other, sinksOf(other.open, world()));
  raiseAlerts(other.open, [alertOf(1), alertOf(2)]);
  waiting.delivery.wake();
  await waiting.delivery.settled();
  expect(waiting.slept).toEqual([900_000]);
  expect(slow.posts).toHaveLength(1);
});

test('what has ended asks nobody any more, and the next one goes on', async () => {
  const hook = await serveHook((n) => (n === 0 ? 500 : 200));
  const made = caseWith([{ kind: 'webhook', url: hook.origin }]);
  const told = begin(made, sinksOf(made.open, world()));
  raiseAlerts(made.open, [alertOf(1)]);
  told.delivery.wake();
  await told.delivery.end();
  told.tick();
  told.delivery.wake();
  await new Promise((done) => setTimeout(done, 20));
  expect(hook.posts).toHaveLength(1);
  const next = begin(made, sinksOf(made.open, world()));
  await next.delivery.end();
  expect(next.sent).toEqual(['webhook 1']);
});

test('with a proxy that is gone nothing goes out', async () => {
  const hook = await serveHook();
  const made = caseWith([{ kind: 'webhook', url: hook.origin }]);
  const told = begin(made, sinksOf(made.open, world({ proxy: { host: '127.0.0.1', port: 1, user: null, password: null } })));
  raiseAlerts(made.open, [alertOf(1)]);
  told.delivery.wake();
  await told.delivery.settled();
  expect(told.refused).toEqual([expect.stringContaining('proxy')]);
  expect(hook.connections()).toBe(0);
});

test('only the kinds that are wanted are sent', async () => {
  const hook = await serveHook();
  const made = caseWith([
    { kind: 'webhook', url: hook.origin, only: ['wave', 'mass-loss'] },
    { kind: 'feed', only: ['wave'] },
  ]);
  const { delivery, sent } = begin(made, sinksOf(made.open, world()));
  raiseAlerts(made.open, [alertOf(1), alertOf(2, { kind: 'wave' })]);
  delivery.wake();
  await delivery.settled();
  expect(sent.sort()).toEqual(['feed 2', 'webhook 2']);
});

test('the feed is a whole Atom file with the latest two hundred, whatever the texts hold', async () => {
  const made = caseWith([{ kind: 'feed', file: 'told.atom' }]);
  const { delivery } = begin(made, sinksOf(made.open, world()));
  raiseAlerts(made.open, [alertOf(0, { title: '<b>&"]]>\u0000\ud800', lines: ['\u0001 ]]> <script>'] })]);
  delivery.wake();
  await delivery.settled();
  const hostile = readFileSync(join(made.folder, 'told.atom'), 'utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what XML cannot hold is looked for.
  expect(hostile).not.toMatch(/[\u0000-\u0008]|<script>|<b>/);
  raiseAlerts(
    made.open,
    Array.from({ length: 230 }, (_, n) => alertOf(n + 1)),
  );
  delivery.wake();
  await delivery.settled();
  const text = readFileSync(join(made.folder, 'told.atom'), 'utf8');
  const root = parseDocument(text, { xmlMode: true }).children.find((node) => 'name' in node && node.name === 'feed');
  const entries = root !== undefined && 'children' in root ? root.children.filter((node) => 'name' in node && node.name === 'entry') : [];
  expect(entries).toHaveLength(200);
  expect(text).toContain('telegram:room_230 can no longer be seen.');
  expect(text).not.toContain('telegram:room_30 can');
  expect(text).toContain(`<id>urn:trackway:${made.open.settings.id}:${alertOf(230).key}</id>`);
  expect(readdirSync(made.folder).filter((name) => name.includes('.part'))).toEqual([]);
});

test('mail is sent under a name of its own that a repeat shares, after TLS and login', async () => {
  const mail = kept(await serveMail({ login: 'reader pass-word-canary', answers: ['451 later', '250 taken'] }));
  const setting = {
    kind: 'email',
    to: ['desk@library.test', 'night@library.test'],
    from: 'trackway@library.test',
    server: `localhost:${mail.port}`,
    userEnv: 'MAIL_USER',
    passwordEnv: 'MAIL_PASSWORD',
  };
  const made = caseWith([setting]);
  const told = begin(made, sinksOf(made.open, world()));
  raiseAlerts(made.open, [alertOf(1)]);
  told.delivery.wake();
  await told.delivery.settled();
  expect(told.refused).toEqual([expect.stringContaining('451 later')]);
  told.tick();
  await new Promise((done) => setImmediate(done));
  await told.delivery.settled();
  expect(told.sent).toEqual(['email 1']);
  const [message = ''] = mail.messages;
  expect(message).toContain('Subject: telegram:room_1 can no longer be seen.');
  expect(message).toContain(`X-Trackway-Key: ${alertOf(1).key}`);
  expect(message).toMatch(/Message-ID: <[0-9a-f]{32}@trackway.invalid>/i);
  expect(message).not.toContain('X-Mailer');
  expect(mail.commands.filter((line) => line.startsWith('plain ')).map((line) => line.slice(6, 10))).toEqual([
    'EHLO',
    'STAR',
    'EHLO',
    'STAR',
  ]);
  expect(mail.commands.filter((line) => line.startsWith('RCPT'))).toHaveLength(4);

  // Taken, but killed before it was marked: the same name again.
  const again = caseWith([setting]);
  const repeat = begin(again, sinksOf(again.open, world()));
  raiseAlerts(again.open, [alertOf(1)]);
  repeat.delivery.wake();
  await repeat.delivery.settled();
  const names = mail.messages.map((text) => /Message-ID: (\S+)/i.exec(text)?.[1]);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(1);
});

test('mail goes nowhere in the open, and no error holds the password', async () => {
  const refusals: string[] = [];
  const open = kept(await serveMail({ tls: false }));
  const strange = kept(await serveMail({ login: 'somebody else' }));
  const good = kept(await serveMail());
  const tries: [port: number, more: Record<string, unknown>, world: Partial<SinkWorld>][] = [
    [open.port, {}, {}],
    [strange.port, { userEnv: 'MAIL_USER', passwordEnv: 'MAIL_PASSWORD' }, {}],
    // Its certificate is of nobody who is known.
    [good.port, {}, { ca: null }],
    [good.port, { tls: 'direct' }, {}],
    [good.port, {}, { proxy: { host: '127.0.0.1', port: 1, user: null, password: null } }],
  ];
  for (const [port, more, around] of tries) {
    const made = caseWith([
      { kind: 'email', to: 'desk@library.test', from: 'trackway@library.test', server: `localhost:${port}`, ...more },
    ]);
    const told = begin(made, sinksOf(made.open, world(around)));
    raiseAlerts(made.open, [alertOf(1)]);
    told.delivery.wake();
    await told.delivery.settled();
    expect(told.sent).toEqual([]);
    refusals.push(...told.refused);
  }
  expect(refusals).toHaveLength(5);
  expect(refusals.join('\n')).not.toMatch(/pass-word-canary|cGFzcy13b3JkLWNhbmFyeQ|AHJlYWRlcg/);
  expect(refusals.at(-1)).toContain('proxy');
  expect([...open.messages, ...strange.messages, ...good.messages]).toEqual([]);
  expect(open.commands.map((line) => line.slice(0, 10))).toEqual(['plain EHLO', 'plain STAR']);
});

test('mail by TLS from the first byte', async () => {
  const inner = kept(await serveMail({ tls: false }));
  const outer = kept(
    await serveOn(
      createTlsServer({ key: KEY, cert: GOOD }, (socket) => {
        import('node:net').then(({ connect }) => socket.pipe(connect(inner.port, '127.0.0.1')).pipe(socket));
      }),
    ),
  );
  const made = caseWith([
    { kind: 'email', to: 'desk@library.test', from: 'trackway@library.test', server: `localhost:${outer.port}`, tls: 'direct' },
  ]);
  const told = begin(made, sinksOf(made.open, world()));
  raiseAlerts(made.open, [alertOf(1)]);
  told.delivery.wake();
  await told.delivery.settled();
  expect(told.refused).toEqual([]);
  expect(inner.messages).toHaveLength(1);
});

test('settings that would lose or leak alerts are refused in plain words', () => {
  const email = { kind: 'email', to: 'desk@library.test', from: 'trackway@library.test', server: 'mail.library.test:587' };
  const wrong: [unknown, RegExp][] = [
    [{ kind: 'webhook' }, /needs `url` or `urlEnv`/],
    [{ kind: 'webhook', url: 'http://library.test/in' }, /https/],
    [{ kind: 'webhook', url: 'https://a:b@library.test/in' }, /https/],
    [{ kind: 'pigeon' }, /kind/],
    [{ kind: 'feed', file: '../other.xml' }, /file name/],
    [{ kind: 'feed', file: 'case.yaml' }, /file name/],
    [{ kind: 'feed', only: ['weather'] }, /only/],
    [{ ...email, tls: 'none' }, /on this machine/],
    [{ ...email, server: 'mail.library.test' }, /host:port/],
    [{ ...email, to: 'nobody' }, /e-mail/],
    [{ ...email, userEnv: 'MAIL_USER' }, /passwordEnv/],
    [{ ...email, password: 'secret' }, /password/],
  ];
  for (const [setting, words] of wrong) expect(() => caseWith([setting]), JSON.stringify(setting)).toThrow(words);
  const unset = caseWith([{ kind: 'webhook', urlEnv: 'HOOK' }]);
  expect(() => sinksOf(unset.open, world())).toThrow(/HOOK .* is not set/);
  const twice = caseWith([{ kind: 'feed' }, { kind: 'feed' }]);
  expect(() => sinksOf(twice.open, world())).toThrow(/twice/);
  expect(existsSync(join(unset.folder, 'alerts.xml'))).toBe(false);
});

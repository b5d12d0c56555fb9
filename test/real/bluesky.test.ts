import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Known, type Look, NOTHING_KNOWN, type SourceSettings } from '../../src/model/watch.ts';
import { blueskyWatch } from '../../src/platforms/bluesky/watch.ts';
import { lookAt, replayed } from '../platforms/conformance-look.ts';
import { recordingAsk } from './ask.ts';
import { type AtprotoServer, atprotoMissing, startAtproto } from './atproto-env.ts';

/** Table 3.1 of the platforms' answers, seen by our source through a real server of the AT Protocol, on loopback. */

const missing = atprotoMissing();
if (missing !== null) process.stderr.write(`SKIPPED: accounts on a real AT Protocol server. ${missing}.\n`);

interface Account {
  did: string;
  handle: string;
  authorization: string;
}

describe.skipIf(missing !== null)('accounts on a real server', () => {
  let server: AtprotoServer;
  let emails = 0;
  const accounts = new Map<string, Account>();
  const names = ['alive', 'busy', 'removed', 'resting', 'renamed', 'deleted', 'shy'];

  const settings = (): SourceSettings => ({ base: server.origin, own: { server: 'pds', handles: 'test' } });
  const of = (name: string): Account => {
    const account = accounts.get(name);
    if (account === undefined) throw new Error(`no account ${name}`);
    return account;
  };

  async function look(channel: string, known: Known = NOTHING_KNOWN, pages = 3): Promise<Look> {
    const { ask } = recordingAsk(server.origin);
    const input = { channel: `bluesky:${channel}`, known, settings: settings(), startedAt: Date.now(), pages };
    const seen = await lookAt(blueskyWatch, input, ask);
    await replayed(blueskyWatch, input, seen);
    return seen.look;
  }

  async function post(name: string, text: string, more: object = {}): Promise<void> {
    const { did, authorization } = of(name);
    const record = { $type: 'app.bsky.feed.post', text, createdAt: new Date().toISOString(), ...more };
    await server.call('com.atproto.repo.createRecord', { repo: did, collection: 'app.bsky.feed.post', record }, authorization);
  }

  async function makeAccount(handle: string): Promise<Account> {
    const email = `n${++emails}@mail.test`;
    const made = await server.call('com.atproto.server.createAccount', { handle, email, password: 'knight-to-f3' });
    return { did: String(made['did']), handle, authorization: `Bearer ${String(made['accessJwt'])}` };
  }

  async function takeDown(name: string, applied: boolean): Promise<void> {
    const subject = { $type: 'com.atproto.admin.defs#repoRef', did: of(name).did };
    await server.call('com.atproto.admin.updateSubjectStatus', { subject, takedown: { applied, ref: 'test' } }, server.admin);
  }

  beforeAll(async () => {
    server = await startAtproto();
    for (const name of names) {
      accounts.set(name, await makeAccount(`${name}-club.test`));
      await post(name, `hello from the ${name} club`);
    }
    const { did, authorization } = of('alive');
    const record = { $type: 'app.bsky.actor.profile', displayName: 'The Chess Club', description: 'Thursdays at eight' };
    await server.call(
      'com.atproto.repo.putRecord',
      { repo: did, collection: 'app.bsky.actor.profile', rkey: 'self', record },
      authorization,
    );
  });
  afterAll(async () => {
    await server?.stop();
  });

  test('alive: status, profile, posts with their links, and nothing again', async () => {
    const { did, handle } = of('alive');
    const uri = 'https://t.me/chess_club_two';
    const facets = [{ index: { byteStart: 0, byteEnd: 4 }, features: [{ $type: 'app.bsky.richtext.facet#link', uri }] }];
    await post('alive', 'Here is our other room', { facets });
    const seen = await look(handle);
    expect(seen.sighting).toEqual({ status: 'alive', reason: 'active', nativeId: did, movedTo: null });
    expect(seen.handle).toBeNull();
    expect(seen.profile).toMatchObject({ title: 'The Chess Club', about: 'Thursdays at eight', kind: 'account', nativeId: did });
    expect(seen.posts.map(({ text }) => text).sort()).toEqual(['Here is our other room', 'hello from the alive club']);
    expect(seen.posts.flatMap(({ links }) => links)).toEqual([uri]);
    for (const { when } of seen.posts) {
      expect(Math.abs(when.at - Date.now())).toBeLessThan(120_000);
      expect(when.by - when.after).toBeLessThan(2000);
    }
    const again = await look(handle, seen.known);
    expect(again.posts).toEqual([]);
    expect(again.profile).toBeNull();
    expect((await look(`#${did}`, seen.known)).handle).toBe(handle);
  });

  test('many posts come page by page, none twice, none lost', async () => {
    const { handle } = of('busy');
    const first = await look(handle);
    const texts = Array.from({ length: 130 }, (_, n) => `move ${n}`);
    for (const text of texts) await post('busy', text);
    const part = await look(handle, first.known, 1);
    expect([part.posts.length, part.more]).toEqual([100, true]);
    const rest = await look(handle, part.known, 3);
    expect(rest.more).toBe(false);
    expect([...part.posts, ...rest.posts].map(({ text }) => text)).toEqual(texts);
  });

  test('taken down, and given back', async () => {
    const { did, handle } = of('removed');
    const before = await look(handle);
    await takeDown('removed', true);
    const gone = await look(handle, before.known);
    expect(gone.sighting).toEqual({ status: 'banned', reason: 'takendown', nativeId: did, movedTo: null });
    await takeDown('removed', false);
    expect((await look(handle, before.known)).sighting.status).toBe('alive');
  });

  test('deactivated by its owner, and back', async () => {
    const { did, handle, authorization } = of('resting');
    const before = await look(handle);
    await server.call('com.atproto.server.deactivateAccount', {}, authorization);
    expect((await look(handle, before.known)).sighting).toEqual({
      status: 'deactivated',
      reason: 'deactivated',
      nativeId: did,
      movedTo: null,
    });
    await server.call('com.atproto.server.activateAccount', null, authorization);
    expect((await look(handle, before.known)).sighting.status).toBe('alive');
  });

  test('renamed: the same account lives under another handle, also when the old one is somebody else’s', async () => {
    const { did, handle, authorization } = of('renamed');
    const before = await look(handle);
    await server.call('com.atproto.identity.updateHandle', { handle: 'new-name-club.test' }, authorization);
    const seen = await look(handle, before.known);
    expect(seen.sighting).toMatchObject({ status: 'alive', nativeId: did });
    expect(seen.handle).toBe('new-name-club.test');
    const other = await makeAccount(handle);
    expect((await look(handle, before.known)).sighting).toMatchObject({ status: 'alive', nativeId: did });
    expect((await look(handle)).sighting).toMatchObject({ status: 'alive', nativeId: other.did });
  });

  test('deleted: absent, and reassigned once somebody else has the handle', async () => {
    const { did, handle } = of('deleted');
    const before = await look(handle);
    await server.call('com.atproto.admin.deleteAccount', { did }, server.admin);
    expect((await look(handle, before.known)).sighting).toEqual({
      status: 'absent',
      reason: 'repo_not_found',
      nativeId: did,
      movedTo: null,
    });
    const other = await makeAccount(handle);
    expect((await look(handle, before.known)).sighting).toMatchObject({ status: 'reassigned', nativeId: other.did });
    expect((await look(`#${did}`, before.known)).sighting.status).toBe('absent');
  });

  test('never existed: absent under the service’s own domain, unknown elsewhere', async () => {
    let n = 0;
    const control = blueskyWatch.neverUsed(() => (n = (n + 0.37) % 1), settings());
    expect((await look(control.slice('bluesky:'.length))).sighting).toMatchObject({ status: 'absent', reason: 'handle_unresolved' });
    expect((await look(`#did:plc:${'a'.repeat(24)}`)).sighting.status).toBe('absent');
    expect((await look('reading.example.org')).sighting.status).toBe('unknown');
  });

  test('an account that hides from visitors is not collected', async () => {
    const { did, handle, authorization } = of('shy');
    const labels = { $type: 'com.atproto.label.defs#selfLabels', values: [{ val: '!no-unauthenticated' }] };
    const record = { $type: 'app.bsky.actor.profile', displayName: 'Quiet', labels };
    await server.call(
      'com.atproto.repo.putRecord',
      { repo: did, collection: 'app.bsky.actor.profile', rkey: 'self', record },
      authorization,
    );
    const seen = await look(handle);
    expect(seen.sighting).toMatchObject({ status: 'restricted', reason: 'logged_in_only' });
    expect([seen.posts, seen.profile]).toEqual([[], null]);
  });
});

import { describe, expect, test } from 'vitest';
import { type Known, type Look, type LookInput, NOTHING_KNOWN, type WatchSource } from '../../src/model/watch.ts';
import type { Status } from '../../src/model/words.ts';
import { telegramWatch } from '../../src/platforms/telegram/watch.ts';
import { remembers } from './conformance.ts';
import { type Given, given } from './conformance-ask.ts';
import { atEveryPlace, onEveryAnswer } from './conformance-faults.ts';
import { cutPages, mutatedPages } from './conformance-fuzz.ts';
import { replayed, watched } from './conformance-look.ts';
import { saved } from './telegram-watch-cases.ts';

/** Sources that do what careless code does: the suite must catch each of them. */

const CHANNEL = 'telegram:garden';
const INPUT: LookInput = { channel: CHANNEL, known: NOTHING_KNOWN, settings: { base: null, own: {} }, startedAt: 0, pages: 1 };
const LIVING: Given = { '/garden': saved('channel'), '/s/garden': saved('preview') };
const GONE: Given = { '/garden': saved('contact') };

function said(status: Status, known: Known = NOTHING_KNOWN, again = false): Look {
  return {
    sighting: { status, reason: 'careless', nativeId: null, movedTo: null },
    handle: null,
    profile: null,
    posts: [],
    known,
    more: false,
    again,
  };
}

/** Asks for one page and judges it by status code and body. */
function careless(judge: (status: number, body: string) => Status, headers: Record<string, string> = {}): WatchSource {
  return {
    ...telegramWatch,
    look: async (_, ask) => {
      const outcome = await ask({ method: 'GET', url: 'https://t.me/garden', headers, body: null, credential: null });
      if (outcome.kind === 'failure')
        return said('unknown', NOTHING_KNOWN, outcome.why !== 'stopped' && outcome.why !== 'host_not_allowed');
      const status = judge(outcome.status, new TextDecoder().decode(outcome.body));
      return said(status, NOTHING_KNOWN, status === 'unknown' && outcome.status >= 500);
    },
  };
}

describe('the suite catches', () => {
  test('a status code taken for an answer', async () => {
    const source = careless((status) => (status === 404 ? 'absent' : 'unknown'));
    await expect(onEveryAnswer(source, INPUT, () => given(GONE), false)).rejects.toThrow(/404 .* read as absent/);
  });
  test('any 200 taken for a living channel', async () => {
    const source = careless((status) => (status === 200 ? 'alive' : 'unknown'));
    await expect(onEveryAnswer(source, INPUT, () => given(GONE), false)).rejects.toThrow(/read as alive/);
  });
  test('a phrase looked for in the whole body', async () => {
    const source = careless((_, body) => (body.includes('Post not found') ? 'absent' : 'unknown'));
    await expect(onEveryAnswer(source, INPUT, () => given(GONE), false)).rejects.toThrow(/read as absent/);
  });
  test('the lack of a sign taken for a loss', async () => {
    const source = careless((_, body) => (body.includes('tgme_page_extra') ? 'alive' : 'absent'));
    await expect(atEveryPlace(source, INPUT, () => given(LIVING))).rejects.toThrow(/read as absent/);
    await expect(cutPages(source, INPUT, () => given(LIVING))).rejects.toThrow(/Property failed/);
  });
  test('a throw on strange bytes', async () => {
    const source = careless((_, body) => {
      if (body !== saved('channel')) throw new Error('strange');
      return 'unknown';
    });
    await expect(mutatedPages(source, INPUT, () => given(LIVING))).rejects.toThrow(/Property failed/);
  });
  test('a cookie', async () => {
    const source = careless(() => 'alive', { cookie: 'a=b' });
    await expect(watched(source, INPUT, given(LIVING))).rejects.toThrow(/cookie/);
  });
  test('another host', async () => {
    const source = { ...careless(() => 'alive'), hosts: () => ['https://telegram.example'] };
    await expect(watched(source, INPUT, given(LIVING))).rejects.toThrow(/telegram.example/);
  });
  test('memory between looks', async () => {
    let looks = 0;
    const source: WatchSource = {
      ...careless(() => 'alive'),
      look: async () => said('alive', { ...NOTHING_KNOWN, lastPost: String(looks++) }),
    };
    const first = await watched(source, INPUT, given(LIVING));
    await expect(replayed(source, INPUT, first)).rejects.toThrow();
  });
  test('a source that tells the same post twice', async () => {
    const forgetful: WatchSource = { ...telegramWatch, look: (input, ask) => telegramWatch.look({ ...input, known: NOTHING_KNOWN }, ask) };
    const { look } = await watched(forgetful, INPUT, given(LIVING));
    await expect(remembers(forgetful, INPUT, LIVING, look)).rejects.toThrow(/told again/);
  });
  test('a look that never ends', async () => {
    const endless: WatchSource = {
      ...telegramWatch,
      look: async (_, ask) => {
        for (;;) await ask({ method: 'GET', url: 'https://t.me/garden', headers: {}, body: null, credential: null });
      },
    };
    await expect(watched(endless, INPUT, given(LIVING))).rejects.toThrow(/without end/);
  });
});

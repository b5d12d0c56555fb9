import { describe, expect, it } from 'vitest';
import type { Answered, AskRequest } from '../../src/model/watch.ts';
import { FAILURES } from '../../src/model/watch.ts';
import { askedAbout, type Fault, type Named, renamed, type Struck } from '../../src/simulate/fault.ts';
import { FAULTS } from '../../src/simulate/faults.ts';
import { answerOf } from '../../src/simulate/replica-ask.ts';
import { telegramReplica } from '../../src/simulate/replica-telegram.ts';
import { DAY, place, START, world } from './worlds.ts';

const NOW = START + 30 * DAY;
const room: Named = { handle: 'lamps_room', nativeId: '1554951087' };
const other: Named = { handle: 'other_room', nativeId: '1554951099' };
const nobody: Named = { handle: 'nobody_was_here', nativeId: '2999999999' };
const replica = telegramReplica(world(...[room, other].map(({ handle, nativeId }) => place('telegram', nativeId, { handle }))));

function struck(handle = room.handle): Struck {
  const request: AskRequest = {
    method: 'GET',
    url: `https://t.me/${handle}`,
    headers: { 'accept-language': 'en' },
    body: null,
    credential: null,
  };
  const serve = (asked: AskRequest, at: number): Answered => ({ ...answerOf(replica, asked, NOW - 300, at), at: NOW });
  return { request, truth: serve(request, NOW), serve, about: { ...room, handle }, other, nobody, chance: () => 0.5 };
}

function fault(name: string): Fault {
  const found = FAULTS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no fault ${name}`);
  return found;
}

function body(name: string, what = struck()): string {
  const outcome = fault(name).strike(what);
  return outcome.kind === 'answer' ? Buffer.from(outcome.body).toString() : outcome.why;
}

describe('faults', () => {
  it('are many, of every scope, each under its own name', () => {
    expect(FAULTS.length).toBeGreaterThanOrEqual(40);
    expect(new Set(FAULTS.map((one) => one.name)).size).toBe(FAULTS.length);
    expect(new Set(FAULTS.map((one) => one.scope))).toEqual(new Set(['request', 'platform', 'ours']));
    const whys = new Set(FAULTS.map((one) => one.strike(struck())).flatMap((one) => (one.kind === 'failure' ? [one.why] : [])));
    // A host that is not allowed, and a stop, are our own doing.
    expect(FAILURES.filter((why) => !whys.has(why))).toEqual(['host_not_allowed', 'stopped']);
  });

  it.each(FAULTS.map((one) => [one.name, one] as const))(
    '%s gives the same outcome again, at the time of the answer, and leaves the truth alone',
    (_, one) => {
      const what = struck();
      const before = JSON.stringify(what.truth);
      const first = one.strike(what);
      expect(one.strike(struck())).toEqual(first);
      expect(first.at).toBe(NOW);
      expect(JSON.stringify(what.truth)).toBe(before);
      if (first.kind === 'answer') expect(first.raw).toEqual(first.body);
    },
  );

  it('change the answer', () => {
    const truth = struck().truth;
    const same = FAULTS.filter((one) => {
      const outcome = one.strike(struck());
      return outcome.kind === 'answer' && JSON.stringify(outcome) === JSON.stringify(truth);
    });
    expect(same.map((one) => one.name)).toEqual([]);
  });

  it('put a question about one to another, in any case', () => {
    const request = { ...struck().request, url: 'https://api.example/2/users/1554951087/tweets?q=Lamps_Room' };
    expect(askedAbout(request, room, other).url).toBe('https://api.example/2/users/1554951099/tweets?q=other_room');
    expect(Buffer.from(renamed(struck().truth, room, other).body).toString()).toContain('Telegram: View @other_room');
  });

  it('that are lies keep the form of the truth', () => {
    expect(body('nobody is there for all')).toContain('<title>Telegram: Contact @lamps_room</title>');
    expect(body('everybody is there for all', struck('never_taken_1'))).toContain('<title>Telegram: View @never_taken_1</title>');
    expect(body('the page of another')).toContain('<title>Telegram: View @other_room</title>');
    expect(body('another language')).toContain('lang="de"');
    expect(body('names of the markup changed')).not.toContain('tgme_');
    expect(body('markup without what it is about')).not.toContain('tgme_page_title');
    const whole = Buffer.from(struck().truth.body).toString();
    expect(body('half a body')).toBe(whole.slice(0, Math.floor(whole.length / 2)));
  });

  it('that keep a copy say how old it is', () => {
    const stale = fault('a stale copy').strike(struck());
    const headers = stale.kind === 'answer' ? Object.fromEntries(stale.headers) : {};
    expect([headers['age'], headers['date']]).toEqual(['3600', new Date(NOW - 3_600_000).toUTCString()]);
  });
});

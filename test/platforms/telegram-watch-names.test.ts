import { expect, test } from 'vitest';
import { platform } from '../../src/platforms/telegram/index.ts';
import { identityOf, numberOf } from '../../src/platforms/telegram/watch-post-parts.ts';

const watch = platform.watch;

test.each([
  ['telegram:garden', null],
  ['telegram:garden_2', null],
  ['telegram:+AbCdEfGhIjKlMnOp', null],
  ['telegram:#1554951087', /by name or invitation/],
  ['telegram:#title-1a2b3c4d', /by name or invitation/],
  ['telegram:+4915112345678', /telephone/],
  ['telegram:joinchat', /its own pages/],
  ['telegram:abc', /no Telegram name/],
  ['telegram:garden/../s', /no Telegram name/],
  ['telegram:garden?q=x', /no Telegram name/],
  ['telegram:1garden', /no Telegram name/],
  ['tamtam:garden', /no reference to a Telegram channel/],
])('%s can be looked at, or it is said why not', (channel, why) => {
  if (why === null) expect(watch?.blindTo(channel)).toBeNull();
  else expect(watch?.blindTo(channel)).toMatch(why);
});

test.each([
  ['987', 987],
  ['1.2K', 1200],
  ['12.5M', 12_500_000],
  ['1.25B', 1_250_000_000],
  ['11 110', 11_110],
  ['', null],
  ['many', null],
  ['1.2.3', null],
])('"%s" is %s', (shown, number) => expect(numberOf(shown)).toBe(number));

function identity(attributes: Record<string, string>): ReturnType<typeof identityOf> {
  return identityOf({ name: 'div', classes: [], attributes, children: [], closed: true });
}

function view(json: unknown): string {
  return Buffer.from(JSON.stringify(json)).toString('base64url');
}

test('ids are bare and positive however they are written, and never guessed', () => {
  expect(identity({ 'data-view': view({ c: -1554951087, p: 89, t: 1787431464 }) })).toEqual({
    nativeId: '1554951087',
    madeAt: 1_787_431_464_000,
  });
  expect(identity({ 'data-view': view({ c: -1001554951087 }) })).toEqual({ nativeId: '1554951087', madeAt: null });
  expect(identity({ 'data-peer': 'c1777000222_481516' })).toEqual({ nativeId: '1777000222', madeAt: null });
  expect(identity({ 'data-peer': 'u1777000222_481516' }).nativeId).toBeNull();
  for (const broken of ['', '!!!', 'bm90IGpzb24', view([1]), view({ c: 'x' }), view({ c: 0 }), view({ c: 1e300 }), view({ c: 1.5 })]) {
    expect(identity({ 'data-view': broken }).nativeId).toBeNull();
  }
});

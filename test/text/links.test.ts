import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseChannelRef } from '../../src/model/ref.ts';
import { LINK_KINDS } from '../../src/model/words.ts';
import { compileLinks, type LinkFinder } from '../../src/text/links.ts';
import { sharedData } from '../shared-data.ts';
import { DOTS, disguised, SCHEMES, SLASHES } from './disguises.ts';
import { allLinks } from './finder.ts';

let find: LinkFinder;
beforeAll(async () => {
  find = await allLinks();
});

const free = { mentionPlatform: null };
const channels = (text: string, mentionPlatform: string | null = null) => find(text, { mentionPlatform }).map((link) => link.channel);
const canonicals = (text: string) => find(text, free).map((link) => link.canonical);

describe('what a link says', () => {
  it('gives the place as written, the one canonical spelling, the channel and the post', () => {
    const text = 'قبل https://T.me/Sada_100/42?single بعد';
    expect(find(text, free)).toEqual([
      {
        platform: 'telegram',
        kind: 'post',
        canonical: 'https://t.me/sada_100/42',
        channel: 'telegram:sada_100',
        post: '42',
        text: 'https://T.me/Sada_100/42?single',
        obfuscated: false,
        start: 4,
        end: 35,
      },
    ]);
  });

  it('finds several, in order, without closing punctuation, and tells them apart', () => {
    expect(find('see t.me/sada_100, (t.me/other_x). And tt.me/third!', free).map((link) => link.text)).toEqual([
      't.me/sada_100',
      't.me/other_x',
      'tt.me/third',
    ]);
  });

  it('keeps the case of invite tokens and lowers that of handles', () => {
    expect(channels('t.me/+AbCdEf and T.ME/SADA_100')).toEqual(['telegram:+AbCdEf', 'telegram:sada_100']);
  });

  it('joins mirrors and drops tracking', () => {
    const ways = [
      't.me/s/sada_100',
      'telegram.me/sada_100?utm_source=x',
      'https://telegram.dog/Sada_100#top',
      'sada_100.t.me',
      'tg://resolve?domain=sada_100',
    ];
    for (const way of ways) expect([way, canonicals(way)]).toEqual([way, ['https://t.me/sada_100']]);
  });

  it('finds a link that another address holds only where it has a scheme of its own', () => {
    expect(channels('https://archive.example/2020/https://t.me/sada_100')).toEqual(['telegram:sada_100']);
    expect(channels('https://code.example/owner/t.me/blob')).toEqual([]);
  });

  it('is no link without a platform that knows it', () => {
    expect(compileLinks([])('t.me/sada_100 https://x.com/sada @sada tg:join?invite=abc', { mentionPlatform: 'telegram' })).toEqual([]);
  });
});

describe('bare names', () => {
  it('takes a mention as a handle of the platform that the text belongs to', () => {
    expect(channels('by @Sada_100, and @other', 'telegram')).toEqual(['telegram:sada_100', 'telegram:other']);
    expect(channels('by @Sada_100', 'x')).toEqual(['x:sada_100']);
    expect(channels('by @Sada_100', 'unheard_of')).toEqual([]);
    expect(channels('by @Sada_100')).toEqual([]);
  });

  it.each([
    ['Telegram: @sada_100', 'telegram:sada_100'],
    ['telegram channel @sada_100', 'telegram:sada_100'],
    ['تلجرام @sada_100', 'telegram:sada_100'],
    ['قناتنا على تيليجرام: @sada_100', 'telegram:sada_100'],
    ['телеграм: @sada_100', 'telegram:sada_100'],
    ['@sada_100 on Telegram', 'telegram:sada_100'],
    ['Twitter: @sada_100', 'x:sada_100'],
    ['TamTam: @sada_new', 'tamtam:sada_new'],
  ])('takes the cue in: %s', (text, channel) => {
    expect(channels(text)).toEqual([channel]);
  });

  it('lets a cue win over the platform of the text', () => {
    expect(channels('Twitter: @sada_100', 'telegram')).toEqual(['x:sada_100']);
  });

  it.each([
    'only @1449 today',
    'write to me@sada.example',
    'a@b',
    '@@name',
    'x/@name',
    '@share',
    '@name.example',
    '@nameé',
    'Telegram: me@sada.example',
    '@_sada',
    '@sada_',
    '@abc',
  ])('refuses %s', (text) => {
    expect(channels(text, 'telegram')).toEqual([]);
  });
});

describe('disguises', () => {
  it.each(DOTS)('reads the dot in t%sme/sada_100', (dot) => {
    expect(canonicals(`انضموا t${dot}me/sada_100 now`)).toEqual(['https://t.me/sada_100']);
  });

  it.each(SLASHES)('reads the slash in t.me%ssada_100', (slash) => {
    expect(canonicals(`Join t.me${slash}sada_100 now`)).toEqual(['https://t.me/sada_100']);
    expect(canonicals(`انضموا t.me${slash}sada_100 الآن`)).toEqual(['https://t.me/sada_100']);
  });

  it.each(SCHEMES)('reads the scheme in %st.me/sada_100', (scheme) => {
    expect(canonicals(`Join ${scheme}t.me/sada_100 now`)).toEqual(['https://t.me/sada_100']);
  });

  it.each([
    ['t.me/sada_100', false],
    ['HTTPS://WWW.T.ME/SADA_100', false],
    ['https://matrix.to/#/%23room%3Aexample.org', false],
    ['https://x.com/sada/status/12?u=https%3A%2F%2Fnews.example%2Fa', false],
    ['hxxps://t.me/sada_100', true],
    ['t[.]me/sada_100', true],
    ['t . me / sada_100', true],
    ['t.me/s\u200bada_100', true],
    ['т.me/sada_100', true],
    ['t.me/sada_١٠٠', true],
    ['t.me/%73ada_100', true],
    ['تي دوت مي / sada_100', true],
  ])('marks %s: %s', (text, obfuscated) => {
    expect(find(text, free).map((link) => link.obfuscated)).toEqual([obfuscated]);
  });

  it('joins blanks only around known hosts', () => {
    expect(canonicals('we met. you / they')).toEqual([]);
    expect(canonicals('find us on t.me/ today')).toEqual([]);
    expect(canonicals('за/против и/или me/you 12 / 15')).toEqual([]);
  });

  it('finds any invented link in any combination of disguises, with the same canonical spelling', () => {
    fc.assert(
      fc.property(disguised, ({ text, canonical }) => {
        const links = find(text, free);
        expect(links.map((link) => link.canonical)).toEqual([canonical]);
        for (const link of links) expect(text.slice(link.start, link.end)).toBe(link.text);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      't.me/',
      'https://',
      'sada_100',
      '@',
      '#',
      ':',
      '/',
      '.',
      ' ',
      '[.]',
      'hxxp',
      '\u200b',
      '\u202e',
      'ｔ',
      '．',
      '𝐭',
      '%2F',
      '%',
      '\\',
      'slash',
      ' dot ',
      'نقطة',
    ],
    ...[
      'me',
      'npub1',
      'tg:resolve?domain=',
      '&post=1',
      '?start',
      '+',
      'x.com',
      '.t.me',
      'Telegram: ',
      '!a@b.example',
      '\ud835',
      '\udc00',
      '\n',
      '🅰',
      'xmpp:',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('')),
  );

  it('never throws, and every answer is whole: its place, its order, its words', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(null, 'telegram', 'x'), (text, mentionPlatform) => {
        let last = 0;
        for (const link of find(text, { mentionPlatform })) {
          expect(text.slice(link.start, link.end)).toBe(link.text);
          expect(link.start).toBeGreaterThanOrEqual(last);
          expect(link.end).toBeGreaterThan(link.start);
          expect(LINK_KINDS).toContain(link.kind);
          if (link.channel !== null) expect(parseChannelRef(link.channel)?.ref).toBe(link.channel);
          last = link.end;
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds nothing in plain prose', () => {
    const word = fc.stringMatching(/^[a-zа-яا-ي]{1,10}[,.:;!?»)]?$/);
    fc.assert(
      fc.property(fc.array(word, { maxLength: 60 }), (words) => {
        expect(find(words.join(' '), free)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('gets through a long hostile text', () => {
    const seeds = [
      't . t . ',
      '[[[[',
      '@@@@',
      'hxxp://',
      'a',
      '%2525',
      't.me/',
      'tg:resolve?',
      'xmpp:a@',
      ' / ',
      '\\/',
      '%2f',
      'me/',
      '.t.me',
      't , me / ',
      'npub1',
    ];
    for (const seed of seeds) expect(Array.isArray(find(seed.repeat(100_000 / seed.length), { mentionPlatform: 'telegram' }))).toBe(true);
  });
});

const data = sharedData();

describe.skipIf(data === null)("Telegram's own cases", () => {
  const line = z.object({ fn: z.string(), in: z.string(), expect: z.string() });
  // In running text a blank ends a link; the case stands for a `+` that its caller had decoded already.
  const EXCEPTIONS = new Set(['t.me/ abacaba']);

  /** What we should find, from the C++ expression; null: no community. */
  function expected(expression: string, reserved: Set<string>): string | null {
    const [, kind, value = ''] = /^(\w+)\("([^"]*)"/.exec(expression) ?? [];
    const named = (name: string, rest = '') =>
      name.length < 4 || reserved.has(name.toLowerCase()) ? null : `telegram:${name.toLowerCase()}${rest}`;
    if (kind === 'public_chat') return named(value);
    if (kind === 'chat_invite') return `telegram:+${value}`;
    if (kind === 'chat_folder_invite') return `https://t.me/addlist/${value}`;
    if (kind !== 'message') return null;
    const query = new URLSearchParams(value.slice(value.indexOf('?')));
    const name = query.get('domain');
    return name === null ? `telegram:#${query.get('channel')}/${query.get('post')}` : named(name, `/${query.get('post')}`);
  }

  it('agree', async () => {
    const { telegramLinks } = await import('../../src/platforms/telegram/links.ts');
    const reserved = new Set(telegramLinks.reserved);
    const finder = compileLinks([telegramLinks]);
    const lines = readFileSync(join(data ?? '', 'links/telegram-links.jsonl'), 'utf8')
      .trim()
      .split('\n');
    const cases = lines.map((text) => line.parse(JSON.parse(text))).filter((one) => one.fn !== 'check_link' && !EXCEPTIONS.has(one.in));
    expect(cases.length).toBeGreaterThan(700);
    const said = (text: string) => {
      const [link] = finder(text, free);
      if (link === undefined) return null;
      return link.channel === null ? link.canonical : link.post === null ? link.channel : `${link.channel}/${link.post}`;
    };
    const wrong = cases
      .map((one) => ({ in: one.in, ours: said(one.in), theirs: expected(one.expect, reserved) }))
      .filter((one) => one.ours !== one.theirs);
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(data === null)("X's own cases", () => {
  const suite = z.object({
    tests: z.object({ mentions: z.array(z.object({ description: z.string(), text: z.string(), expected: z.array(z.string()) })) }),
  });
  // Digits alone are a price far more often than a name.
  const EXCEPTIONS = new Set(['Extract mention of all numeric username']);

  it('agree on mentions', () => {
    const { tests } = suite.parse(parse(readFileSync(join(data ?? '', 'links/extract.yml'), 'utf8')));
    const wrong = tests.mentions
      .filter((one) => !EXCEPTIONS.has(one.description))
      .map((one) => ({
        text: one.text,
        ours: find(one.text, { mentionPlatform: 'x' })
          .filter((link) => link.platform === 'x')
          .map((link) => link.channel),
        theirs: one.expected.map((name) => `x:${name.toLowerCase()}`),
      }))
      .filter((one) => JSON.stringify(one.ours) !== JSON.stringify(one.theirs));
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(data === null)('real texts', () => {
  const read = (path: string) => readFileSync(join(data ?? '', path), 'utf8');

  it('says the same of a text defanged and refanged', () => {
    const plain = read('links/sample_text_fanged.txt');
    const defanged = read('links/sample_text_defanged.txt');
    expect(canonicals(defanged)).toEqual(canonicals(plain));
    // The lists hold no communities, so every host is put in the place of an invented one as well.
    const hosts = defanged.split('\n').filter((host) => /^[a-z0-9-]+\[\.\][a-z]+$/.test(host));
    expect(hosts.length).toBeGreaterThan(50);
    const rewritten = hosts.map((host, i) => `${host.replace(/^.*$/, 't[.]me')}/sada_${i}`).join('\n');
    expect(find(rewritten, free).length).toBe(hosts.length);
  });

  it('stands naughty strings', () => {
    for (const text of z.array(z.string()).parse(JSON.parse(read('links/blns.json')))) {
      for (const link of find(text, { mentionPlatform: 'telegram' })) expect(text.slice(link.start, link.end)).toBe(link.text);
    }
  });

  it('finds no disguised link in years of news, where nobody hid one', () => {
    const folder = 'texts/news-ru';
    const post = z.array(z.looseObject({ text: z.string().nullish() }));
    const files = readdirSync(join(data ?? '', folder)).filter((name) => name.endsWith('.json'));
    const texts = files.flatMap((name) => post.parse(JSON.parse(read(`${folder}/${name}`))).map((one) => one.text ?? ''));
    const links = texts.flatMap((text) => find(text, free));
    expect(links.length).toBeGreaterThan(3_000);
    expect(links.filter((link) => link.obfuscated).map((link) => link.text)).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { independent, type Said, sayings } from '../../src/findings/pointers.ts';
import { nameFinder } from '../../src/findings/pointers-names.ts';
import { foldWords } from '../../src/text/words.ts';
import { DAY, START } from './rows.ts';
import { AT, inputOf, LOSS, pointer, posting, usualCase } from './successor-rows.ts';

function said(voice: string, text: string): Said {
  return { to: 1, by: 2, voice, text, at: START, post: `telegram:x/${voice}${text}`, stance: 'call', obfuscated: false, names: new Map() };
}

describe('independent', () => {
  it('counts who shares an author or a text once, also through a chain', () => {
    const heard = [said('a', '1'), said('a', '2'), said('b', '2'), said('c', '3')].map((one, i) => ({ said: one, weight: 1 - i / 10 }));
    expect(independent(heard).map((one) => [one.said.voice, one.weight])).toEqual([
      ['a', 1],
      ['c', 0.7],
    ]);
  });

  it('never finds more than there are voices or texts, in whatever order', () => {
    const words = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 })), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(words, (pairs) => {
        const heard = pairs.map(([v, t]) => ({ said: said(`v${v}`, `t${t}`), weight: 1 }));
        const count = independent(heard).length;
        expect(count).toBeLessThanOrEqual(new Set(pairs.map(([v]) => v)).size);
        expect(count).toBeLessThanOrEqual(new Set(pairs.map(([, t]) => t)).size);
        expect(independent([...heard].reverse())).toEqual(independent(heard));
      }),
    );
  });
});

describe('nameFinder', () => {
  const { known } = inputOf(
    usualCase({
      faceRows: [
        ['telegram:lantern', 'Lantern News 1'],
        ['tamtam:home', 'Lantern News 2'],
        ['tamtam:mask', 'Lantern News'],
      ].map(([channel = '', title = '']) => ({
        channel,
        title,
        nativeId: null,
        kind: null,
        about: null,
        avatarHash: null,
        createdAt: null,
        subscribers: null,
        from: START,
        to: START,
      })),
    }),
  );
  const names = nameFinder(known.list);
  const named = (text: string, links: string[] = []) =>
    [...names.find(foldWords(text), links)].map(([index, sure]) => [known.list[index]?.channel, Math.round(sure * 100) / 100]);

  it('knows handles and titles, the longest first', () => {
    expect(named('our friends of Lantern News 1 have moved')).toEqual([['telegram:lantern', 1]]);
    expect(named('@lantern is gone')).toEqual([['telegram:lantern', 1]]);
  });

  it('is less sure where several are called so', () => {
    expect(named('Lantern News lives')).toEqual([
      ['tamtam:home', 0.58],
      ['tamtam:mask', 0.58],
      ['telegram:lantern', 0.58],
    ]);
  });

  it('does not read a name out of the link itself', () => {
    expect(named('go to https://tt.example/lantern now', ['lantern'])).toEqual([]);
    expect(named('nobody we know')).toEqual([]);
  });
});

describe('sayings', () => {
  it('reads who points to whom, and whom it names beside', () => {
    const input = inputOf(
      usualCase({
        pointers: [
          pointer('telegram:fan', 'tamtam:home', LOSS, { post: 'telegram:fan/1', words: 'see here', textHash: 9 }),
          pointer('telegram:fan', 'telegram:lantern', LOSS, { post: 'telegram:fan/1', words: 'see here', textHash: 9 }),
          pointer('tamtam:home', 'tamtam:home', LOSS),
        ],
      }),
    );
    const { all, byNamed } = sayings(input, input.known);
    const name = (index: number) => input.known.list[index]?.channel;
    expect(all.map((one) => [name(one.by), name(one.to), [...one.names.keys()].map(name)])).toEqual([
      ['telegram:fan', 'tamtam:home', ['telegram:lantern']],
      ['telegram:fan', 'telegram:lantern', ['tamtam:home']],
    ]);
    expect([...byNamed.keys()].map(name).sort()).toEqual(['tamtam:home', 'telegram:lantern']);
  });

  it('takes links in a profile for the channel itself speaking, and says nothing of controls', () => {
    const input = inputOf(
      usualCase({
        activity: [...usualCase().activity, posting('telegram:calm', START, AT)],
        roster: [{ channel: 'telegram:calm', control: 'living', since: null }],
        profileLinks: [
          { channel: 'telegram:lantern', nativeId: null, at: LOSS - DAY, to: 'tamtam:home', stance: 'call' },
          { channel: 'telegram:lantern', nativeId: null, at: LOSS - DAY, to: 'telegram:calm', stance: 'call' },
        ],
      }),
    );
    expect(sayings(input, input.known).all.map((one) => [one.post, one.stance])).toEqual([[null, 'call']]);
  });
});

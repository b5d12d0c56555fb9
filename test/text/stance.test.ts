import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/text/fold.ts';
import { stanceOf } from '../../src/text/stance.ts';
import { NEGATORS, STANCE_WORDS } from '../../src/text/stance-words.ts';

const stance = (text: string) => stanceOf(fold(text)).stance;

describe('stanceOf', () => {
  it.each([
    ['call', 'Join our new channel: t.me/sada_100'],
    ['call', 'We have moved. Follow us there.'],
    ['call', 'انضموا إلينا'],
    ['call', 'هذه قناتنا الجديدة'],
    ['call', 'للانضمام إلى القناة'],
    ['call', 'New backup: t.me/sada_100'],
    ['calm', 'Stay calm, the archive is safe'],
    ['calm', 'Do not panic.'],
    ['calm', 'There is no need to move anywhere'],
    ['calm', 'اطمئنوا يا أصدقاء'],
    ['calm', 'لا داعي للقلق، ولا تنتقلوا إلى أي مكان'],
    ['endorse', 'This is the official page'],
    ['endorse', 'the only genuine room'],
    ['endorse', 'القناة الرسمية والموثوقة'],
    ['endorse', 'This one is not fake'],
    ['endorse', 'القناة ليست مزيفة'],
    ['warn', 'This channel is fake'],
    ['warn', 'Do not join!'],
    ['warn', "Don't ever join it"],
    ['warn', 'لا تنضموا إليها'],
    ['warn', 'احذروا القناة المزيفة'],
    ['warn', 'إنها فخّ'],
    ['warn', 'not official'],
    ['warn', 'ليست رسمية'],
    ['warn', 'ولا تشتركوا في هذا'],
    ['neutral', 'A note about lamps and tea'],
    ['neutral', 'ملاحظة عن الشاي'],
    ['neutral', ''],
  ])('%s: %s', (expected, text) => {
    expect(stance(text)).toBe(expected);
  });

  it('lets a warning beat a call, a call beat calm, and calm beat an endorsement', () => {
    expect(stance('Join the official channel, the other one is a trap')).toBe('warn');
    expect(stance('Stay calm and join us')).toBe('call');
    expect(stance('Stay calm, the official channel is safe')).toBe('calm');
  });

  it('ends the reach of a negation at a clause, at another cue and after three words', () => {
    expect(stance('It is not here. Fake!')).toBe('warn');
    expect(stance('Do not trust the fake one')).toBe('warn');
    expect(stanceOf(fold('Do not trust the fake one')).cues).toEqual(['not trust', 'fake']);
    expect(stance('not yet open to all of us, join')).toBe('call');
  });

  it('reads no stance out of addresses and handles', () => {
    expect(stance('see https://t.me/official and @fake or t.me/join')).toBe('neutral');
  });

  it('shows its cues as they stand', () => {
    expect(stanceOf(fold('Please JOIN us; subscribe'))).toEqual({ stance: 'call', cues: ['join', 'subscribe'] });
    expect(stanceOf(fold('لا تنضموا'))).toEqual({ stance: 'warn', cues: ['لا تنضموا'] });
  });

  it('has a list that is spelled as the fold leaves it, without repeats', () => {
    const phrases = STANCE_WORDS.flatMap((row) => row.phrases);
    for (const phrase of [...phrases, ...NEGATORS]) expect(fold(phrase)).toBe(phrase);
    expect(phrases.filter((phrase, i) => phrases.indexOf(phrase) !== i)).toEqual([]);
  });

  it('finds every phrase of the list alone, and never throws', () => {
    for (const row of STANCE_WORDS) for (const phrase of row.phrases) expect([phrase, stance(phrase)]).toEqual([phrase, row.stance]);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => void stanceOf(text)));
  });
});

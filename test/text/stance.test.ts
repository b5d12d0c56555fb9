import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePostRef } from '../../src/model/ref.ts';
import { STANCES } from '../../src/model/words.ts';
import { random } from '../../src/simulate/random.ts';
import { readingRooms } from '../../src/simulate/week.ts';
import { weekPosts } from '../../src/simulate/week-posts.ts';
import { SCENES } from '../../src/simulate/week-story.ts';
import { fold } from '../../src/text/fold.ts';
import { stanceOf } from '../../src/text/stance.ts';

const read = (text: string) => stanceOf(fold(text));
const stance = (text: string) => read(text).stance;
const cues = (text: string) => read(text).cues;

describe('what a post says of a place', () => {
  it.each([
    ['call', 'Join our new channel: t.me/paper_boats'],
    ['call', 'We have moved. You know where.'],
    ['call', 'You can follow us at https://tt.me/paper_boats'],
    ['call', 'New backup: t.me/paper_boats'],
    ['call', 'new channel https://tt.me/paper_boats'],
    ['call', 'انضموا إلينا'],
    ['call', 'انضم إلينا هنا'],
    ['call', 'هذه قناتنا الجديدة'],
    ['call', 'الرابط الجديد: tt.me/paper_boats'],
    ['call', 'قناة احتياطية'],
    ['call', 'انتقلنا إلى مكان آخر'],
    ['call', 'تابعونا على تام تام'],
    ['calm', 'Stay calm, the archive is safe'],
    ['calm', 'Don’t panic.'],
    ['calm', 'There is no need to move anywhere'],
    ['calm', 'Please be patient'],
    ['calm', 'اطمئنوا يا أصدقاء'],
    ['calm', 'لا داعي للقلق، ولا تنتقلوا إلى أي مكان'],
    ['calm', 'نرجو الهدوء'],
    ['calm', 'اصبروا قليلًا'],
    ['endorse', 'This is the official page'],
    ['endorse', 'the only genuine room'],
    ['endorse', 'Yes, this is really us'],
    ['endorse', 'القناة الرسمية والموثوقة'],
    ['endorse', 'هي القناة الوحيدة الصحيحة'],
    ['warn', 'This channel is fake'],
    ['warn', 'Honeypot! Beware.'],
    ['warn', 'that room is not ours'],
    ['warn', 'It was hijacked last night'],
    ['warn', 'احذروا هذه القناة'],
    ['warn', 'إنها فخّ'],
    ['warn', 'قناة مُنتحِلة'],
    ['warn', 'هذه القناة ليست لنا'],
    ['warn', 'القناة مخترقة منذ أمس'],
    ['neutral', 'A note about lamps and tea'],
    ['neutral', 'ملاحظة عن الشاي'],
    ['neutral', 'White to move and win; the match is moved to Monday'],
    ['neutral', ''],
    ['neutral', ' \n\n '],
  ])('%s: %s', (expected, text) => {
    expect(stance(text)).toBe(expected);
  });

  it('lets a warning beat calm, calm a call, a call an endorsement, and an endorsement a place that is only named', () => {
    expect(stance('Stay calm and join the official channel, the other one is a trap')).toBe('warn');
    expect(stance('Stay calm and join our official channel')).toBe('calm');
    expect(stance('Join the official channel')).toBe('call');
    expect(stance('This is the official new channel of the gardeners')).toBe('endorse');
    expect(stance('This is the new channel of the gardeners')).toBe('call');
  });

  it('reads both languages in one post', () => {
    expect(stance('انضموا إلينا — this is fake')).toBe('warn');
    expect(stance('Our readers are here: القناة الرسمية')).toBe('endorse');
    expect(stance('join لا تنضموا')).toBe('warn');
  });
});

describe('negation', () => {
  it.each([
    ['endorse', 'This one is not fake'],
    ['endorse', "it isn't a trap"],
    ['endorse', 'القناة ليست مزيفة'],
    ['endorse', 'ليست هذه القناة فخًا'],
    ['warn', 'Do not join!'],
    ['warn', "Don't ever join it"],
    ['warn', 'nobody should join'],
    ['warn', 'لا تنضموا إليها'],
    ['warn', 'ولا تشتركوا في هذا'],
    ['warn', 'لا ننصح بالانضمام'],
    ['warn', 'not official'],
    ['warn', 'it is no longer our official channel'],
    ['warn', 'neither official nor trusted'],
    ['warn', 'غير رسمية'],
    ['warn', 'ليست رسمية'],
    ['warn', 'the so-called official channel'],
    ['warn', 'It claims to be official'],
    ['warn', 'تدعي أنها رسمية وهي مزيفة'],
    ['calm', 'Do not panic'],
    ['calm', 'لا تقلقوا'],
    ['calm', 'لم ننتقل'],
  ])('%s: %s', (expected, text) => {
    expect(stance(text)).toBe(expected);
  });

  it('reaches its word over small words only', () => {
    expect(stance('Do not believe the fake one')).toBe('warn');
    expect(stance("Don't fall for traps")).toBe('warn');
    expect(stance('لا تقعوا في الفخ')).toBe('warn');
    expect(stance('not a word from the official channel')).toBe('endorse');
    expect(stance('no to any of this in all of our official rooms')).toBe('endorse');
  });

  it('ends with its clause and with the first word that it meets', () => {
    expect(stance('It is not. Fake!')).toBe('warn');
    expect(stance('not\nfake')).toBe('warn');
    expect(stance('not open yet, join')).toBe('call');
    expect(cues('Do not join the fake one')).toEqual(['do not join', 'fake']);
  });

  it('is none where it urges or affirms', () => {
    expect(stance('Do not forget to join')).toBe('call');
    expect(stance("Don't miss our new channel")).toBe('call');
    expect(stance('no doubt official')).toBe('endorse');
    expect(stance('لا تترددوا في الانضمام')).toBe('call');
    expect(stance('ولا تنسوا الاشتراك')).toBe('call');
    expect(stance('بلا شك رسمية')).toBe('endorse');
    expect(stance('Why not join?')).toBe('call');
    expect(stance('لم لا تنضموا')).toBe('call');
  });
});

describe('where a word begins and ends', () => {
  it('knows Arabic words behind what is joined to their front', () => {
    for (const text of ['وانضموا', 'فانضموا', 'للانضمام', 'بالانضمام', 'وبالانضمام', 'الانضمام'])
      expect([text, stance(text)]).toEqual([text, 'call']);
    for (const text of ['فخ', 'الفخ', 'وفخ', 'بالفخ', 'للفخ', 'كالفخ', 'كفخ']) expect([text, stance(text)]).toEqual([text, 'warn']);
    expect(stance('وليست لنا')).toBe('warn');
    expect(stance('من قناتنا الجديدة')).toBe('call');
  });

  it('takes no part of a word for a word', () => {
    for (const text of [
      'joined, joiner, rejoin',
      'officials',
      'fakery',
      'entrapment',
      'subscribers',
      'فخر وفخامة',
      'تفخيخ',
      'الرسميون',
      'هادئ',
    ])
      expect([text, stance(text)]).toEqual([text, 'neutral']);
  });

  it('takes an Arabic word that the list has with its article only with it', () => {
    expect(stance('القناة الحقيقية')).toBe('endorse');
    expect(stance('قصة حقيقية')).toBe('neutral');
  });

  it('reads nothing out of addresses and handles, but what stands beside them', () => {
    for (const text of [
      'https://t.me/official',
      '@fake',
      't.me/join',
      'tt[.]me/trap',
      't.me/trap:8080',
      'hxxps://tt[.]me/official?join',
      'fake.example',
      'tg://join?invite=trap',
    ])
      expect([text, stance(text)]).toEqual([text, 'neutral']);
    expect(stance('Join:https://tt.me/paper_boats')).toBe('call');
    expect(stance('احذروا:https://tt.me/paper_boats')).toBe('warn');
    expect(stance('not @paper_boats: official')).toBe('endorse');
    expect(stance("they say 'official'")).toBe('endorse');
  });

  it('does not mind case, vowel signs, stretched or invisible letters', () => {
    for (const text of ['JOIN', 'ｊｏｉｎ', 'jo\u200bin', 'اِنْضَمُّوا', 'انضـــموا', 'إنضموا'])
      expect([text, stance(text)]).toEqual([text, 'call']);
  });
});

describe('cues', () => {
  it('shows the words of the winning stance in natural spelling, each once, with their negation', () => {
    expect(read('Please JOIN us; join, subscribe. Official!')).toEqual({ stance: 'call', cues: ['join', 'subscribe'] });
    expect(cues('القناه الرسميه')).toEqual(['رسمية']);
    expect(cues('وليست رسميّة')).toEqual(['ليست رسمية']);
    expect(cues("isn't a trap")).toEqual(["isn't … trap"]);
    expect(cues('tea')).toEqual([]);
  });

  it('are found again when read by themselves', () => {
    for (const { text } of SCENES) {
      const found = read(text);
      for (const cue of found.cues) expect([cue, stance(cue)]).toEqual([cue, found.stance]);
    }
  });
});

describe('known limits', () => {
  it.each([
    ['endorse', 'the official opening hours of the library'],
    ['warn', 'a trap for mice in the garden'],
    ['warn', 'Is this one fake?'],
    ['warn', 'The old room was hijacked. Join our new channel'],
    ['endorse', 'The official channel is not this one'],
  ])('%s, where a person would think twice: %s', (expected, text) => {
    expect(stance(text)).toBe(expected);
  });
});

describe('the reading rooms', () => {
  const world = readingRooms(2019);

  it('has every planted signpost read as it was meant', () => {
    const planted = world.truth.signposts.filter(({ post }) => post !== world.truth.stray.post);
    const texts = planted.map(({ at, to }) => SCENES.find((scene) => scene.at === at && scene.signpost?.to === to)?.text ?? 'not found');
    expect(planted.map(({ post }, i) => [post, stance(texts[i] ?? '')])).toEqual(planted.map((one) => [one.post, one.stance]));
    expect(new Set(planted.map((one) => one.stance))).toEqual(new Set(STANCES));
  });

  it('has the stray post neutral', () => {
    const file = world.files.find(({ path }) => path === 'x-search.jsonl')?.text ?? '';
    const id = parsePostRef(world.truth.stray.post)?.id;
    // One line of the file is cut off on purpose.
    const lines = file.split('\n').filter((line) => line.includes(`"${id}"`) && line.endsWith('}'));
    const tweets: { id: string; text: string }[] = lines.flatMap((line) => JSON.parse(line).data);
    const stray = tweets.find((tweet) => tweet.id === id);
    expect([stray?.text.includes('reading_rooms_hall'), stance(stray?.text ?? 'join')]).toEqual([true, 'neutral']);
  });

  it('has no stance in thousands of ordinary posts', () => {
    const { byRoom, byHome } = weekPosts(random('reading rooms 2019').fork('posts'));
    const ordinary = [...byRoom.values(), ...byHome.values()].flat().filter((post) => (post.scene?.signpost ?? null) === null);
    expect(ordinary.length).toBeGreaterThan(3000);
    expect(ordinary.map((post) => [post.text, stance(post.text)]).filter(([, said]) => said !== 'neutral')).toEqual([]);
  });
});

describe('any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(
        fc.constantFrom(
          'do',
          'not',
          'join',
          'fake',
          "isn't",
          'a',
          'ليست',
          'و',
          'الرسمية',
          'لا',
          'للانضمام',
          '.',
          '\n',
          't.me/x',
          'tea',
          "'",
        ),
        {
          maxLength: 40,
        },
      )
      .map((words) => words.join(' ')),
  );

  it('has a stance with cues, or neither', () => {
    fc.assert(
      fc.property(text, (given) => {
        for (const found of [stanceOf(given), read(given)]) {
          expect(STANCES).toContain(found.stance);
          expect(found.cues.length === 0).toBe(found.stance === 'neutral');
          expect(new Set(found.cues).size).toBe(found.cues.length);
        }
      }),
    );
  });

  it('warns as soon as one line of it warns, and is not changed by lines that say nothing', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(stance(`${given}\nBeware`)).toBe('warn');
        expect(read(`tea and lamps\n${given}\nشاي`)).toEqual(read(given));
      }),
    );
  });

  it('is read to its end however long and odd it is', () => {
    const size = 100_000;
    for (const piece of [
      'a',
      "'",
      'و',
      'لل',
      'a.',
      '://',
      'do not ',
      'no need to ',
      'not a a a a ',
      'لا ',
      '،',
      'join: ',
      ':',
      '\n',
      'وبال',
    ]) {
      const long = piece.repeat(Math.ceil(size / piece.length));
      expect([piece, stanceOf(`${long}\nbeware`).cues.includes('beware')]).toEqual([piece, true]);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FaceMeasures } from '../../src/findings/face.ts';
import { faces } from '../../src/findings/faces.ts';
import { random } from '../../src/simulate/random.ts';
import { dossier, type Shown } from './face-pool.ts';

const chance = random('faces');
const SYLLABLES = ['ba', 'ket', 'lo', 'min', 'ra', 'sul', 'ti', 'vor', 'ne', 'dam', 'pe', 'gos', 'li', 'hu'];
const word = (): string => Array.from({ length: 2 + chance.int(2) }, () => chance.pick(SYLLABLES)).join('');
const hash = (): string => Array.from({ length: 16 }, () => chance.int(16).toString(16)).join('');
const CROWD: Shown[] = Array.from({ length: 400 }, (_, i) => {
  const [first, second] = [word(), word()];
  return { handle: `telegram:${first}_${second}`, title: `${first} ${second}`, avatar: hash(), id: `${1_000 + i}` };
});

/** Two channels in a crowd of 150, and whoever else. */
function pair(a: Shown, b: Shown, others: Shown[] = []): FaceMeasures {
  return faces([a, b, ...others, ...CROWD.slice(0, 150)].map((shown, i) => dossier(i, { id: `${i}`, ...shown }))).compare(0, 1);
}

describe('titles', () => {
  const same = pair({ title: 'Copper Lantern' }, { title: 'Copper Lantern' }).title ?? 0;

  test('a rare name kept says much', () => {
    expect(same).toBeGreaterThan(8);
  });

  test.each([
    '🔥 Copper Lantern 🔥',
    'COPPER LANTERN official',
    'Copper_Lantern 2',
    'Сopper Lаntern',
    'Lantern Copper',
    'Copper  Lantern backup',
  ])('dressed up as %s it says nearly as much', (title) => {
    expect(pair({ title: 'Copper Lantern' }, { title }).title).toBeGreaterThan(same - 6);
  });

  test.each([
    ['قناة نسيم الصباح', 'نسيم الصباح الاحتياطية'],
    ['صدى المدينة القديمة', 'Sada al-Madina'],
    ['مكتبة النخيل', 'maktabat alnakheel'],
    ['Утренний бриз', 'Utrenniy Briz'],
  ])('%s and %s are found alike', (one, other) => {
    expect(pair({ title: one }, { title: other }).title).toBeGreaterThan(4);
  });

  test('a translated name says nothing, and nothing against', () => {
    expect(pair({ title: 'نسيم الصباح' }, { title: 'Morning Breeze' }).title).toBe(0);
  });

  test('nothing in common in one script is mildly against', () => {
    const { title } = pair({ title: 'Copper Lantern' }, { title: 'Quiet Whiff' });
    expect(title).toBeLessThan(0);
    expect(title).toBeGreaterThan(-2);
  });

  test('no title on one side: no answer', () => {
    expect(pair({ title: 'Copper Lantern' }, { handle: 'tamtam:quiet' }).title).toBeNull();
  });

  test('the more channels share a name, the less it says', () => {
    const shared = [0, 1, 3, 12, 60].map(
      (n) =>
        pair(
          { title: 'Copper Lantern' },
          { title: 'Copper Lantern' },
          Array.from({ length: n }, () => ({ title: 'Copper Lantern' })),
        ).title ?? 0,
    );
    expect(shared).toEqual([...shared].sort((x, y) => y - x));
    expect(new Set(shared).size).toBe(shared.length);
    expect(shared[3]).toBeLessThan(8);
  });

  test('it tells in plain words', () => {
    const { details } = pair({ title: 'صدى المدينة' }, { title: 'Sada al-Madina' });
    expect(details.title).toBe("title 'صدى المدينة' ↔ 'Sada al-Madina' after transliteration; shared by 2 of 152 channels");
  });
});

describe('handles', () => {
  test('a kept stem with another number', () => {
    expect(pair({ handle: 'telegram:copperlantern' }, { handle: 'tamtam:copper_lantern_2' }).handle).toBeGreaterThan(6);
  });

  test('a handle that is the other title in Latin letters', () => {
    const { handle, title } = pair({ title: 'صدى المدينة' }, { handle: 'tamtam:sada_almadina' });
    expect(title).toBeNull();
    expect(handle).toBeGreaterThan(4);
  });

  test('initials of a long title say a little', () => {
    expect(pair({ title: 'Quartz Jetty Wharf Xylophone' }, { handle: 'tamtam:qjwx' }).handle).toBeGreaterThan(0);
  });

  test('the same handle on the same platform under another native id is next to nothing', () => {
    const taken = pair({ handle: 'telegram:copperlantern' }, { handle: 'telegram:copperlantern' });
    const elsewhere = pair({ handle: 'telegram:copperlantern' }, { handle: 'tamtam:copperlantern' });
    expect(taken.handle).toBeLessThanOrEqual(1);
    expect(taken.details.handle).toContain('anybody may have taken it');
    expect(elsewhere.handle).toBeGreaterThan(8);
  });
});

describe('pictures', () => {
  const picture = '0f3c96a5d21e784b';
  const far = 'f0c3695a2de187b4';

  test('the same picture, a copy with a few bits off, another picture', () => {
    const same = pair({ avatar: picture }, { avatar: picture }).avatar ?? 0;
    const copy = pair({ avatar: picture }, { avatar: '0f3c96a5d21e7848' }).avatar ?? 0;
    expect(same).toBeGreaterThan(8);
    expect(copy).toBeLessThan(same);
    expect(copy).toBeGreaterThan(4);
    expect(pair({ avatar: picture }, { avatar: far }).avatar).toBe(-1);
  });

  test('a stock picture says little', () => {
    const stock = Array.from({ length: 100 }, () => ({ avatar: picture }));
    expect(pair({ avatar: picture }, { avatar: picture }, stock).avatar).toBeLessThan(1.5);
  });

  test('hashes of unequal length, or none, say nothing', () => {
    expect(pair({ avatar: picture }, { avatar: picture.repeat(4) }).avatar).toBeNull();
    expect(pair({ avatar: picture }, { title: 'x' }).avatar).toBeNull();
    expect(pair({ avatar: 'no hex' }, { avatar: 'no hex' }).avatar).toBeNull();
  });
});

describe('together', () => {
  test('less than the sum, no less than the strongest', () => {
    const one = { title: 'Copper Lantern', handle: 'telegram:copperlantern', avatar: '0f3c96a5d21e784b' };
    const m = pair(one, { ...one, handle: 'tamtam:copperlantern' });
    const said = [m.title ?? 0, m.handle ?? 0, m.avatar ?? 0];
    expect(m.joint).toBeGreaterThanOrEqual(Math.max(...said));
    expect(m.joint).toBeLessThan(said.reduce((sum, bits) => sum + bits, 0));
  });

  test('a brand with one stem and one logo is one coincidence', () => {
    const brand = (i: number): Shown => ({ title: `Copper Lantern ${SYLLABLES[i]}`, avatar: '0f3c96a5d21e784b' });
    const m = pair(
      brand(0),
      brand(1),
      Array.from({ length: 10 }, (_, i) => brand(i + 2)),
    );
    expect(m.joint).toBeLessThan(8);
  });
});

describe('laws', () => {
  const name = fc.constantFrom(
    'Copper Lantern',
    'صدى المدينة',
    'Sada Madina',
    'Утренний бриз',
    'copper 2',
    '',
    '🌊',
    'Lantern',
    'Lan tern cop',
  );
  const handle = fc.constantFrom('telegram:copper', 'tamtam:copper', 'tamtam:sada_madina', 'x:lantern_cop', 'telegram:copper_lantern');
  const shown = fc.record({ title: name, handle });

  test('the order of the two does not matter, and every answer is a number', () => {
    fc.assert(
      fc.property(fc.array(shown, { minLength: 2, maxLength: 12 }), (list) => {
        const pool = faces(list.map((s, i) => dossier(i, s)));
        const [ab, ba] = [pool.compare(0, 1), pool.compare(1, 0)];
        expect([ab.title, ab.handle, ab.joint]).toEqual([ba.title, ba.handle, ba.joint]);
        expect(Number.isFinite(ab.joint)).toBe(true);
      }),
    );
  });

  test('unrelated names reach so many bits no oftener than the bits allow', () => {
    const pool = faces(CROWD.map((s, i) => dossier(i, s)));
    const joints = CROWD.slice(0, 200).flatMap((_, a) => CROWD.slice(200).map((__, b) => pool.compare(a, 200 + b).joint));
    for (const bits of [4, 6, 8]) expect(joints.filter((joint) => joint >= bits).length / joints.length).toBeLessThan(4 * 2 ** -bits);
  });
});

describe('neighbours', () => {
  const list = [
    { title: 'Copper Lantern', handle: 'telegram:copperlantern', avatar: '0f3c96a5d21e784b' },
    { title: 'Lantern of Copper', handle: 'tamtam:lantern77' },
    { title: 'Whiff', handle: 'tamtam:whiff', avatar: '0f3c96a5d21e784a' },
    { title: 'Unlike Any', handle: 'tamtam:unlike' },
    ...CROWD,
  ];
  const pool = faces(list.map((s, i) => dossier(i, { id: `${i}`, ...s })));

  test('who shares a piece of the name or the picture is among them, itself never', () => {
    const near = pool.neighbours(0, 20);
    expect(near).toEqual(expect.arrayContaining([1, 2]));
    expect(near).not.toContain(0);
    expect(near.length).toBeLessThanOrEqual(20);
  });

  test('a pool of nobody and a channel without a face', () => {
    expect(faces([]).neighbours(0, 5)).toEqual([]);
    const bare = faces([dossier(0, {}), dossier(1, {})]);
    expect(bare.neighbours(0, 5)).toEqual([]);
    expect(bare.compare(0, 1)).toMatchObject({ title: null, handle: null, avatar: null, joint: 0 });
  });
});

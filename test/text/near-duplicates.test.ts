import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compareGroups, measureGrouping } from '../../bench/near-duplicates.ts';
import { prose } from '../../src/simulate/prose.ts';
import { random } from '../../src/simulate/random.ts';
import { vocabulary } from '../../src/simulate/vocabulary.ts';
import { groupNearDuplicates } from '../../src/text/near-duplicates.ts';
import { SIGNATURE_BYTES, signatureOf } from '../../src/text/signature.ts';
import { foldWords } from '../../src/text/words.ts';
import { sharedData } from '../shared-data.ts';

function sign(texts: readonly string[]): Uint8Array {
  const signatures = new Uint8Array(texts.length * SIGNATURE_BYTES);
  texts.forEach((text, i) => {
    const signature = signatureOf(text);
    if (signature !== null) signatures.set(signature, i * SIGNATURE_BYTES);
  });
  return signatures;
}

async function groupsOf(texts: readonly string[], memory?: number): Promise<number[]> {
  return [...(await groupNearDuplicates(texts.length, () => [sign(texts)], memory))];
}

const voice = vocabulary('latin', 'test');
const arabic = vocabulary('arabic', 'test');
const chance = random('test');

function sentence(length: number, from = voice): string {
  return Array.from({ length }, () => from.draw(chance)).join(' ');
}

describe('groupNearDuplicates', () => {
  it('finds planted copies and hardly anything else, on seeds that nothing was tuned on', async () => {
    for (const seed of ['held-out-1', 'held-out-2']) {
      const measure = await measureGrouping(20_000, seed);
      expect(measure.recall).toBeGreaterThan(0.985);
      expect(measure.copiesFound).toBeGreaterThan(0.985);
      expect(measure.precision).toBeGreaterThan(0.995);
    }
  });

  it('groups copies in Arabic, Latin and Cyrillic letters under the first of them', async () => {
    const text = 'أعلنت المكتبة العامة عن فتح أبوابها أمام القراء كل يوم من الصباح إلى المساء';
    const russian = 'Городская библиотека объявила, что откроет двери для всех читателей ещё и по выходным дням';
    const english = 'The town library announced that it will open its doors to readers on weekends as well';
    expect(
      await groupsOf([
        text,
        russian,
        english,
        'اعلنت المكتبه العامه عن فتح ابوابها امام القرّاء كل يوم من الصباح الى المساء!',
        'Городская библиотека объявила: откроет двери для всех читателей еще и по выходным дням.',
        `Forwarded from @orchard\n${english.toUpperCase()} https://a.example/1`,
        'أعلنت المكتبة الوطنية عن فتح أبوابها أمام القراء كل يوم من الصباح إلى المساء',
      ]),
    ).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  it('never groups empty texts, and short ones only where their words are equal', async () => {
    expect(
      await groupsOf([
        '',
        '',
        '🔴',
        'Good morning',
        'good MORNING!',
        'Good evening',
        'one two three four five six seven',
        'one two three four five six eight',
      ]),
    ).toEqual([0, 1, 2, 3, 3, 5, 6, 7]);
  });

  it('keeps alerts of one form apart by their numbers', async () => {
    const alert = (region: number, time: string): string =>
      `Weather office: strong wind expected in district ${region} from ${time} on, please stay indoors and close the windows`;
    expect(await groupsOf([alert(4, '12:30'), alert(5, '12:30'), alert(4, '13:45'), alert(4, '١٢:٣٠')])).toEqual([0, 1, 2, 0]);
  });

  it('takes alerts of one form that differ in one name for copies: the known limit', async () => {
    const alert = (place: string): string =>
      `Weather office: strong wind expected in ${place} from noon on, please stay indoors and close the windows`;
    expect(await groupsOf([alert('Northtown'), alert('Southtown')])).toEqual([0, 0]);
  });

  it('does not merge different posts under one footer, around one link, or of one topic', async () => {
    const footer = '\n\nSubscribe to the orchard journal and send us your news @orchard_journal';
    const inline = ' Report by the orchard journal news desk, all rights reserved, reproduction with a link only';
    const link = ` https://a.example/${'x'.repeat(200)}/one/two/three`;
    const topic = sentence(6);
    for (const added of [footer, link]) {
      const texts = Array.from({ length: 300 }, () => sentence(16 + chance.int(12)) + added);
      expect(await groupsOf(texts)).toEqual(texts.map((_, i) => i));
    }
    // Fifteen words in one line with the text: half of what is said. A few pairs of the shortest are then too much alike.
    const halves = await groupsOf(Array.from({ length: 300 }, () => sentence(16 + chance.int(12)) + inline));
    expect(halves.filter((group, i) => group !== i).length).toBeLessThan(6);
    const texts = Array.from({ length: 300 }, () => `${topic} ${sentence(20, arabic)}`);
    expect(await groupsOf(texts)).toEqual(texts.map((_, i) => i));
  });

  it('is not led astray by a chain of small changes', async () => {
    const words = Array.from({ length: 30 }, (_, i) => `first${voice.words[i]}`);
    const chain = Array.from({ length: 12 }, (_, step) => {
      for (let i = 3 * step - 3; step > 0 && i < 3 * step; i += 1) words[i % 30] = `other${voice.words[100 + i]}`;
      return words.join(' ');
    });
    const groups = await groupsOf(chain);
    expect(groups.slice(0, 3)).toEqual([0, 0, 0]);
    expect(groups.slice(8).some((group) => group === 0)).toBe(false);
  });

  it('stays linear where tens of thousands say the same', async () => {
    const text = sentence(25);
    const edited = Array.from({ length: 1_000 }, () => text.replace(/\S+$/, voice.draw(chance)));
    const texts = [...Array.from({ length: 50_000 }, () => text), ...edited];
    const groups = await groupsOf(texts);
    expect(groups.every((group) => group === 0)).toBe(true);
  });

  it('keeps apart what only shares a search part: a crowded bucket costs some copies, never a wrong one', async () => {
    const phrase = sentence(4);
    const texts = Array.from({ length: 3_000 }, () => `${phrase} ${sentence(9)}`);
    const groups = await groupsOf(texts);
    expect(groups.filter((group, i) => group !== i).length).toBeLessThan(30);
  });

  describe('the answer', () => {
    let signatures = new Uint8Array(0);
    let whole: number[] = [];
    const count = 6_000;
    beforeAll(async () => {
      signatures = sign([...prose(count, 'parts')].map((post) => post.record.text)) as Uint8Array<ArrayBuffer>;
      whole = [...(await groupNearDuplicates(count, () => [signatures]))];
    });

    it('does not depend on the number of passes', async () => {
      for (const memory of [400_000, 90_000, 30_000]) {
        expect([...(await groupNearDuplicates(count, () => [signatures], memory))]).toEqual(whole);
      }
    });

    it('does not depend on how the signatures arrive', async () => {
      const blocks = async function* (): AsyncGenerator<Uint8Array> {
        for (let post = 0; post < count; post += 777) yield signatures.subarray(post * SIGNATURE_BYTES, (post + 777) * SIGNATURE_BYTES);
      };
      expect([...(await groupNearDuplicates(count, blocks))]).toEqual(whole);
    });

    it('names every group after its first post', () => {
      expect(new Set(whole).size).toBeLessThan(count);
      whole.forEach((group, post) => {
        expect(group).toBeLessThanOrEqual(post);
        expect(whole[group]).toBe(group);
      });
    });
  });

  it('takes no posts for an answer', async () => {
    expect([...(await groupNearDuplicates(0, () => []))]).toEqual([]);
  });
});

describe.skipIf(sharedData() === null)('on six real news channels', () => {
  const Messages = z.array(z.object({ text: z.string(), date: z.string(), channel: z.string() }));

  it('finds the copies that sister channels share, and little that is none', async () => {
    const folder = join(sharedData() ?? '', 'texts/news-ru');
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const posts = files.flatMap((name) => Messages.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
    posts.sort((a, b) => a.date.localeCompare(b.date));
    const groups = await groupsOf(posts.map((post) => post.text));
    const words = posts.map((post) => new Set(foldWords(post.text).split(' ')));
    const across = new Set<number>();
    const doubtful = groups.filter((group, post) => {
      if (group === post) return false;
      if (posts[group]?.channel !== posts[post]?.channel) across.add(group);
      const [a, b] = [words[group] ?? new Set(), words[post] ?? new Set()];
      const shared = [...a].filter((word) => b.has(word)).length;
      return shared / (a.size + b.size - shared) < 0.5;
    });
    expect(across.size).toBeGreaterThan(120);
    expect(doubtful.length).toBeLessThan(5);
  });
});

describe('compareGroups', () => {
  it('counts pairs', () => {
    const measure = compareGroups(Int32Array.of(0, 0, 0, 3, 4), Int32Array.of(0, 0, 2, 2, 4));
    expect(measure).toEqual({ recall: 1 / 2, precision: 1 / 3, copiesFound: 1 / 2, groups: 3, largest: 3 });
  });
});

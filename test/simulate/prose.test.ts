import { describe, expect, it } from 'vitest';
import { type ProsePost, prose } from '../../src/simulate/prose.ts';
import { random } from '../../src/simulate/random.ts';
import { VOCABULARY_SIZE, vocabulary } from '../../src/simulate/vocabulary.ts';
import { foldWords } from '../../src/text/words.ts';

const COUNT = 8_000;
const posts: ProsePost[] = [...prose(COUNT, 'world')];

describe('prose', () => {
  it('is the same for the same seed, and another for another', () => {
    expect([...prose(200, 3)]).toEqual([...prose(200, 3)]);
    expect([...prose(20, 3)]).not.toEqual([...prose(20, 4)]);
  });

  it('comes in time order over 90 days, with numbers that follow one another in each channel', () => {
    const next = new Map<string, number>();
    let last = '';
    for (const { record, ref } of posts) {
      expect(Date.parse(record.publishedAt)).toBeGreaterThanOrEqual(last === '' ? 0 : Date.parse(last));
      last = record.publishedAt;
      const number = (next.get(record.channel) ?? 0) + 1;
      next.set(record.channel, number);
      expect(ref).toBe(`${record.platform}:${record.channel}/${number}`);
    }
    const days = (Date.parse(last) - Date.parse(posts[0]?.record.publishedAt ?? '')) / 86_400_000;
    expect(Math.abs(days - 90)).toBeLessThan(5);
    expect(next.size).toBeGreaterThan(450);
    expect(Math.max(...next.values())).toBeGreaterThan(10 * (COUNT / 500));
  });

  it('plants a quarter of near-duplicates of earlier originals of other channels', () => {
    const copies = posts.filter((post) => post.trueDuplicateOf !== null);
    expect(copies.length / COUNT).toBeCloseTo(0.25, 1);
    let shared = 0;
    for (const copy of copies) {
      const original = posts[copy.trueDuplicateOf ?? -1];
      expect(original?.trueDuplicateOf).toBeNull();
      expect(original?.record.channel).not.toBe(copy.record.channel);
      expect(posts.indexOf(copy)).toBeGreaterThan(copy.trueDuplicateOf ?? COUNT);
      const words = new Set(foldWords(original?.record.text ?? '').split(' '));
      const said = foldWords(copy.record.text).split(' ');
      if (said.filter((word) => words.has(word)).length / said.length > 0.6) shared += 1;
    }
    expect(shared / copies.length).toBeGreaterThan(0.97);
  });

  it('has the size and the links that the measurements speak of', () => {
    const bytes = posts.reduce((sum, post) => sum + Buffer.byteLength(JSON.stringify(post.record)) + 1, 0);
    expect(Math.abs(bytes / COUNT - 400)).toBeLessThan(30);
    const words = posts.reduce((sum, post) => sum + foldWords(post.record.text.replace(/\S*\/\S*|@\S+/g, '')).split(' ').length, 0);
    expect(Math.abs(words / COUNT - 26)).toBeLessThan(3);
    const originals = posts.filter((post) => post.trueDuplicateOf === null);
    const linked = originals.filter((post) => /\.example\/|t\.me\/|t\[\.\]me\//.test(post.record.text));
    expect(linked.length / originals.length).toBeCloseTo(0.3, 1);
    expect(posts.some((post) => /t\[\.\]me\//.test(post.record.text))).toBe(true);
  });

  it('is written in three scripts', () => {
    for (const script of [/\p{Script=Arabic}/u, /\p{Script=Latin}/u, /\p{Script=Cyrillic}/u]) {
      expect(posts.filter((post) => script.test(post.record.text)).length).toBeGreaterThan(COUNT / 20);
    }
  });
});

describe('vocabulary', () => {
  it('holds so many different words, of which a few make most of a text', () => {
    const voice = vocabulary('arabic', 'x');
    expect(new Set(voice.words).size).toBe(VOCABULARY_SIZE);
    const chance = random(1);
    const top = new Set(voice.words.slice(0, 100));
    let common = 0;
    for (let i = 0; i < 10_000; i += 1) if (top.has(voice.draw(chance))) common += 1;
    // Of Zipf's law with exponent 1: the sum of 1/r over 100 by the same over 20,000.
    expect(common / 10_000).toBeCloseTo(5.19 / 10.48, 1);
  });
});

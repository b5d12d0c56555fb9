import type { Random } from './random.ts';
import { ARABIC } from './week-arabic.ts';
import { ENGLISH } from './week-english.ts';
import type { Language, Phrasebook } from './week-phrasebook.ts';

/** What would a harmless room write today? Sentences from phrasebooks, so that a person who reads the demo reads sense. */

const BOOKS: Record<Language, Phrasebook> = { en: ENGLISH, ar: ARABIC };
const MOST = 60;

/** A post of two to five sentences on one topic, about 15 to 45 words. */
export function roomPost(language: Language, topic: string, random: Random): string {
  const book = BOOKS[language];
  const phrases = random.shuffle([...(book.topics[topic] ?? [])]);
  const body = phrases.slice(0, random.chance(0.55) ? 3 : 2);
  const opener = random.chance(0.45) ? [random.pick(book.openers)] : [];
  const closer = random.chance(0.5) ? [random.pick(book.closers)] : [];
  const said = new Set<string>();
  const sentences = [...opener, ...body, ...closer].map((phrase) => say(phrase, book, random, said));
  return sentences.join(random.chance(0.15) ? '\n' : ' ');
}

/** `said` holds the words of this post: nobody bakes onion tart with onion tart. */
function say(phrase: string, book: Phrasebook, random: Random, said: Set<string>): string {
  let text = phrase;
  // The innermost choices first.
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\[([^[\]]*)\]/g, (_, choices: string) => random.pick(choices.split('|')));
  }
  return sentenceCase(
    text.replace(/\{(\w+)\}/g, (_, list: string) => (list === 'n' ? String(2 + random.int(MOST - 1)) : word(book, list, random, said))),
  );
}

function word(book: Phrasebook, list: string, random: Random, said: Set<string>): string {
  const fresh = (book.words[list] ?? []).filter((one) => !said.has(one));
  const picked = random.pick(fresh);
  said.add(picked);
  return picked;
}

/** Words of the lists are in lower case, and may begin a sentence. */
function sentenceCase(text: string): string {
  return text.replace(/(^|[.?!] )(\p{Ll})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
}

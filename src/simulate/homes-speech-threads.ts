import type { Speech, Voice } from './homes-types.ts';
import { type Random, random as seeded, zipf } from './random.ts';
import type { Script } from './vocabulary.ts';

/**
 * Speech as conversation: many people in one room, each with manners of his own; words of the day's thread come back again and
 * again, and the room has a lexicon that grew by repetition (a word is the likelier the more often it was said).
 */

const WORDS = 22_000;
const LEXICON = 350;
const PEOPLE = 24;
/** Threads of conversation from the beginning to the end of a world. */
const THREADS = 60;

type Sounds = readonly (readonly string[])[];

/** Arabic by root and pattern, Latin by compounds, Cyrillic by prefixes. */
const SOUNDS: Record<Script, Sounds> = {
  arabic: [
    'ب ت ج ح خ د ر ز س ش ص ض ط ع غ ف ق ك ل م ن ه'.split(' '),
    ['1ا23', 'م12و3', '12ي3', 'ت12ي3', '123ة', 'است123', 'ان123', 'م1ا23ة', '1و23', 'أ12ا3', '12ا3', 'الم123', 'ال1ا23', 'ي123ون', '123نا'],
  ],
  latin: [
    'ash bel cor dun ell fen gar hol ing jun kel lin mor nas oak pel quin rod sil tam ulm ven wick yar zel brim clay dell'.split(' '),
    ['12', '12en', '1y', '1er2', '12s', '1ing', 're1', '1o2', '12ish', 'un12', '1ly', '2ed'],
  ],
  cyrillic: [
    'бор вел гор дол ель жар зим исп кол лес мор нив озе пол рек сад тих уль фон хол цве чер шум'.split(' '),
    ['12', 'по1', 'за12', '1ный', '1ать', 'при12', '1ок', '12ка', 'вы1', '1еть', 'об12а', '1ский'],
  ],
};
const PARTICLES: Record<Script, readonly string[]> = {
  arabic: ['يا جماعة', 'طيب', 'والله', 'ههه', 'تمام', 'يعني', 'صح؟', 'أهلا'],
  latin: ['lol', 'hm', 'ok', 'right?', 'hey all', 'btw', 'anyway', 'yes!', 'well'],
  cyrillic: ['ага', 'ну', 'ок', 'да?', 'привет', 'кстати', 'вот', 'хм'],
};

interface Language {
  script: Script;
  words: readonly string[];
  frequent: (random: Random) => number;
  lexical: (random: Random) => number;
}

interface Person {
  length: number;
  particle: string;
  particleRate: number;
  stop: string;
  lower: boolean;
  slips: number;
}

interface Room {
  /** Grown by repetition, the most usual first. */
  lexicon: readonly number[];
  lexiconRate: number;
  threadRate: number;
  people: readonly Person[];
  salt: number;
}

export function threadSpeech(seed: string): Speech {
  const languages = new Map<Script, Language>();
  return (script, random) => {
    const language = languages.get(script) ?? newLanguage(script, seed);
    languages.set(script, language);
    return voice(language, newRoom(language, random));
  };
}

function newLanguage(script: Script, seed: string): Language {
  const random = seeded(`${seed}/threads/${script}`);
  const [stems = [], patterns = []] = SOUNDS[script];
  const words = new Set<string>();
  while (words.size < WORDS) {
    const roots = Array.from({ length: 3 }, () => random.pick(stems));
    let word = random.pick(patterns).replace(/[123]/g, (digit) => roots[Number(digit) - 1] ?? '');
    if (script !== 'arabic' && words.size > 2_000 && random.chance(0.6)) word = random.pick(stems) + word;
    words.add(word);
  }
  return { script, words: [...words], frequent: zipf(WORDS, 1.05), lexical: zipf(LEXICON, 0.8) };
}

function voice(language: Language, room: Room): Voice {
  return {
    write: (random, progress, who) => write(language, room, random, progress, who),
    vary: (random, distance) => voice(language, varied(language, room, random, distance)),
  };
}

function newRoom(language: Language, random: Random): Room {
  return {
    lexicon: grown(random),
    lexiconRate: 0.16 + 0.14 * random.uniform(),
    threadRate: 0.12 + 0.15 * random.uniform(),
    people: Array.from({ length: PEOPLE }, () => newPerson(language, random)),
    salt: random.int(1e9),
  };
}

/** Pitman and Yor's process, with the discount at three quarters: old words come back, new ones keep coming. */
function grown(random: Random): number[] {
  const said: number[] = [];
  const times = new Map<number, number>();
  while (times.size < LEXICON) {
    const isNew = random.chance((30 + 0.75 * times.size) / (30 + said.length));
    const word = isNew ? 200 + random.int(WORDS - 200) : (said[random.int(said.length)] ?? 0);
    said.push(word);
    times.set(word, (times.get(word) ?? 0) + 1);
  }
  return [...times].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([word]) => word);
}

function newPerson(language: Language, random: Random): Person {
  return {
    length: 2 + 14 * random.uniform() ** 2,
    particle: random.pick(PARTICLES[language.script]),
    particleRate: random.chance(0.4) ? 0 : 0.6 * random.uniform(),
    stop: random.pick(['', '', '.', '...', '!', ' :)', '!!', '?']),
    lower: random.chance(0.6),
    slips: random.chance(0.5) ? 0 : 0.06 * random.uniform(),
  };
}

/** People stay or go; the lexicon keeps most of its words. */
function varied(language: Language, room: Room, random: Random, distance: number): Room {
  const fresh = newRoom(language, random);
  const share = Math.min(1, 1.2 * distance);
  return {
    lexicon: room.lexicon.map((word, i) => (random.chance(share) ? (fresh.lexicon[i] ?? word) : word)),
    lexiconRate: random.chance(distance) ? fresh.lexiconRate : room.lexiconRate,
    threadRate: random.chance(distance) ? fresh.threadRate : room.threadRate,
    people: room.people.map((person, i) => (random.chance(share) ? (fresh.people[i] ?? person) : person)),
    salt: fresh.salt,
  };
}

function write(language: Language, room: Room, random: Random, progress: number, who: number): string {
  const person = room.people[who % room.people.length];
  if (person === undefined) return '';
  const length = Math.max(1, Math.round(person.length * Math.exp(random.normal(0, 0.5))));
  const thread = Math.floor(progress * THREADS);
  const said: string[] = [];
  if (random.chance(person.particleRate)) said.push(person.particle);
  for (let i = 0; i < length; i += 1) {
    const word = language.words[wordOf(language, room, thread, random)] ?? '';
    said.push(random.chance(person.slips) ? slipped(word, random) : word);
  }
  const text = said.join(' ') + person.stop;
  return person.lower || language.script === 'arabic' ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function wordOf(language: Language, room: Room, thread: number, random: Random): number {
  const drawn = random.uniform();
  if (drawn < room.lexiconRate) return room.lexicon[language.lexical(random)] ?? 0;
  if (drawn < room.lexiconRate + room.threadRate) {
    // Twelve words make a thread; half of them belong to the room's lexicon.
    const place = Math.imul(thread + 1, 2_654_435_761) ^ Math.imul(room.salt + random.int(12), 40_503);
    const number = (place >>> 0) % (2 * WORDS);
    return number < WORDS ? number : (room.lexicon[number % LEXICON] ?? 0);
  }
  return language.frequent(random);
}

/** Two letters change places. */
function slipped(word: string, random: Random): string {
  if (word.length < 4) return word;
  const at = 1 + random.int(word.length - 2);
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
}

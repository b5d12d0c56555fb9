import type { Speech, Voice } from './homes-types.ts';
import { type Random, zipf } from './random.ts';
import type { Script } from './vocabulary.ts';

/**
 * Speech as a chain: what word follows which is a habit of a brand, and partly of one community. 24,000 words made of roots with
 * beginnings and endings, each writer with a spelling of his own: letters swapped, no capitals, marks instead of emoji.
 */

const WORDS = 24_000;
const FOLLOWERS = 10;

interface Parts {
  beginnings: readonly string[];
  onsets: readonly string[];
  vowels: readonly string[];
  codas: readonly string[];
  endings: readonly string[];
  spellings: readonly (readonly [string, string])[];
}

const split = (text: string): string[] => text.split(' ').map((part) => (part === '-' ? '' : part));

const PARTS: Record<Script, Parts> = {
  latin: {
    beginnings: split('- - - - un ver ko pre an de'),
    onsets: split('b br ch d dr f g gr h j k kl l m n p pl r s sk sl t tr v w z'),
    vowels: split('a e i o u ai ei ou ea'),
    codas: split('- n r l s t k m nd rt st'),
    endings: split('- - - en er ing al is um o ka'),
    spellings: [
      ['k', 'c'],
      ['ei', 'ey'],
      ['ou', 'u'],
      ['ch', 'tsh'],
      ['s', 'z'],
      ['w', 'v'],
      ['e', 'é'],
      ['ai', 'ay'],
    ],
  },
  arabic: {
    beginnings: split('- - - ال ال وال بال لل م ت ي'),
    onsets: split('ب ت ث ج ح خ د ذ ر ز س ش ص ض ط ظ ع غ ف ق ك ل م ن ه'),
    vowels: split('- - ا و ي'),
    codas: split('- ب ت ر س ل م ن ع ق د ف ك'),
    endings: split('- - - ة ات ون ين ي ه ها نا'),
    spellings: [
      ['ة', 'ه'],
      ['ي', 'ى'],
      ['ظ', 'ض'],
      ['ث', 'ت'],
      ['ذ', 'د'],
      ['ق', 'ك'],
      ['ص', 'س'],
    ],
  },
  cyrillic: {
    beginnings: split('- - - по за при вы на об'),
    onsets: split('б бр в г гр д др ж з к кр л м н п пр р с ст т тр ф х ч ш'),
    vowels: split('а е и о у ы я ю'),
    codas: split('- н р л с т к м в ст'),
    endings: split('- - - а ов ами ость ный ать ся ение'),
    spellings: [
      ['о', 'а'],
      ['е', 'и'],
      ['ё', 'е'],
      ['ться', 'ца'],
      ['ы', 'и'],
      ['щ', 'ш'],
      ['ный', 'ной'],
    ],
  },
};

interface Language {
  script: Script;
  salt: number;
  made: Map<number, string>;
  frequent: (random: Random) => number;
  follower: (random: Random) => number;
}

/** Layers of habit: the newest first; each decides for its share of words what may follow. */
interface Habit {
  dialect: number;
  share: number;
}

interface Manner {
  shared: readonly Habit[];
  own: readonly Habit[];
  /** How often the community's own habit decides, and how often any habit. */
  ownShare: number;
  /** Names and places that only this community speaks of. */
  names: readonly number[];
  nameRate: number;
  bound: number;
  stop: number;
  most: number;
  spelling: readonly number[];
  capitals: boolean;
  mark: string;
  markRate: number;
  lines: boolean;
  /** From the middle of the world on, so much of the own habit is another. */
  drift: Habit;
}

export function chainSpeech(seed: string): Speech {
  const languages = new Map<Script, Language>();
  return (script, random) => {
    let language = languages.get(script);
    if (language === undefined) {
      language = {
        script,
        salt: hash(seed.length * 31 + script.length, seedNumber(seed)),
        made: new Map(),
        frequent: zipf(WORDS, 1.02),
        follower: zipf(FOLLOWERS, 1),
      };
      languages.set(script, language);
    }
    return voice(language, newManner(language, random));
  };
}

function seedNumber(seed: string): number {
  let sum = 7;
  for (let i = 0; i < seed.length; i += 1) sum = hash(sum, seed.charCodeAt(i));
  return sum;
}

function hash(a: number, b: number): number {
  let mixed = Math.imul(a ^ (b + 0x9e37_79b9), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function voice(language: Language, manner: Manner): Voice {
  return {
    write: (random, progress) => write(language, manner, random, progress),
    vary: (random, distance) => voice(language, varied(language, manner, random, distance)),
  };
}

const MARKS = ['—', '***', '~', '•', '>>', '...', '//', '==', '№', ':)'];

function newManner(language: Language, random: Random): Manner {
  const { spellings } = PARTS[language.script];
  return {
    shared: [{ dialect: random.int(1e9), share: 1 }],
    own: [{ dialect: random.int(1e9), share: 1 }],
    ownShare: 0.25 + 0.25 * random.uniform(),
    names: Array.from({ length: 30 }, () => 400 + random.int(WORDS - 400)),
    nameRate: 0.03 + 0.06 * random.uniform(),
    bound: 0.55 + 0.25 * random.uniform(),
    stop: 0.05 + 0.1 * random.uniform(),
    most: 12 + random.int(60),
    spelling: spellings.map((_, i) => i).filter(() => random.chance(0.18)),
    capitals: random.chance(0.6),
    mark: random.pick(MARKS),
    markRate: random.chance(0.5) ? 0 : 0.6 * random.uniform(),
    lines: random.chance(0.3),
    drift: { dialect: random.int(1e9), share: 0.2 * random.uniform() },
  };
}

function varied(language: Language, manner: Manner, random: Random, distance: number): Manner {
  const fresh = newManner(language, random);
  const orFresh = <K extends keyof Manner>(key: K): Manner[K] => (random.chance(distance) ? fresh : manner)[key];
  return {
    shared: [{ dialect: random.int(1e9), share: 0.5 * distance }, ...manner.shared],
    own: [{ dialect: random.int(1e9), share: Math.min(1, 1.3 * distance) }, manner.drift, ...manner.own],
    ownShare: orFresh('ownShare'),
    names: manner.names.map((name, i) => (random.chance(Math.min(1, 1.3 * distance)) ? (fresh.names[i] ?? name) : name)),
    nameRate: orFresh('nameRate'),
    bound: orFresh('bound'),
    stop: orFresh('stop'),
    most: orFresh('most'),
    spelling: orFresh('spelling'),
    capitals: orFresh('capitals'),
    mark: orFresh('mark'),
    markRate: orFresh('markRate'),
    lines: orFresh('lines'),
    drift: fresh.drift,
  };
}

function dialectFor(layers: readonly Habit[], word: number): number {
  for (const { dialect, share } of layers) if (share >= 1 || hash(word, dialect) < share * 4_294_967_296) return dialect;
  return layers.at(-1)?.dialect ?? 0;
}

function next(language: Language, manner: Manner, word: number, progress: number, random: Random): number {
  if (random.chance(manner.nameRate)) return manner.names[Math.floor(manner.names.length * random.uniform() ** 2)] ?? 0;
  if (!random.chance(manner.bound)) return language.frequent(random);
  const own = random.chance(manner.ownShare);
  const layers = own && random.chance(progress) ? [manner.drift, ...manner.own] : own ? manner.own : manner.shared;
  const drawn = hash(hash(word, dialectFor(layers, word)), language.follower(random)) / 4_294_967_296;
  // Frequent words follow more words than rare ones do.
  return Math.floor(WORDS * drawn ** 3);
}

function write(language: Language, manner: Manner, random: Random, progress: number): string {
  let text = '';
  let word = language.frequent(random);
  let begins = true;
  for (let i = 0; i < manner.most; i += 1) {
    const spelled = speltWord(language, manner, word);
    text += begins && manner.capitals && language.script !== 'arabic' ? spelled.charAt(0).toUpperCase() + spelled.slice(1) : spelled;
    begins = random.chance(0.09);
    const ends = i > 3 && random.chance(manner.stop);
    if (ends || i === manner.most - 1) break;
    text += begins ? `.${manner.lines ? '\n' : ' '}` : ' ';
    word = next(language, manner, word, progress, random);
  }
  if (random.chance(manner.markRate)) return random.chance(0.5) ? `${manner.mark} ${text}` : `${text} ${manner.mark}`;
  return `${text}.`;
}

function speltWord(language: Language, manner: Manner, index: number): string {
  let word = wordAt(language, index);
  for (const i of manner.spelling) {
    const rule = PARTS[language.script].spellings[i];
    if (rule !== undefined) word = word.replace(rule[0], rule[1]);
  }
  return word;
}

/** Frequent words are short. */
function wordAt(language: Language, index: number): string {
  const known = language.made.get(index);
  if (known !== undefined) return known;
  const parts = PARTS[language.script];
  const draw = (list: readonly string[], place: number): string => list[hash(hash(language.salt, index), place) % list.length] ?? '';
  const syllables = index < 150 ? 1 : index < 4_000 ? 2 : 3;
  let word = index < 150 ? '' : draw(parts.beginnings, 0);
  for (let i = 1; i <= syllables; i += 1) word += draw(parts.onsets, 3 * i) + draw(parts.vowels, 3 * i + 1) + draw(parts.codas, 3 * i + 2);
  if (index >= 150) word += draw(parts.endings, 99);
  language.made.set(index, word);
  return word;
}

import type { Speech, Voice } from './homes-types.ts';
import { type Random, random as seeded, zipf } from './random.ts';
import type { Script } from './vocabulary.ts';

/**
 * Speech as bulletins: headed columns of short statements, each a frame of subject, object and verb out of 500 that communities
 * share, in an agglutinative language whose stems take chains of suffixes. Which suffixes, columns and layouts somebody likes is style.
 */

const STEMS = 4_000;
const FRAMES = 500;
const SUFFIXES = 16;
const COLUMNS = 5;

const SYLLABLES: Record<Script, readonly string[]> = {
  latin: 'ka le mi no ru sa te vi yo ze ba cu do fe gi hu ja lo me ni po ra si tu va xi ye zu an el in or un et'.split(' '),
  arabic: 'كا لي مي نو رو سا تي في يو زي با جو دو في غي هو جا لو مي ني بو را سي تو وا شي يي زو ان ال عن ور'.split(' '),
  cyrillic: 'ка ле ми но ру са те ви ё зе ба цу до фе ги ху жа ло ме ни по ра си ту ва кси е зу ан ел ин ор ун эт'.split(' '),
};
const SUFFIX: Record<Script, readonly string[]> = {
  latin: 'lar da dan im iz si ki ler de den um uz su mis ecek mek'.split(' '),
  arabic: 'ها نا كم هم ون ين ات ان تي وا ية ته كن ني تم ما'.split(' '),
  cyrillic: 'лар да дан ым из сы ки лер де ден ум уз су мыш еджек мек'.split(' '),
};
const BULLETS = ['- ', '• ', '* ', '', '▪️ ', '1) ', '– ', '» '];
const RULES = ['', '', '———', '=====', '***', '· · ·'];

interface Language {
  script: Script;
  stems: readonly string[];
  /** Three stems each. */
  frames: readonly (readonly number[])[];
  small: (random: Random) => number;
}

interface Habits {
  frames: readonly number[];
  own: readonly number[];
  ownRate: number;
  /** Suffixes, the liked ones several times. */
  suffixes: readonly number[];
  chained: number;
  columns: readonly string[];
  bullet: string;
  rule: string;
  dated: boolean;
  items: number;
  heads: number;
  drift: number;
}

export function bulletinSpeech(seed: string): Speech {
  const languages = new Map<Script, Language>();
  return (script, random) => {
    const language = languages.get(script) ?? newLanguage(script, seed);
    languages.set(script, language);
    return voice(language, newHabits(language, random));
  };
}

function newLanguage(script: Script, seed: string): Language {
  const random = seeded(`${seed}/bulletins/${script}`);
  const stems = new Set<string>();
  while (stems.size < STEMS)
    stems.add(
      Array.from({ length: stems.size < 300 ? 1 + random.int(2) : 2 + random.int(2) }, () => random.pick(SYLLABLES[script])).join(''),
    );
  const rank = zipf(STEMS, 0.7);
  const frames = Array.from({ length: FRAMES }, () => Array.from({ length: 3 + random.int(2) }, () => rank(random)));
  return { script, stems: [...stems], frames, small: zipf(STEMS, 1.1) };
}

function voice(language: Language, habits: Habits): Voice {
  return {
    write: (random, progress) => write(language, habits, random, progress),
    vary: (random, distance) => voice(language, varied(language, habits, random, distance)),
  };
}

function newHabits(language: Language, random: Random): Habits {
  const liked = Array.from({ length: 4 }, () => random.int(SUFFIXES));
  const word = (): string => language.stems[50 + random.int(STEMS - 50)] ?? '';
  return {
    frames: Array.from({ length: 18 }, () => random.int(FRAMES)),
    own: Array.from({ length: 40 }, () => 300 + random.int(STEMS - 300)),
    ownRate: 0.08 + 0.1 * random.uniform(),
    suffixes: [...Array.from({ length: SUFFIXES }, (_, i) => i), ...liked.flatMap((suffix) => Array.from({ length: 5 }, () => suffix))],
    chained: 0.3 + 0.4 * random.uniform(),
    columns: Array.from({ length: COLUMNS }, () => `${word()} ${word()}`),
    bullet: random.pick(BULLETS),
    rule: random.pick(RULES),
    dated: random.chance(0.35),
    items: 1 + random.int(5),
    heads: random.chance(0.3) ? 0 : 0.8 * random.uniform(),
    drift: 0.3 * random.uniform(),
  };
}

function varied(language: Language, habits: Habits, random: Random, distance: number): Habits {
  const fresh = newHabits(language, random);
  const mixed = <T>(list: readonly T[], other: readonly T[], share: number): T[] =>
    list.map((item, i) => (random.chance(share) ? (other[i] ?? item) : item));
  const orFresh = <K extends keyof Habits>(key: K): Habits[K] => (random.chance(distance) ? fresh : habits)[key];
  return {
    frames: mixed(habits.frames, fresh.frames, 0.8 * distance),
    own: mixed(habits.own, fresh.own, Math.min(1, 1.3 * distance)),
    ownRate: orFresh('ownRate'),
    suffixes: orFresh('suffixes'),
    chained: orFresh('chained'),
    columns: mixed(habits.columns, fresh.columns, distance),
    bullet: orFresh('bullet'),
    rule: orFresh('rule'),
    dated: orFresh('dated'),
    items: orFresh('items'),
    heads: orFresh('heads'),
    drift: fresh.drift,
  };
}

function write(language: Language, habits: Habits, random: Random, progress: number): string {
  const lines: string[] = [];
  if (habits.dated) lines.push(`${1 + random.int(28)}.${1 + random.int(12)}.`);
  if (random.chance(habits.heads)) lines.push(random.pick(habits.columns));
  const items = 1 + random.int(habits.items);
  for (let i = 0; i < items; i += 1) lines.push(habits.bullet + statement(language, habits, random, progress));
  if (habits.rule !== '') lines.push(habits.rule);
  return lines.join('\n');
}

function statement(language: Language, habits: Habits, random: Random, progress: number): string {
  const strange = random.chance(0.2 + habits.drift * progress);
  const frame = language.frames[strange ? random.int(FRAMES) : random.pick(habits.frames)] ?? [];
  const said = frame.map((stem) => inflected(language, habits, random.chance(habits.ownRate) ? random.pick(habits.own) : stem, random));
  for (let i = random.int(5); i > 0; i -= 1) said.splice(random.int(said.length + 1), 0, language.stems[language.small(random)] ?? '');
  return `${said.join(' ')}.`;
}

function inflected(language: Language, habits: Habits, stem: number, random: Random): string {
  let word = language.stems[stem] ?? '';
  for (let i = 0; i < 3 && random.chance(habits.chained); i += 1) word += SUFFIX[language.script][random.pick(habits.suffixes)] ?? '';
  return word;
}

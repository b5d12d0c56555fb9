import type { Speech, Voice } from './homes-types.ts';
import { type Random, random as seeded, zipf } from './random.ts';
import type { Script } from './vocabulary.ts';

/**
 * Speech as templates with slots: short posts after a dozen habitual patterns, whose slots are filled from classes of words that a
 * field of interest prefers, with hashtags and people called by name. 24,000 words in eight classes.
 */

const CLASSES = 8;
const OF_CLASS = 3_000;
const TEMPLATES = 400;
const FIELDS = 50;

interface Language {
  script: Script;
  /** By class. */
  words: readonly (readonly string[])[];
  small: readonly string[];
  /** A number from 0 is a slot of that class; below 0 a small word. */
  templates: readonly (readonly number[])[];
  rank: (random: Random) => number;
}

interface Habits {
  templates: readonly number[];
  fields: readonly number[];
  /** Words of its own, by class. */
  own: readonly (readonly number[])[];
  ownRate: number;
  tags: readonly string[];
  tagRate: number;
  names: readonly string[];
  nameRate: number;
  end: string;
  lower: boolean;
  joined: number;
}

const STEMS: Record<Script, readonly string[]> = {
  latin: 'mor vel tan sil gra pon del fir lus kam ros wen bal hud jor nim pra qui sto tev ul yar zim cor das eth fol gin hop ire'.split(
    ' ',
  ),
  arabic: 'كتب درس زرع سمع قرأ فتح جمع رسم حمل شرب نظر سكن بحث وصل خرج دخل طبخ غرس حفظ نقل عزف صنع نسج قطف لعب مشى وقف سبح'.split(' '),
  cyrillic: 'мор вел тан сил гра пон дел фир луз кам рос вен бал худ ёр ним пра кви сто тев ул яр зим кор дас эт фол гин'.split(' '),
};
const TAILS: Record<Script, readonly string[]> = {
  latin: 'a e o in as et ul em on ix ant ore'.split(' '),
  arabic: 'ة ات ون ين اء ي ان تي نا هم'.split(' '),
  cyrillic: 'а ы ок ин ец ать ный ом ку ели'.split(' '),
};
const ENDS = ['', '', '.', '!', ' …', ' 🙂', ' 🌷', ' ✍️', ' ☀️', '؟', ' 🚂', ' ♟'];

export function templateSpeech(seed: string): Speech {
  const languages = new Map<Script, Language>();
  return (script, random) => {
    const language = languages.get(script) ?? newLanguage(script, seed);
    languages.set(script, language);
    return voice(language, newHabits(language, random));
  };
}

function newLanguage(script: Script, seed: string): Language {
  const random = seeded(`${seed}/templates/${script}`);
  const made = new Set<string>();
  const word = (parts: number, tail: string): string => {
    for (;;) {
      let text = '';
      for (let i = 0; i < parts; i += 1) text += random.pick(STEMS[script]);
      if (random.chance(0.5)) text += random.pick(TAILS[script]);
      text += tail;
      if (!made.has(text)) {
        made.add(text);
        return text;
      }
      if (random.chance(0.02)) return text + random.pick(STEMS[script]);
    }
  };
  const words = Array.from({ length: CLASSES }, (_, kind) => {
    const tail = TAILS[script][kind % TAILS[script].length] ?? '';
    return Array.from({ length: OF_CLASS }, (_, i) => word(i < 200 ? 1 : 2, tail));
  });
  const small = Array.from({ length: 60 }, () => random.pick(STEMS[script]).slice(0, 2) + random.pick(['', random.pick(TAILS[script])]));
  const templates = Array.from({ length: TEMPLATES }, () =>
    Array.from({ length: 5 + random.int(14) }, () => (random.chance(0.45) ? -1 - random.int(60) : random.int(CLASSES))),
  );
  return { script, words, small, templates, rank: zipf(OF_CLASS, 0.9) };
}

function voice(language: Language, habits: Habits): Voice {
  return {
    write: (random, progress) => write(language, habits, random, progress),
    vary: (random, distance) => voice(language, varied(language, habits, random, distance)),
  };
}

function newHabits(language: Language, random: Random): Habits {
  const someWord = (): string => language.words[random.int(CLASSES)]?.[100 + random.int(OF_CLASS - 100)] ?? '';
  return {
    templates: Array.from({ length: 12 }, () => random.int(TEMPLATES)),
    fields: Array.from({ length: 3 }, () => random.int(FIELDS)),
    own: Array.from({ length: CLASSES }, () => Array.from({ length: 8 }, () => random.int(OF_CLASS))),
    ownRate: 0.1 + 0.12 * random.uniform(),
    tags: Array.from({ length: 8 }, () => `#${someWord()}`),
    tagRate: random.chance(0.35) ? 0 : 0.9 * random.uniform(),
    names: Array.from({ length: 10 }, () => someWord()),
    nameRate: random.chance(0.4) ? 0 : 0.4 * random.uniform(),
    end: random.pick(ENDS),
    lower: random.chance(0.5),
    joined: random.chance(0.6) ? 0 : 0.3,
  };
}

function varied(language: Language, habits: Habits, random: Random, distance: number): Habits {
  const fresh = newHabits(language, random);
  const mixed = <T>(list: readonly T[], other: readonly T[], share: number): T[] =>
    list.map((item, i) => (random.chance(share) ? (other[i] ?? item) : item));
  const orFresh = <K extends keyof Habits>(key: K): Habits[K] => (random.chance(distance) ? fresh : habits)[key];
  return {
    templates: mixed(habits.templates, fresh.templates, distance),
    fields: mixed(habits.fields, fresh.fields, 0.6 * distance),
    own: habits.own.map((list, kind) => mixed(list, fresh.own[kind] ?? [], Math.min(1, 1.3 * distance))),
    ownRate: orFresh('ownRate'),
    tags: mixed(habits.tags, fresh.tags, distance),
    tagRate: orFresh('tagRate'),
    names: mixed(habits.names, fresh.names, Math.min(1, 1.3 * distance)),
    nameRate: orFresh('nameRate'),
    end: orFresh('end'),
    lower: orFresh('lower'),
    joined: orFresh('joined'),
  };
}

function write(language: Language, habits: Habits, random: Random, progress: number): string {
  // One in seven posts follows a pattern of somebody else; by the end of the world habits have shifted a little.
  const strange = random.chance(0.14 + 0.1 * progress);
  const template = language.templates[strange ? random.int(TEMPLATES) : random.pick(habits.templates)] ?? [];
  const field = random.pick(habits.fields);
  const said = template.map((slot) => (slot < 0 ? (language.small[-1 - slot] ?? '') : slotWord(language, habits, slot, field, random)));
  if (random.chance(habits.nameRate)) said.unshift(`${random.pick(habits.names)}:`);
  let text = said.join(' ');
  if (random.chance(habits.joined)) text = text.replace(' ', ', ');
  if (!habits.lower && language.script !== 'arabic') text = text.charAt(0).toUpperCase() + text.slice(1);
  text += habits.end;
  if (random.chance(habits.tagRate)) text += ` ${random.pick(habits.tags)}${random.chance(0.3) ? ` ${random.pick(habits.tags)}` : ''}`;
  return text;
}

function slotWord(language: Language, habits: Habits, kind: number, field: number, random: Random): string {
  const words = language.words[kind] ?? [];
  if (random.chance(habits.ownRate)) return words[random.pick(habits.own[kind] ?? [0])] ?? '';
  const rank = language.rank(random);
  // Half of what is said is the field's: its order of the words of each class.
  return words[random.chance(0.5) ? rank : (rank * (7 + 6 * field) + 911 * field + 13 * kind) % OF_CLASS] ?? '';
}

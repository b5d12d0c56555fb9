import { type Random, random as seeded, zipf } from './random.ts';

/** Which words does an invented language have? Each 20,000 of them, drawn with the frequencies of Zipf's law. */

export type Script = 'arabic' | 'latin' | 'cyrillic';

export interface Vocabulary {
  script: Script;
  /** The most frequent first. */
  words: readonly string[];
  draw(random: Random): string;
}

export const VOCABULARY_SIZE = 20_000;

interface Sounds {
  openings: readonly string[];
  middles: readonly string[];
  endings: readonly string[];
}

const SOUNDS: Record<Script, Sounds> = {
  arabic: {
    openings: ['', '', '', 'ال', 'ال', 'و', 'أ', 'إ', 'آ', 'م', 'ت'],
    middles: [
      'با',
      'تي',
      'ثل',
      'جم',
      'حو',
      'خر',
      'دي',
      'ذن',
      'را',
      'زي',
      'سل',
      'شم',
      'صو',
      'ضر',
      'طا',
      'ظه',
      'عن',
      'غر',
      'فا',
      'قي',
      'كل',
      'لو',
      'مر',
      'نا',
      'هد',
      'وا',
      'يس',
      'ؤو',
      'ئي',
    ],
    endings: ['', '', '', 'ة', 'ى', 'ين', 'ات', 'اء', 'ي'],
  },
  latin: {
    openings: ['', '', 'b', 'br', 'd', 'f', 'gl', 'k', 'l', 'm', 'n', 'p', 'r', 's', 'st', 't', 'v'],
    middles: [
      'ba',
      'be',
      'chi',
      'da',
      'du',
      'el',
      'fi',
      'ga',
      'ha',
      'il',
      'ko',
      'la',
      'lé',
      'mi',
      'mo',
      'na',
      'no',
      'or',
      'pa',
      'que',
      'ra',
      'ro',
      'sa',
      'su',
      'ta',
      'ti',
      'un',
      'vo',
      'wa',
      'ye',
      'zo',
    ],
    endings: ['', '', '', 'n', 's', 'r', 'l', 'nt', 'th', 'ly'],
  },
  cyrillic: {
    openings: ['', '', 'в', 'д', 'з', 'к', 'м', 'н', 'п', 'пр', 'с', 'ст', 'т'],
    middles: [
      'ба',
      'ве',
      'го',
      'да',
      'ел',
      'жи',
      'за',
      'ин',
      'ка',
      'ло',
      'мё',
      'ни',
      'ов',
      'по',
      'ра',
      'се',
      'то',
      'ур',
      'фа',
      'хо',
      'цы',
      'чу',
      'ше',
      'эт',
      'ял',
    ],
    endings: ['', '', '', 'й', 'т', 'н', 'х', 'ый', 'ть', 'ого'],
  },
};

/** Frequent words are short, as everywhere. */
export function vocabulary(script: Script, seed: string): Vocabulary {
  const random = seeded(`${seed}/${script}`);
  const words = new Set<string>();
  while (words.size < VOCABULARY_SIZE) {
    const syllables = 1 + Math.floor(Math.log10(words.size / 40 + 1) + random.uniform());
    words.add(word(SOUNDS[script], syllables, random));
  }
  const ranked = [...words];
  const rank = zipf(ranked.length, 1);
  return { script, words: ranked, draw: (chance) => ranked[rank(chance)] ?? '' };
}

function word(sounds: Sounds, syllables: number, random: Random): string {
  let text = random.pick(sounds.openings);
  for (let i = 0; i < syllables; i += 1) text += random.pick(sounds.middles);
  return text + random.pick(sounds.endings);
}

import { COMMON_PARTS, properPart, RARE_PARTS } from './homes-concepts.ts';
import type { Look, Name, NamePart } from './homes-types.ts';
import type { Random } from './random.ts';
import type { Script } from './vocabulary.ts';

/** What is a channel called, and how does its name change when it moves? */

/** What becomes of a name. */
export const NAME_CHANGES = [
  'kept',
  'numbered',
  'decorated',
  'lookalike',
  'transliterated',
  'translated',
  'shortened',
  'replaced',
] as const;
export type NameChange = (typeof NAME_CHANGES)[number];

/** The stem that all channels of a brand share: one rare word, mostly with a common one before it. */
export function brandName(script: Script, random: Random): Name {
  const stem = rarePart(random);
  return { script, parts: random.chance(0.4) ? [random.pick(COMMON_PARTS), stem] : [stem] };
}

function rarePart(random: Random): NamePart {
  return random.chance(0.35) ? properPart(random) : random.pick(RARE_PARTS);
}

/** A channel of a brand: the stem and what tells it from its siblings. */
export function memberName(brand: Name, alone: boolean, random: Random): Name {
  const more = random.chance(0.25) ? random.pick(COMMON_PARTS) : rarePart(random);
  if (alone && random.chance(0.4)) return brand;
  return { script: brand.script, parts: [...brand.parts, more] };
}

export function anyName(script: Script, random: Random): Name {
  return memberName(brandName(script, random), true, random);
}

export function lookOf(name: Name, random: Random): Look {
  const joint = random.chance(0.7) ? '_' : '';
  return { title: titleIn(name, name.script), handle: handleParts(name, name.script).join(joint) };
}

/** How a name looks after a move. */
export function changed(name: Name, look: Look, change: NameChange, random: Random): Look {
  switch (change) {
    case 'kept':
      return look;
    case 'numbered': {
      const number = String(random.chance(0.6) ? 2 + random.int(3) : 10 + random.int(900));
      return {
        title: random.chance(0.6) ? `${look.title} ${number}` : look.title,
        handle: `${look.handle}${random.pick(['', '_'])}${number}`,
      };
    }
    case 'decorated':
      return { title: decorated(look.title, name.script, random), handle: ending(look.handle, random) };
    case 'lookalike':
      return { title: lookalike(look.title, random), handle: digitsFor(look.handle, random) };
    case 'transliterated':
      return transliterated(name, look, random);
    case 'translated':
      return translated(name, random);
    case 'shortened': {
      const kept = name.parts.length > 1 ? name.parts.slice(random.int(2), random.int(2) - 1 || undefined) : name.parts;
      return lookOf({ ...name, parts: kept.length > 0 ? kept : name.parts.slice(0, 1) }, random);
    }
    case 'replaced':
      return lookOf(anyName(name.script, random), random);
  }
}

function wordIn(part: NamePart, script: Script): string {
  if (script === 'arabic') return part.arabic;
  return script === 'cyrillic' ? part.cyrillic : part.latin;
}

function inLatin(part: NamePart, script: Script): string {
  if (script === 'arabic') return part.arabicInLatin;
  return script === 'cyrillic' ? part.cyrillicInLatin : part.latin;
}

function titleIn(name: Name, script: Script): string {
  const words = name.parts.map((part) => wordIn(part, script));
  if (script === 'arabic') return words.join(' ');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

function handleParts(name: Name, script: Script): string[] {
  return name.parts.map((part) => inLatin(part, script));
}

/** Title in Latin letters as somebody spells it by ear. A Latin name goes into another script instead. */
function transliterated(name: Name, look: Look, random: Random): Look {
  if (name.script === 'latin') return { title: byEar(look.title, random), handle: respelled(look.handle, random) };
  const parts = handleParts(name, name.script).map((part) => respelled(part, random));
  return { title: parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(' '), handle: parts.join(random.pick(['_', ''])) };
}

/** No letter in common: the title in another language, the handle after it. */
function translated(name: Name, random: Random): Look {
  const others = (['arabic', 'latin', 'cyrillic'] as const).filter((script) => script !== name.script);
  const script = random.chance(0.75) ? (others[0] ?? 'latin') : (others[1] ?? 'latin');
  return { title: titleIn(name, script), handle: handleParts(name, script).join(random.pick(['_', ''])) };
}

const EAR: readonly [RegExp, readonly string[]][] = [
  [/kh/g, ['kh', 'x', '5']],
  [/sh/g, ['sh', 'ch']],
  [/q/g, ['q', 'k', '9']],
  [/^al/, ['al', 'el', 'al_', 'il']],
  [/y/g, ['y', 'i']],
  [/u/g, ['u', 'o', 'ou']],
  [/i(?!$)/g, ['i', 'e', 'ee']],
  [/a$/, ['a', 'ah', 'at']],
  [/w/g, ['w', 'ou']],
  [/h/g, ['h', '7']],
];

function respelled(part: string, random: Random): string {
  return EAR.reduce(
    (text, [pattern, ways]) => text.replace(pattern, () => (random.chance(0.6) ? (ways[0] ?? '') : random.pick(ways))),
    part,
  );
}

const LATIN_TO_ARABIC: Record<string, string> = Object.fromEntries(
  'a:ا b:ب c:ك d:د e:ي f:ف g:غ h:ه i:ي j:ج k:ك l:ل m:م n:ن o:و p:ب q:ق r:ر s:س t:ت u:و v:ف w:و x:كس y:ي z:ز'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);
const LATIN_TO_CYRILLIC: Record<string, string> = Object.fromEntries(
  'a:а b:б c:к d:д e:е f:ф g:г h:х i:и j:дж k:к l:л m:м n:н o:о p:п q:к r:р s:с t:т u:у v:в w:в x:кс y:й z:з'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

function byEar(title: string, random: Random): string {
  const table = random.chance(0.6) ? LATIN_TO_ARABIC : LATIN_TO_CYRILLIC;
  return [...title.toLowerCase()].map((letter) => table[letter] ?? letter).join('');
}

const LOOKALIKES: Record<string, string> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  y: 'у',
  i: 'і',
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  х: 'x',
  у: 'y',
  и: 'u',
  ك: 'ک',
  ي: 'ی',
  ه: 'ھ',
  ة: 'ہ',
};

function lookalike(title: string, random: Random): string {
  return [...title].map((letter) => (random.chance(0.7) ? (LOOKALIKES[letter] ?? letter) : letter)).join('');
}

const DIGITS: Record<string, string> = { o: '0', l: '1', i: '1', e: '3', s: '5', a: '4' };

function digitsFor(handle: string, random: Random): string {
  const kinds = random.chance(0.6) ? 'oli' : 'oes';
  const [first = '', ...rest] = handle;
  return first + rest.map((letter) => (kinds.includes(letter) ? (DIGITS[letter] ?? letter) : letter)).join('');
}

function decorated(title: string, script: Script, random: Random): string {
  const drawn = random.int(5);
  if (drawn === 0) return `${random.pick(['🌿', '⭐️', '🔴', '📚', '☕️'])} ${title} ${random.pick(['🌿', '⭐️', '📌', '✨'])}`;
  if (drawn === 1) return `| ${title} |`;
  if (drawn === 2) return `『${title}』`;
  if (drawn === 3 && script === 'arabic') return title.replace(/(\p{L})(?=\p{L}{2})/u, '$1ـــ');
  if (script === 'arabic') return `${title} ${random.pick(['الرسمية', 'الاحتياطية', 'الجديدة'])}`;
  if (script === 'cyrillic') return `${title} ${random.pick(['официальный', 'резерв', 'новый'])}`;
  return random.chance(0.4) ? [...title].join(' ') : `${title} ${random.pick(['Official', 'Backup', 'HD', 'Live'])}`;
}

function ending(handle: string, random: Random): string {
  return random.chance(0.25)
    ? `${random.pick(['the', 'my', 'real'])}_${handle}`
    : `${handle}${random.pick(['_official', '_new', '_hd', 'x', '_tv', '_backup', '_1'])}`;
}

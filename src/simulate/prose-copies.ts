import { channelName, emoji, link, render } from './prose-text.ts';
import type { Random } from './random.ts';
import type { Script, Vocabulary } from './vocabulary.ts';

/** How do people pass a text on? Some words changed, another spelling, a line added above or below. */

const MOST_CHANGED = 0.15;

/** A near-duplicate: 0 to 15 % of the words replaced, inserted or dropped; spelling and surroundings often changed too. */
export function copyOf(words: readonly string[], tail: string, voice: Vocabulary, random: Random): string {
  const share = MOST_CHANGED * random.uniform();
  const changed = [...words];
  for (let left = Math.round(share * words.length); left > 0; left -= 1) changeOne(changed, voice, random);
  const respelt = random.chance(0.35) ? respell(changed, voice.script, random) : changed;
  const text = render(respelt, voice.script, random);
  return surround(random.chance(0.8) ? text + tail : text, voice.script, random);
}

function changeOne(words: string[], voice: Vocabulary, random: Random): void {
  const at = random.int(words.length);
  const how = random.uniform();
  if (how < 0.7) words[at] = voice.draw(random);
  else if (how < 0.85) words.splice(at, 0, voice.draw(random));
  else words.splice(at, 1);
}

const EASTERN = '٠١٢٣٤٥٦٧٨٩';
const HARAKAT = ['\u064e', '\u064f', '\u0650', '\u0652'];

function respell(words: readonly string[], script: Script, random: Random): string[] {
  const how = random.int(5);
  return words.map((word) => {
    if (how === 0) return word.replace(/\d/g, (digit) => EASTERN[Number(digit)] ?? digit);
    if (script === 'arabic') return respellArabic(word, how, random);
    if (how < 3) return word.toUpperCase();
    return word.normalize('NFD');
  });
}

function respellArabic(word: string, how: number, random: Random): string {
  if (how === 1) return word.replace(/[أإآ]/g, 'ا').replace(/ة$/, 'ه').replace(/ى$/, 'ي');
  if (how === 2) return [...word].map((letter) => (random.chance(0.4) ? letter + random.pick(HARAKAT) : letter)).join('');
  if (how === 3) return word.length > 3 && random.chance(0.3) ? `${word.slice(0, 2)}ـــ${word.slice(2)}` : word;
  return word.replace(/ي/g, 'ی').replace(/ك/g, 'ک');
}

const FORWARDED: Record<Script, string> = { arabic: 'معاد توجيهه من', latin: 'Forwarded from', cyrillic: 'Переслано от' };

function surround(text: string, script: Script, random: Random): string {
  const how = random.uniform();
  if (how < 0.12) return `${FORWARDED[script]} @${channelName(random)}\n${text}`;
  if (how < 0.24) return `${emoji(random)}${emoji(random)} ${text}`;
  if (how < 0.36) return `${text}\n${link(random)}`;
  return text;
}

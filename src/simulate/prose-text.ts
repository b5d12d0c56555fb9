import type { Random } from './random.ts';
import type { Script } from './vocabulary.ts';

/** How do invented words become a post? Sentences, links and names. */

const STOPS: Record<Script, readonly string[]> = {
  arabic: ['.', '،', '،', '؟', '!', '؛'],
  latin: ['.', ',', ',', '?', '!', ';'],
  cyrillic: ['.', ',', ',', '?', '!', ' —'],
};
const EMOJI = ['📌', '🔴', '✨', '🌿', '📷', '☕️', '🌊'];
const NAMES = ['sada', 'noor', 'garden', 'rasif', 'kite', 'meadow', 'warsha', 'lantern', 'river', 'bustan'];
const SITES = ['journal.example', 'orchard.example', 'www.harbour.example', 'maktaba.example', 'almanac.example'];

/** Words as sentences of about nine words, a line break now and then. */
export function render(words: readonly string[], script: Script, random: Random): string {
  let text = '';
  let begins = true;
  const last = words.length - 1;
  for (let i = 0; i <= last; i += 1) {
    const word = words[i] ?? '';
    text += begins && script !== 'arabic' ? word.charAt(0).toUpperCase() + word.slice(1) : word;
    begins = i === last || random.uniform() < 0.11;
    if (begins) text += random.pick(STOPS[script]);
    if (i < last) text += begins && random.uniform() < 0.2 ? '\n' : ' ';
  }
  return text;
}

export function emoji(random: Random): string {
  return random.pick(EMOJI);
}

/** An invented handle: `garden_412`. */
export function channelName(random: Random): string {
  return `${random.pick(NAMES)}_${random.pick(NAMES)}`;
}

/** A link of no meaning: mostly a page on an example site, now and then a community, some of those hidden from machines. */
export function link(random: Random): string {
  const drawn = random.uniform();
  const name = `${channelName(random)}_${random.int(900)}`;
  if (drawn < 0.75) return `https://${random.pick(SITES)}/${random.int(60_000).toString(36)}/${random.int(1e9).toString(36)}`;
  if (drawn < 0.9) return `https://t.me/${name}`;
  if (drawn < 0.93) return `t[.]me/${name}`;
  if (drawn < 0.96) return `hxxps://t.me/${name}`;
  return `https://tt.me/${name}`;
}

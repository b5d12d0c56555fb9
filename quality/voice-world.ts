import type { Dossier } from '../src/findings/dossier.ts';
import type { PostPiece } from '../src/model/rows.ts';
import { type Random, random as seeded, zipf } from '../src/simulate/random.ts';
import { type Script, type Vocabulary, vocabulary } from '../src/simulate/vocabulary.ts';
import { foldWords } from '../src/text/words.ts';

/**
 * Communities that move house, posts only: what the voice measures are held against. Topics of each community within a
 * Zipfian language, shared in part within a brand, renewed as time passes; news that a whole language talks about; habits
 * of punctuation, emoji, breaks and length that overlap between communities and change with the house; hours by language.
 */

export interface VoicePost {
  channel: number;
  at: number;
  author: string | null;
  text: string;
}

export interface VoiceWorld {
  channels: { name: string; language: Script; community: number; home: 0 | 1; brand: number }[];
  posts: VoicePost[];
}

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);
const LANGUAGES: readonly Script[] = ['arabic', 'arabic', 'latin', 'cyrillic'];
const EMOJI = ['🔥', '⚡️', '📌', '❗️', '🔴', '✅', '🌿', '📷', '🎧', '➡️', '😂', '🙏'];

interface Style {
  ends: string;
  endChance: number;
  emoji: readonly string[];
  emojiChance: number;
  commas: number;
  breaks: number;
  opening: string;
  words: number;
  spread: number;
  drawn: number;
  footer: string;
}

interface Community {
  language: Vocabulary;
  topic: string[];
  share: number;
  peak: number;
  width: number;
  weekend: number;
}

/** `communities` of them, each with an old and a new home; `posts`: about so many in each home. */
export function voiceWorld(seed: string, communities: number, posts: number, days = 120): VoiceWorld {
  const random = seeded(`${seed}/voices`);
  const languages = new Map(LANGUAGES.map((script) => [script, vocabulary(script, seed)]));
  const news = new Map(
    LANGUAGES.map((script) => [script, Array.from({ length: 2 * days + 2 }, () => draws(languages.get(script) as Vocabulary, 12, random))]),
  );
  const world: VoiceWorld = { channels: [], posts: [] };
  let brand = 0;
  let brandTopic: string[] = [];
  for (let c = 0; c < communities; c += 1) {
    const language = languages.get(random.pick(LANGUAGES)) as Vocabulary;
    const joins = c > 0 && random.chance(0.3) && world.channels.at(-1)?.language === language.script;
    if (!joins) {
      brand += 1;
      brandTopic = draws(language, 120, random);
    }
    const community: Community = {
      language,
      topic: [...brandTopic, ...draws(language, 120, random)],
      share: 0.08 + 0.12 * random.uniform(),
      peak: (LANGUAGES.indexOf(language.script) * 3 + 16 + random.normal(0, 2.5) + 24) % 24,
      width: 3 + 3 * random.uniform(),
      weekend: random.uniform() < 0.5 ? 0.3 + 0.5 * random.uniform() : 1,
    };
    let style = newStyle(random);
    for (const home of [0, 1] as const) {
      const channel = world.channels.length;
      world.channels.push({ name: `telegram:home_${c}_${home}`, language: language.script, community: c, home, brand });
      if (home === 1) style = drifted(style, random);
      const count = Math.max(3, Math.round(posts * Math.exp(random.normal(0, 0.3))));
      const from = START + home * days * DAY;
      for (let i = 0; i < count; i += 1) {
        const at = whenPosted(from, days, community, random);
        const day = Math.floor((at - START) / DAY);
        renew(community, (2 * days) / count / 2 / 60, random);
        const words = write(community, news.get(language.script)?.[day] ?? [], style, random);
        world.posts.push({ channel, at, author: null, text: render(words, style, random) });
      }
    }
  }
  world.posts.sort((a, b) => a.at - b.at || a.channel - b.channel);
  return world;
}

function draws(language: Vocabulary, count: number, random: Random): string[] {
  return Array.from({ length: count }, () => language.words[200 + random.int(12_000)] ?? '');
}

/** Of the topic's words a half is renewed in about 60 days. */
function renew(community: Community, chance: number, random: Random): void {
  const expected = chance * community.topic.length * 0.7;
  for (let n = Math.floor(expected + random.uniform()); n > 0; n -= 1)
    community.topic[random.int(community.topic.length)] = community.language.words[200 + random.int(12_000)] ?? '';
}

function newStyle(random: Random): Style {
  return {
    ends: random.pick(['.', '!', '', '…', '!!', '؟']),
    endChance: random.uniform(),
    emoji: [random.pick(EMOJI), random.pick(EMOJI), random.pick(EMOJI)],
    emojiChance: random.uniform() ** 2,
    commas: 0.02 + 0.1 * random.uniform(),
    breaks: random.uniform() ** 2 * 0.15,
    opening: random.chance(0.4) ? random.pick(['📌 ', '🔴 ', '» ', '- ', '**']) : '',
    words: 12 + 25 * random.uniform(),
    spread: 0.4 + 0.4 * random.uniform(),
    drawn: random.uniform() ** 3 * 0.05,
    footer: random.chance(0.3) ? `\n\n${random.pick(['👉', '🔗', '●'])} ${random.pick(['join', 'channel', 'more'])}` : '',
  };
}

/** A new home keeps most habits. */
function drifted(style: Style, random: Random): Style {
  const other = newStyle(random);
  const keys = Object.keys(style) as (keyof Style)[];
  return Object.fromEntries(keys.map((key) => [key, random.chance(0.25) ? other[key] : style[key]])) as unknown as Style;
}

function whenPosted(from: number, days: number, community: Community, random: Random): number {
  for (;;) {
    const day = random.int(days);
    const date = new Date(from + day * DAY);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    if (weekend && !random.chance(community.weekend)) continue;
    const hour = random.normal(community.peak, community.width);
    return from + day * DAY + Math.round((((hour % 24) + 24) % 24) * 3_600_000);
  }
}

const topicRank = zipf(240, 0.7);

function write(community: Community, news: readonly string[], style: Style, random: Random): string[] {
  const count = Math.max(2, Math.round(style.words * Math.exp(random.normal(0, style.spread))));
  const about = random.chance(0.4);
  return Array.from({ length: count }, () => {
    if (random.chance(community.share)) return community.topic[topicRank(random)] ?? '';
    if (about && random.chance(0.2)) return random.pick(news);
    return community.language.draw(random);
  });
}

function render(words: string[], style: Style, random: Random): string {
  let text = style.opening;
  words.forEach((word, i) => {
    let shown = word;
    if (random.chance(style.drawn)) shown += word.at(-1)?.repeat(3) ?? '';
    text += shown;
    if (i === words.length - 1) return;
    if (random.chance(style.commas)) text += random.chance(0.5) ? ',' : style.ends;
    text += random.chance(style.breaks) ? '\n' : ' ';
  });
  if (random.chance(style.endChance)) text += style.ends;
  if (random.chance(style.emojiChance)) text += ` ${random.pick(style.emoji)}`;
  return text + style.footer;
}

/** A dossier with nothing but a name. */
export function bareDossier(index: number, name: string): Dossier {
  return {
    index,
    identity: name,
    channel: name,
    platform: 'telegram',
    kind: 'channel',
    control: false,
    observed: true,
    handles: [],
    faces: [],
    createdAt: null,
    firstSeen: null,
    firstPost: null,
    lastPost: null,
    posts: 0,
    lastAlive: null,
    state: 'alive',
    status: 'alive',
    lost: null,
    movedTo: null,
  };
}

/** Posts as the lake gives them; `names` by channel number. */
export function pieceOf(posts: readonly VoicePost[], names: readonly string[]): PostPiece {
  return {
    length: posts.length,
    channel: posts.map((post) => names[post.channel] ?? ''),
    nativeId: posts.map(() => null),
    at: Float64Array.from(posts, (post) => post.at),
    author: posts.map((post) => post.author),
    forwarded: new Uint8Array(posts.length),
    statement: new Float64Array(posts.length).fill(-1),
    rid: Float64Array.from(posts, (_, i) => i),
    text: posts.map((post) => post.text),
    words: posts.map((post) => foldWords(post.text)),
  };
}

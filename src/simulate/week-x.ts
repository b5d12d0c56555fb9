import type { Ms } from '../model/observation.ts';
import { type PostRef, postRef } from '../model/ref.ts';
import { formatTime } from '../model/time.ts';
import type { Random } from './random.ts';
import { clock, DAY } from './week-time.ts';

/** What did a search on X bring up? Answers of the API v2 as twarc2 keeps them, one a line, and one row flattened. */

export interface XSearch {
  text: string;
  bad: number;
  posts: PostRef[];
  /** By an account that nobody watched: the first that names a new home outside Telegram. */
  stray: { post: PostRef; at: Ms };
}

export interface Account {
  username: string;
  id: string;
  name: string;
}

const ORCHARD: Account = { username: 'orchard_walker', id: '1090100200300400500', name: 'a walker in orchards' };
export const ACCOUNTS: readonly Account[] = [
  ORCHARD,
  { username: 'paperboat_desk', id: '1090100200300400501', name: 'Paper Boat Desk' },
  { username: 'lanternnotes', id: '1090100200300400502', name: 'Lantern Notes' },
  { username: 'teaandledger', id: '1090100200300400503', name: 'Tea and Ledger' },
];

type Said = [account: number, at: Ms, text: string];

export const SAID: readonly Said[] = [
  [1, clock(26, 9, 14, 2), 'The astronomers of https://t.me/night_sky_club are drawing Saturn again tonight.'],
  [2, clock(28, 18, 40, 51), 'Poems about kettles, every evening: https://t.me/diwan_evening'],
  [3, clock(29, 19, 55, 30), 'Is it only me, or has https://t.me/sada_100 disappeared?'],
  [2, clock(29, 22, 12, 7), 'Several reading rooms cannot be opened since this evening. We are writing down what we see.'],
  [0, clock(30, 9, 12, 44), 'for those who miss the reading rooms: a hall with tea and lamps at tt [.] me/reading_rooms_hall'],
  [1, clock(30, 17, 3, 19), 'Still open this afternoon: https://t.me/nur_daily and its neighbours https://t.me/sada_readers'],
  [3, clock(31, 8, 30, 0), 'لمن يسأل عن بستان البيت: لم يعد يظهر منذ مساء الجمعة https://t.me/bustan_home'],
];

/** The last of these is flattened, as `twarc2 flatten` writes it. */
export function xSearch(random: Random): XSearch {
  const tweets = SAID.map(([index, at, text], i) => tweetOf(ACCOUNTS[index] ?? ORCHARD, at, text, i, random));
  const flat = tweets.at(-1);
  const lines = [
    answer(tweets.slice(0, 4)),
    answer(tweets.slice(4, 6)),
    flat === undefined ? '' : JSON.stringify({ ...flat.json, author: userOf(flat.account), __twarc: STAMP }),
  ];
  // The connection broke in the middle of an answer.
  lines.splice(1, 0, lines[0]?.slice(0, 300) ?? '');
  const stray = tweets.find((tweet) => tweet.account === ORCHARD);
  return {
    text: `${lines.join('\n')}\n`,
    bad: 1,
    posts: tweets.map((tweet) => postRef(`x:${tweet.account.username}`, tweet.id)),
    stray: { post: postRef(`x:${ORCHARD.username}`, stray?.id ?? ''), at: stray?.at ?? 0 },
  };
}

interface Tweet {
  account: Account;
  id: string;
  at: Ms;
  json: Record<string, unknown>;
}

function tweetOf(account: Account, at: Ms, said: string, index: number, random: Random): Tweet {
  const urls: Record<string, unknown>[] = [];
  // X shortens what it takes for a link, and keeps the target beside the text.
  const text = said.replace(/https:\/\/\S+/g, (target) => {
    const url = `https://t.co/${(index * 8 + urls.length + 1000).toString(36).padStart(10, 'q')}`;
    urls.push({ start: 0, end: 0, url, expanded_url: target, display_url: target.slice('https://'.length) });
    return url;
  });
  for (const url of urls) {
    const start = text.indexOf(String(url['url']));
    Object.assign(url, { start, end: start + String(url['url']).length });
  }
  const id = snowflake(at, random);
  const json = {
    created_at: new Date(at).toISOString(),
    text,
    id,
    author_id: account.id,
    conversation_id: id,
    lang: /\p{Script=Arabic}/u.test(text) ? 'ar' : 'en',
    ...(urls.length === 0 ? {} : { entities: { urls } }),
    public_metrics: { retweet_count: random.int(5), reply_count: random.int(4), like_count: random.int(30), quote_count: 0 },
    possibly_sensitive: false,
    reply_settings: 'everyone',
  };
  return { account, id, at, json };
}

const X_EPOCH = 1_288_834_974_657;

/** A post's id on X holds its time. */
export function snowflake(at: Ms, random: Random): string {
  return String((BigInt(at - X_EPOCH + random.int(1000)) << 22n) + BigInt(random.int(4_000_000)));
}

const RETRIEVED = clock(33, 16, 45, 12);
const STAMP = {
  url: 'https://api.twitter.com/2/tweets/search/all?query=%22reading+rooms%22',
  version: '2.12.0',
  retrieved_at: formatTime(RETRIEVED),
};

function answer(tweets: readonly Tweet[]): string {
  const data = tweets.map((tweet) => tweet.json).reverse();
  const users = ACCOUNTS.filter((account) => tweets.some((tweet) => tweet.account === account)).map(userOf);
  const meta = { newest_id: tweets.at(-1)?.id, oldest_id: tweets[0]?.id, result_count: tweets.length };
  return JSON.stringify({ data, includes: { users }, meta, __twarc: STAMP });
}

function userOf({ id, username, name }: Account): Record<string, unknown> {
  return {
    id,
    username,
    name,
    description: '',
    protected: false,
    verified: false,
    created_at: new Date(RETRIEVED - 400 * DAY).toISOString(),
    public_metrics: { followers_count: 120 + username.length, following_count: 80, tweet_count: 1400, listed_count: 1 },
  };
}

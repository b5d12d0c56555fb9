/** How do accounts, posts and refusals look in the answers of X's API v2? */

import type { Ms } from '../model/observation.ts';
import type { ReplicaPost } from './replica.ts';
import { mixed } from './replica-http.ts';
import type { Standing } from './replica-world.ts';

const X_EPOCH = 1_288_834_974_657;

/** The id that X gives a post of that millisecond; `sequence` (under 4,194,304) tells posts of the same one apart. */
export function snowflake(at: Ms, sequence: number): string {
  return String((BigInt(at - X_EPOCH) << 22n) + BigInt(sequence));
}

/** When an id was given. */
export function snowflakeTime(id: string): Ms {
  return Number(BigInt(id) >> 22n) + X_EPOCH;
}

type Json = Record<string, unknown>;

/** Only what was asked for by `user.fields`, beside id, name and username. */
export function userJson(standing: Standing, fields: ReadonlySet<string>): Json {
  const { place, face, handle, ending } = standing;
  const all: Json = {
    created_at: iso(place.createdAt),
    description: face.about,
    protected: ending === 'private',
    verified: false,
    public_metrics: {
      followers_count: face.subscribers,
      following_count: 1 + (mixed(place.nativeId) % 400),
      tweet_count: place.posts.length,
      listed_count: 0,
    },
    profile_image_url: `https://pbs.twimg.com/profile_images/${place.nativeId}/${mixed(face.title).toString(36)}_normal.jpg`,
    ...(ending === 'restricted' ? { withheld: { country_codes: ['FR'] } } : {}),
  };
  return { id: place.nativeId, name: face.title, username: handle ?? '', ...picked(all, fields) };
}

function iso(at: Ms): string {
  return new Date(at).toISOString();
}

function picked(all: Json, fields: ReadonlySet<string>): Json {
  return Object.fromEntries(Object.entries(all).filter(([name]) => fields.has(name)));
}

/** Only what was asked for by `tweet.fields`, beside id, text and the history of edits. Links are shortened, their targets beside. */
export function tweetJson(place: Standing['place'], post: ReplicaPost, fields: ReadonlySet<string>): Json {
  const { text, urls } = shortened(post);
  const referenced = [
    ...(post.replyTo === null ? [] : [{ type: 'replied_to', id: post.replyTo }]),
    ...(post.forward === null ? [] : [{ type: 'retweeted', id: post.forward.id }]),
  ];
  const all: Json = {
    created_at: iso(post.at),
    author_id: place.nativeId,
    conversation_id: post.replyTo ?? post.id,
    lang: /\p{Script=Arabic}/u.test(text) ? 'ar' : 'en',
    public_metrics: {
      retweet_count: 0,
      reply_count: 0,
      like_count: Math.floor(post.views / 40),
      quote_count: 0,
      impression_count: post.views,
    },
    possibly_sensitive: false,
    reply_settings: 'everyone',
    ...(urls.length === 0 ? {} : { entities: { urls } }),
    ...(referenced.length === 0 ? {} : { referenced_tweets: referenced }),
  };
  return { id: post.id, text, edit_history_tweet_ids: [post.id], ...picked(all, fields) };
}

function shortened(post: ReplicaPost): { text: string; urls: Json[] } {
  const urls: Json[] = [];
  const short = (target: string): string => `https://t.co/${mixed(`${post.id} ${target}`).toString(36).padStart(10, 'q')}`;
  // A link that the text shows otherwise does not exist on X: its target is written out at the end.
  const whole = [post.text, ...post.links.filter((target) => !post.text.includes(target))].join(' ');
  const text = whole.replace(/https?:\/\/[^\s<>"]+/g, (target) => {
    const url = short(target);
    urls.push({ url, expanded_url: target, display_url: target.replace(/^https?:\/\//, '').slice(0, 26) });
    return url;
  });
  let from = 0;
  const placed = urls.map((entry) => {
    const url = String(entry['url']);
    const start = text.indexOf(url, from);
    from = start + url.length;
    return { start, end: from, ...entry };
  });
  return { text, urls: placed };
}

const PROBLEM = 'https://api.twitter.com/2/problems';

interface Missing {
  value: string;
  parameter: string;
  resource: 'user' | 'tweet';
}

/** Why one that was asked for is not shown. The `type` does not tell a suspended account from one that never was. */
export function refusal(why: 'suspended' | 'missing' | 'protected', { value, parameter, resource }: Missing): Json {
  const about = { value, resource_type: resource, parameter, resource_id: value };
  if (why === 'suspended') {
    return { ...about, title: 'Forbidden', detail: `User has been suspended: [${value}].`, type: `${PROBLEM}/resource-not-found` };
  }
  if (why === 'protected') {
    const detail = `Sorry, you are not authorized to see the ${resource} with ${parameter}: [${value}].`;
    return { ...about, title: 'Authorization Error', detail, type: `${PROBLEM}/not-authorized-for-resource` };
  }
  const by = resource === 'user' && parameter.startsWith('username') ? 'username' : parameter;
  return {
    ...about,
    title: 'Not Found Error',
    detail: `Could not find ${resource} with ${by}: [${value}].`,
    type: `${PROBLEM}/resource-not-found`,
  };
}

/** The whole request was wrong. */
export function invalid(parameters: Readonly<Record<string, string>>, message: string): Json {
  const asked = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, [value]]));
  return {
    errors: [{ parameters: asked, message }],
    title: 'Invalid Request',
    detail: 'One or more parameters to your request was invalid.',
    type: `${PROBLEM}/invalid-request`,
  };
}

import type { AskRequest, SourceSettings } from '../../model/watch.ts';

/** Where and how is the X API v2 asked? With the bearer token of an app, so that no account of ours is part of what it shows. */

export function originOf(settings: SourceSettings): string {
  return settings.base ?? 'https://api.x.com';
}

export const USER_FIELDS = 'created_at,description,entities,protected,public_metrics,url,withheld';

/** What a post holds beside its text. Expanded links, and the whole text of what was repeated: that is where new homes are named. */
export const POST_FIELDS = {
  'tweet.fields': 'attachments,author_id,created_at,edit_history_tweet_ids,entities,note_tweet,public_metrics,referenced_tweets,withheld',
  'user.fields': USER_FIELDS,
} as const;

export function xRequest(settings: SourceSettings, path: string, query: Readonly<Record<string, string>>): AskRequest {
  return {
    method: 'GET',
    url: `${originOf(settings)}${path}?${new URLSearchParams(query).toString()}`,
    headers: { accept: 'application/json' },
    body: null,
    credential: { in: 'header', name: 'authorization', prefix: 'Bearer ' },
  };
}

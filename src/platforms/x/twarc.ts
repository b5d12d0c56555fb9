import type { Ms, Observation } from '../../model/observation.ts';
import type { FileHead, FileReader, ReadOptions } from '../../model/reader.ts';
import type { ChannelRef } from '../../model/ref.ts';
import { array, type JsonObject, object, parseJson, text } from '../../text/json-values.ts';
import { addHint, addLineProblem, addProfile, addRecord, type Draft, lineChunks } from '../../text/line-chunks.ts';
import type { Line } from '../../text/lines.ts';
import { accountRef, profileOf, sightingOf, statusOf, withheldIn, xTime } from './account.ts';
import { complianceEvent, complianceRow, isComplianceRow } from './compliance.ts';
import { refusalOf } from './refusals.ts';
import { authorOf, firstVersion, type Included, includedIn, postOf } from './tweet.ts';

/** Reads answers of the X API v2 as twarc2 writes them, one a line: whole answers or flattened tweets, users, compliance records. */
export const xApi: FileReader = {
  format: 'x-api-v2',
  summary: 'answers of the X (Twitter) API v2, JSON lines as twarc2 writes them, flattened or not',
  recognise,
  read(open, options, resume) {
    return lineChunks(open, resume, (line, draft) => readLine(line, draft, options));
  },
};

/** One line being read: what it includes, when it was fetched, and what it yields. */
interface Answer {
  line: Line;
  draft: Draft;
  options: ReadOptions;
  included: Included;
  at: Ms | null;
  /** Each account is described once an answer. */
  described: Set<ChannelRef>;
}

const CONTEXT_HINT = 'posts that others quote, answer or repeat complete those, and are not imported as posts of their own';
const UNSEEN_HINT = 'X did not show some posts or accounts that others refer to; what it said of them is in the original';

function readLine(line: Line, draft: Draft, options: ReadOptions): void {
  const parsed = parseJson(line.text);
  const json = parsed.ok ? object(parsed.value) : null;
  if (json === null) {
    const reason = parsed.ok ? 'this is no JSON object' : line.ended ? parsed.reason : 'the file ends within this record';
    addLineProblem(draft, line, reason);
    return;
  }
  const at = xTime(object(json['__twarc'])?.['retrieved_at']);
  const answer: Answer = { line, draft, options, included: includedIn(json), at, described: new Set() };
  if (isComplianceRow(json)) {
    add(answer, complianceRow(json, options.name));
    return;
  }
  const items = array(json['data']) ?? (object(json['data']) === null ? [] : [json['data']]);
  const errors = array(json['errors']) ?? [];
  const flat = json['data'] === undefined && json['errors'] === undefined && json['meta'] === undefined;
  for (const item of flat ? [json] : items) readItem(item, answer);
  for (const error of errors) readRefusal(error, answer);
  if (answer.included.tweets.size > 0) addHint(draft, CONTEXT_HINT);
}

function add(answer: Answer, read: Observation | string): void {
  if (typeof read === 'string') addLineProblem(answer.draft, answer.line, read);
  else addRecord(answer.draft, read, answer.line.offset);
}

function readItem(value: unknown, answer: Answer): void {
  const item = object(value);
  if (item === null) add(answer, 'an entry of data is no JSON object');
  else if (text(item['username']) !== null && item['text'] === undefined) readUser(item, answer);
  else if (item['id_str'] !== undefined) add(answer, 'this is a tweet of the old API v1.1, which is not read');
  else if (text(item['text']) !== null) readTweet(item, answer);
  else add(answer, complianceEvent(item) ?? 'this is neither a tweet nor a user nor a compliance record of the API v2');
}

function readUser(user: JsonObject, answer: Answer): void {
  const channel = accountRef(user, text(user['id']));
  if (channel === null) add(answer, 'the user has neither a name nor an id');
  else if (answer.at === null) add(answer, `account ${channel}: it is not said when X was asked (no retrieved_at)`);
  else describe(user, channel, answer.at, answer, true);
}

/** A profile, and what X says of the account's state; of one that only wrote a post, only what its post does not say already. */
function describe(user: JsonObject, channel: ChannelRef, at: Ms, answer: Answer, asked: boolean): void {
  if (answer.described.has(channel)) return;
  answer.described.add(channel);
  addProfile(answer.draft, profileOf(user, channel, at), answer.line.offset);
  const { status, reason } = statusOf(user);
  if (asked || status !== 'alive') add(answer, sightingOf(channel, text(user['id']), at, status, reason));
}

function readTweet(tweet: JsonObject, answer: Answer): void {
  const { included, at, options } = answer;
  const post = postOf(tweet, included, at, options.channel);
  add(answer, post);
  if (typeof post === 'string') return;
  readEarlierVersions(tweet, post.channel, answer);
  const author = authorOf(tweet, included);
  if (at === null) return;
  if (author.user !== null) describe(author.user, post.channel, at, answer, false);
  const countries = withheldIn(tweet);
  if (countries !== null) add(answer, sightingOf(post.channel, author.id, at, 'restricted', `post ${post.id} withheld in ${countries}`));
}

/** Versions of the same tweet that came along in the same answer. */
function readEarlierVersions(tweet: JsonObject, channel: ChannelRef, answer: Answer): void {
  const own = text(tweet['id']);
  for (const version of array(tweet['edit_history_tweet_ids']) ?? []) {
    const id = text(version);
    const earlier = id === null || id === own ? undefined : answer.included.tweets.get(id);
    if (id === null || earlier === undefined || firstVersion(earlier, id) !== firstVersion(tweet, own ?? '')) continue;
    add(answer, postOf(earlier, answer.included, answer.at, channel));
  }
}

function readRefusal(value: unknown, answer: Answer): void {
  const error = object(value);
  const refusal = error === null ? null : refusalOf(error, answer.at);
  if (refusal === null) add(answer, 'an entry of errors is no JSON object');
  else if (refusal.about === 'account') add(answer, refusal.sighting);
  else if (refusal.about === 'context') addHint(answer.draft, UNSEEN_HINT);
  else add(answer, refusal.reason);
}

/** By what only this API writes. A first line longer than the head is told by its beginning. */
function recognise(head: FileHead): number {
  const start = head.text.replace(/^\uFEFF/, '').trimStart();
  if (!/^\{\s*"/.test(start)) return 0;
  if (/"__twarc"\s*:/.test(start)) return 1;
  if (/"edit_history_tweet_ids"\s*:/.test(start)) return 0.95;
  if (/"author_id"\s*:/.test(start) && /"conversation_id"\s*:/.test(start)) return 0.9;
  if (/"followers_count"\s*:/.test(start) && /"username"\s*:/.test(start)) return 0.8;
  const first = parseJson(start.split('\n')[0] ?? '');
  const json = first.ok ? object(first.value) : null;
  if (json === null) return 0;
  if (isComplianceRow(json) && xTime(json['created_at']) !== null) return 0.8;
  const data = object(json['data']);
  if (data !== null && complianceEvent(data) !== null) return 0.8;
  return 0;
}

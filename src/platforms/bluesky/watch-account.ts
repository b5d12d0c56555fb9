import type { Profile } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import { parseTime } from '../../model/time.ts';
import type { Ask } from '../../model/watch.ts';
import type { Status } from '../../model/words.ts';
import { array, count, flag, type JsonObject, object, text } from '../../text/json-values.ts';
import type { ApiAnswer, Trouble } from '../shared/api-look.ts';
import { type Answer, errorName, errorSays, type Hosts, query, saysNothing, succeeded } from './watch-asking.ts';
import { blobDigest, isDid } from './watch-ids.ts';
import { digestOf } from './watch-post.ts';

/**
 * Is an account there, and how does it present itself? Only its fixed id (DID) with the status of its repository tells a take-down,
 * a deactivation and a deletion apart; handles and lists of records fail alike in all of them.
 */

export type Said = { kind: 'said'; status: Status; reason: string };

const STATUSES: Readonly<Record<string, Said>> = {
  takendown: { kind: 'said', status: 'banned', reason: 'takendown' },
  suspended: { kind: 'said', status: 'banned', reason: 'suspended' },
  deactivated: { kind: 'said', status: 'deactivated', reason: 'deactivated' },
  deleted: { kind: 'said', status: 'absent', reason: 'deleted' },
};
const ERRORS: Readonly<Record<string, Said>> = {
  RepoNotFound: { kind: 'said', status: 'absent', reason: 'repo_not_found' },
  RepoDeleted: { kind: 'said', status: 'absent', reason: 'deleted' },
  RepoTakendown: { kind: 'said', status: 'banned', reason: 'takendown' },
  RepoSuspended: { kind: 'said', status: 'banned', reason: 'suspended' },
  RepoDeactivated: { kind: 'said', status: 'deactivated', reason: 'deactivated' },
};

/** `com.atproto.sync.getRepoStatus`. A relay that lags behind or holds a server back (`desynchronized`, `throttled`) says nothing of the account. */
export async function repoStatus(ask: Ask, hosts: Hosts, did: string): Promise<Said | Trouble> {
  const answer = await query(ask, hosts.relay, 'com.atproto.sync.getRepoStatus', { did });
  if (answer.kind === 'trouble') return answer;
  const error = errorName(answer);
  if (error !== null) return known(ERRORS, error) ?? saysNothing(answer);
  const active = flag(answer.json['active']);
  if (answer.status !== 200 || text(answer.json['did']) !== did || active === null) return saysNothing(answer);
  if (active) return { kind: 'said', status: 'alive', reason: 'active' };
  const status = text(answer.json['status']);
  const trouble: Trouble = { kind: 'trouble', reason: status !== null && /^[a-z]{1,32}$/.test(status) ? status : 'inactive', again: false };
  return status === null ? trouble : (known(STATUSES, status) ?? trouble);
}

function known(table: Readonly<Record<string, Said>>, name: string): Said | null {
  return Object.hasOwn(table, name) ? (table[name] ?? null) : null;
}

/** Which account has a handle: its DID; `null`: the server says that none has. */
export async function resolveHandle(ask: Ask, hosts: Hosts, handle: string): Promise<{ did: string | null } | Trouble> {
  const answer = await query(ask, hosts.server, 'com.atproto.identity.resolveHandle', { handle });
  if (answer.kind === 'trouble') return answer;
  if (errorSays(answer, 'InvalidRequest', 'Unable to resolve handle')) return { did: null };
  const did = answer.status === 200 ? text(answer.json['did']) : null;
  return did !== null && isDid(did) ? { did } : saysNothing(answer);
}

/** How an account shows itself. */
export interface Face {
  kind: 'face';
  did: string;
  /** Null where the platform does not vouch for it. */
  handle: string | null;
  profile: Profile;
  /** The account asks not to be shown to who is not logged in. */
  loggedInOnly: boolean;
}

/** `app.bsky.actor.getProfile` by DID or handle. */
export async function viewedFace(ask: Ask, appview: string, actor: string, channel: ChannelRef): Promise<Face | Said | Trouble> {
  const answer = await query(ask, appview, 'app.bsky.actor.getProfile', { actor });
  if (answer.kind === 'trouble') return answer;
  if (errorName(answer) === 'AccountTakedown') return { kind: 'said', status: 'banned', reason: 'account_takedown' };
  if (errorName(answer) === 'AccountDeactivated') return { kind: 'said', status: 'deactivated', reason: 'account_deactivated' };
  if (errorSays(answer, 'InvalidRequest', 'Profile not found')) return { kind: 'said', status: 'absent', reason: 'profile_not_found' };
  const { json } = answer;
  const did = answer.status === 200 ? text(json['did']) : null;
  if (did === null || !isDid(did) || (isDid(actor) && did !== actor)) return saysNothing(answer);
  const cid = /\/(bafkrei[a-z2-7]{52})(?:@[a-z]+)?$/.exec(text(json['avatar']) ?? '')?.[1];
  const profile = profileOf(answer, channel, did, {
    title: text(json['displayName']),
    about: text(json['description']),
    avatarHash: cid === undefined ? null : blobDigest(cid),
  });
  return { kind: 'face', did, handle: handleIn(json['handle']), profile, loggedInOnly: hidesFromGuests(json['labels']) };
}

/** The same from the server that keeps the account: `describeRepo` for the handle, the profile record for the rest. */
export async function keptFace(ask: Ask, hosts: Hosts, did: string, channel: ChannelRef): Promise<Face | Trouble> {
  const about = await query(ask, hosts.server, 'com.atproto.repo.describeRepo', { repo: did });
  if (!succeeded(about) || text(about.json['did']) !== did) return saysNothing(about);
  const answer = await query(ask, hosts.server, 'com.atproto.repo.getRecord', {
    repo: did,
    collection: 'app.bsky.actor.profile',
    rkey: 'self',
  });
  const record = recordIn(answer);
  if (record === undefined) return saysNothing(answer);
  const profile = profileOf(about, channel, did, {
    title: text(record?.['displayName']),
    about: text(record?.['description']),
    avatarHash: digestOf(record?.['avatar']),
  });
  const handle = await vouchedHandle(ask, hosts, about, did);
  const labels = object(record?.['labels'])?.['values'];
  return { kind: 'face', did, handle, profile, loggedInOnly: hidesFromGuests(labels) };
}

/** The handle that the server names, if it leads back to the account; a server's copy of who it is may be older than its new name. */
async function vouchedHandle(ask: Ask, hosts: Hosts, about: ApiAnswer, did: string): Promise<string | null> {
  const handle = handleIn(about.json['handle']);
  if (handle === null || about.json['handleIsCorrect'] === true) return handle;
  const holder = await resolveHandle(ask, hosts, handle);
  return 'did' in holder && holder.did === did ? handle : null;
}

/** The profile record; null where the account has none; undefined where the answer is neither. */
function recordIn(answer: Answer): JsonObject | null | undefined {
  if (answer.kind === 'trouble') return undefined;
  if (errorName(answer) === 'RecordNotFound') return null;
  return answer.status === 200 ? (object(answer.json['value']) ?? undefined) : undefined;
}

function profileOf(
  answer: ApiAnswer,
  channel: ChannelRef,
  nativeId: string,
  face: Pick<Profile, 'title' | 'about' | 'avatarHash'>,
): Profile {
  const created = parseTime(text(answer.json['createdAt']) ?? '');
  return {
    type: 'profile',
    channel,
    nativeId,
    observedAt: answer.at,
    kind: 'account',
    ...face,
    subscribers: count(answer.json['followersCount']),
    createdAt: created?.zoned === true ? created.ms : null,
    control: null,
  };
}

function handleIn(value: unknown): string | null {
  const handle = text(value)?.toLowerCase() ?? '';
  return isHandle(handle) && handle !== 'handle.invalid' ? handle : null;
}

export function isHandle(text: string): boolean {
  return text.length <= 253 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/.test(text);
}

function hidesFromGuests(labels: unknown): boolean {
  return (array(labels) ?? []).some((label) => object(label)?.['val'] === '!no-unauthenticated');
}

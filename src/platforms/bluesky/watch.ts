import { type ChannelRef, nameOf } from '../../model/ref.ts';
import type { Ask, Look, LookInput, SourceSettings, WatchSource } from '../../model/watch.ts';
import { news, type Trouble, unseen } from '../shared/api-look.ts';
import { type Face, isHandle, keptFace, repoStatus, resolveHandle, type Said, viewedFace } from './watch-account.ts';
import { type Hosts, handleDomain, hostsOf } from './watch-asking.ts';
import { readFeed, readRecords } from './watch-feed.ts';
import { isDid } from './watch-ids.ts';

/** How are Bluesky accounts watched? By the status of their repository, which hangs on the fixed id; then profile and posts. */

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

export const blueskyWatch: WatchSource = {
  tool: 'api',
  hosts(settings) {
    const { relay, server } = hostsOf(settings);
    return [...new Set([relay, server])];
  },
  pauseMs: [800, 2000],
  requestsPerLook: 3,
  needsCredential: false,
  missing: (settings: SourceSettings) =>
    settings.own['server'] === 'pds' && settings.base === null
      ? 'platforms.bluesky.server is pds, so set platforms.bluesky.base to the origin of that server, such as https://pds.example.org'
      : null,
  blindTo(channel) {
    const name = nameOf(channel);
    return didIn(channel) !== null || isHandle(name)
      ? null
      : 'this is neither a handle (name.bsky.social) nor a DID (#did:plc:…) of Bluesky';
  },
  look,
  search: null,
  neverUsed(chance, settings) {
    const letters = Array.from({ length: 16 }, () => LETTERS[Math.floor(chance() * LETTERS.length)] ?? 'a').join('');
    return `bluesky:${letters}.${handleDomain(settings)}`;
  },
  suggestedControls: ['bluesky:bsky.app', 'bluesky:atproto.com', 'bluesky:safety.bsky.app'],
};

/** The DID in a reference by native id; null for a handle. */
function didIn(channel: ChannelRef): string | null {
  const name = nameOf(channel).replace(/^#/, '');
  return isDid(name) ? name : null;
}

async function look(input: LookInput, ask: Ask): Promise<Look> {
  const hosts = hostsOf(input.settings);
  const did = didIn(input.channel) ?? input.known.nativeId;
  if (did !== null) return lookAt(did, hosts, input, ask);
  const handle = nameOf(input.channel);
  const resolved = await resolveHandle(ask, hosts, handle);
  if ('kind' in resolved) return unseen(input, resolved);
  return resolved.did === null ? unresolved(handle, hosts, input, ask) : lookAt(resolved.did, hosts, input, ask);
}

/**
 * No account has this handle, and it is not known whose it was. Under the service's own domain that is an answer; a handle under a
 * domain of its own may only have a name server that is down.
 */
async function unresolved(handle: string, hosts: Hosts, input: LookInput, ask: Ask): Promise<Look> {
  if (hosts.appview !== null) {
    const viewed = await viewedFace(ask, hosts.appview, handle, input.channel);
    if (viewed.kind === 'trouble') return unseen(input, viewed);
    if (viewed.kind === 'face') return lookAt(viewed.did, hosts, input, ask);
    if (viewed.status !== 'absent') return explicit(input, viewed, null);
  }
  if (!handle.endsWith(`.${handleDomain(input.settings)}`)) return unseen(input, { reason: 'handle_unresolved', again: false });
  return explicit(input, { status: 'absent', reason: 'handle_unresolved' }, null);
}

async function lookAt(did: string, hosts: Hosts, input: LookInput, ask: Ask): Promise<Look> {
  const repo = await repoStatus(ask, hosts, did);
  const said =
    hosts.appview === null ? await saidByServer(repo, did, hosts, input, ask) : await saidByBoth(repo, did, hosts.appview, input, ask);
  if (said.verdict.kind === 'trouble') return unseen(input, said.verdict);
  if (said.verdict.status === 'alive') return alive(said.verdict.reason, said.face, { did, hosts, input, ask });
  return said.verdict.status === 'absent' ? absent(said.verdict, did, hosts, input, ask) : explicit(input, said.verdict, did);
}

interface Verdict {
  verdict: Said | Trouble;
  face: Face | null;
}

async function saidByServer(repo: Said | Trouble, did: string, hosts: Hosts, input: LookInput, ask: Ask): Promise<Verdict> {
  if (repo.kind === 'trouble' || repo.status !== 'alive') return { verdict: repo, face: null };
  const face = await keptFace(ask, hosts, did, input.channel);
  return { verdict: repo, face: face.kind === 'face' ? face : null };
}

/**
 * Relay and view are asked both, since each knows what the other may not: the view takes accounts down by itself, and a relay does
 * not know every server. Only where both say so is there no such account.
 */
async function saidByBoth(repo: Said | Trouble, did: string, appview: string, input: LookInput, ask: Ask): Promise<Verdict> {
  const explicitly = repo.kind === 'said' && (repo.status === 'banned' || repo.status === 'deactivated');
  if (explicitly || (repo.kind === 'trouble' && repo.reason === 'stopped')) return { verdict: repo, face: null };
  const viewed = await viewedFace(ask, appview, did, input.channel);
  if (viewed.kind === 'face') return { verdict: shown(repo), face: viewed };
  if (repo.kind === 'trouble') return { verdict: viewed.kind === 'said' && viewed.status === 'banned' ? viewed : repo, face: null };
  if (viewed.kind === 'trouble') return { verdict: repo.status === 'alive' ? repo : viewed, face: null };
  if (viewed.status === 'banned') return { verdict: viewed, face: null };
  // An account that has a repository but never showed a profile; or two servers of which one lags behind.
  if (repo.status === 'alive') return { verdict: viewed.status === 'absent' ? repo : DISAGREE, face: null };
  return { verdict: viewed.status === 'absent' ? repo : viewed, face: null };
}

const DISAGREE: Trouble = { kind: 'trouble', reason: 'answers_disagree', again: false };

function shown(repo: Said | Trouble): Said {
  return { kind: 'said', status: 'alive', reason: repo.kind === 'said' && repo.status === 'alive' ? repo.reason : 'profile' };
}

/** There is no such account. If another has its handle by now, that is what a visitor meets. */
async function absent(said: Said, did: string, hosts: Hosts, input: LookInput, ask: Ask): Promise<Look> {
  if (didIn(input.channel) !== null) return explicit(input, said, did);
  const holder = await resolveHandle(ask, hosts, nameOf(input.channel));
  if ('kind' in holder || holder.did === null || holder.did === did) return explicit(input, said, did);
  return explicit(input, { status: 'reassigned', reason: 'another_did' }, holder.did);
}

function explicit(input: LookInput, { status, reason }: Pick<Said, 'status' | 'reason'>, nativeId: string | null): Look {
  const sighting = { status, reason, nativeId, movedTo: null };
  return { sighting, handle: null, profile: null, posts: [], known: input.known, more: false, again: false };
}

interface Met {
  did: string;
  hosts: Hosts;
  input: LookInput;
  ask: Ask;
}

async function alive(reason: string, face: Face | null, { did, hosts, input, ask }: Met): Promise<Look> {
  const known = { ...input.known, nativeId: did, kind: 'account' as const };
  const handle = face?.handle === nameOf(input.channel) ? null : (face?.handle ?? null);
  const sighting = { status: 'alive' as const, reason, nativeId: did, movedTo: null };
  if (face === null) return { sighting, handle, profile: null, posts: [], known, more: false, again: false };
  if (face.loggedInOnly) {
    // What an account hides from visitors who are not logged in is not collected.
    const limited = { ...sighting, status: 'restricted' as const, reason: 'logged_in_only' };
    return { sighting: limited, handle, profile: null, posts: [], known, more: false, again: false };
  }
  const told = news(face.profile, input.known);
  const owner = { channel: input.channel, did };
  const reading = { ...input, known: { ...known, profile: told.digest } };
  if (input.pages === 0) return { sighting, handle, profile: told.profile, posts: [], known: reading.known, more: false, again: false };
  const read = hosts.appview === null ? await readRecords(ask, hosts, owner, reading) : await readFeed(ask, hosts.appview, owner, reading);
  return { sighting, handle, profile: told.profile, posts: read.posts, known: read.known, more: read.more, again: false };
}

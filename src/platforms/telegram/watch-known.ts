import { createHash } from 'node:crypto';
import type { Ms, Post, Profile } from '../../model/observation.ts';
import type { ChannelRef } from '../../model/ref.ts';
import type { Known } from '../../model/watch.ts';
import type { ChannelKind } from '../../model/words.ts';
import type { Message } from './watch-post.ts';

/** What does a source of Telegram remember from look to look, in a few hundred bytes? */

/** Ids between these two, both left out, were never seen: the page that reached from above ended at `before`. */
export interface Gap {
  before: number;
  until: number;
}

export interface Memory {
  /** Whether the channel showed a preview when it was last asked for; null: not known. */
  preview: boolean | null;
  /** When a preview was last asked for in vain. */
  previewAskedAt: Ms | null;
  /** Newest first. */
  gaps: Gap[];
  /** Digests of the newest posts by id: so that an edit is noticed. */
  recent: ReadonlyMap<number, string>;
}

const MOST_GAPS = 8;
const MOST_RECENT = 24;
const MOST_POSTS = 5;

export function memoryOf({ own }: Known): Memory {
  const preview = own['preview'];
  const asked = own['previewAskedAt'];
  return {
    preview: typeof preview === 'boolean' ? preview : null,
    previewAskedAt: typeof asked === 'number' ? asked : null,
    gaps: pairs(own['gaps'], /^(\d+)-(\d+)$/).map(([before, until]) => ({ before: Number(before), until: Number(until) })),
    recent: new Map(pairs(own['recent'], /^(\d+):(\w+)$/).map(([id, digest]) => [Number(id), digest])),
  };
}

function pairs(list: unknown, shape: RegExp): [string, string][] {
  if (typeof list !== 'string') return [];
  return list.split(' ').flatMap((one): [string, string][] => {
    const m = shape.exec(one);
    return m === null ? [] : [[m[1] ?? '', m[2] ?? '']];
  });
}

export function ownOf({ preview, previewAskedAt, gaps, recent }: Memory): Known['own'] {
  const newest = [...recent].sort(([a], [b]) => b - a).slice(0, MOST_RECENT);
  return {
    preview,
    previewAskedAt,
    gaps: fewer(gaps)
      .map(({ before, until }) => `${before}-${until}`)
      .join(' '),
    recent: newest.map(([id, digest]) => `${id}:${digest}`).join(' '),
  };
}

/** The oldest gaps become one where there are too many: what lies between them is read again, which the lake notices. */
function fewer(gaps: readonly Gap[]): Gap[] {
  const rest = gaps.slice(MOST_GAPS - 1);
  const [first] = rest;
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return [...gaps];
  return [...gaps.slice(0, MOST_GAPS - 1), { before: first.before, until: last.until }];
}

/** What an edit changes. Views do not count. */
export function postDigest({ text, links, media }: Post): string {
  return digest([text, links, media.map((one) => one.kind)]);
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 10);
}

/** Ids of the newest posts that were seen, newest first. */
export function newestIds(messages: readonly Message[], before: readonly string[]): string[] {
  const seen = messages.filter(({ post }) => post.action === null).map(({ post }) => post.id);
  return [...new Set([...seen, ...before])].sort((a, b) => Number(b) - Number(a)).slice(0, MOST_POSTS);
}

export interface Face {
  channel: ChannelRef;
  nativeId: string | null;
  kind: ChannelKind;
  title: string;
  about: string | null;
  subscribers: number | null;
}

/** A profile where it differs from the one last told, and the digest to remember. The preview rounds numbers of subscribers: so are they compared. */
export function profileOf(face: Face, at: Ms, known: Known): { profile: Profile | null; digest: string } {
  const { channel, nativeId, kind, title, about, subscribers } = face;
  const now = digest([kind, title, about, roughly(subscribers)]);
  if (now === known.profile) return { profile: null, digest: now };
  const profile: Profile = {
    type: 'profile',
    channel,
    nativeId,
    observedAt: at,
    kind,
    title,
    about,
    subscribers,
    createdAt: null,
    avatarHash: null,
    control: null,
  };
  return { profile, digest: now };
}

/** Two leading digits. */
function roughly(count: number | null): number | null {
  if (count === null || count < 100) return count;
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1);
  return Math.floor(count / unit) * unit;
}

import type { Ms } from '../model/observation.ts';

/**
 * What a replica of a platform serves: places with dated facts, and posts. A world script is data; a replica is a pure
 * function of it, a request and the time. Everything in it is invented.
 */

export interface ReplicaPost {
  /** Consecutive numbers where the platform numbers its posts (Telegram); else any id of the platform's shape. */
  id: string;
  at: Ms;
  text: string;
  /** Targets of links that the text shows otherwise. */
  links: readonly string[];
  author: { id: string; name: string } | null;
  forward: { handle: string; title: string; id: string } | null;
  replyTo: string | null;
  views: number;
  editedAt: Ms | null;
  /** From then on the post is no longer served. */
  deletedAt: Ms | null;
}

/** How a place stops being seen, or being seen whole. */
export type Ending = 'deleted' | 'banned' | 'private' | 'restricted' | 'deactivated' | 'closed';

export interface ReplicaPlace {
  platform: string;
  nativeId: string;
  kind: 'channel' | 'group' | 'account' | 'bot';
  createdAt: Ms;
  /** Which handle it holds when (`to` null: for good). A handle may pass to another place later. */
  handles: readonly { handle: string; from: Ms; to: Ms | null }[];
  /** Invite tokens and how long they live. */
  invites: readonly { token: string; from: Ms; to: Ms | null }[];
  /** How it presents itself from then on. */
  faces: readonly { from: Ms; title: string; about: string; subscribers: number; preview: boolean }[];
  endings: readonly { how: Ending; from: Ms; to: Ms | null }[];
  /** In time order. */
  posts: readonly ReplicaPost[];
}

export interface ReplicaWorld {
  places: readonly ReplicaPlace[];
}

export interface ReplicaRequest {
  method: string;
  /** Path and query. */
  path: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface ReplicaAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Answers as the platform would at that time. `clockErrorMs` of a server is the replica's own business. */
export type Replica = (request: ReplicaRequest, now: Ms) => ReplicaAnswer;

/** Of a replica of an interface that asks for a token. */
export interface ApiReplicaOptions {
  /** The one token that is valid; without it any is. */
  token?: string;
  /** When everything is answered 429. */
  limited?: readonly { from: Ms; to: Ms }[];
  clockErrorMs?: Ms;
}

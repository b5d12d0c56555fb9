import type { ChannelRef } from './ref.ts';
import type { ChannelKind, DisputeKind, Status, Tool } from './words.ts';

/**
 * What importers and probes produce: the neutral observations of the specification, already parsed.
 * Times are milliseconds since 1970, UTC. What a source does not say is null.
 */

export type Ms = number;

/** When something happened. Known exactly: `after === by === at`. A local time of unknown zone spans from 14 h before to 12 h after `at`. */
export interface When {
  /** The nominal instant, used to sort: the time as written, read as UTC where its zone is unknown. */
  at: Ms;
  after: Ms;
  by: Ms;
}

export interface Forward {
  channel: ChannelRef | null;
  id: string | null;
  at: Ms | null;
}

export interface Media {
  kind: string;
  sha256: string | null;
  perceptualHash: string | null;
}

export interface Post {
  type: 'post';
  channel: ChannelRef;
  /** The channel's fixed id where the source shows both. Binds handle and id for that time. */
  nativeId: string | null;
  id: string;
  when: When;
  observedAt: Ms | null;
  editedAt: Ms | null;
  clockErrorMs: number | null;
  text: string;
  /** Links as the platform gives them (entity targets, expanded short links), beside those that stand in the text. */
  links: string[];
  /** Any id or name as the source gives it; the importer's pipeline replaces it by a pseudonym before anything is stored. */
  author: string | null;
  views: number | null;
  replyTo: string | null;
  forwardedFrom: Forward | null;
  media: Media[];
  deleted: boolean;
  /** A service message (`pin_message`, `create_channel`): kept and counted, but it is no post of the community. Null for a post. */
  action: string | null;
}

export interface Profile {
  type: 'profile';
  channel: ChannelRef;
  nativeId: string | null;
  observedAt: Ms;
  kind: ChannelKind | null;
  title: string | null;
  about: string | null;
  subscribers: number | null;
  createdAt: Ms | null;
  /** Hex of any one length per source. */
  avatarHash: string | null;
  control: boolean | null;
}

export interface Sighting {
  type: 'sighting';
  channel: ChannelRef;
  nativeId: string | null;
  at: Ms;
  status: Status;
  reason: string | null;
  /** Where the platform itself says the channel went. */
  movedTo: ChannelRef | null;
  clockOffsetMs: number | null;
  observer: string | null;
  tool: Tool | null;
  round: string | null;
}

export interface Dispute {
  type: 'dispute';
  by: ChannelRef;
  about: ChannelRef;
  at: Ms;
  kind: DisputeKind;
  text: string | null;
  /** A post reference or a citation. */
  source: string | null;
}

export interface CaseEvent {
  type: 'event';
  at: Ms;
  until: Ms | null;
  name: string;
  intervention: boolean;
  source: string | null;
}

export interface Assertion {
  type: 'assertion';
  at: Ms;
  asOf: Ms | null;
  by: string;
  text: string;
  source: string | null;
}

/** An archived answer, intact: that these bytes were served at this address then. What it says is read from the original. */
export interface Capture {
  type: 'capture';
  /** The address as archived, never defanged. */
  uri: string;
  at: Ms;
  /** HTTP status; null where it is no HTTP answer. */
  status: number | null;
  /** `sha256:hex` of the record's block as it stands in the archive. */
  digest: string;
}

export type Observation = Post | Profile | Sighting | Dispute | CaseEvent | Assertion | Capture;

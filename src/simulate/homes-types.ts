/** What are worlds of communities that lose their homes made of? The shapes that their parts share. */

import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { ChannelKind } from '../model/words.ts';
import type { Random } from './random.ts';
import type { Script } from './vocabulary.ts';

/** One record of the neutral format (specification, section 3), ready to be written as a line of NDJSON. */
export type HomesRecord = Record<string, unknown> & { type: string };

export interface LostHome {
  /** As it is called at the end: by native id where another channel took its handle. */
  channel: ChannelRef;
  /** By native id where its records show one, else as `channel`: the same whatever became of its handle. */
  identity: ChannelRef;
  /** Every true continuation, later ones of a chain included; empty where there is none. Observable: it has a profile or a post of its own among the records. */
  successors: { channel: ChannelRef; identity: ChannelRef; observable: boolean }[];
  /** The script of its posts: the languages are invented. */
  language: string;
  /** How many channels share its brand, itself included. */
  brandSize: number;
}

export interface HomesTruth {
  lost: LostHome[];
  /** Channels that wear the face of a lost one and are none of its successors. */
  impostors: { channel: ChannelRef; identity: ChannelRef; of: ChannelRef; copiesArchive: boolean; denounced: boolean }[];
  /** Genuine homes that somebody called fake. */
  denounced: ChannelRef[];
}

export interface HomesWorld {
  family: string;
  seed: string;
  /** The question is asked as of then. */
  at: Ms;
  /** Made anew each time it is gone through; never held as a whole. */
  records: Iterable<HomesRecord>;
  truth: HomesTruth;
}

export interface HomesSize {
  lost: number;
  /** Channels that are neither lost nor a home nor an impostor: siblings that stay, rivals, groups of readers, newcomers. */
  bystanders: number;
  days: number;
  /** Mean number of regular posts of a channel over all days; a few have ten times as many, many a handful. */
  posts: number;
}

/** How somebody writes. */
export interface Voice {
  /** `progress`: 0 at the beginning of the world, 1 at its end, for what drifts. `who`: which of its people, from 0. */
  write(random: Random, progress: number, who: number): string;
  /** Another voice at a distance: 0 the same, about 0.2 the same people after a move, about 0.6 a sibling, 1 somebody else. */
  vary(random: Random, distance: number): Voice;
}

/** A language with its manners: makes voices that have nothing in common but the language. */
export type Speech = (script: Script, random: Random) => Voice;

/** When somebody posts: weights of the 24 hours (UTC) and of the seven days. */
export interface Rhythm {
  hours: readonly number[];
  weekdays: readonly number[];
}

/** A name before it is written: its parts in every language. */
export interface NamePart {
  latin: string;
  arabic: string;
  /** The Arabic word in Latin letters. */
  arabicInLatin: string;
  cyrillic: string;
  cyrillicInLatin: string;
}

export interface Name {
  parts: readonly NamePart[];
  script: Script;
}

/** What a channel shows. */
export interface Look {
  title: string;
  /** Before it is fitted to a platform. */
  handle: string;
}

/** Where channels live. */
export interface Place {
  platform: string;
  kind: ChannelKind;
  nativeIds: boolean;
  avatarBits: 64 | 256;
  /** The platform tells when a channel was created. */
  tellsAge: boolean;
  /** Servers, where a handle has one; else empty. */
  hosts: readonly string[];
  /** Handle as it stands in a reference. */
  handle(stem: string, host: string): string;
  /** The link as the platform gives it. */
  address(handle: string): string;
  /** A link as people write it. */
  link(handle: string, random: Random): string;
}

/** A post that was planned, beside the regular ones. */
export interface PlannedPost {
  at: Ms;
  text: string;
  author: string | null;
  /** As the platform gives them, beside those in the text. */
  links: string[];
  /** Never among the missing. */
  kept: boolean;
}

export interface Actor {
  index: number;
  role: 'lost' | 'home' | 'impostor' | 'bystander' | 'control';
  place: Place;
  handle: string;
  nativeId: string | null;
  kind: ChannelKind;
  script: Script;
  brand: number;
  name: Name;
  title: string;
  about: string | null;
  avatar: string | null;
  voice: Voice;
  rhythm: Rhythm;
  createdAt: Ms;
  /** It posts in earnest from here on, and at a tenth of its rate since `createdAt`. */
  from: Ms;
  /** When it was lost; null: never. */
  lostAt: Ms | null;
  /** Regular posts. */
  posts: number;
  /** How many people write in it; 0: nobody is shown. */
  authors: number;
  /** Authors keep their ids where a room moves within its platform. */
  authorStem: string;
  /** Share of regular posts that repeat old ones of that channel. */
  archive: { of: number; share: number } | null;
  /** From when on its profiles were looked at; empty: never. */
  profiles: Ms[];
  /** None of its own records are there. */
  hidden: boolean;
  /** Its own records begin here: nobody looked before. */
  seenFrom: Ms;
  clockOffset: Ms;
  clockErrorMs: number | null;
  /** An earlier handle, up to that time. */
  formerHandle: { handle: string; until: Ms } | null;
  planned: PlannedPost[];
  /** Another channel goes by its handle from then on. */
  handleTakenAt: Ms | null;
  /** It could not be seen for a while and came back as it was. */
  away: { from: Ms; until: Ms } | null;
  /** Where readers meet and say where others went. */
  readers: boolean;
  /** The platform itself names the new home when asked. */
  movedTo: ChannelRef | null;
}

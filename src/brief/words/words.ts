/** Everything a brief says, as one type: a language that lacks a sentence does not compile. Sentences are whole, never put together. */

import type { Direction } from '../../figures/foreign.ts';
import type { Fill } from '../../figures/texture.ts';
import type { Order } from '../../findings/first.ts';
import type { DisputeKind, LinkKind, Stance, Verdict } from '../../model/words.ts';
import type { Count, Inline, Said } from '../document.ts';
import type { Audience, Language } from '../input.ts';
import type { Unit } from '../numbers.ts';
import type { FigureWords } from './figure-words.ts';

/** Something from outside or a moment, put into a sentence. */
type Part = Inline | Said;

export type SectionName =
  | 'glance'
  | 'timeline'
  | 'imported'
  | 'census'
  | 'waves'
  | 'homes'
  | 'lifespans'
  | 'signposts'
  | 'first'
  | 'disputes'
  | 'assertions'
  | 'events'
  | 'notes'
  | 'method';

export type ColumnName =
  | 'entry'
  | 'file'
  | 'format'
  | 'bytes'
  | 'records'
  | 'fresh'
  | 'repeated'
  | 'bad'
  | 'importedAt'
  | 'evidence'
  | 'table'
  | 'rows'
  | 'platform'
  | 'watched'
  | 'channel'
  | 'state'
  | 'disappeared'
  | 'lastAlive'
  | 'lastPost'
  | 'posts'
  | 'at'
  | 'by'
  | 'to'
  | 'kind'
  | 'stance'
  | 'total'
  | 'hidden'
  | 'earliest'
  | 'latest'
  | 'seenAs'
  | 'about'
  | 'claim'
  | 'text'
  | 'source'
  | 'asOf'
  | 'until'
  | 'name'
  | 'intervention'
  | 'from'
  | 'end'
  | 'lost'
  | 'expected'
  | 'home'
  | 'likelihood'
  | 'contested'
  | 'group'
  | 'homes'
  | 'ended'
  | 'median'
  | 'origin'
  | 'lostAtLeast'
  | 'lostAtMost'
  | 'returned'
  | 'signposts'
  | 'place'
  | 'placeBefore'
  | 'placeAfter'
  | 'communities';

export interface Words extends FigureWords {
  language: Language;
  direction: Direction;
  months: readonly string[];
  date(day: string, month: string, year: string): string;
  dateTime(day: string, month: string, year: string, clock: string, zone: string): string;

  brief: string;
  contents: string;
  sections: Record<SectionName, string>;
  columns: Record<ColumnName, string>;
  states: Record<Fill, string>;
  stances: Record<Stance, string>;
  linkKinds: Record<LinkKind, string>;
  disputeKinds: Record<DisputeKind, string>;
  /** Of the tables of the lake. */
  tables: Record<string, string>;
  yes: string;
  no: string;
  nothing: string;
  never: string;
  seenItself: string;
  throughForward: string;
  platformsTogether: string;
  fewerThan: string;
  inCaseFile: string;

  header: {
    asOf(time: Part): Said;
    noTime: Said;
    zone(zone: Part): Said;
    audience: Record<Audience, Said>;
    delayed(days: Count): Said;
    tool(version: Part): Said;
    log(entries: Count, hash: Part): Said;
    empty: Said;
  };
  glance: {
    imported(files: Count): Said;
    records(records: Count): Said;
    unreadable(records: Count): Said;
    watched(channels: Count): Said;
    state(fill: Fill, count: Count): Said;
    massLoss(lost: Count, watched: Count, platform: Part): Said;
    signposts(posts: Count): Said;
    statements(statements: Count): Said;
    established(statements: Count): Said;
    contested(homes: Count): Said;
  };
  imported: { caption: Said; tables: Said; hints: Said };
  census: {
    roster: Said;
    observed: Said;
    none: Said;
    figure: Said;
    figureText(platforms: number): string;
    total(watched: number): string;
    segment(fill: Fill, count: number): string;
    platforms: Said;
    channels: Said;
    more(channels: Count): Said;
    smallCells: Said;
    interval(after: Part, by: Part): Said;
    neverAlive(by: Part): Said;
    movedTo(home: Part): Said;
    renamed(old: Part): Said;
    controls(controls: Count): Said;
    noControls: Said;
    massLoss(lost: Count, watched: Count, platform: Part, from: Part, to: Part): Said;
    deciders(controls: Count): Said;
    noDeciders: Said;
  };
  waves: {
    none: Said;
    intro: Said;
    told: Record<'gone' | 'silent' | 'private', (lost: Count, watched: Count, platform: Part, from: Part, expected: Part) => Said>;
    until(end: Part): Said;
    ongoing: Said;
    kinds: Record<'gone' | 'silent' | 'private', string>;
    caption: Said;
    goesOn: string;
  };
  homes: {
    none: Said;
    intro: Said;
    lost(channels: Count): Said;
    likely(channels: Count): Said;
    without(channels: Count, pool: Count): Said;
    caption: Said;
    levels: Record<'veryLikely' | 'likely', string>;
    verdicts: Record<Verdict, string>;
    noneFound: string;
    pointedOnly: string;
  };
  lifespans: {
    intro: Said;
    caption: Said;
    figure: Said;
    figureText: string;
    days: string;
    share: string;
    interval(low: string, high: string): string;
    notReached: string;
    /** Of homes that reached this age. */
    aged(name: string, days: string): string;
    origins: Record<'created' | 'appeared' | 'discovered', string>;
  };
  signposts: {
    none: Said;
    intro: Said;
    totals: Said;
    publicTotals: Said;
    list: Said;
    shown(listed: Count, total: Count): Said;
    fewer: Said;
  };
  first: {
    none: Said;
    intro: Said;
    shown(listed: Count, total: Count): Said;
    fewer: Said;
    untitled(name: Part): Said;
    copies(copies: Count): Said;
    earliest(channel: Part, after: Part, by: Part, channels: Count): Said;
    earliestBefore(channel: Part, by: Part, channels: Count): Said;
    forwardOnly: Said;
    platforms: Record<Order, string>;
    channels: Record<Order, string>;
    lead(over: Part, least: Said, most: Said): Said;
    leadOpen(over: Part, earlier: Said, later: Said): Said;
    span(unit: Unit, count: Count): Said;
    gaps(posts: Count): Said;
    figure: Said;
    figureText: string;
    earliestSeen: string;
    axis(zone: string, day: string): string;
    undrawn(copies: Count): Said;
    table: Said;
  };
  disputes: { intro: Said; caption: Said };
  assertions: { intro: Said; caption: Said };
  events: { intro: Said; caption: Said };
  notes: {
    intro: Said;
    record(record: Part, entry: Part, digest: Part, offset: Part): Said;
    lost(record: Part): Said;
    more(records: string): Said;
    source(entry: Part, digest: Part): Said;
    /** The segments that a watch recorded: how many, the first and the last of their log entries. */
    segments(n: Part, first: Part, last: Part): Said;
    /** Stands before the records of a note. */
    evidence: string;
    rules: Record<RuleName, Said>;
    channel(why: Part): Said;
  };
  method: {
    terms: { name: string; purpose: string; basis: string; responsible: string; retention: string; zone: string };
    rules: readonly Said[];
    publicRules: readonly Said[];
    unseen: string;
    unseenRules: { unknown(channels: Count): Said; gaps(posts: Count): Said; unreadable(records: Count): Said; always: readonly Said[] };
  };
}

export type RuleName =
  | 'files'
  | 'records'
  | 'problems'
  | 'log'
  | 'delay'
  | 'census'
  | 'massLoss'
  | 'controls'
  | 'signposts'
  | 'signpost'
  | 'statements'
  | 'copies'
  | 'copy'
  | 'gaps'
  | 'lead'
  | 'disputes'
  | 'dispute'
  | 'assertions'
  | 'assertion'
  | 'events'
  | 'event'
  | 'caseFile'
  | 'waves'
  | 'wave'
  | 'homes'
  | 'home'
  | 'lifespans'
  | 'timeline'
  | 'whereabouts';

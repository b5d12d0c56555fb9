/** The brief in English. */

import { say, text } from '../document.ts';
import { counter, digits, type Forms, number, phrase, type Unit } from '../numbers.ts';
import { EN_FIGURES } from './en-figures.ts';
import { EN_LABELS } from './en-labels.ts';
import { EN_METHOD } from './en-method.ts';
import type { Words } from './words.ts';

const counted = counter('en');
const CHANNELS: Forms = { one: '# channel', other: '# channels' };
const COPIES: Forms = { one: '# copy', other: '# copies' };
const POSTS: Forms = { one: '# post', other: '# posts' };
const RECORDS: Forms = { one: '# record', other: '# records' };
const FILES: Forms = { one: '# file', other: '# files' };
const STATEMENTS: Forms = { one: '# statement', other: '# statements' };
const SPANS: Record<Unit, Forms> = {
  second: { one: '# second', other: '# seconds' },
  minute: { one: '# minute', other: '# minutes' },
  hour: { one: '# hour', other: '# hours' },
  day: { one: '# day', other: '# days' },
};

export const en: Words = {
  ...EN_LABELS,
  ...EN_FIGURES,
  header: {
    asOf: (time) => say`As of ${time}. What was published or seen later is not taken into account.`,
    noTime: text('No moment can be named: nothing was observed yet.'),
    zone: (zone) => say`Times are shown in ${zone}.`,
    audience: {
      internal: text('For internal use: with handles and full texts.'),
      partner: text('For partners: with handles; texts of posts are shortened.'),
      public: text(
        'For the public: channels bear pseudonyms; handles, links, texts of posts and disputes are left out, and small counts are merged.',
      ),
    },
    delayed: (days) => say`This version is delayed by ${counted(days, SPANS.day)}: nothing after the time above is told.`,
    tool: (version) => say`Made with Trackway ${version}.`,
    log: (entries, hash) => say`The custody log had ${counted(entries, { one: '# entry', other: '# entries' })}; its head is ${hash}.`,
    empty: text('Nothing was imported into this case yet. There is nothing to tell, and nothing follows from that.'),
  },
  glance: {
    imported: (files) => say`${counted(files, FILES)} imported.`,
    records: (records) => say`${counted(records, RECORDS)} taken from these files.`,
    unreadable: (records) => say`${counted(records, RECORDS)} could not be read and are missing from everything below.`,
    watched: (channels) => say`${counted(channels, CHANNELS)} under watch.`,
    state: (fill, count) => say`${{ is: 'state', fill, text: EN_LABELS.states[fill] }} ${number(count)}`,
    massLoss: (lost, watched, platform) =>
      say`Unconfirmed mass loss on ${platform}: ${counted(lost, CHANNELS)} of ${number(watched)} dropped out of sight; it is not confirmed yet.`,
    signposts: (posts) => say`${counted(posts, { one: '# signpost^ points', other: '# signposts^ point' })} to a community elsewhere.`,
    statements: (statements) =>
      say`${counted(statements, { one: '# statement^ was', other: '# statements^ were' })} seen in more than one copy.`,
    established: (statements) => say`Of the statements told below, the order of platforms is established for ${number(statements)}.`,
    contested: (homes) =>
      say`${counted(homes, { one: '# channel^ is', other: '# channels^ are' })} contested: somebody publicly denied that it is genuine.`,
  },
  imported: {
    caption: text('Imported files, in the order of the custody log'),
    tables: text('Records in the case, by kind'),
    hints: text('What the readers of the files remarked:'),
  },
  census: {
    roster: text('The states of the channels on the roster, by the liveness rule. A channel is never called gone after one look.'),
    observed: text('The roster is empty: these are all channels that were observed. A channel is never called gone after one look.'),
    none: text('No channel is watched and none was observed.'),
    figure: text('Channels by platform and state; controls are not counted'),
    figureText: (platforms) => phrase('en', platforms, { one: 'One bar for # platform', other: 'One bar for each of # platforms' }),
    total: (watched) => phrase('en', watched, CHANNELS),
    segment: (fill, count) => `${EN_LABELS.states[fill]}: ${digits(count)}`,
    platforms: text('The same as a table'),
    channels: text('Channel by channel'),
    more: (channels) =>
      say`${counted(channels, { one: '# further channel^ is', other: '# further channels^ are' })} not listed here; the command census lists all.`,
    smallCells: text('Small counts are merged with others or left out, so that no single channel can be told.'),
    interval: (after, by) => say`after ${after}, by ${by}`,
    neverAlive: (by) => say`by ${by}; never seen alive`,
    movedTo: (home) => say`the platform names ${home} as the new home`,
    renamed: (old) => say`before: ${old}`,
    controls: (controls) =>
      say`${counted(controls, { one: '# control^ was', other: '# controls^ were' })} looked at beside them, to prove that we could still see.`,
    noControls: text('There is no control on the roster: that our own network was at fault cannot be excluded by this case.'),
    massLoss: (lost, watched, platform, from, to) =>
      say`Unconfirmed mass loss on ${platform}: between ${from} and ${to}, ${counted(lost, CHANNELS)} of ${number(watched)} dropped out of sight. It is reported before it is confirmed, and it may have been us.`,
    deciders: (controls) => say`${counted(controls, { one: '# control', other: '# controls' })} will decide.`,
    noDeciders: text('There is no control to decide it.'),
  },
  waves: {
    none: text('No wave was found: what disappeared can be ordinary attrition.'),
    intro: text(
      'More channels than ordinary attrition makes believable, in one span of time. What caused it is not observed and not stated.',
    ),
    told: {
      gone: (lost, watched, platform, from, expected) =>
        say`On ${platform}, ${counted(lost, CHANNELS)} of ${number(watched)} disappeared from ${from} on; by ordinary attrition, ${expected} would be expected in that time.`,
      silent: (lost, watched, platform, from, expected) =>
        say`On ${platform}, ${counted(lost, CHANNELS)} of ${number(watched)} fell silent from ${from} on; by ordinary attrition, ${expected} would be expected in that time.`,
      private: (lost, watched, platform, from, expected) =>
        say`On ${platform}, ${counted(lost, CHANNELS)} of ${number(watched)} went private from ${from} on; by ordinary attrition, ${expected} would be expected in that time.`,
    },
    until: (end) => say`The last of them: by ${end}.`,
    ongoing: text('It goes on.'),
    kinds: { gone: 'disappeared', silent: 'fell silent', private: 'went private' },
    caption: text('Waves, the earliest first'),
    goesOn: 'goes on',
  },
  homes: {
    none: text('No channel was lost, so no home was looked for.'),
    intro: text(
      'Where lost channels may have gone on, among the channels that this case knows of. How likely that is comes from simulated worlds until analysts have judged enough pairs blindly: it is told in words, and nothing here is proven unless an analyst confirmed it.',
    ),
    lost: (channels) => say`${counted(channels, CHANNELS)} lost: gone, private or silent, confirmed or not yet.`,
    likely: (channels) => say`A likely home was found for ${counted(channels, CHANNELS)}.`,
    without: (channels, pool) =>
      say`None was found for ${counted(channels, CHANNELS)} among ${counted(pool, CHANNELS)} searched; that says nothing of places that were not.`,
    caption: text('Lost channels and their likely homes'),
    levels: { veryLikely: 'very likely', likely: 'likely' },
    verdicts: {
      confirmed: "confirmed (analyst's verdict)",
      rejected: "rejected (analyst's verdict)",
      impersonator: "impersonator (analyst's verdict)",
      unsure: "unsure (analyst's verdict)",
    },
    noneFound: 'none found',
    pointedOnly: 'pointed to, not observed',
  },
  lifespans: {
    intro: text(
      'Estimated from intervals, with homes found late and homes whose end was not seen taken into account; the plain mean from first to last sighting is too long.',
    ),
    caption: text('Lifespans of homes, with intervals that hold 95 times in 100'),
    figure: text('Homes of 100 that still exist, by age; the bands hold 95 times in 100'),
    figureText: 'A step curve for each group, falling with age',
    days: 'age in days',
    share: 'still there, of 100',
    interval: (low, high) => `${low} to ${high}`,
    notReached: 'not reached',
    aged: (name, days) => `${name}, of those that reached ${days} days`,
    origins: { created: 'creation', appeared: 'first sight', discovered: 'discovery' },
  },
  signposts: {
    none: text('No post was seen that points to a community elsewhere.'),
    intro: text('Posts that point to a community elsewhere. Where they point to is not thereby the home of anybody.'),
    totals: text('Signposts by platform they point to and by stance'),
    publicTotals: text('Signposts by platform they point to'),
    list: text('Signposts, the earliest first'),
    shown: (listed, total) => say`The table shows ${number(listed)} of ${number(total)}.`,
    fewer: text('Too few signposts were seen to be counted in a public version.'),
  },
  first: {
    none: text('No statement was seen in more than one copy.'),
    intro: text('What is named is always the earliest of the copies seen, as an interval. A copy that nobody saw may be earlier.'),
    shown: (listed, total) => say`Told here: ${number(listed)} of ${counted(total, STATEMENTS)}.`,
    fewer: text('Statements seen in few channels are left out of a public version.'),
    untitled: (name) => say`Statement ${name}`,
    copies: (copies) => say`${counted(copies, COPIES)} seen.`,
    earliest: (channel, after, by, channels) =>
      say`The earliest of the copies seen among ${counted(channels, CHANNELS)} appeared in ${channel} between ${after} and ${by}.`,
    earliestBefore: (channel, by, channels) =>
      say`The earliest of the copies seen among ${counted(channels, CHANNELS)} appeared in ${channel} before ${by}.`,
    forwardOnly: text('This copy was not seen itself: a forward names it.'),
    platforms: {
      established: 'Order of platforms: established.',
      'not established': 'Order of platforms: not established. The clocks or the gaps do not allow to tell which came first.',
      'only one': 'Order of platforms: all copies seen are on one platform.',
    },
    channels: {
      established: 'Order of channels: established.',
      'not established': 'Order of channels: not established. The clocks or the gaps do not allow to tell which came first.',
      'only one': 'Order of channels: all copies seen are in one channel.',
    },
    lead: (over, least, most) => say`That is at least ${least} and at most ${most} before the earliest copy seen in ${over}.`,
    leadOpen: (over, earlier, later) =>
      say`Against the earliest copy seen in ${over} it is at most ${earlier} earlier, but may be up to ${later} later.`,
    span: (unit, count) => counted(count, SPANS[unit]),
    gaps: (posts) =>
      say`${counted(posts, { one: '# post of another channel', other: '# posts of other channels' })} in the decisive time were not seen.`,
    figure: text('Copies seen, each as the interval in which it appeared; the stroke is the time as stated'),
    figureText: 'One bar for each copy, grouped by platform, on an axis of time',
    earliestSeen: 'earliest of the copies seen',
    axis: (zone, day) => `Time in ${zone}, ${day}`,
    undrawn: (copies) => say`${counted(copies, { one: '# later copy^ is', other: '# later copies^ are' })} not drawn.`,
    table: text('The copies as a table'),
  },
  disputes: {
    intro: text('Who publicly denied that a home is genuine. A contested home is not thereby false, nor the one who denies it right.'),
    caption: text('Disputes, the earliest first'),
  },
  assertions: {
    intro: text('What third parties said about the case, side by side, also where they disagree. None of it is confirmed by this brief.'),
    caption: text('Assertions with source and as-of date'),
  },
  events: {
    intro: text('Dated happenings with their sources. That something changed near an event says nothing about its cause.'),
    caption: text('Events, the earliest first'),
  },
  notes: {
    intro: text(
      'Each number leads to its rule, and to the bytes of the records that decide: the entry of the custody log that brought the file, the digest of the file (SHA-256) and the byte offset in it.',
    ),
    record: (record, entry, digest, offset) => say`${record}: log entry ${entry}, file ${digest}, byte ${offset}`,
    lost: (record) => say`${record}: its place in the evidence could not be found`,
    more: (records) => text(`${records} more`),
    source: (entry, digest) => say`log entry ${entry}, file ${digest}`,
    segments: (n, first, last) =>
      say`${n} segments that a watch recorded, log entries ${first} to ${last}; the custody log names each with its digest`,
    evidence: 'Evidence:',
    rules: EN_METHOD.rules,
    channel: (why) => say`The state by the liveness rule, which says: ${why}.`,
  },
  method: {
    ...EN_METHOD.method,
    unseenRules: {
      unknown: (channels) => say`The state of ${counted(channels, CHANNELS)} is unknown: they are neither alive nor gone.`,
      gaps: (posts) =>
        say`${counted(posts, POSTS)} of rival channels in the decisive time of a first appearance were not seen, as far as numbers tell.`,
      unreadable: (records) => say`${counted(records, RECORDS)} could not be read.`,
      always: EN_METHOD.always,
    },
  },
};

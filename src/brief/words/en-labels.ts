/** Single words of the English brief: months, headings, columns, states. */

import type { Words } from './words.ts';

type Sentences =
  | 'timeline'
  | 'whereabouts'
  | 'header'
  | 'glance'
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

export const EN_LABELS: Omit<Words, Sentences> = {
  language: 'en',
  direction: 'ltr',
  months: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
  date: (day, month, year) => `${day} ${month} ${year}`,
  dateTime: (day, month, year, clock, zone) => `${day} ${month} ${year}, ${clock} ${zone}`,
  brief: 'Brief',
  contents: 'Contents',
  sections: {
    glance: 'At a glance',
    timeline: 'Timeline',
    imported: 'What was imported',
    census: 'Who is where',
    waves: 'Waves of disappearance',
    homes: 'Where did they go',
    lifespans: 'How long homes last',
    signposts: 'Signposts',
    first: 'First appearances',
    disputes: 'Disputes',
    assertions: 'Assertions',
    events: 'Events',
    notes: 'Evidence notes',
    method: 'Method note',
  },
  columns: {
    entry: 'log entry',
    file: 'file',
    format: 'format',
    bytes: 'bytes',
    records: 'records',
    fresh: 'new',
    repeated: 'repeated',
    bad: 'unreadable',
    importedAt: 'imported',
    evidence: 'note',
    table: 'kind',
    rows: 'records',
    platform: 'platform',
    watched: 'watched',
    channel: 'channel',
    state: 'state',
    disappeared: 'disappeared',
    lastAlive: 'last seen alive',
    lastPost: 'last post',
    posts: 'posts',
    at: 'time',
    by: 'by',
    to: 'points to',
    kind: 'kind',
    stance: 'stance',
    total: 'all',
    hidden: 'obfuscated',
    earliest: 'not before',
    latest: 'before',
    seenAs: 'seen',
    about: 'about',
    claim: 'claim',
    text: 'text',
    source: 'source',
    asOf: 'as of',
    until: 'until',
    name: 'event',
    intervention: 'intervention',
    from: 'from',
    end: 'to',
    lost: 'channels',
    expected: 'expected',
    home: 'home',
    likelihood: 'how likely',
    contested: 'contested',
    group: 'group',
    homes: 'homes',
    ended: 'end seen',
    median: 'median days',
    origin: 'age from',
    lostAtLeast: 'disappeared, at least',
    lostAtMost: 'at most',
    returned: 'came back, at most',
    signposts: 'signposts',
    place: 'place',
    placeBefore: 'before',
    placeAfter: 'after',
    communities: 'communities',
  },
  states: { alive: 'alive', silent: 'silent', gone: 'gone', private: 'private', unknown: 'unknown', merged: 'not shown apart' },
  stances: { call: 'call', calm: 'calm', endorse: 'endorse', warn: 'warn', neutral: 'neutral' },
  linkKinds: {
    channel: 'channel',
    group: 'group',
    invite: 'invite',
    post: 'post',
    folder: 'folder',
    account: 'account',
    room: 'room',
    paste: 'paste',
    file: 'file',
  },
  disputeKinds: { fake: 'fake', honeypot: 'trap', hijacked: 'hijacked', not_endorsed: 'not endorsed' },
  tables: {
    posts: 'posts',
    repeats: 'posts seen again in another file',
    superseded: 'older versions of posts',
    signposts: 'links in posts',
    profiles: 'profiles',
    sightings: 'sightings',
    disputes: 'disputes',
    events: 'events',
    assertions: 'assertions',
    captures: 'archived answers',
    problems: 'records that could not be read',
    copies: 'posts that repeat one another',
  },
  yes: 'yes',
  no: 'no',
  nothing: '–',
  never: 'never',
  seenItself: 'itself',
  throughForward: 'through a forward',
  platformsTogether: 'platforms with few',
  fewerThan: 'fewer than three',
  inCaseFile: 'case.yaml',
};

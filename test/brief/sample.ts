import type { BriefInput, BriefLifespans, BriefWave, RecordOrigin } from '../../src/brief/input.ts';
import type { CensusChannel, CensusPlatform } from '../../src/findings/census.ts';
import type { Appearance, Statement } from '../../src/findings/first.ts';
import type { Signpost } from '../../src/findings/signposts.ts';
import type { Candidate, Succession } from '../../src/findings/successors.ts';
import type { WhereaboutsTally } from '../../src/findings/whereabouts-tally.ts';
import { type ChannelRef, platformOf, postRef } from '../../src/model/ref.ts';
import { STATES, type State } from '../../src/model/words.ts';

/** An invented case: libraries, gardeners and a chess club that move house. */

export const AT = Date.UTC(2019, 10, 30, 15);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function line(channel: ChannelRef, state: State, more: Partial<CensusChannel> = {}): CensusChannel {
  const lost = state === 'gone';
  return {
    channel,
    entered: channel,
    title: null,
    state,
    posting: state === 'alive' ? true : null,
    status: lost ? 'absent' : state === 'private' ? 'private' : 'alive',
    reason: null,
    gone: lost ? { after: AT - 40 * HOUR, by: AT - 30 * HOUR } : null,
    lastAlive: lost ? AT - 40 * HOUR : AT - HOUR,
    lastPost: AT - 41 * HOUR,
    posts: 120,
    subscribers: null,
    control: false,
    movedTo: null,
    renamed: null,
    why: lost ? 'absent in 3 looks over 2 rounds from 2019-11-29T09:00:00Z' : 'last seen alive 2019-11-30T14:00:00Z',
    evidence: lost ? ['sightings/11', 'sightings/12', 'sightings/13'] : ['sightings/14'],
    ...more,
  };
}

function totals(channels: readonly CensusChannel[]): CensusPlatform[] {
  const platforms = [...new Set(channels.map((channel) => platformOf(channel.channel)))].sort();
  return platforms.map((platform) => {
    const own = channels.filter((channel) => platformOf(channel.channel) === platform && !channel.control);
    const count = (state: State) => own.filter((channel) => channel.state === state).length;
    const states = Object.fromEntries(STATES.map((state) => [state, count(state)])) as Record<State, number>;
    return { platform, watched: own.length, ...states };
  });
}

export const HANDLES: ChannelRef[] = [
  'telegram:reading_room',
  'telegram:maktaba_nour',
  'telegram:sada_100',
  'telegram:garden_friends',
  'telegram:chess_sunday',
  'telegram:book_swap',
  'telegram:seed_library',
  'telegram:old_maps_club',
  'tamtam:reading_room_new',
  'tamtam:garden_new',
  'tamtam:maktaba_2',
  'xmpp:chess@muc.example.org',
];

const CHANNELS: CensusChannel[] = [
  line('telegram:reading_room', 'gone', { title: 'The Reading Room' }),
  line('telegram:maktaba_nour', 'gone', { title: 'مكتبة النور', movedTo: 'tamtam:maktaba_2' }),
  line('telegram:sada_100', 'gone', { title: 'صدى الحديقة 3', gone: { after: null, by: AT - 30 * HOUR }, lastAlive: null }),
  line('telegram:garden_friends', 'silent', { title: 'Garden friends' }),
  line('telegram:chess_sunday', 'private', { title: 'شطرنج Sunday' }),
  line('telegram:book_swap', 'unknown'),
  line('telegram:seed_library', 'alive'),
  line('telegram:old_maps_club', 'alive', {
    renamed: {
      identity: 'telegram:#77',
      from: 'telegram:maps_club',
      to: 'telegram:old_maps_club',
      after: AT - 90 * HOUR,
      by: AT - 80 * HOUR,
    },
  }),
  line('tamtam:reading_room_new', 'alive', { title: 'The Reading Room, again' }),
  line('tamtam:garden_new', 'alive'),
  line('tamtam:maktaba_2', 'alive', { title: 'مكتبة النور' }),
  line('xmpp:chess@muc.example.org', 'alive'),
  line('telegram:weather_town', 'alive', { control: true }),
];

function copy(channel: ChannelRef, post: string, at: number, widthMs: number): Appearance {
  return { channel, post, at, after: at - widthMs, by: at + widthMs, throughForward: false };
}

const SAID = Date.UTC(2019, 10, 29, 18, 41, 5);
const POSTS: Appearance[] = [
  copy('tamtam:reading_room_new', '417', SAID, 1000),
  copy('telegram:garden_friends', '88', SAID + 2 * MINUTE, 2000),
  copy('telegram:book_swap', '31', SAID + 4 * MINUTE, 2000),
  { ...copy('telegram:seed_library', '9', SAID + 5 * MINUTE, 2000), throughForward: true },
  copy('xmpp:chess@muc.example.org', 'a/1', SAID + 9 * MINUTE, 90_000),
];

export const SECRET_TEXT =
  'The summer reading starts on Sunday in the old hall; come to https://example.org/hall or ask @librarian_anna for the key to the garden gate.';

const STATEMENTS: Statement[] = [
  {
    id: '7',
    text: SECRET_TEXT,
    copies: 5,
    channels: 5,
    first: POSTS[0]!,
    order: { platforms: 'established', channels: 'established' },
    lead: { over: 'telegram:garden_friends', minMs: 117_000, maxMs: 123_000 },
    gaps: 0,
    byPlatform: [],
    posts: POSTS,
  },
  {
    id: '9',
    text: 'تبدأ حلقة القراءة يوم الأحد في القاعة القديمة',
    copies: 2,
    channels: 2,
    first: copy('telegram:maktaba_nour', '5', SAID + HOUR, 60_000),
    order: { platforms: 'not established', channels: 'not established' },
    lead: { over: 'tamtam:maktaba_2', minMs: -30_000, maxMs: 210_000 },
    gaps: 3,
    byPlatform: [],
    posts: [copy('telegram:maktaba_nour', '5', SAID + HOUR, 60_000), copy('tamtam:maktaba_2', '2', SAID + HOUR + 90_000, 60_000)],
  },
];

function signpost(by: ChannelRef, id: string, to: ChannelRef | null, stance: Signpost['stance'], i: number): Signpost {
  return {
    post: postRef(by, id),
    at: AT - (40 - i) * HOUR,
    by,
    to,
    link: to === null ? 'https://tt.me/joinchat/AbC123' : `https://tt.me/${to.split(':')[1] ?? ''}`,
    platform: 'tamtam',
    kind: to === null ? 'invite' : 'channel',
    obfuscated: i % 2 === 0,
    stance,
  };
}

const SIGNPOSTS: Signpost[] = [
  signpost('telegram:reading_room', '900', 'tamtam:reading_room_new', 'call', 0),
  signpost('telegram:garden_friends', '70', null, 'neutral', 1),
  signpost('telegram:seed_library', '12', 'tamtam:garden_new', 'warn', 2),
  signpost('telegram:maktaba_nour', '44', 'tamtam:maktaba_2', 'calm', 3),
];

const DIGEST = 'sha256:4f2a91c0d3e7b5a6978812345678abcdef0011223344556677889900aabbccdd';

function origin(entry: number, offset: number): RecordOrigin[] {
  return [{ entry, offset, digest: DIGEST }];
}

const WAVES: BriefWave[] = [
  {
    platform: 'telegram',
    kind: 'gone',
    start: AT - 2 * DAY,
    end: AT - DAY,
    lost: 4,
    watched: 9,
    expected: 0.04,
    channels: ['telegram:reading_room', 'telegram:garden_friends'],
    evidence: ['sightings/11', 'sightings/12'],
  },
  {
    platform: 'tamtam',
    kind: 'silent',
    start: AT - DAY,
    end: null,
    lost: 2,
    watched: 3,
    expected: 1.26,
    channels: ['tamtam:reading_room_new'],
    evidence: ['sightings/13'],
  },
];

function candidate(channel: ChannelRef, probability: number, more: Partial<Candidate> = {}): Candidate {
  const evidence: Candidate['evidence'] = [
    { kind: 'signpost', log2Odds: 5.25, detail: 'the lost channel pointed to it', posts: ['telegram:reading_room/900'] },
  ];
  const bounds = { low: Math.max(0, probability - 0.1), high: Math.min(1, probability + 0.05) };
  return {
    identity: channel,
    channel,
    observed: true,
    probability,
    ...bounds,
    contested: false,
    disputes: [],
    verdict: null,
    evidence,
    ...more,
  };
}

function lostHome(predecessor: ChannelRef, candidates: Candidate[]): Succession {
  const lost = { after: AT - 2 * DAY, by: AT - DAY };
  return {
    identity: predecessor,
    predecessor,
    state: 'gone',
    lost,
    pool: 40,
    noneInPool: 0.1,
    calibratedOn: 'simulated families',
    candidates,
  };
}

const HOMES: Succession[] = [
  lostHome('telegram:reading_room', [
    candidate('tamtam:reading_room_new', 0.97, { contested: true }),
    candidate('tamtam:reading_room_fake', 0.03, { verdict: 'impersonator' }),
  ]),
  lostHome('telegram:seed_library', [candidate('tamtam:garden_new', 0.62, { observed: false })]),
  lostHome('telegram:maktaba_nour', [candidate('tamtam:maktaba_2', 0.2)]),
];

const LIFESPANS: BriefLifespans[] = [
  {
    group: 'telegram',
    origin: 'created',
    from: 40,
    n: 12,
    ended: 8,
    median: 61.2,
    medianLow: 40,
    medianHigh: null,
    horizon: 120,
    curve: [
      { day: 20, survival: 0.8, low: 0.6, high: 0.95 },
      { day: 61.2, survival: 0.5, low: 0.3, high: 0.7 },
    ],
  },
  {
    group: 'tamtam',
    origin: 'discovered',
    from: 0,
    n: 6,
    ended: 5,
    median: 3.4,
    medianLow: 2,
    medianHigh: 5,
    horizon: 9,
    curve: [
      { day: 2, survival: 0.7, low: 0.4, high: 0.9 },
      { day: 3.4, survival: 0.3, low: 0.1, high: 0.6 },
    ],
  },
];

/** Eight rooms, of which four are lost, one of them to a contested home. */
export const WHEREABOUTS: WhereaboutsTally = {
  moments: [
    { at: AT - 2 * DAY, what: 'beforeWaves', platform: null },
    { at: AT - DAY, what: 'waveEnds', platform: 'telegram' },
    { at: AT, what: 'now', platform: null },
  ],
  communities: 8,
  neverSeen: 1,
  strata: [
    { kind: 'own', platform: 'telegram' },
    { kind: 'elsewhere', platform: 'tamtam' },
    { kind: 'notFound', platform: null },
  ],
  columns: [
    [8, 0, 0].map((n) => ({ n, contested: 0 })),
    [
      { n: 4, contested: 0 },
      { n: 3, contested: 1 },
      { n: 1, contested: 0 },
    ],
    [
      { n: 4, contested: 0 },
      { n: 1, contested: 1 },
      { n: 3, contested: 0 },
    ],
  ],
  flows: [
    { column: 0, from: 0, to: 0, n: 4, contested: 0 },
    { column: 0, from: 0, to: 1, n: 3, contested: 1 },
    { column: 0, from: 0, to: 2, n: 1, contested: 0 },
    { column: 1, from: 0, to: 0, n: 4, contested: 0 },
    { column: 1, from: 1, to: 1, n: 1, contested: 1 },
    { column: 1, from: 1, to: 2, n: 2, contested: 0 },
    { column: 1, from: 2, to: 2, n: 1, contested: 0 },
  ],
  homes: ['tamtam:garden_new', 'tamtam:reading_room_new'],
};

const LOSSES: BriefInput['losses'] = [
  { after: null, by: AT - 30 * DAY, evidence: ['sightings/11'] },
  { after: AT - 47 * HOUR, by: AT - 46.5 * HOUR, evidence: ['sightings/11'] },
  { after: AT - 47 * HOUR, by: AT - 40 * HOUR, evidence: ['sightings/12'] },
  { after: AT - 40 * HOUR, by: AT - 30 * HOUR, evidence: ['sightings/13'] },
];

/** The whole sample; a test changes what it is about. */
export function sample(change: Partial<BriefInput> = {}): BriefInput {
  const posts = [...POSTS, ...STATEMENTS[1]!.posts].map((p): [string, RecordOrigin[]] => [
    postRef(p.channel, p.post ?? ''),
    origin(3, 4096 + (p.at % 977)),
  ]);
  const links = SIGNPOSTS.map((s, i): [string, RecordOrigin[]] => [s.post, origin(2, 1000 * i)]);
  const looks = [11, 12, 13, 14].map((n): [string, RecordOrigin[]] => [`sightings/${n}`, origin(4, n * 120)]);
  return {
    tool: '0.1.0',
    audience: 'partner',
    at: AT,
    delayDays: null,
    settings: {
      name: 'Reading rooms, autumn 2019',
      purpose: 'To learn where reading circles go when they lose their rooms',
      basis: 'Art. 89 GDPR',
      responsible: 'M. Example, Example University',
      retention: '3 years',
      zone: 'UTC',
    },
    log: { entries: 5, hash: '9e107d9d372bb6826bd81d3542a419d6e4d909c1' },
    sources: [
      {
        entry: 2,
        file: 'result.json',
        digest: DIGEST,
        format: 'telegram-desktop-json',
        size: 18_223_411,
        importedAt: AT + HOUR,
        records: 12_480,
        fresh: 12_470,
        repeated: 10,
        bad: 0,
        hints: ['the file names no time zone; --zone was taken'],
      },
      {
        entry: 3,
        file: 'tamtam_reading_room_new.ndjson',
        digest: 'sha256:aa2a91c0d3e7b5a6978812345678abcdef0011223344556677889900aabbccee',
        format: 'observations',
        size: 20_480,
        importedAt: AT + HOUR,
        records: 60,
        fresh: 60,
        repeated: 0,
        bad: 2,
        hints: [],
      },
      {
        entry: 4,
        file: 'looks.csv',
        digest: 'sha256:bb2a91c0d3e7b5a6978812345678abcdef0011223344556677889900aabbccff',
        format: 'mapped',
        size: 4_096,
        importedAt: AT + HOUR,
        records: 40,
        fresh: 40,
        repeated: 0,
        bad: 0,
        hints: [],
      },
    ],
    records: [
      { table: 'posts', rows: 12_400 },
      { table: 'sightings', rows: 130 },
      { table: 'disputes', rows: 1 },
    ],
    problems: 2,
    census: { at: AT, channels: CHANNELS, platforms: totals(CHANNELS), massLosses: [] },
    rosterEmpty: false,
    waves: WAVES,
    losses: LOSSES,
    returns: [{ after: AT - 20 * HOUR, by: AT - 12 * HOUR, evidence: ['sightings/14'] }],
    whereabouts: WHEREABOUTS,
    homes: HOMES,
    lifespans: LIFESPANS,
    signposts: {
      total: 14,
      totals: [
        { platform: 'tamtam', stance: 'call', posts: 7 },
        { platform: 'tamtam', stance: 'warn', posts: 2 },
        { platform: 'tamtam', stance: 'neutral', posts: 4 },
        { platform: 'matrix', stance: 'calm', posts: 1 },
      ],
      list: SIGNPOSTS,
    },
    signpostTimes: [
      { at: AT - 40 * HOUR, stance: 'call', posts: 7 },
      { at: AT - 30 * HOUR, stance: 'neutral', posts: 4 },
      { at: AT - 29 * HOUR, stance: 'warn', posts: 2 },
      { at: AT - 4 * HOUR, stance: 'calm', posts: 1 },
    ],
    statements: { total: 6, list: STATEMENTS },
    disputes: [
      {
        by: 'telegram:seed_library',
        about: 'tamtam:garden_new',
        at: AT - 20 * HOUR,
        kind: 'honeypot',
        text: 'That new garden is not ours, see t.me/seed_library',
        citation: 'telegram:seed_library/13',
        record: 'disputes/3',
      },
    ],
    assertions: [
      {
        at: AT - 9 * HOUR,
        asOf: AT - 10 * HOUR,
        by: 'TamTam press office',
        text: 'No official request was received',
        citation: 'https://press.example.org/1',
        record: 'assertions/1',
      },
      {
        at: AT - 8 * HOUR,
        asOf: AT - 12 * HOUR,
        by: 'بلدية المثال',
        text: 'أُرسل طلب رسمي بشأن telegram:reading_room',
        citation: null,
        record: null,
      },
    ],
    events: [
      {
        at: AT - 200 * HOUR,
        until: AT - 198 * HOUR,
        name: 'The old hall closes',
        intervention: true,
        citation: 'Town gazette, https://gazette.example.org/9',
        record: null,
      },
    ],
    origins: new Map([...posts, ...links, ...looks, ['disputes/3', origin(3, 77)], ['assertions/1', origin(3, 99)]]),
    known: HANDLES,
    platformTitles: new Map([
      ['telegram', 'Telegram'],
      ['tamtam', 'TamTam'],
      ['xmpp', 'XMPP'],
      ['matrix', 'Matrix'],
    ]),
    fonts: null,
    ...change,
  };
}

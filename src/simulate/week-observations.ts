import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import type { Status } from '../model/words.ts';
import type { Random } from './random.ts';
import { CONTROLS, HOMES, NEVER_USED, NEW_NAME_KNOWN, READERS, ROOMS, type Room, visibleUntil } from './week-cast.ts';
import { refOf, type WeekPost, type WeekPosts } from './week-posts.ts';
import { clock, DAY, END, HOUR, MINUTE, START, WAVE } from './week-time.ts';

/** What did the observer `a1` write down, probe by probe, and what came in by hand? The file of neutral observations. */

export interface ObservationsFile {
  text: string;
  records: number;
  bad: number;
  /** Rounds in which the observer saw nothing at all. */
  outage: string[];
}

/** One record of the file. */
export interface Line {
  at: Ms;
  record: Record<string, unknown>;
}

/** Whom the observer looks at. */
export interface Watched {
  rooms: readonly Room[];
  controls: readonly Room[];
  neverUsed: readonly string[];
}

const EVERYBODY: Watched = { rooms: ROOMS, controls: CONTROLS, neverUsed: NEVER_USED };

export function observationsFile(posts: WeekPosts, random: Random): ObservationsFile {
  const rounds = roundsOf(END, random);
  const lines = [
    ...rounds.flatMap((round) => looksOf(round, EVERYBODY, random)),
    ...profiles(EVERYBODY, END, random),
    ...[...ROOMS, ...CONTROLS].flatMap((room) => postLines(room, posts.byRoom.get(room.handle) ?? [])),
    ...handSightings(),
    ...said(posts),
  ];
  lines.sort((a, b) => a.at - b.at);
  const text = lines.map((line) => JSON.stringify(line.record));
  const bad = damage(text);
  return { text: text.join('\n'), records: lines.length, bad, outage: rounds.filter((round) => round.blind).map((round) => round.name) };
}

export interface Round {
  name: string;
  at: Ms;
  blind: boolean;
}

const FIRST_ROUND = clock(4, 6, 0);
/** On Friday at noon the observer begins to look every two hours. */
const HURRY = clock(29, 12, 0);
const OUTAGE = { from: clock(20, 12, 0), to: clock(21, 1, 0) };

export function roundsOf(last: Ms, random: Random): Round[] {
  const rounds: Round[] = [];
  for (let at = FIRST_ROUND; at <= last; at += (at < HURRY ? 6 : 2) * HOUR) {
    rounds.push({ name: `r${rounds.length + 1}`, at: at + random.int(240) * 1000, blind: at >= OUTAGE.from && at < OUTAGE.to });
  }
  return rounds;
}

interface Look {
  status: Status;
  reason: string;
  nativeId?: string;
}

const SHOWN: Look = { status: 'alive', reason: 'preview' };
const NOT_SHOWN: Look = { status: 'absent', reason: 'contact_page' };
const TIMED_OUT: Look = { status: 'unknown', reason: 'timeout' };

export function looksOf(round: Round, { rooms, controls, neverUsed }: Watched, random: Random): Line[] {
  const looks: Line[] = [];
  const add = (handle: string, look: Look): void => {
    const at = round.at + looks.length * 3000;
    looks.push({
      at,
      record: {
        type: 'sighting',
        platform: 'telegram',
        channel: handle,
        at: formatTime(at),
        ...look,
        observer: 'a1',
        tool: 'web',
        round: round.name,
      },
    });
  };
  // Behind a captive portal every name, living or not, gives the same page.
  const blind = (look: Look): Look => (!round.blind ? look : random.chance(0.3) ? TIMED_OUT : NOT_SHOWN);
  const unlucky = (look: Look): Look => (random.chance(0.01) ? TIMED_OUT : look);
  for (const room of rooms) {
    if (room.source === 'none') continue;
    add(room.handle, blind(unlucky(lookAt(room, round.at))));
    if (room.fate.kind === 'renamed' && round.at >= NEW_NAME_KNOWN)
      add(room.fate.to, blind(unlucky({ ...SHOWN, nativeId: room.nativeId })));
  }
  for (const control of controls) add(control.handle, blind(SHOWN));
  for (const name of neverUsed) add(name, blind({ ...NOT_SHOWN, reason: 'control:never-used' }));
  return looks;
}

function lookAt({ fate }: Room, at: Ms): Look {
  if (fate.kind === 'alive' || fate.kind === 'silent' || at < fate.at) return SHOWN;
  if (fate.kind === 'private') return { status: 'private', reason: 'join_request' };
  if (fate.kind === 'reassigned' && at >= fate.taken) return { status: 'reassigned', reason: 'another_native_id', nativeId: fate.by };
  return NOT_SHOWN;
}

/** Once a week, and for a renamed room when its new name became known. */
export function profiles({ rooms, controls }: Watched, last: Ms, random: Random): Line[] {
  return [...rooms, ...controls].flatMap((room) => {
    if (room.source === 'none') return [];
    const { fate } = room;
    const shown =
      fate.kind === 'renamed' ? fate.at : visibleUntil(fate.kind === 'silent' ? { ...room, fate: { kind: 'alive' } } : room, last);
    const end = Math.min(shown, last);
    const avatar = random
      .int(2 ** 32)
      .toString(16)
      .padStart(16, '5');
    const lines: Line[] = [];
    for (let at = START + 31 * HOUR + random.int(3600) * 1000; at < end; at += 7 * DAY)
      lines.push(profile(room, room.handle, at, avatar, controls.includes(room)));
    if (fate.kind === 'renamed' && NEW_NAME_KNOWN < last)
      lines.push(profile(room, fate.to, NEW_NAME_KNOWN + MINUTE, avatar, controls.includes(room)));
    return lines;
  });
}

function profile(room: Room, handle: string, at: Ms, avatarHash: string, control: boolean): Line {
  const grown = Math.round(room.subscribers * (0.9 + (0.1 * (at - START)) / (WAVE - START)));
  const record = {
    type: 'profile',
    platform: 'telegram',
    channel: handle,
    observedAt: formatTime(at),
    nativeId: room.nativeId,
    kind: room.kind,
    title: room.title,
    subscribers: grown,
    createdAt: formatTime(START - (400 + (Number(room.nativeId) % 97)) * DAY),
    avatarHash,
    control,
  };
  return { at, record };
}

/** How many posts of the exported group a scraper had seen too: the same posts from two files. */
const SEEN_TWICE = 40;

export function postLines(room: Room, all: readonly WeekPost[]): Line[] {
  const plain = (post: WeekPost): boolean => post.action === null && post.editedAt === null;
  const kept = room.source === 'observations' ? all : room === READERS ? all.filter(plain).slice(100, 100 + SEEN_TWICE) : [];
  return kept.map((post) => {
    const shown = Math.floor(post.at / 1000) * 1000;
    const record: Record<string, unknown> = {
      type: 'post',
      platform: 'telegram',
      channel: post.channel.slice('telegram:'.length),
      id: post.id,
      publishedAt: formatTime(shown),
      observedAt: formatTime(shown + 2 * HOUR),
      text: post.text,
      views: post.views,
    };
    if (post.author !== null) record['author'] = `user${770_001 + post.author}`;
    if (post.replyTo !== null) record['replyTo'] = post.replyTo;
    if (post.forwarded !== null) record['forwardedFrom'] = forwardOf(post.forwarded);
    return { at: shown, record };
  });
}

function forwardOf(post: WeekPost): Record<string, string> {
  const [platform, channel] = post.channel.split(':');
  return { platform: platform ?? '', channel: channel ?? '', id: post.id, publishedAt: formatTime(post.at) };
}

/** Two people look at the homes on TamTam with their own eyes. */
const HAND_LOOKS: readonly (readonly [string, Ms])[] = [
  ['marta', clock(31, 9, 0)],
  ['marta', clock(32, 13, 0)],
  ['marta', clock(33, 9, 30)],
  ['yusuf', clock(33, 18, 0)],
];

function handSightings(): Line[] {
  return HAND_LOOKS.flatMap(([observer, start]) =>
    HOMES.map((home, i) => {
      const at = start + i * MINUTE;
      const closed = home.closed !== null && at >= home.closed;
      const look = closed
        ? { status: 'absent', reason: 'the app says that there is no such chat' }
        : { status: 'alive', reason: 'opened in the app' };
      return {
        at,
        record: { type: 'sighting', platform: 'tamtam', channel: home.handle, at: formatTime(at), ...look, observer, tool: 'app' },
      };
    }),
  );
}

/** Denials, beside what others say. */
function said(posts: WeekPosts): Line[] {
  const warnings = [...posts.byRoom.values()].flat().filter((post) => post.scene?.signpost?.stance === 'warn');
  const disputes = warnings.map((post): Line => {
    const about = post.scene?.signpost?.to ?? '';
    const kind = /trap/.test(post.text) ? 'honeypot' : 'fake';
    return {
      at: post.at,
      record: { type: 'dispute', by: post.channel, about, at: formatTime(post.at), kind, text: post.text, source: refOf(post) },
    };
  });
  return [...disputes, ...saidByOthers()];
}

/** An event, and what two bodies assert about one matter. */
export function saidByOthers(): Line[] {
  return [
    {
      at: WAVE,
      record: {
        type: 'event',
        at: formatTime(WAVE),
        until: formatTime(clock(31, 18, 0)),
        name: 'Quiet Shelves Weekend of the Council of Caretakers',
        intervention: true,
        source: 'https://caretakers.example/notices/2019-11-29',
      },
    },
    assertion(
      clock(33, 10, 0),
      clock(33, 9, 0),
      'Press desk of the Harbour Messaging Office',
      'No official request concerning reading rooms has been received.',
      'https://press.harbour.example/statements/114',
    ),
    assertion(
      clock(33, 10, 20),
      clock(32, 16, 0),
      'Lantern Research Collective',
      'We flagged 14 reading rooms to the Harbour Messaging Office on 1 and 2 December, and have the receipts.',
      'https://lantern.example/notes/reading-rooms',
    ),
  ];
}

function assertion(at: Ms, asOf: Ms, by: string, text: string, source: string): Line {
  return { at, record: { type: 'assertion', at: formatTime(at), asOf: formatTime(asOf), by, text, source } };
}

/** What really happens to such files: a remark of the tool, a wrong time, a word that is no status, and a last line cut off. */
function damage(lines: string[]): number {
  lines.splice(60, 0, 'connection lost, trying again in 30 s');
  lines.splice(
    900,
    0,
    '{"type":"post","platform":"telegram","channel":"tea_and_bread","id":"9001","publishedAt":"2019-13-07T09:00:00Z","text":"Oat scones."}',
  );
  lines.splice(2000, 0, '{"type":"sighting","platform":"telegram","channel":"moon_diary","at":"2019-11-18T12:00:00Z","status":"asleep"}');
  lines.push('{"type":"sighting","platform":"telegram","channel":"dawn_almanac","at":"2019-12-03T20:');
  return 4;
}

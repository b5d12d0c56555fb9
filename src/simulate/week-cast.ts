import type { Ms } from '../model/observation.ts';
import type { ChannelKind } from '../model/words.ts';
import type { Language } from './week-phrasebook.ts';
import { clock, HOUR, type Rhythm, WAVE } from './week-time.ts';

/** Who lives in the reading rooms, and what becomes of them? Every name is invented. */

/** What truly happened to a room, and when. */
export type Fate =
  | { kind: 'alive' }
  | { kind: 'gone'; at: Ms }
  | { kind: 'private'; at: Ms }
  | { kind: 'renamed'; at: Ms; to: string }
  /** Gone; later the handle was somebody else's. */
  | { kind: 'reassigned'; at: Ms; taken: Ms; by: string }
  /** Its last post; it can still be seen. */
  | { kind: 'silent'; at: Ms };

/** Where a researcher has its posts from; `none` for what only a person sees in an app. */
export type Source = 'observations' | 'desktop-json' | 'desktop-html' | 'none';

export interface Room {
  handle: string;
  nativeId: string;
  kind: ChannelKind;
  title: string;
  languages: readonly Language[];
  topics: readonly string[];
  rhythm: Rhythm;
  subscribers: number;
  source: Source;
  fate: Fate;
}

const ALIVE: Fate = { kind: 'alive' };
/** Minutes after Friday, 18:00 UTC. */
const gone = (minutes: number): Fate => ({ kind: 'gone', at: WAVE + minutes * 60_000 });
const hidden = (minutes: number): Fate => ({ kind: 'private', at: WAVE + minutes * 60_000 });

export type RoomLine = [handle: string, title: string, languages: string, topics: string, rhythm: Rhythm, subscribers: number];
type Row = [...line: RoomLine, fate: Fate];

const ROWS: readonly Row[] = [
  ['sada_100', 'صدى القراءة', 'ar', 'library poetry', 'daily', 4040, gone(41)],
  ['bustan_home', 'بستان البيت', 'ar', 'garden', 'bursty', 1210, gone(66)],
  ['rook_and_tea', 'Rook and Tea', 'en', 'chess', 'daily', 890, gone(114)],
  ['shatranj_cafe', 'مقهى الشطرنج', 'ar', 'chess', 'bursty', 760, gone(156)],
  ['night_sky_club', 'Night Sky Club', 'en', 'astronomy', 'daily', 2310, gone(54)],
  ['falak_club', 'نادي الفلك', 'ar', 'astronomy', 'weekly', 640, gone(198)],
  ['diwan_evening', 'ديوان المساء', 'ar', 'poetry', 'daily', 3120, gone(246)],
  ['tea_and_bread', 'Tea and Bread', 'en', 'kitchen', 'daily', 1530, gone(312)],
  ['khatt_studio', 'مرسم الخط', 'ar', 'calligraphy', 'daily', 980, gone(22 * 60)],
  ['orchard_notes', 'Orchard Notes', 'en', 'garden', 'bursty', 1105, gone(25 * 60)],
  ['moon_diary', 'Moon Diary', 'en', 'astronomy', 'daily', 1720, gone(1653)],
  ['harf_circle', 'حلقة الحرف', 'ar', 'calligraphy', 'weekly', 410, gone(29 * 60)],
  ['river_readers', 'River Readers', 'en', 'library', 'weekly', 505, { kind: 'gone', at: clock(11, 8, 20) }],
  [
    'garden_gate',
    'The Garden Gate',
    'en',
    'garden',
    'daily',
    1344,
    { kind: 'reassigned', at: WAVE + 78 * 60_000, taken: clock(31, 9, 10), by: '1588003' },
  ],
  ['poetry_night', 'Poetry Night', 'en', 'poetry', 'daily', 2020, { kind: 'renamed', at: WAVE + 210 * 60_000, to: 'poetry_night_room' }],
  ['lamp_library', 'Lamp Library', 'en', 'library', 'daily', 1890, hidden(132)],
  ['maktabat_alhay', 'مكتبة الحي', 'ar', 'library', 'bursty', 2475, hidden(305)],
  ['long_walks', 'Long Walks', 'en', 'walking', 'weekly', 615, hidden(20 * 60)],
  ['quiet_knights', 'Quiet Knights', 'en', 'chess', 'daily', 1010, { kind: 'silent', at: clock(8, 21, 0) }],
];

/** A channel as a line of a cast tells it, whose posts came in as observations. */
export function roomOf([handle, title, languages, topics, rhythm, subscribers]: RoomLine, nativeId: number, fate: Fate): Room {
  return {
    handle,
    nativeId: String(nativeId),
    kind: 'channel',
    title,
    languages: languages.split(' ') as Language[],
    topics: topics.split(' '),
    rhythm,
    subscribers,
    source: 'observations',
    fate,
  };
}

const seen: readonly Room[] = ROWS.map(([handle, title, languages, topics, rhythm, subscribers, fate], i) =>
  roomOf([handle, title, languages, topics, rhythm, subscribers], 1_500_101 + i, fate),
);

/** Two that live on; their posts come from what a person exported with Telegram Desktop. */
export const READERS: Room = {
  handle: 'sada_readers',
  nativeId: '1500130',
  kind: 'group',
  title: 'Sada readers · قرّاء صدى',
  languages: ['en', 'ar'],
  topics: ['library', 'poetry', 'garden', 'astronomy', 'chess'],
  rhythm: 'busy',
  subscribers: 2650,
  source: 'desktop-json',
  fate: ALIVE,
};
export const NUR: Room = {
  handle: 'nur_daily',
  nativeId: '1500131',
  kind: 'channel',
  title: 'نور اليوم',
  languages: ['ar'],
  topics: ['poetry', 'library', 'garden', 'astronomy'],
  rhythm: 'hourly',
  subscribers: 5200,
  source: 'desktop-html',
  fate: ALIVE,
};

function onlyInApp(handle: string, title: string, fate: Fate): Room {
  const kinds = { kind: 'group', rhythm: 'busy', source: 'none' } as const;
  return { ...kinds, handle, nativeId: '', title, languages: [], topics: [], subscribers: 0, fate };
}

/** Groups without a public page: nobody's machine can look at them. */
export const LAMP_CIRCLE = onlyInApp('+LampCircleInvite07', 'حلقة المصباح', gone(19 * 60));
export const SEED_SWAP = onlyInApp('seed_swap_circle', 'Seed Swap Circle', gone(150));
export const NIGHT_BUS = onlyInApp('night_bus_books', 'Night Bus Books', gone(30 * 60));

/** The 24 rooms under watch. */
export const ROOMS: readonly Room[] = [...seen, READERS, NUR, LAMP_CIRCLE, SEED_SWAP, NIGHT_BUS];

function control(handle: string, title: string, nativeId: string, subscribers: number): Room {
  const habits = { languages: ['en'], topics: ['weather'], rhythm: 'daily' } as const;
  return { ...habits, handle, nativeId, kind: 'channel', title, subscribers, source: 'observations', fate: ALIVE };
}

/** Neutral and alive all along: they prove that we can see. */
export const CONTROLS: readonly Room[] = [
  control('harbour_weather_desk', 'Harbour Weather Desk', '1490001', 18_400),
  control('ferry_times_today', 'Ferry Times Today', '1490002', 9_750),
  control('dawn_almanac', 'Dawn Almanac', '1490003', 22_100),
];
export const NEVER_USED: readonly string[] = ['qv7_unheard_name_31', 'zk4_unheard_name_88'];

/** A home on TamTam. */
export interface Home {
  handle: string;
  chatId: string;
  kind: 'channel' | 'group';
  title: string;
  /** The handle of the room that it continues; null for the one that only says so. */
  of: string | null;
  opened: Ms;
  closed: Ms | null;
  languages: readonly Language[];
  topics: readonly string[];
  participants: number;
}

type HomeRow = [string, 'channel' | 'group', string, string | null, Ms, Ms | null, string, string, number];

const HOME_ROWS: readonly HomeRow[] = [
  ['sada_new', 'channel', 'صدى القراءة', 'sada_100', clock(26, 17, 5), null, 'ar en', 'library poetry', 1240],
  [
    'reading_rooms_hall',
    'group',
    'The Reading Rooms: hall',
    'sada_readers',
    clock(30, 7, 40),
    clock(32, 11, 20),
    'en ar',
    'library garden',
    610,
  ],
  ['diwan_evening_2', 'channel', 'ديوان المساء', 'diwan_evening', clock(30, 9, 15), clock(33, 8, 5), 'ar', 'poetry', 415],
  ['rook_and_tea_new', 'channel', 'Rook and Tea', 'rook_and_tea', clock(30, 10, 30), null, 'en', 'chess', 205],
  ['bustan_home', 'channel', 'بستان البيت', 'bustan_home', clock(30, 12, 50), clock(32, 11, 42), 'ar', 'garden', 330],
  ['sada_official', 'channel', 'صدى القراءة الرسمية', null, clock(30, 16, 20), null, 'ar', 'library', 95],
];

export const HOMES: readonly Home[] = HOME_ROWS.map(([handle, kind, title, of, opened, closed, languages, topics, participants], i) => ({
  handle,
  chatId: String(-70_801_090_403_001 - i * 37),
  kind,
  title,
  of,
  opened,
  closed,
  languages: languages.split(' ') as Language[],
  topics: topics.split(' '),
  participants,
}));

/** Until when its posts can be seen from outside. */
export function visibleUntil(room: Room, end: Ms): Ms {
  return room.fate.kind === 'alive' || room.fate.kind === 'renamed' ? end : room.fate.at;
}

/** Saturday, 10:00 UTC: from then on the watcher knows the new name of the renamed room, and looks there too. */
export const NEW_NAME_KNOWN = WAVE + 16 * HOUR;

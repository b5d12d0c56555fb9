import type { Ms } from '../model/observation.ts';
import type { Ending } from './replica.ts';
import { type Fate, NUR, READERS, ROOMS, type Room, type RoomLine, roomOf } from './week-cast.ts';
import { clock, DAY, MINUTE, START, WAVE } from './week-time.ts';

/** Who is on Telegram in the rehearsal, and what becomes of them? The reading rooms and their neighbours; every name is invented. */

/** From Friday afternoon on they are watched; before that, what is known was imported. */
export const LIVE = clock(29, 15, 0);
/** Tuesday noon, and the last look an hour later. */
export const NOON = clock(33, 12, 0);
export const LAST = clock(33, 13, 0);

/** A span in which a room is not to be seen; `to` null: for good. */
export interface Away {
  how: Ending;
  from: Ms;
  to: Ms | null;
}

/** A room with all that befalls it. `room.fate` says when it is first lost, or renamed. */
export interface Staged {
  room: Room;
  createdAt: Ms;
  aways: readonly Away[];
  /** The handle of the room that it continues, or claims to; null for one that claims nothing. */
  of: string | null;
  /** False: it only borrows the face. */
  genuine: boolean;
}

/** Minutes after Friday, 18:00 UTC. */
const after = (minutes: number): Ms => WAVE + minutes * MINUTE;
const lost = (at: Ms, how: Ending = 'deleted'): Away[] => [{ how, from: at, to: null }];

const FATES: Readonly<Record<string, readonly Away[]>> = {
  sada_100: lost(after(41), 'banned'),
  bustan_home: lost(after(66), 'banned'),
  rook_and_tea: lost(after(114)),
  shatranj_cafe: lost(after(156)),
  night_sky_club: lost(after(54), 'banned'),
  falak_club: lost(after(198)),
  diwan_evening: lost(after(246)),
  // Comes back on Sunday, and is lost again.
  tea_and_bread: [
    { how: 'deleted', from: after(312), to: clock(31, 10, 5) },
    { how: 'deleted', from: clock(32, 12, 5), to: null },
  ],
  khatt_studio: lost(after(25 * 60)),
  orchard_notes: lost(after(25 * 60 + 12)),
  moon_diary: lost(after(1653)),
  harf_circle: lost(after(1660)),
  garden_gate: lost(after(78)),
  poetry_night: lost(clock(32, 12, 0)),
  lamp_library: lost(after(132)),
  maktabat_alhay: lost(after(305)),
  long_walks: lost(after(21 * 60 + 30)),
  quiet_knights: lost(after(95)),
  sada_readers: lost(clock(31, 19, 0)),
  nur_daily: lost(clock(31, 22, 10)),
};

function staged(room: Room, createdAt: Ms, aways: readonly Away[], of: string | null = null, genuine = true): Staged {
  const [first] = aways;
  const fate: Fate = room.fate.kind === 'renamed' || first === undefined ? room.fate : { kind: 'gone', at: first.from };
  return { room: { ...room, fate }, createdAt, aways, of, genuine };
}

const ALIVE: Fate = { kind: 'alive' };
const founded = (room: Room): Ms => START - (400 + (Number(room.nativeId) % 97)) * DAY;

/** Rooms of the invented autumn that have a public page; the two that come from exports there are seen by probes here. */
const known: readonly Staged[] = [...ROOMS.filter((room) => room.source === 'observations'), READERS, NUR]
  .filter((room) => FATES[room.handle] !== undefined)
  .map((room) => ({ ...room, kind: 'channel' as const, source: 'observations' as const }))
  .map((room) => staged(room, founded(room), FATES[room.handle] ?? []));

const NEW_ROWS: readonly [RoomLine, minutes: number][] = [
  [['ferry_poets', 'The Ferry Poets', 'en', 'poetry', 'daily', 1290], 22],
  [['zaatar_balcony', 'زعتر الشرفة', 'ar', 'garden', 'daily', 870], 33],
  [['comet_watchers', 'Comet Watchers', 'en', 'astronomy', 'bursty', 1660], 62],
  [['hibr_daily', 'حبر اليوم', 'ar', 'calligraphy', 'daily', 1435], 140],
  [['sunday_soup', 'Sunday Soup', 'en', 'kitchen', 'daily', 720], 185],
];

const neighbours = NEW_ROWS.map(([row, minutes], i) => {
  const room = roomOf(row, 1_500_140 + i, ALIVE);
  return staged(room, founded(room), lost(after(minutes)));
});

/** The 25 channels with a public page that are watched on Friday. */
export const CHANNELS: readonly Staged[] = [...known, ...neighbours];
/** When it fell silent, long before it was lost. */
export const SILENT = { handle: 'quiet_knights', since: clock(8, 21, 0) };
/** Its page shows no posts. */
export const WITHOUT_PREVIEW: readonly string[] = ['long_walks'];

const EARLIER_ROWS: readonly [RoomLine, Ms][] = [
  [['river_readers', 'River Readers', 'en', 'library', 'weekly', 505], clock(8, 8, 20)],
  [['button_museum', 'متحف الأزرار', 'ar', 'library', 'daily', 340], clock(14, 13, 40)],
  [['kite_mornings', 'Kite Mornings', 'en', 'walking', 'daily', 610], clock(17, 6, 5)],
  [['winter_choir_notes', 'Winter Choir Notes', 'en', 'poetry', 'daily', 450], clock(25, 15, 30)],
];
/** Ordinary losses of the weeks before. */
export const EARLIER: readonly Staged[] = EARLIER_ROWS.map(([row, at], i) => {
  const room = roomOf(row, 1_500_170 + i, ALIVE);
  return staged(room, founded(room), lost(at));
});

type Reopened = [row: RoomLine, of: string, genuine: boolean, opened: Ms, closed: Ms | null];
const REOPENED_ROWS: readonly Reopened[] = [
  [['sada_again', 'صدى القراءة', 'ar', 'library poetry', 'busy', 620], 'sada_100', true, clock(29, 20, 50), clock(30, 15, 40)],
  [['night_sky_return', 'Night Sky Club', 'en', 'astronomy', 'busy', 480], 'night_sky_club', true, clock(29, 22, 40), clock(31, 11, 15)],
  [['rook_tea_back', 'Rook and Tea', 'en', 'chess', 'busy', 205], 'rook_and_tea', true, clock(30, 8, 20), clock(31, 11, 25)],
  [['bustan_green', 'بستان البيت', 'ar', 'garden', 'busy', 310], 'bustan_home', true, clock(30, 10, 10), clock(32, 9, 20)],
  [['diwan_again', 'ديوان المساء', 'ar', 'poetry', 'busy', 540], 'diwan_evening', true, clock(30, 12, 15), clock(32, 9, 40)],
  [['moon_pages', 'Moon Diary', 'en', 'astronomy', 'busy', 730], 'moon_diary', true, clock(30, 17, 10), null],
  [['nur_again', 'نور اليوم', 'ar', 'poetry library garden astronomy', 'hourly', 1880], 'nur_daily', true, clock(31, 17, 50), null],
  // The face of the lost ones, and somebody else's voice.
  [['sada_100_official', 'صدى القراءة', 'en', 'walking weather', 'busy', 150], 'sada_100', false, clock(30, 13, 0), clock(32, 9, 30)],
  [['night_sky_club_real', 'Night Sky Club', 'en', 'kitchen', 'busy', 130], 'night_sky_club', false, clock(30, 16, 30), clock(32, 12, 10)],
];
/** Channels that open after the wave under a lost channel's title. */
export const REOPENED: readonly Staged[] = REOPENED_ROWS.map(([row, of, genuine, opened, closed], i) =>
  staged(roomOf(row, 1_588_101 + i * 7, ALIVE), opened, closed === null ? [] : lost(closed), of, genuine),
);

/** Somebody else takes the free handle of a lost room. */
export const TAKER: Staged = staged(
  roomOf(['garden_gate', 'Gate & Fence Offers', 'en', 'weather', 'daily', 12], 1_588_003, ALIVE),
  clock(31, 9, 10),
  [],
);

const CONTROL_ROWS: readonly RoomLine[] = [
  ['harbour_weather_desk', 'Harbour Weather Desk', 'en', 'weather', 'daily', 18_400],
  ['ferry_times_today', 'Ferry Times Today', 'en', 'weather', 'daily', 9_750],
  ['dawn_almanac', 'Dawn Almanac', 'en', 'weather', 'daily', 22_100],
  ['tide_tables_daily', 'Tide Tables Daily', 'en', 'weather', 'daily', 15_300],
];
/** Neutral and alive all along: they prove that we can see. */
export const NEUTRAL: readonly Staged[] = CONTROL_ROWS.map((row, i) => {
  const room = roomOf(row, 1_490_001 + i, ALIVE);
  return staged(room, founded(room), []);
});

/** Whom a machine can look at, in the order of the roster. */
export const PLACES: readonly Staged[] = [...CHANNELS, ...EARLIER, ...REOPENED, TAKER, ...NEUTRAL];

/** The last moment at which it can be seen, or `end`. */
export function goneFor({ aways }: Staged): Ms | null {
  const last = aways.at(-1);
  return last === undefined || last.to !== null ? null : last.from;
}

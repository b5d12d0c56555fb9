import type { Ms } from '../model/observation.ts';
import type { Ending } from './replica.ts';
import { type Home, HOMES as KNOWN } from './week-cast.ts';
import type { Language } from './week-phrasebook.ts';
import { clock } from './week-time.ts';

/** Where do the rooms gather on TamTam, until that closes too? */

type Row = [handle: string, title: string, of: string, opened: Ms, closed: Ms, languages: string, topics: string, participants: number];

const CLOSED: Readonly<Record<string, Ms>> = {
  reading_rooms_hall: clock(32, 17, 40),
  sada_new: clock(32, 17, 46),
  diwan_evening_2: clock(32, 17, 58),
  rook_and_tea_new: clock(32, 23, 28),
  bustan_home: clock(32, 20, 5),
  sada_official: clock(33, 8, 55),
};

const ROWS: readonly Row[] = [
  ['night_sky_hall', 'Night Sky Club', 'night_sky_club', clock(30, 8, 40), clock(32, 17, 52), 'en', 'astronomy', 540],
  ['tea_and_bread_tt', 'Tea and Bread', 'tea_and_bread', clock(30, 9, 5), clock(32, 20, 20), 'en', 'kitchen', 310],
  ['garden_gate_new', 'The Garden Gate', 'garden_gate', clock(30, 9, 20), clock(33, 7, 25), 'en', 'garden', 270],
  ['falak_tamtam', 'نادي الفلك', 'falak_club', clock(30, 11, 20), clock(33, 7, 20), 'ar', 'astronomy', 160],
  ['shatranj_beit', 'مقهى الشطرنج', 'shatranj_cafe', clock(30, 12, 5), clock(32, 23, 20), 'ar', 'chess', 190],
  ['lamp_library_tt', 'Lamp Library', 'lamp_library', clock(30, 14, 10), clock(33, 8, 40), 'en', 'library', 350],
  ['maktabat_alhay_tt', 'مكتبة الحي', 'maktabat_alhay', clock(30, 15, 30), clock(33, 8, 50), 'ar', 'library', 445],
  ['khatt_tamtam', 'مرسم الخط', 'khatt_studio', clock(30, 18, 20), clock(32, 20, 15), 'ar', 'calligraphy', 230],
  ['orchard_notes_tt', 'Orchard Notes', 'orchard_notes', clock(31, 8, 0), clock(33, 7, 10), 'en', 'garden', 205],
  ['moon_diary_tt', 'Moon Diary', 'moon_diary', clock(31, 9, 20), clock(33, 9, 5), 'en', 'astronomy', 260],
  ['long_walks_tt', 'Long Walks', 'long_walks', clock(31, 10, 0), clock(33, 9, 55), 'en', 'walking', 90],
];

/** The homes of the old autumn open earlier where the hall speaks of them, and all of them close. */
const known = KNOWN.map(
  (home): Home => ({
    ...home,
    opened: home.handle === 'diwan_evening_2' ? clock(30, 8, 15) : home.opened,
    closed: CLOSED[home.handle] ?? home.closed,
  }),
);

export const HOMES: readonly Home[] = [
  ...known,
  ...ROWS.map(
    ([handle, title, of, opened, closed, languages, topics, participants], i): Home => ({
      handle,
      chatId: String(-70_801_090_404_001 - i * 41),
      kind: 'channel',
      title,
      of,
      opened,
      closed,
      languages: languages.split(' ') as Language[],
      topics: topics.split(' '),
      participants,
    }),
  ),
];

/** The one that nobody points to. */
export const UNMENTIONED = 'long_walks_tt';

/** Every third answers that there is no such chat; the others that it is closed. */
export function endOf(home: Home): Ending {
  return HOMES.indexOf(home) % 3 === 2 ? 'deleted' : 'closed';
}

/** Neutral chats on TamTam, alive all along. */
export const NEUTRAL_HOMES: readonly Home[] = ['Harbour Weather', 'Ferry Times', 'Dawn Almanac', 'Tide Tables'].map((title, i) => ({
  handle: `${title.toLowerCase().replace(' ', '_')}_tt`,
  chatId: String(-70_700_000_000_101 - i * 3),
  kind: 'channel',
  title,
  of: null,
  opened: clock(-60, 8, 0),
  closed: null,
  languages: ['en'],
  topics: ['weather'],
  participants: 5000 + i * 731,
}));

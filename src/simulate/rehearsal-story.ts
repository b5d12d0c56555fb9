import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import type { Stance } from '../model/words.ts';
import { SCENES, type Scene } from './week-story.ts';
import { clock } from './week-time.ts';

/** What is said in the week beside the story of the old autumn: how one home leads to the next, and what is told of those who reopen. */

type Post = [by: ChannelRef, at: Ms, to: ChannelRef, stance: Stance, text: string];

/** On TamTam: the hall names the first homes, those name the next. */
const ON_TAMTAM: readonly Post[] = [
  [
    'tamtam:reading_rooms_hall',
    clock(30, 8, 5, 12) + 340,
    'tamtam:sada_new',
    'call',
    'Readers of https://t.me/sada_100: the shelf stands here now, join us at https://tt.me/sada_new',
  ],
  [
    'tamtam:reading_rooms_hall',
    clock(30, 8, 31, 40) + 77,
    'tamtam:diwan_evening_2',
    'call',
    'انتقل ديوان المساء https://t.me/diwan_evening إلى هنا، انضموا إلينا: https://tt.me/diwan_evening_2',
  ],
  [
    'tamtam:reading_rooms_hall',
    clock(30, 8, 52, 5) + 902,
    'tamtam:night_sky_hall',
    'endorse',
    'The star-gazers of https://t.me/night_sky_club have a genuine home again: https://tt.me/night_sky_hall',
  ],
  [
    'tamtam:reading_rooms_hall',
    clock(30, 9, 31, 18) + 15,
    'tamtam:tea_and_bread_tt',
    'call',
    'Tea and Bread (https://t.me/tea_and_bread) has moved, find them at https://tt.me/tea_and_bread_tt',
  ],
  [
    'tamtam:reading_rooms_hall',
    clock(30, 9, 44, 50) + 430,
    'tamtam:garden_gate_new',
    'neutral',
    'Seen this morning behind the gate: https://tt.me/garden_gate_new, where the people of https://t.me/garden_gate are potting bulbs.',
  ],
  [
    'tamtam:reading_rooms_hall',
    clock(30, 10, 46, 3) + 655,
    'tamtam:rook_and_tea_new',
    'call',
    'Chess players of https://t.me/rook_and_tea, we have moved: https://tt.me/rook_and_tea_new',
  ],
  [
    'tamtam:sada_new',
    clock(30, 11, 41, 30) + 208,
    'tamtam:falak_tamtam',
    'call',
    'انتقل نادي الفلك https://t.me/falak_club أيضًا، انضموا إليه: https://tt.me/falak_tamtam',
  ],
  [
    'tamtam:sada_new',
    clock(30, 12, 22, 9) + 91,
    'tamtam:shatranj_beit',
    'call',
    'لاعبو https://t.me/shatranj_cafe ينتظرونكم، تابعونا في https://tt.me/shatranj_beit',
  ],
  [
    'tamtam:diwan_evening_2',
    clock(30, 13, 4, 44) + 560,
    'tamtam:bustan_home',
    'call',
    'بستان البيت https://t.me/bustan_home هنا من جديد، انضموا إلينا: https://tt.me/bustan_home',
  ],
  [
    'tamtam:sada_new',
    clock(30, 14, 47, 51) + 377,
    'tamtam:lamp_library_tt',
    'endorse',
    'The lamps of https://t.me/lamp_library are lit again, and it is really us: https://tt.me/lamp_library_tt',
  ],
  [
    'tamtam:sada_new',
    clock(30, 15, 52, 20) + 10,
    'tamtam:maktabat_alhay_tt',
    'call',
    'مكتبة الحي https://t.me/maktabat_alhay فتحت أبوابها، انضموا إليها: https://tt.me/maktabat_alhay_tt',
  ],
  [
    'tamtam:diwan_evening_2',
    clock(30, 18, 43, 35) + 701,
    'tamtam:khatt_tamtam',
    'call',
    'أصدقاء https://t.me/khatt_studio انتقلوا، تابعوهم وانضموا إلينا: https://tt.me/khatt_tamtam',
  ],
  [
    'tamtam:bustan_home',
    clock(31, 8, 21, 16) + 284,
    'tamtam:orchard_notes_tt',
    'call',
    'Our neighbours of https://t.me/orchard_notes have moved next door: https://tt.me/orchard_notes_tt',
  ],
  [
    'tamtam:night_sky_hall',
    clock(31, 9, 43, 58) + 119,
    'tamtam:moon_diary_tt',
    'endorse',
    'The Moon Diary (https://t.me/moon_diary) goes on here, we know and trust it: https://tt.me/moon_diary_tt',
  ],
];

/** On Telegram: who reopens pleads for calm and calls; others warn, of the false and of some of the true. */
const ON_TELEGRAM: readonly Post[] = [
  [
    'telegram:sada_again',
    clock(29, 21, 0, 12),
    'telegram:sada_readers',
    'calm',
    'ابقوا هادئين، عدنا إلى مكاننا. انضموا إلينا هنا وفي مجموعة القرّاء: https://t.me/sada_readers',
  ],
  [
    'telegram:sada_readers',
    clock(29, 21, 40, 5),
    'telegram:sada_again',
    'call',
    'The readers of https://t.me/sada_100 are back, join them: https://t.me/sada_again',
  ],
  [
    'telegram:night_sky_return',
    clock(29, 22, 55, 40),
    'telegram:sada_again',
    'calm',
    'Please stay calm, the sky has not moved. Join us here, and the readers at https://t.me/sada_again',
  ],
  [
    'telegram:sada_readers',
    clock(29, 23, 20, 18),
    'telegram:night_sky_return',
    'call',
    'Star-gazers of https://t.me/night_sky_club, join us at https://t.me/night_sky_return',
  ],
  [
    'telegram:sada_readers',
    clock(30, 8, 40, 9),
    'telegram:poetry_night_room',
    'neutral',
    'Poetry Night keeps its evenings under a longer name: https://t.me/poetry_night_room',
  ],
  [
    'telegram:sada_readers',
    clock(30, 8, 55, 31),
    'telegram:rook_tea_back',
    'call',
    'Chess again: https://t.me/rook_and_tea is lost, the players have moved to https://t.me/rook_tea_back',
  ],
  [
    'telegram:rook_tea_back',
    clock(30, 9, 10, 2),
    'telegram:sada_readers',
    'calm',
    'No need to worry, the boards are set up again. Join us here; our friends are at https://t.me/sada_readers',
  ],
  [
    'telegram:poetry_night',
    clock(30, 9, 35, 47),
    'telegram:rook_tea_back',
    'warn',
    'Careful with https://t.me/rook_tea_back, it may be a trap. Do not join before the players tell you themselves.',
  ],
  [
    'telegram:nur_daily',
    clock(30, 10, 31, 22),
    'telegram:bustan_green',
    'call',
    'عاد بستان البيت https://t.me/bustan_home باسم جديد، انضموا إليه: https://t.me/bustan_green',
  ],
  [
    'telegram:nur_daily',
    clock(30, 12, 41, 13),
    'telegram:diwan_again',
    'call',
    'عاد ديوان المساء https://t.me/diwan_evening باسم آخر، انضموا إلى القناة: https://t.me/diwan_again',
  ],
  [
    'telegram:sada_100_official',
    clock(30, 13, 20, 44),
    'tamtam:sada_official',
    'endorse',
    'The official channel of the readers is https://tt.me/sada_official and no other.',
  ],
  [
    'telegram:nur_daily',
    clock(30, 14, 5, 30),
    'telegram:sada_100_official',
    'warn',
    'تحذير: القناة https://t.me/sada_100_official مزيفة وليست لنا، لا تنضموا إليها.',
  ],
  [
    'telegram:sada_readers',
    clock(30, 16, 2, 51),
    'telegram:sada_100_official',
    'warn',
    'Beware, https://t.me/sada_100_official is fake. It bears our name and it is a trap.',
  ],
  [
    'telegram:moon_diary',
    clock(30, 17, 44, 8),
    'telegram:night_sky_club_real',
    'warn',
    'Warning: https://t.me/night_sky_club_real is an impostor, nobody of us writes there.',
  ],
  [
    'telegram:poetry_night',
    clock(30, 18, 26, 33),
    'telegram:night_sky_club_real',
    'warn',
    'Do not join https://t.me/night_sky_club_real: fake, and it looks like a trap.',
  ],
  [
    'telegram:moon_diary',
    clock(30, 17, 55, 19),
    'telegram:moon_pages',
    'call',
    'If this page closes, follow us to our new channel: https://t.me/moon_pages',
  ],
  [
    'telegram:nur_daily',
    clock(31, 18, 20, 48),
    'telegram:nur_again',
    'call',
    'إن غابت هذه القناة فانضموا إلى قناتنا الجديدة https://t.me/nur_again واطلبوا الشاي.',
  ],
  [
    'telegram:night_sky_return',
    clock(31, 8, 12, 27),
    'telegram:night_sky_club_real',
    'warn',
    'We are the astronomers; https://t.me/night_sky_club_real is not us, do not trust it.',
  ],
];

/** Here the post on X comes first by hours: nobody else names the hall until then. */
const HALL_CALLED = clock(30, 13, 40, 12);
const known = SCENES.map((scene): Scene => {
  const callsToHall = scene.signpost?.to === 'tamtam:reading_rooms_hall' && platformOf(scene.by) === 'telegram';
  return callsToHall ? { ...scene, at: HALL_CALLED } : scene;
});

/** In time order, with all that the old autumn's story has. */
export const STORY: readonly Scene[] = [
  ...known,
  ...[...ON_TAMTAM, ...ON_TELEGRAM].map(([by, at, to, stance, text]): Scene => {
    return { by, at, text, statement: null, signpost: { to, stance, obfuscated: false } };
  }),
].sort((a, b) => a.at - b.at);

/** Posts that are carried from home to home with the platform's own mark: by, at, whose last post before. */
export const CARRIED: readonly (readonly [by: string, at: Ms, from: string])[] = [
  ['reading_rooms_hall', clock(30, 9, 2, 30) + 420, 'night_sky_hall'],
  ['reading_rooms_hall', clock(30, 9, 58, 44) + 133, 'diwan_evening_2'],
  ['sada_new', clock(30, 13, 31, 5) + 871, 'shatranj_beit'],
  ['bustan_home', clock(31, 11, 12, 59) + 64, 'orchard_notes_tt'],
];

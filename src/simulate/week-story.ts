import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { Stance } from '../model/words.ts';
import { clock } from './week-time.ts';

/** What was said in those days that matters: the statement and its copies, the calls, pleas and warnings. All of it invented. */

export interface Scene {
  /** The room or home that posts it, by platform and handle as on the first day. */
  by: ChannelRef;
  at: Ms;
  text: string;
  /** Which of the texts that travelled this is a copy of. */
  statement: 'reading list' | 'umbrella' | 'book fair' | null;
  signpost: { to: ChannelRef; stance: Stance; obfuscated: boolean } | null;
}

const LIST_EN =
  'The winter reading list is published: thirty-one titles for the long evenings, chosen by the readers of nine rooms. ' +
  'The first meeting is on Thursday at six, under the green lamp. — The Reading Rooms';
const LIST_AR =
  'نُشرت قائمة القراءة الشتوية: واحد وثلاثون عنوانًا للأمسيات الطويلة، اختارها قرّاء تسع قاعات. ' +
  'اللقاء الأول يوم الخميس في السادسة تحت المصباح الأخضر. — قاعات القراءة';
export const READING_LIST = `${LIST_EN}\n\n${LIST_AR}`;

/** Published on TamTam so long before Telegram. */
export const LEAD_MS = 120_000;
/** By TamTam's clock, which shows milliseconds; Telegram shows the second 14:33:07. */
const PUBLISHED = clock(30, 14, 31, 7) + 240;

const bare = (text: string): string => text.replace(/[\u064b-\u0652]/g, '');

const copies: readonly Scene[] = [
  copy('tamtam:sada_new', PUBLISHED, READING_LIST),
  copy('telegram:sada_readers', PUBLISHED + LEAD_MS, READING_LIST),
  copy('telegram:nur_daily', clock(30, 14, 41, 22), `📚 ${READING_LIST}`),
  copy('telegram:poetry_night', clock(30, 14, 52, 40), READING_LIST.replace('is published', 'is out at last')),
  copy('telegram:khatt_studio', clock(30, 15, 5, 12), bare(READING_LIST).replace('يوم الخميس', 'الخميس القادم')),
  copy('telegram:orchard_notes', clock(30, 15, 20, 33), `Copied from the readers:\n${READING_LIST}`),
  copy('tamtam:reading_rooms_hall', clock(30, 15, 47, 55) + 18, READING_LIST),
  copy('telegram:moon_diary', clock(30, 16, 2, 10), READING_LIST.replace('long evenings', 'long dark evenings')),
];

function copy(by: ChannelRef, at: Ms, text: string): Scene {
  return { by, at, text, statement: 'reading list', signpost: null };
}

const UMBRELLA =
  'Found after the autumn fair: a striped umbrella with a wooden duck for a handle, a thermos, and a bag of chestnuts. ' +
  'The owner may call at the rope yard any evening, and will be asked what the duck is called.';
const FAIR =
  'يُقام معرض الكتب المستعملة في القاعة العليا يومي السبت والأحد، والدخول مجاني لكل من يحمل كتابًا يهديه إلى غيره، ' +
  'ويبدأ المزاد الصغير على الخرائط القديمة عند الغروب.';

const earlier: readonly Scene[] = [
  { by: 'telegram:lamp_library', at: clock(-18, 9, 30, 5), text: UMBRELLA, statement: 'umbrella', signpost: null },
  {
    by: 'telegram:tea_and_bread',
    at: clock(-18, 10, 12, 44),
    text: UMBRELLA.replace('a thermos', 'a green thermos'),
    statement: 'umbrella',
    signpost: null,
  },
  { by: 'telegram:garden_gate', at: clock(-18, 11, 3, 9), text: `☂️ ${UMBRELLA}`, statement: 'umbrella', signpost: null },
  { by: 'telegram:sada_100', at: clock(5, 8, 15, 30), text: FAIR, statement: 'book fair', signpost: null },
  { by: 'telegram:maktabat_alhay', at: clock(5, 8, 15, 30), text: `${FAIR} 📖`, statement: 'book fair', signpost: null },
  { by: 'telegram:diwan_evening', at: clock(5, 12, 40, 2), text: bare(FAIR), statement: 'book fair', signpost: null },
];

type Post = [by: ChannelRef, at: Ms, to: ChannelRef, stance: Stance, obfuscated: boolean, text: string];

const SIGNPOSTS: readonly Post[] = [
  [
    'telegram:nur_daily',
    clock(29, 20, 5, 14),
    'telegram:sada_readers',
    'calm',
    false,
    'ابقوا هادئين ولا داعي للقلق. لا تنتقلوا إلى أي مكان ولا تتبعوا أي رابط، والمجموعة باقية هنا: @sada_readers',
  ],
  [
    'telegram:sada_readers',
    clock(29, 21, 10, 31),
    'telegram:poetry_night',
    'calm',
    false,
    'Please stay calm and do not panic. There is no need to move anywhere; until the rooms are back we meet at https://t.me/poetry_night',
  ],
  [
    'telegram:sada_readers',
    clock(30, 10, 40, 12),
    'tamtam:reading_rooms_hall',
    'call',
    true,
    'We have moved to TamTam. Join us in the new hall: hxxps://tt[.]me/reading_rooms_hall',
  ],
  [
    'telegram:moon_diary',
    clock(30, 11, 15, 3),
    'tamtam:sada_new',
    'call',
    false,
    'Our rooms are moving. Follow us to the new channel: https://tt.me/sada_new',
  ],
  [
    'telegram:khatt_studio',
    clock(30, 11, 50, 47),
    'tamtam:sada_new',
    'call',
    false,
    'انتقلنا إلى تام تام، انضموا إلينا في القناة الجديدة: https://tt.me/sada_new',
  ],
  [
    'telegram:nur_daily',
    clock(30, 12, 30, 8),
    'tamtam:diwan_evening_2',
    'call',
    true,
    'انتقل الديوان إلى بيته الجديد، انضموا إلينا: tt(.)me/diwan_evening_2',
  ],
  [
    'telegram:poetry_night',
    clock(30, 13, 5, 55),
    'tamtam:rook_and_tea_new',
    'endorse',
    false,
    'This is the official new home of the chess players, we know them and it is genuine: https://tt.me/rook_and_tea_new',
  ],
  [
    'telegram:orchard_notes',
    clock(30, 15, 40, 20),
    'tamtam:bustan_home',
    'call',
    true,
    'The gardeners have moved too. Join them now: tt dot me slash bustan_home',
  ],
  [
    'tamtam:reading_rooms_hall',
    clock(30, 16, 5, 2) + 511,
    'tamtam:sada_new',
    'endorse',
    false,
    'The official channel of the readers is https://tt.me/sada_new, we trust it.',
  ],
  [
    'telegram:harf_circle',
    clock(30, 17, 20, 41),
    'tamtam:sada_official',
    'call',
    false,
    'انضموا إلى القناة الجديدة: https://tt.me/sada_official',
  ],
  [
    'telegram:nur_daily',
    clock(31, 9, 0, 17),
    'tamtam:sada_official',
    'warn',
    false,
    'تحذير: القناة https://tt.me/sada_official مزيفة وليست لنا، لا تنضموا إليها.',
  ],
  [
    'telegram:sada_readers',
    clock(31, 11, 30, 26),
    'tamtam:sada_official',
    'warn',
    true,
    'Warning: tt[.]me/sada_official is fake and looks like a trap. Do not join, do not write to anyone there.',
  ],
  [
    'tamtam:sada_new',
    clock(31, 12, 0, 9) + 833,
    'tamtam:sada_official',
    'warn',
    false,
    'Beware of the impostor https://tt.me/sada_official: it is fake and not ours.\nاحذروا القناة المزيفة.',
  ],
  [
    'telegram:poetry_night',
    clock(32, 8, 20, 50),
    'tamtam:sada_new',
    'neutral',
    false,
    'Somebody left a note about lamps and tea at https://tt.me/sada_new yesterday.',
  ],
];

/** In time order. */
export const SCENES: readonly Scene[] = [
  ...earlier,
  ...copies,
  ...SIGNPOSTS.map(
    ([by, at, to, stance, obfuscated, text]): Scene => ({ by, at, text, statement: null, signpost: { to, stance, obfuscated } }),
  ),
].sort((a, b) => a.at - b.at);

/** Rooms that nobody watches, to which ordinary posts sometimes point. */
export const STRANGERS: readonly string[] = ['paper_boats_club', 'kites_of_the_hill', 'wooden_clocks'];

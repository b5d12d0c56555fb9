import type { Ms } from '../model/observation.ts';
import { formatTime } from '../model/time.ts';
import { type DemoNote, look } from './week-notes.ts';
import type { Line } from './week-observations.ts';
import { clock, DAY, MINUTE, WAVE } from './week-time.ts';

/** What do two people see with their own eyes, in groups that show no public page? */

export interface Group {
  /** `#ID`, or an invite, `+TOKEN`. */
  name: string;
  nativeId: string;
  title: string;
  members: number;
  gone: Ms;
  /** Until when its invite opens; null where there is none to look at. */
  inviteUntil: Ms | null;
}

type Row = [title: string, members: number, minutes: number, invite: string | null, withdrawn: boolean];

/** Minutes after Friday, 18:00 UTC. */
const ROWS: readonly Row[] = [
  ['حلقة المصباح', 812, 17, '+LampCircleInvite07', false],
  ['Seed Swap Circle', 1430, 24, null, false],
  ['Night Bus Books', 655, 31, null, false],
  ['قرّاء الضفة الهادئة', 2210, 38, null, false],
  ['Chess at the Laundry', 540, 47, '+ChessLaundry0421', false],
  ['ديوان الأصدقاء', 1875, 58, null, false],
  ['Telescope Owners', 990, 71, null, false],
  ['بستان الجيران', 730, 84, null, false],
  ['The Sourdough Parliament', 1320, 103, '+SourdoughHouse19', true],
  ['خط ومحبرة', 460, 125, null, false],
  ['Allotment Nine', 385, 148, null, false],
  ['Poems before Breakfast', 1105, 170, null, false],
  ['شطرنج الشرفات', 620, 192, '+ShatranjBalcony3', false],
  ['Long Table Suppers', 845, 215, null, false],
  ['رفوف مستعارة', 1540, 239, null, false],
  ['Kettle Choir', 410, 15 * 60 + 40, null, false],
  ['مجموعة السفرجل', 505, 18 * 60, null, false],
  ['Atlas of Gates Club', 975, 20 * 60 + 25, null, false],
  ['نجوم الحيّ', 1190, 22 * 60 + 10, '+NujumAlhay20191', true],
  ['The Umbrella Exchange', 300, 24 * 60 + 30, null, false],
  ['حرف وورق', 690, 26 * 60, null, false],
  ['Weekend Walkers’ Table', 1260, 39 * 60 + 50, null, false],
  ['مقهى القصائد', 880, 44 * 60, null, false],
  ['Binding Class', 425, 47 * 60 + 20, null, false],
  ['قرّاء الجسر', 1710, 49 * 60 + 35, null, false],
];

/** Half of the fifty. */
export const GROUPS: readonly Group[] = ROWS.map(([title, members, minutes, invite, withdrawn], i) => {
  const nativeId = String(1_700_201 + i * 13);
  const gone = WAVE + minutes * MINUTE;
  const inviteUntil = invite === null || withdrawn ? null : gone;
  return { name: invite ?? `#${nativeId}`, nativeId, title, members, gone, inviteUntil };
});

/** Each time, one person opens every group once, a minute each. */
const SESSIONS: readonly (readonly [observer: string, at: Ms])[] = [
  ['marta', clock(29, 8, 20)],
  ['marta', clock(29, 22, 25)],
  ['yusuf', clock(30, 9, 10)],
  ['marta', clock(30, 21, 15)],
  ['yusuf', clock(31, 10, 40)],
  ['marta', clock(31, 20, 50)],
  ['yusuf', clock(32, 9, 15)],
];
/** What was seen is entered so long after the session began. */
const ENTERED = 40 * MINUTE;

const THERE = ['The group opens as always.', 'It is there; somebody has just posted a photograph of a shelf.', 'There, and cheerful.'];
const AWAY = [
  'The app no longer lists the group; its name finds nothing.',
  'The chat has left my list, and a search finds no such group.',
  'The app says that there is no such group.',
];

/** The look before the loss, where it was not imported, and the two after it: what is worth a note. */
export function groupNotes(): { at: Ms; notes: DemoNote[] }[] {
  return SESSIONS.slice(1).map(([observer, start], i) => {
    const notes = GROUPS.flatMap((group, n) => {
      const sees = start + n * MINUTE;
      const firstAway = SESSIONS.findIndex(([, at]) => at + n * MINUTE >= group.gone);
      if (i + 1 < firstAway - 1 || i + 1 > firstAway + 1) return [];
      const there = sees < group.gone;
      const words = there ? THERE : AWAY;
      return [
        look({ handle: group.name, title: group.title }, there ? 'alive' : 'absent', sees, observer, words[(n + i) % words.length] ?? ''),
      ];
    });
    return { at: start + ENTERED, notes };
  });
}

/** What they wrote down before the week: every group open, each Thursday and on Friday morning. */
export function groupSightings(): Line[] {
  const looks = [clock(7, 18, 0), clock(14, 18, 0), clock(21, 18, 0), clock(28, 18, 0), SESSIONS[0]?.[1] ?? WAVE - DAY];
  return looks.flatMap((start, i) =>
    GROUPS.map((group, n) => {
      const at = start + n * MINUTE;
      const seen = { status: 'alive', reason: 'opened in the app', observer: i % 2 === 0 ? 'marta' : 'yusuf', tool: 'app' };
      return { at, record: { type: 'sighting', platform: 'telegram', channel: group.name, at: formatTime(at), ...seen } };
    }),
  );
}

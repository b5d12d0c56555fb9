import type { Ms } from '../model/observation.ts';
import type { ChannelRef } from '../model/ref.ts';
import { CHANNELS, EARLIER, NEUTRAL } from './rehearsal-cast.ts';
import { GROUPS, groupNotes } from './rehearsal-groups.ts';
import { NEUTRAL_HOMES } from './rehearsal-homes.ts';
import { NEUTRAL_ACCOUNTS } from './rehearsal-x.ts';
import { NEVER_USED } from './week-cast.ts';
import type { DemoNote } from './week-notes.ts';
import { saidByOthers } from './week-observations.ts';
import { clock } from './week-time.ts';

/** What do people do in the week of the rehearsal, and whom do they watch from its first hour on? */

/** One thing that a person does. */
export type Deed =
  | { do: 'accept'; refs: readonly ChannelRef[] }
  /** Several, as they come out of one evening. */
  | { do: 'note'; notes: readonly DemoNote[] }
  | { do: 'import'; fileName: string; text: string };

export interface Step {
  at: Ms;
  deed: Deed;
}

const telegram = (...handles: string[]): ChannelRef[] => handles.map((handle) => `telegram:${handle}`);
const tamtam = (...handles: string[]): ChannelRef[] => handles.map((handle) => `tamtam:${handle}`);

/** What was found by then is looked through and taken under watch; some of it knowing that it is contested. */
const ACCEPTED: readonly (readonly [Ms, readonly ChannelRef[]])[] = [
  [clock(30, 0, 50), telegram('sada_again')],
  [clock(30, 8, 30), telegram('night_sky_return')],
  [clock(30, 12, 50), [...tamtam('reading_rooms_hall'), ...telegram('poetry_night_room', 'rook_tea_back')]],
  [clock(30, 16, 10), tamtam('sada_new', 'diwan_evening_2', 'night_sky_hall', 'tea_and_bread_tt', 'garden_gate_new', 'rook_and_tea_new')],
  [clock(30, 16, 15), telegram('bustan_green', 'diwan_again')],
  [clock(30, 18, 10), tamtam('falak_tamtam', 'shatranj_beit', 'bustan_home', 'lamp_library_tt', 'maktabat_alhay_tt')],
  [clock(30, 18, 15), telegram('sada_100_official')],
  [clock(30, 21, 10), [...tamtam('khatt_tamtam'), ...telegram('night_sky_club_real')]],
  [clock(30, 22, 30), telegram('moon_pages')],
  [clock(31, 10, 40), tamtam('sada_official', 'orchard_notes_tt')],
  [clock(31, 12, 10), tamtam('moon_diary_tt')],
  [clock(32, 0, 10), telegram('nur_again')],
];

export function rehearsalScript(): Step[] {
  const accepted = ACCEPTED.map(([at, refs]): Step => ({ at, deed: { do: 'accept', refs } }));
  const noted = groupNotes().map(({ at, notes }): Step => ({ at, deed: { do: 'note', notes } }));
  const others = saidByOthers().map((line) => JSON.stringify(line.record));
  const steps: Step[] = [
    ...accepted,
    ...noted,
    { at: clock(33, 10, 30), deed: { do: 'import', fileName: 'what-others-say.ndjson', text: `${others.join('\n')}\n` } },
  ];
  return steps.sort((a, b) => a.at - b.at);
}

/** The content of a roster file: those watched on Friday, those lost before, and the controls of every platform that may matter. */
export function rehearsalRoster(): string {
  const rows = [
    ...CHANNELS.map(({ room }) => [`telegram:${room.handle}`, room.title, 'false', room.topics.join(';')]),
    ...GROUPS.map((group) => [`telegram:${group.name}`, `${group.title}, seen only in the app`, 'false', 'group']),
    ...EARLIER.map(({ room }) => [`telegram:${room.handle}`, `${room.title}, lost in November`, 'false', room.topics.join(';')]),
    ...NEUTRAL.map(({ room }) => [`telegram:${room.handle}`, 'neutral, posts every day', 'true', 'control']),
    ...NEUTRAL_HOMES.map((home) => [`tamtam:${home.handle}`, 'neutral, posts every day', 'true', 'control']),
    ...NEUTRAL_ACCOUNTS.map((account) => [`x:${account.username}`, 'neutral, posts every day', 'true', 'control']),
    ...NEVER_USED.map((name) => [`telegram:${name}`, 'a random name', 'true', 'control;never-used']),
  ];
  const quoted = rows.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(','));
  return `${['channel,note,control,tags', ...quoted].join('\n')}\n`;
}

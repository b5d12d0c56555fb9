import { formatTime } from '../model/time.ts';
import type { Status } from '../model/words.ts';
import { LAMP_CIRCLE, NIGHT_BUS, type Room, SEED_SWAP } from './week-cast.ts';
import { clock } from './week-time.ts';

/** What did two people see with their own eyes, in groups that show no public page? */

/** One `trackway note`. */
export interface DemoNote {
  ref: string;
  status: Status;
  /** RFC 3339, UTC. */
  at: string;
  observer: string;
  fileName: string;
  fileText: string;
}

export function handNotes(): DemoNote[] {
  return [
    look(LAMP_CIRCLE, 'alive', clock(28, 19, 0), 'marta', 'The group opens, 212 members, the last message is about lamp oil.'),
    look(LAMP_CIRCLE, 'absent', clock(30, 13, 5), 'marta', 'The app no longer lists the group; its link says that it does not exist.'),
    look(LAMP_CIRCLE, 'absent', clock(30, 15, 20), 'yusuf', 'From my phone the same: no such group.'),
    look(SEED_SWAP, 'alive', clock(29, 12, 10), 'yusuf', 'The seed swap list for December is pinned.'),
    look(SEED_SWAP, 'absent', clock(29, 21, 15), 'yusuf', 'Searching the name finds nothing, and the chat has left my list.'),
    look(SEED_SWAP, 'absent', clock(30, 9, 30), 'yusuf', 'Looked again after a night: still nothing.'),
    look(NIGHT_BUS, 'alive', clock(27, 20, 45), 'marta', 'Somebody posted the timetable of the 23:10 bus.'),
    look(NIGHT_BUS, 'absent', clock(31, 10, 0), 'marta', 'Not found today. I was in a hurry and looked only once.'),
  ];
}

/** A note of one look, with a text file as its screenshot. */
export function look(room: Pick<Room, 'handle' | 'title'>, status: Status, at: number, observer: string, words: string): DemoNote {
  const time = formatTime(at);
  const stem = `${observer}-${time.slice(0, 16).replace(/[-:]/g, '').replace('T', '-')}`;
  const fileText = `${room.title}\nSeen by ${observer} at ${time} in the app.\n${words}\n`;
  return { ref: `telegram:${room.handle}`, status, at: time, observer, fileName: `${stem}.txt`, fileText };
}

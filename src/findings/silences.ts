/** When did a reachable channel stop posting? The last silence and those of the past, from its days of activity and the looks at it. */

import type { Ms } from '../model/observation.ts';
import { showsAlive } from '../model/words.ts';
import type { Judged } from './rounds.ts';
import { type Habit, habitOf } from './silence.ts';
import type { Subject } from './state.ts';

const DAY = 86_400_000;
/** No habit calls a pause silence that is shorter than this many times its longest before: spares most of the work. */
const RECORD = 2;

export interface Silence {
  after: Ms;
  by: Ms;
  until: { after: Ms; by: Ms } | null;
  /** The first look that showed it quiet for too long. */
  quiet: Judged;
}

/**
 * Silences by the census' own rule: a look that showed the channel alive, later after a post than its habit (of what it
 * had posted until then) makes believable. It fell silent after that post, and before the next would usually have come
 * (19 in 20 of its pauses are shorter): that is the interval. In time order; the last may be open.
 */
export function silences(subject: Subject): Silence[] {
  const alive = subject.looks.filter((look) => look.doubt === null && showsAlive(look.row.status));
  const days = [...new Set(subject.activity.flatMap((row) => row.days))].sort((a, b) => a - b);
  const found = past(days, alive);
  const last = subject.activity.reduce((a, row) => Math.max(a, row.lastPost), Number.NEGATIVE_INFINITY);
  const sure = subject.activity.reduce((a, row) => Math.max(a, row.lastPostAfter), Number.NEGATIVE_INFINITY);
  const habit = habitOf(days);
  const look = alive.at(-1);
  if (habit === null || look === undefined || look.row.status === 'restricted') return found;
  const quiet = firstQuiet(alive, last, last + habit.silentAfterDays * DAY, Number.POSITIVE_INFINITY);
  return quiet === undefined ? found : [...found, silence(Math.min(sure, last), last, habit, quiet, null)];
}

/** Pauses between days with posts, told by what was known of the habit when they began. */
function past(days: readonly number[], alive: readonly Judged[]): Silence[] {
  const found: Silence[] = [];
  let longest = 0;
  for (let i = 1; i < days.length; i++) {
    const [day, next] = [days[i - 1] ?? 0, days[i] ?? 0];
    const gap = next - day;
    const habit = gap > RECORD * longest ? habitOf(days.slice(0, i)) : null;
    longest = Math.max(longest, gap);
    if (habit === null || gap <= habit.silentAfterDays) continue;
    // Of a day it is not known when; the post came by its end.
    const ended = (day + 1) * DAY;
    const quiet = firstQuiet(alive, ended, ended + habit.silentAfterDays * DAY, next * DAY);
    if (quiet === undefined) continue;
    const lastQuiet = alive.findLast((look) => look.row.at < next * DAY) ?? quiet;
    found.push(silence(day * DAY, ended, habit, quiet, { after: lastQuiet.row.at, by: (next + 1) * DAY }));
  }
  return found;
}

function firstQuiet(alive: readonly Judged[], post: Ms, threshold: Ms, before: Ms): Judged | undefined {
  return alive.find((look) => look.row.at > post && look.row.at > threshold && look.row.at < before);
}

function silence(after: Ms, lastPost: Ms, habit: Habit, quiet: Judged, until: Silence['until']): Silence {
  const by = Math.min(lastPost + habit.usualDays * DAY, quiet.row.at);
  return { after, by, until, quiet };
}

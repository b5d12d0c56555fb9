import { createHash } from 'node:crypto';
import type { StandsOut } from '../findings/arrivals-hours.ts';
import type { Found } from '../findings/found.ts';
import type { MassLoss } from '../findings/mass-loss.ts';
import { compare, groupBy } from '../findings/order.ts';
import type { Liveness } from '../findings/state.ts';
import type { Wave } from '../findings/waves.ts';
import type { Alert, AlertKind } from '../model/alert.ts';
import type { Ms } from '../model/observation.ts';
import { type ChannelRef, platformOf } from '../model/ref.ts';
import { formatTime } from '../model/time.ts';

/**
 * What is new, and worth telling a person at once? A pure function of what holds now and of what was told before: asked
 * again, or by a watch that begins after a kill, it tells the same things under the same keys, and nothing twice.
 */

/** What holds now. Each part may be empty: it is then not looked at this time. */
export interface Holds {
  channels: readonly Pick<Liveness, 'channel' | 'entered' | 'control' | 'state' | 'gone' | 'lastAlive' | 'why'>[];
  massLosses: readonly MassLoss[];
  waves: readonly Wave[];
  /** References that posts point to, those already accepted or ignored left out. */
  found: readonly Found[];
  arrivals: readonly { platform: string; standsOut: StandsOut }[];
}

export const NOTHING_HOLDS: Holds = { channels: [], massLosses: [], waves: [], found: [], arrivals: [] };

/** What was told, the oldest first, and what was so before anybody watched. */
export interface Told {
  since: Ms;
  gone: readonly ChannelRef[];
  alerts: readonly Alert[];
}

const MOST_LINES = 20;
/** Happenings of one kind on one platform that lie no further apart than this are one. */
const SAME_LOSS_MS = 24 * 3_600_000;
const SAME_WAVE_MS = 72 * 3_600_000;

/** Alerts on what is not told yet, in a fixed order. What happened before `told.since` is never told. */
export function detect(holds: Holds, told: Told): Alert[] {
  return [
    ...massLossAlerts(holds.massLosses, told),
    ...waveAlerts(holds.waves, told),
    ...changeAlerts(holds.channels, told),
    ...foundAlerts(holds.found, told),
    ...arrivalAlerts(holds.arrivals, told),
  ].filter((alert) => alert.at >= told.since);
}

function massLossAlerts(losses: readonly MassLoss[], told: Told): Alert[] {
  return losses.flatMap((loss): Alert[] => {
    const { platform, from, to, channels, watched, controls } = loss;
    // Its beginning moves on as its first channels are confirmed and leave it.
    if (toldNear(told, 'mass-loss', platform, { from: from - SAME_LOSS_MS, to: from + SAME_LOSS_MS }) !== null) return [];
    const deciding =
      controls.length === 0
        ? 'There is no control to decide it: name some with `trackway roster add REF --control`.'
        : `Controls that will decide: ${controls.map((control) => `${shown(control.channel)} (${control.status})`).join(', ')}.`;
    const title = `Unconfirmed mass loss on ${platform}: ${channels.length} of ${watched} watched channels were answered to be away.`;
    const lines = [
      `First answers between ${formatTime(from)} and ${formatTime(to)}.`,
      deciding,
      ...listed(channels.map((channel) => `${shown(channel)}.`)),
    ];
    return [{ key: keyOf('mass-loss', platform, from, []), kind: 'mass-loss', platform, at: from, title, lines, channels }];
  });
}

const WENT = { gone: 'went', silent: 'fell silent', private: 'turned private' } as const;

function waveAlerts(waves: readonly Wave[], told: Told): Alert[] {
  return waves.flatMap((wave): Alert[] => {
    const { platform, kind, start, startBy, end, channels, lost, watched, expected } = wave;
    const near = { from: start - SAME_WAVE_MS, to: (end ?? Number.POSITIVE_INFINITY) + SAME_WAVE_MS };
    if (told.alerts.some((alert) => alert.kind === 'wave' && alert.key.startsWith(`wave/${platform}/${kind}/`) && isWithin(alert.at, near)))
      return [];
    const title = `A wave on ${platform}: ${lost} of ${watched} channels ${WENT[kind]}, where ${expected.toFixed(1)} would be ordinary.`;
    const span = `It began between ${formatTime(start)} and ${formatTime(startBy)} and ${end === null ? 'may go on' : `ended by ${formatTime(end)}`}.`;
    const rare = `Chance alone shows such a window about once in ${Math.round(wave.recurrenceDays).toLocaleString('en')} days.`;
    const lines = [span, rare, ...listed(channels.map((channel) => `${shown(channel)}.`))];
    return [{ key: keyOf('wave', `${platform}/${kind}`, startBy, []), kind: 'wave', platform, at: startBy, title, lines, channels }];
  });
}

/** Disappearances, and returns of what was told or known to be gone. */
function changeAlerts(channels: Holds['channels'], told: Told): Alert[] {
  const away = awayBy(told);
  const gone: Item[] = [];
  const back: Item[] = [];
  for (const { channel, entered, control, state, gone: interval, lastAlive, why } of channels) {
    if (control) continue;
    const before = away.get(entered);
    if (state === 'gone' && before === undefined && interval !== null)
      gone.push({ channel, entered, at: interval.by, line: `${shown(channel)}: ${why}.` });
    if (before !== undefined && (state === 'alive' || state === 'silent') && lastAlive !== null && lastAlive > before)
      back.push({ channel, entered, at: lastAlive, line: `${shown(channel)}: ${why}.` });
  }
  return [
    ...grouped('disappearance', gone, told, (platform, n, one) =>
      n === 1 ? `${one} can no longer be seen.` : `${n} ${platform} channels can no longer be seen.`,
    ),
    ...grouped('return', back, told, (platform, n, one) =>
      n === 1 ? `${one} can be seen again.` : `${n} ${platform} channels can be seen again.`,
    ),
  ];
}

/** Who is away as far as was told, and since when. */
function awayBy(told: Told): Map<ChannelRef, Ms> {
  const away = new Map<ChannelRef, Ms>(told.gone.map((channel) => [channel, told.since]));
  for (const { kind, channels, at } of told.alerts) {
    if (kind === 'disappearance') for (const channel of channels) away.set(channel, at);
    if (kind === 'return') for (const channel of channels) away.delete(channel);
  }
  return away;
}

function foundAlerts(found: readonly Found[], told: Told): Alert[] {
  const known = new Set(told.alerts.flatMap((alert) => (alert.kind === 'signpost' ? alert.channels : [])));
  const items = found.flatMap((line): Item[] => {
    if (known.has(line.channel)) return [];
    const said = Object.entries(line.stances).flatMap(([stance, count]) =>
      count > 0 && stance !== 'neutral' ? [`${stance} ${count}`] : [],
    );
    const stances = said.length === 0 ? '' : `; said of it: ${said.join(', ')}`;
    const where = line.examples[0] === undefined ? '' : ` (${shown(line.examples[0])})`;
    const by = `${line.posts} ${line.posts === 1 ? 'post' : 'posts'} in ${line.channels} ${line.channels === 1 ? 'channel' : 'channels'}`;
    return [
      {
        channel: line.channel,
        entered: line.channel,
        at: line.firstAt,
        line: `${shown(line.channel)}: ${by}, first ${formatTime(line.firstAt)}${where}${stances}.`,
      },
    ];
  });
  return grouped('signpost', items, told, (platform, n, one) =>
    n === 1
      ? `A post points to ${one}, which nobody has decided on.`
      : `Posts point to ${n} ${platform} channels that nobody has decided on.`,
  );
}

function arrivalAlerts(arrivals: Holds['arrivals'], told: Told): Alert[] {
  return arrivals.flatMap(({ platform, standsOut }): Alert[] => {
    const { hour, voices, expected, noticed } = standsOut;
    const earlier = toldNear(told, 'arrivals', platform, { from: hour - SAME_LOSS_MS, to: noticed + SAME_LOSS_MS });
    if (earlier !== null) return [];
    const title = `More voices point to ${platform} than is usual: ${voices} since ${formatTime(hour)}, where ${expected.toFixed(1)} would be usual.`;
    const lines = [
      'Who points there may be a journalist, a researcher or a hunter.',
      `\`trackway arrivals --platform ${platform}\` tells who arrives.`,
    ];
    return [{ key: keyOf('arrivals', platform, hour, []), kind: 'arrivals', platform, at: hour, title, lines, channels: [] }];
  });
}

interface Item {
  channel: ChannelRef;
  /** As it stands in the roster: by this it is known again. */
  entered: ChannelRef;
  at: Ms;
  line: string;
}

/** One alert for all items of a platform that are news. */
function grouped(
  kind: AlertKind,
  items: readonly Item[],
  told: Told,
  title: (platform: string, n: number, one: string) => string,
): Alert[] {
  const byPlatform = groupBy(
    items.filter((item) => item.at >= told.since),
    (item) => platformOf(item.channel),
  );
  return [...byPlatform]
    .sort(([a], [b]) => compare(a, b))
    .map(([platform, unsorted]) => {
      const all = unsorted.toSorted((a, b) => a.at - b.at || compare(a.entered, b.entered));
      const at = all[0]?.at ?? told.since;
      const channels = all.map((item) => item.entered);
      const key = keyOf(kind, platform, at, channels);
      return {
        key,
        kind,
        platform,
        at,
        title: title(platform, all.length, shown(all[0]?.channel ?? '')),
        lines: listed(all.map((item) => item.line)),
        channels,
      };
    });
}

function toldNear(told: Told, kind: AlertKind, platform: string, span: { from: Ms; to: Ms }): Alert | null {
  return told.alerts.find((alert) => alert.kind === kind && alert.platform === platform && isWithin(alert.at, span)) ?? null;
}

function isWithin(at: Ms, { from, to }: { from: Ms; to: Ms }): boolean {
  return at >= from && at <= to;
}

function listed(lines: readonly string[]): string[] {
  return lines.length <= MOST_LINES ? [...lines] : [...lines.slice(0, MOST_LINES - 1), `And ${lines.length - MOST_LINES + 1} more.`];
}

/** The same for the same happening: what, where, when, and of a group which ones. */
function keyOf(kind: AlertKind, where: string, at: Ms, members: readonly string[]): string {
  const digest =
    members.length === 0 ? '' : `/${createHash('sha256').update(members.toSorted(compare).join('\n')).digest('hex').slice(0, 12)}`;
  return `${kind}/${where}/${formatTime(at)}${digest}`;
}

/** Some programs make a link of whatever has a dot in it. */
function shown(ref: string): string {
  return ref.replaceAll('.', '[.]');
}

import { parseTime, zoneOffset } from '../model/time.ts';

/** How people read what answers say. */

/** `2019-11-29 18:41Z`, or in the case's zone with its offset: `2019-11-29 19:41+01:00`. Seconds only where they are not zero. */
export function localTime(time: string, zone: string): string {
  const ms = parseTime(time)?.ms;
  if (ms === undefined) return time;
  const offset = zone === 'UTC' ? 0 : offsetMinutes(ms, zone);
  const shifted = new Date(ms + offset * 60_000).toISOString();
  const seconds = shifted.slice(16, 19) === ':00' ? '' : shifted.slice(16, 19);
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}${seconds}${offset === 0 && zone === 'UTC' ? 'Z' : signed(offset)}`;
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** `Friday`, in the case's zone. */
export function weekdayOf(ms: number, zone: string): string {
  return WEEKDAYS[new Date(ms + zoneOffset(zone, ms)).getUTCDay()] ?? '';
}

/** `18:40`, in the case's zone, which stands beside it. */
export function clockOf(ms: number, zone: string): string {
  return new Date(ms + zoneOffset(zone, ms)).toISOString().slice(11, 16);
}

function offsetMinutes(ms: number, zone: string): number {
  const name =
    new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(ms)
      .find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  return match === null ? 0 : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

function signed(minutes: number): string {
  const whole = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** What is made for readers is defanged: nobody should reach such a place by a slip of the finger. */
export function defang(link: string): string {
  return link.replace(/^http/i, 'hxxp').replaceAll('.', '[.]');
}

/** One line of a text, at most `length` characters, cut at a whole character. */
export function excerpt(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join('')}…`;
}

const UNITS = [
  ['s', 1_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
] as const;

/** `118 to 122 s`, `−1.5 to 2.5 min`: two bounds in one unit, that of the larger, rounded outwards to a tenth. */
export function between(minMs: number, maxMs: number): string {
  const size = Math.max(Math.abs(minMs), Math.abs(maxMs));
  // A unit is taken from twice its length on: 118 s says more than 2 min.
  const [unit, length] = UNITS.findLast(([, ms]) => size >= (ms === 1_000 ? 0 : 2.5 * ms)) ?? UNITS[0];
  const low = Math.floor((10 * minMs) / length) / 10;
  const high = Math.ceil((10 * maxMs) / length) / 10;
  return `${String(low).replace('-', '−')} to ${String(high).replace('-', '−')} ${unit}`;
}

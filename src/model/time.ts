import type { Ms, When } from './observation.ts';

/** Times in and out: RFC 3339 with a zone, epoch milliseconds inside, and honest intervals where the zone is not known. */

const HOUR = 3_600_000;
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s?(Z|[+-]\d\d:?\d\d|[+-]\d\d)?$/i;
/** Nothing on these platforms is older than the epoch or newer than the year 2100: what says so is a broken record. */
const LATEST = Date.UTC(2100, 0, 1);

interface ParsedTime {
  /** The instant; where `zoned` is false, the wall-clock time read as UTC. */
  ms: Ms;
  zoned: boolean;
}

/** Reads `2019-11-29T18:41:00Z`, `…+03:00`, or the same without a zone. Null for what is no such time. */
export function parseTime(text: string): ParsedTime | null {
  const common = parseCommonShape(text);
  if (common !== null) return { ms: common, zoned: true };
  const m = RFC3339.exec(text);
  if (m === null) return null;
  const [, y, mo, d, h, mi, s, fraction, zone] = m;
  const ms = Date.UTC(
    Number(y),
    Number(mo) - 1,
    Number(d),
    Number(h),
    Number(mi),
    Number(s ?? 0),
    fraction === undefined ? 0 : Number(`${fraction}00`.slice(0, 3)),
  );
  const check = new Date(ms);
  // Date.UTC rolls 31 February over into March; a time that changes on the way is no time.
  if (
    check.getUTCDate() !== Number(d) ||
    check.getUTCMonth() !== Number(mo) - 1 ||
    Number(h) > 23 ||
    Number(mi) > 59 ||
    Number(s ?? 0) > 60
  )
    return null;
  const instant = ms - offsetOf(zone);
  if (instant < 0 || instant > LATEST) return null;
  return { ms: instant, zoned: zone !== undefined };
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/**
 * `YYYY-MM-DDTHH:MM:SSZ` or `…SS.mmmZ`, digit by digit: nearly every record of a large import has this shape, and a regular expression
 * with `Date.UTC` costs ten times as much. Null sends anything doubtful (another shape, a 29th of February, a leap second) the long way.
 */
function parseCommonShape(text: string): Ms | null {
  const { length } = text;
  if ((length !== 20 && length !== 24) || text.charCodeAt(length - 1) !== 90 || text.charCodeAt(10) !== 84) return null;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return null;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // A comparison with NaN is false, so what is no digit fails here too.
  const usual = year >= 1970 && year < 2100 && day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0);
  const milliseconds = length === 20 ? 0 : text.charCodeAt(19) === 46 ? twoDigits(text, 20) * 10 + (twoDigits(text, 21) % 10) : Number.NaN;
  if (!usual || !(hour <= 23 && minute <= 59 && second <= 59 && milliseconds >= 0)) return null;
  const leapDays = Math.floor((year - 1969) / 4) + (month > 2 && year % 4 === 0 ? 1 : 0);
  const days = (year - 1970) * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] ?? 0) + day - 1;
  return ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1000 + milliseconds;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0);
  return (zone[0] === '-' ? -minutes : minutes) * 60_000;
}

/** An instant known exactly. */
export function exactly(at: Ms): When {
  return { at, after: at, by: at };
}

/** A wall-clock time of unknown zone: civil zones run from UTC+14 to UTC−12. */
export function unknownZone(local: Ms): When {
  return { at: local, after: local - 14 * HOUR, by: local + 12 * HOUR };
}

/** `2019-11-29T18:41:00Z`; with milliseconds only where there are any. */
export function formatTime(ms: Ms): string {
  const iso = new Date(ms).toISOString();
  return iso.endsWith('.000Z') ? `${iso.slice(0, -5)}Z` : iso;
}

/** True for a zone that this machine's tables know: `Asia/Damascus`, `UTC`, `+03:00`. */
export function isZone(zone: string): boolean {
  if (/^[+-]\d\d:\d\d$/.test(zone)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The offset of a zone at an instant, in milliseconds east of UTC. */
export function zoneOffset(zone: string, ms: Ms): number {
  if (/^[+-]\d\d:\d\d$/.test(zone)) return offsetOf(zone);
  const parts = Object.fromEntries(
    formatter(zone)
      .formatToParts(ms)
      .map((p) => [p.type, Number(p.value)]),
  );
  const wall = Date.UTC(
    parts['year'] ?? 0,
    (parts['month'] ?? 1) - 1,
    parts['day'] ?? 1,
    parts['hour'] ?? 0,
    parts['minute'] ?? 0,
    parts['second'] ?? 0,
  );
  return wall - Math.floor(ms / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(zone: string): Intl.DateTimeFormat {
  let found = formatters.get(zone);
  if (found === undefined) {
    found = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(zone, found);
  }
  return found;
}

/**
 * Wall-clock time in a named zone → instant. Where the clock was set back the hour happens twice, so the answer is an
 * interval over both readings; where it was set forward the hour never was, and the reading after the change is taken.
 */
export function inZone(local: Ms, zone: string): When {
  // The offset changes at most once within a day of the reading: offsets a day before and after are the only candidates.
  const before = zoneOffset(zone, local - 24 * HOUR);
  const after = zoneOffset(zone, local + 24 * HOUR);
  if (before === after) return exactly(local - before);
  const candidates = [local - before, local - after].filter((ms) => zoneOffset(zone, ms) === local - ms);
  if (candidates.length === 0) return exactly(local - before);
  return { at: Math.min(...candidates), after: Math.min(...candidates), by: Math.max(...candidates) };
}

/** A caching form of `inZone` for files with many rows: one answer an hour is looked up, the rest is arithmetic. */
export function zoneReader(zone: string | null): (local: Ms) => When {
  if (zone === null) return unknownZone;
  const offsets = new Map<number, number | null>();
  return (local) => {
    const hour = Math.floor(local / HOUR);
    let offset = offsets.get(hour);
    if (offset === undefined) {
      const start = inZone(hour * HOUR, zone);
      const end = inZone(hour * HOUR + HOUR - 1, zone);
      const whole = start.after === start.by && end.after === end.by && end.at - start.at === HOUR - 1;
      offset = whole ? hour * HOUR - start.at : null;
      if (offsets.size > 100_000) offsets.clear();
      offsets.set(hour, offset);
    }
    return offset === null ? inZone(local, zone) : exactly(local - offset);
  };
}

import type { Ms } from '../model/observation.ts';
import { parseTime } from '../model/time.ts';

/**
 * Is this value what a field wants? Hand-written because a million records pass through here: values go in as read, the
 * first fault of a record is kept, and nothing is allocated for a good one.
 */

/** The first thing wrong with a record, as `views is no whole number: "many"`; null while all is well. */
export interface Faults {
  reason: string | null;
}

/** Keeps the first fault; later ones are usually its consequence. */
export function fault(faults: Faults, reason: string): void {
  faults.reason ??= reason;
}

/** A value as a person recognises it in a message, cut to 60 characters. */
export function shown(value: unknown): string {
  const text = written(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

/** `JSON.stringify` recurses: a value that is nested too deep for it is no reason to stop reading the file. */
function written(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return 'something nested too deep to show';
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, or null where it is missing. */
export function optionalText(value: unknown, field: string, faults: Faults): string | null {
  if (typeof value === 'string') return value;
  if (value !== undefined && value !== null) fault(faults, `${field} is no text: ${shown(value)}`);
  return null;
}

/** Text that must be there and hold something. */
export function requiredText(value: unknown, field: string, faults: Faults): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  fault(faults, value === undefined || value === null || value === '' ? `${field} is missing` : `${field} is no text: ${shown(value)}`);
  return '';
}

/** An id as text; whole numbers are written out. A number past 2^53 has lost digits when it was read and is refused. */
export function optionalId(value: unknown, field: string, faults: Faults): string | null {
  if (typeof value === 'string' && value !== '') return value;
  if (value === undefined || value === null || value === '') return null;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value === 'number' && Number.isInteger(value))
    fault(faults, `${field} is too large for a number, write it as text: ${shown(value)}`);
  else fault(faults, `${field} is no id: ${shown(value)}`);
  return null;
}

/** A whole number from 0, or null where it is missing. */
export function optionalCount(value: unknown, field: string, faults: Faults): number | null {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  if (value !== undefined && value !== null) fault(faults, `${field} is no whole number from 0: ${shown(value)}`);
  return null;
}

export function optionalNumber(value: unknown, field: string, faults: Faults): number | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (value !== undefined && value !== null) fault(faults, `${field} is no number: ${shown(value)}`);
  return null;
}

export function optionalFlag(value: unknown, field: string, faults: Faults): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value !== undefined && value !== null) fault(faults, `${field} is neither true nor false: ${shown(value)}`);
  return null;
}

/** One word of a closed list, or null where it is missing. */
export function optionalWord<W extends string>(value: unknown, words: readonly W[], field: string, faults: Faults): W | null {
  if (value === undefined || value === null) return null;
  for (const word of words) if (word === value) return word;
  fault(faults, `${field} is none of ${words.join(', ')}: ${shown(value)}`);
  return null;
}

/** An instant with a zone, or null where it is missing. */
export function optionalTime(value: unknown, field: string, faults: Faults): Ms | null {
  if (value === undefined || value === null) return null;
  const time = typeof value === 'string' ? parseTime(value) : null;
  if (time === null) fault(faults, `${field} is no time: ${shown(value)}`);
  else if (!time.zoned) fault(faults, `${field} has no time zone: ${shown(value)}`);
  else return time.ms;
  return null;
}

export function requiredTime(value: unknown, field: string, faults: Faults): Ms {
  if (value === undefined || value === null) fault(faults, `${field} is missing`);
  return optionalTime(value, field, faults) ?? 0;
}

const HEX = /^(?:[0-9a-f]{2})+$/i;

/** A hash as lower-case hex, of `bytes` bytes where given; null where it is missing. */
export function optionalHex(value: unknown, bytes: number | null, field: string, faults: Faults): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && HEX.test(value) && (bytes === null || value.length === bytes * 2)) return value.toLowerCase();
  fault(faults, `${field} is no ${bytes === null ? '' : `${bytes}-byte `}hash in hex: ${shown(value)}`);
  return null;
}

import type { Observation } from '../model/observation.ts';
import { formatTime, inZone, parseTime } from '../model/time.ts';
import { isObject } from './checks.ts';
import type { Mapping, Source } from './mapping.ts';
import type { RecordDefaults } from './observation-channel.ts';
import { observationReader, type RecordReader } from './observation-record.ts';

/** Which observations is one row of a foreign table, or one object of a foreign list, by a mapping? */

/** The value of a column or at a JSON pointer; undefined or null where there is none. */
export type Row = (name: string) => unknown;

/** Reads a row: observations, and sentences about what could not be made of it. */
export type RowReader = (row: Row) => (Observation | string)[];

export function rowReader(mappings: Mapping[], defaults: RecordDefaults): RowReader {
  const readers = mappings.map((mapping) => {
    const zone = mapping.zone ?? defaults.zone;
    return { mapping, zone, read: observationReader({ ...defaults, zone }) };
  });
  return (row) => {
    const fitting = readers.filter(({ mapping }) =>
      mapping.only.every(({ source, pattern }) => pattern.test(asText(taken(source, row)) ?? '')),
    );
    if (fitting.length === 0) return ['no mapping applies to this row: its "only" fits none'];
    return fitting.map(({ mapping, zone, read }) => observationOf(mapping, zone, read, row));
  };
}

function observationOf(mapping: Mapping, zone: string | null, read: RecordReader, row: Row): Observation | string {
  const json: Record<string, unknown> = { type: mapping.type };
  for (const [field, value] of mapping.constants) put(json, field, value);
  for (const [field, source] of mapping.fields) {
    const value = taken(source, row);
    if (!isMissing(value, field)) put(json, field, converted(field, value, zone));
  }
  if (json['media'] !== undefined) json['media'] = [{ kind: 'media', ...(isObject(json['media']) ? json['media'] : {}) }];
  if (json['platform'] === 'telegram') bareTelegramIds(json);
  return read(json);
}

function put(json: Record<string, unknown>, field: string, value: unknown): void {
  const [outer, inner] = field.split('.');
  if (outer === undefined) return;
  if (inner === undefined) json[outer] = value;
  else json[outer] = { ...(isObject(json[outer]) ? json[outer] : {}), [inner]: value };
}

/** A bare column keeps its type; between other text a missing part is left out, and all parts missing is a missing value. */
function taken(source: Source, row: Row): unknown {
  const [only] = source.names;
  if (only !== undefined && source.names.length === 1 && source.texts.every((text) => text === '')) return row(only);
  const parts = source.names.map((name) => {
    const value = row(name);
    return isMissing(value, '') ? '' : (asText(value) ?? '');
  });
  if (parts.every((part) => part === '')) return null;
  return source.texts.reduce((text, next, i) => text + (parts[i - 1] ?? '') + next).trim();
}

function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

const MISSING = new Set(['', 'NA', 'N/A', 'NaN', 'nan', 'null', 'NULL', 'None', '\\N']);

/** Empty, or one of the words by which tables write "no value"; a post's text may well be such a word. */
function isMissing(value: unknown, field: string): boolean {
  return value === undefined || value === null || (typeof value === 'string' && field !== 'text' && MISSING.has(value.trim()));
}

const TIMES = new Set([
  'publishedAfter',
  'publishedBy',
  'observedAt',
  'editedAt',
  'createdAt',
  'at',
  'until',
  'asOf',
  'forwardedFrom.publishedAt',
]);
const NUMBERS = new Set(['views', 'subscribers', 'clockErrorMs', 'clockOffsetMs']);
const FLAGS = new Set(['deleted', 'control', 'intervention']);
const IDS = new Set(['id', 'replyTo', 'forwardedFrom.id']);

/** A table knows only text: numbers, truth values, times and lists are read out of it. What does not fit is left for the checks to name. */
function converted(field: string, value: unknown, zone: string | null): unknown {
  const text = asText(value);
  if (text === null) return value;
  if (field === 'publishedAt') return unixTime(text) ?? text;
  if (TIMES.has(field)) return unixTime(text) ?? zonedTime(text, zone);
  if (NUMBERS.has(field)) return /^-?\d+(?:\.\d+)?$/.test(text.trim()) ? Number(text) : value;
  if (FLAGS.has(field)) return /^(?:true|yes|1)$/i.test(text) ? true : /^(?:false|no|0)$/i.test(text) ? false : value;
  if (IDS.has(field)) return text.trim().replace(/[\s/]+/g, '_');
  if (field === 'links') return text.split(/\s+/).filter((link) => link !== '');
  return text;
}

/** A number is Unix seconds below 100,000,000,000 (the year 5138) and milliseconds from there (1973); null for no such number. */
function unixTime(text: string): string | null {
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(text.trim())) return null;
  const number = Number(text);
  const ms = Math.floor(number < 100_000_000_000 ? number * 1000 : number);
  return ms < Date.UTC(2100, 0, 1) ? formatTime(ms) : null;
}

function zonedTime(text: string, zone: string | null): string {
  const time = parseTime(text.trim());
  if (time === null || time.zoned || zone === null) return text;
  return formatTime(inZone(time.ms, zone).at);
}

/** Telegram's bot API and many tools write channel 1234 as -1001234; here it has its own id, as Telegram's exports write it. */
function bareTelegramIds(json: Record<string, unknown>): void {
  for (const field of ['channel', 'nativeId']) {
    const written = asText(json[field]);
    if (written !== null) json[field] = written.replace(/^(#?)-100(\d+)$/, '$1$2');
  }
}

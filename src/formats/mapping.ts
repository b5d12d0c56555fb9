import { UserError } from '../model/errors.ts';
import { isZone } from '../model/time.ts';
import { isObject, shown } from './checks.ts';

/** Is this a mapping file that we can follow? Says plainly which key is wrong. */

/** How rows of a table, or objects of a list, become observations of one type. */
export interface Mapping {
  type: MappedType;
  /** Our field → where its value comes from. */
  fields: Map<string, Source>;
  /** Our field → the same value for every row. */
  constants: Map<string, unknown>;
  zone: string | null;
  /** Column → a pattern with `*`: only rows that fit all of them are of this mapping. */
  only: { source: Source; pattern: RegExp }[];
}

/** Where the records are: null for a table; `lines`; or the path of an array as `jsonElements` takes it. */
export type Records = { kind: 'unsaid' } | { kind: 'lines' } | { kind: 'array'; path: string };

/** Text between names of columns: `#{sender_id}` is `['#', column, '']`. A bare column is one name without text. */
export interface Source {
  texts: string[];
  names: string[];
  /** As written, for messages. */
  written: string;
}

const COMMON = ['platform', 'channel', 'nativeId'];
const FIELDS = {
  post: [
    ...COMMON,
    'id',
    'publishedAt',
    'publishedAfter',
    'publishedBy',
    'observedAt',
    'editedAt',
    'clockErrorMs',
    'text',
    'links',
    'author',
    'views',
    'replyTo',
    'deleted',
    'action',
    'forwardedFrom.platform',
    'forwardedFrom.channel',
    'forwardedFrom.id',
    'forwardedFrom.publishedAt',
    'media.kind',
    'media.sha256',
    'media.perceptualHash',
  ],
  profile: [...COMMON, 'observedAt', 'kind', 'title', 'about', 'subscribers', 'createdAt', 'avatarHash', 'control'],
  sighting: [...COMMON, 'at', 'status', 'reason', 'movedTo', 'clockOffsetMs', 'observer', 'tool', 'round'],
  dispute: ['by', 'about', 'at', 'kind', 'text', 'source'],
  event: ['at', 'until', 'name', 'intervention', 'source'],
  assertion: ['at', 'asOf', 'by', 'text', 'source'],
};

type MappedType = keyof typeof FIELDS;

const KEYS = ['type', 'fields', 'const', 'zone', 'records', 'only'];

/** One mapping or a list of them (one row may be a profile and a post). Throws `UserError` that names the wrong key. */
export function mappingsOf(map: unknown): { mappings: Mapping[]; records: Records } {
  if (map === null || map === undefined) throw new UserError('the format mapped needs a mapping file: give --map FILE');
  const list = Array.isArray(map) ? map : [map];
  if (list.length === 0) throw new UserError('the mapping file is empty: it needs at least type and fields');
  const mappings = list.map((one, i) => mappingOf(one, list.length > 1 ? `mapping ${i + 1}: ` : 'mapping: '));
  const records = list.map((one) => (isObject(one) ? one['records'] : undefined)).filter((one) => one !== undefined);
  if (records.some((one) => one !== records[0])) throw new UserError('mapping: records must be the same in all mappings of one file');
  return { mappings, records: recordsOf(records[0]) };
}

function mappingOf(one: unknown, where: string): Mapping {
  if (!isObject(one)) throw new UserError(`${where}this is no list of keys and values: ${shown(one)}`);
  for (const key of Object.keys(one))
    if (!KEYS.includes(key)) throw new UserError(`${where}${key} is no key of a mapping: the keys are ${KEYS.join(', ')}`);
  const type = one['type'];
  if (!isType(type)) throw new UserError(`${where}type is none of ${Object.keys(FIELDS).join(', ')}: ${shown(type)}`);
  const zone = one['zone'] ?? null;
  if (zone !== null && (typeof zone !== 'string' || !isZone(zone)))
    throw new UserError(`${where}zone is no time zone such as Asia/Damascus or +03:00: ${shown(zone)}`);
  const fields = entries(one['fields'], `${where}fields`).map(([ours, from]): [string, Source] => {
    known(type, ours, `${where}fields`);
    return [ours, sourceOf(from, `${where}fields.${ours}`)];
  });
  const constants = entries(one['const'], `${where}const`);
  for (const [ours] of constants) known(type, ours, `${where}const`);
  if (fields.length === 0) throw new UserError(`${where}fields is missing: it says which column is which field of ours`);
  const only = entries(one['only'], `${where}only`).map(([column, pattern]) => ({
    source: sourceOf(column, `${where}only`),
    pattern: patternOf(pattern, `${where}only.${column}`),
  }));
  return { type, fields: new Map(fields), constants: new Map(constants), zone, only };
}

function isType(type: unknown): type is MappedType {
  return typeof type === 'string' && Object.hasOwn(FIELDS, type);
}

function known(type: MappedType, field: string, where: string): void {
  const fields: string[] = FIELDS[type];
  if (!fields.includes(field)) throw new UserError(`${where}.${field} is no field of a ${type}: its fields are ${fields.join(', ')}`);
}

function entries(value: unknown, where: string): [string, unknown][] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) throw new UserError(`${where} is no list of keys and values: ${shown(value)}`);
  return Object.entries(value);
}

function sourceOf(value: unknown, where: string): Source {
  if (typeof value !== 'string' || value === '') throw new UserError(`${where} is no column name or JSON pointer: ${shown(value)}`);
  const parts = value.split(/\{([^{}]+)\}/);
  if (parts.length === 1) return { texts: ['', ''], names: [value], written: value };
  return { texts: parts.filter((_, i) => i % 2 === 0), names: parts.filter((_, i) => i % 2 === 1), written: value };
}

function patternOf(value: unknown, where: string): RegExp {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    throw new UserError(`${where} is no pattern such as "fb_*": ${shown(value)}`);
  const parts = String(value)
    .split(/\*+/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^]*')}$`);
}

/** `lines`, or a JSON pointer to the array (`/data/items`; `*` stands for every element of an array on the way). */
function recordsOf(value: unknown): Records {
  if (value === undefined || value === null) return { kind: 'unsaid' };
  if (value === 'lines') return { kind: 'lines' };
  if (value === '' || value === '/') return { kind: 'array', path: '' };
  if (typeof value !== 'string' || !value.startsWith('/'))
    throw new UserError(`mapping: records is neither "lines" nor a JSON pointer such as /data/items: ${shown(value)}`);
  const path = value
    .slice(1)
    .split('/')
    .map((name) => (name === '*' ? '[]' : `.${name.replaceAll('~1', '/').replaceAll('~0', '~')}`))
    .join('');
  return { kind: 'array', path: path.replace(/^\./, '') };
}

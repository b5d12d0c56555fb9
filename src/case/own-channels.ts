import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { reasonOf, UserError } from '../model/errors.ts';
import { type ChannelRef, channelRef, parseChannelRef } from '../model/ref.ts';
import { NEVER_USED_TAG } from '../model/rows.ts';
import type { LinkFinder } from '../text/links.ts';
import { finder } from './links.ts';

/** Somebody's own list of channels (a platform's new ones, another observer's roster): read into memory, compared, and forgotten. */

const COLUMNS = ['channel', 'handle', 'name', 'ref', 'reference', 'link', 'url', 'id'];

export interface OwnChannels {
  refs: ChannelRef[];
  /** Lines that name no channel. */
  unread: number;
  /** Those of `refs` that a column `control` calls controls. */
  controls: ChannelRef[];
}

interface Listed {
  name: string;
  control: boolean;
}

/**
 * Reads a CSV file whose header has a column `channel` or `handle` (or `name`, `ref`, `link`, `url`, `id`), or a file with
 * one reference, handle or link a line. Without a `platform` the channels may be of any, and a bare handle names none.
 * `UserError` where it cannot be read or names nothing.
 */
export async function readOwnChannels(path: string, platform: string | null): Promise<OwnChannels> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`cannot read the list ${path}: ${reasonOf(error)}`, { cause: error });
  }
  const lines = listedIn(text, path);
  const find = await finder();
  const known = lines.flatMap(({ name, control }) => {
    const ref = platform === null ? anyRefOf(name, find) : refOf(name, platform, find);
    return ref === null ? [] : [{ ref, control }];
  });
  if (known.length === 0)
    throw new UserError(
      `${path} names no channel: write one reference, ${platform === null ? '' : 'handle '}or link a line, or a CSV with a column "channel"${platform === null ? '' : ' or "handle"'}`,
    );
  return {
    refs: [...new Set(known.map(({ ref }) => ref))],
    unread: lines.length - known.length,
    controls: [...new Set(known.filter(({ control }) => control).map(({ ref }) => ref))],
  };
}

function listedIn(text: string, path: string): Listed[] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const header = first.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, '').toLowerCase());
  const column = COLUMNS.find((name) => header.includes(name));
  if (column === undefined)
    return text
      .split(/\r?\n/)
      .map((line) => ({ name: line.trim(), control: false }))
      .filter((line) => line.name !== '');
  let rows: string[][];
  try {
    const delimiter = [',', ';', '\t'].find((sign) => first.includes(sign)) ?? ',';
    rows = parse(text, { delimiter, from_line: 2, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new UserError(`cannot read the list ${path} as CSV: ${reasonOf(error)}`, { cause: error });
  }
  const cell = (row: string[], title: string): string => row[header.indexOf(title)] ?? '';
  const isControl = (row: string[]): boolean =>
    cell(row, 'control').toLowerCase() === 'true' ||
    cell(row, 'tags')
      .split(/[,;\s]+/)
      .includes(NEVER_USED_TAG);
  return rows.map((row) => ({ name: cell(row, column), control: isControl(row) })).filter((line) => line.name !== '');
}

/** A reference as it is (of this platform), a link by recognition, anything else as a handle of the platform. */
function refOf(name: string, platform: string, find: LinkFinder): ChannelRef | null {
  const parsed = parseChannelRef(name);
  if (parsed?.platform === platform) return parsed.ref;
  if (name.includes('/')) {
    const link = find(name, { mentionPlatform: null }).find((found) => found.channel !== null);
    if (link !== undefined) return link.platform === platform ? link.channel : null;
  }
  return channelRef(platform, name);
}

/** A reference of any platform as it is, or a link by recognition. */
function anyRefOf(name: string, find: LinkFinder): ChannelRef | null {
  const parsed = parseChannelRef(name);
  const link = /[/.]/.test(name) ? find(name, { mentionPlatform: null }).find((found) => found.channel !== null) : undefined;
  if (link !== undefined && link.platform !== parsed?.platform) return link.channel;
  return name.includes('://') ? null : (parsed?.ref ?? null);
}

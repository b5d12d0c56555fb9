import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { reasonOf, UserError } from '../model/errors.ts';
import { type ChannelRef, channelRef, parseChannelRef } from '../model/ref.ts';
import type { LinkFinder } from '../text/links.ts';
import { finder } from './links.ts';

/** A platform's list of its own new channels: read into memory, compared, and forgotten. */

const COLUMNS = ['channel', 'handle', 'name', 'ref', 'reference', 'link', 'url', 'id'];

export interface OwnChannels {
  refs: ChannelRef[];
  /** Lines that name no channel. */
  unread: number;
}

/**
 * Reads a CSV file whose header has a column `channel` or `handle` (or `name`, `ref`, `link`, `url`, `id`), or a file with
 * one reference, handle or link a line. `UserError` where it cannot be read or names nothing.
 */
export async function readOwnChannels(path: string, platform: string): Promise<OwnChannels> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new UserError(`cannot read the list ${path}: ${reasonOf(error)}`, { cause: error });
  }
  const names = namesIn(text, path);
  const find = await finder();
  const refs = names.map((name) => refOf(name, platform, find));
  const known = refs.filter((ref) => ref !== null);
  if (known.length === 0)
    throw new UserError(
      `${path} names no channel: write one reference, handle or link a line, or a CSV with a column "channel" or "handle"`,
    );
  return { refs: [...new Set(known)], unread: refs.length - known.length };
}

function namesIn(text: string, path: string): string[] {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  const header = first.split(/[,;\t]/).map((cell) => cell.trim().replace(/^"|"$/g, '').toLowerCase());
  const column = COLUMNS.find((name) => header.includes(name));
  if (column === undefined)
    return text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
  let rows: string[][];
  try {
    const delimiter = [',', ';', '\t'].find((sign) => first.includes(sign)) ?? ',';
    rows = parse(text, { delimiter, from_line: 2, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    throw new UserError(`cannot read the list ${path} as CSV: ${reasonOf(error)}`, { cause: error });
  }
  return rows.map((row) => row[header.indexOf(column)] ?? '').filter((name) => name !== '');
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

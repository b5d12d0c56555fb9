import type { Ms, Sighting } from '../model/observation.ts';
import type { FileHead, FileReader } from '../model/reader.ts';
import { type ChannelRef, channelRef, isPlatformName } from '../model/ref.ts';
import type { Status } from '../model/words.ts';
import { parseJson } from '../text/json-values.ts';
import { addLineProblem, addRecord, lineChunks } from '../text/line-chunks.ts';
import { isObject, shown } from './checks.ts';

/**
 * Reads lists of public instances kept over years, as spells: one line for each unbroken stay of one address on a list.
 *
 * The list is the observer: it saw the address in its version of `enter` and of `last_seen`, and did not see it in that of
 * `gone_by`, nor in that of `enter_prev` unless the address was there from the list's start. An `absent` before the first
 * entry bounds when the address appeared; before a later entry it confirms that it had been away. An address that came
 * back has several spells. Nothing is said where a field is null: what is still on the list has no end.
 */
export const spells: FileReader = {
  format: 'spells',
  summary: 'spells on a list of public instances, NDJSON with id, enter, enter_prev, left_trunc, last_seen, gone_by (Unix seconds)',
  recognise,
  read(open, options, resume) {
    const platform = options.platform ?? 'web';
    return lineChunks(open, resume, (line, draft) => {
      const parsed = parseJson(line.text);
      const read = parsed.ok ? sightingsOf(parsed.value, platform) : line.ended ? parsed.reason : 'the file ends within this record';
      if (typeof read === 'string') addLineProblem(draft, line, read);
      else for (const sighting of read) addRecord(draft, sighting, line.offset);
    });
  },
};

/** The sightings of one spell, or why it is none. */
function sightingsOf(json: unknown, platform: string): Sighting[] | string {
  if (!isObject(json)) return 'this is no JSON object';
  const channel = channelOf(json['id'], platform);
  if (channel === null) return `id is no web address: ${shown(json['id'])}`;
  const enter = seconds(json['enter']);
  const last = seconds(json['last_seen']);
  const before = json['enter_prev'] === null ? null : seconds(json['enter_prev']);
  const gone = json['gone_by'] === null ? null : seconds(json['gone_by']);
  if (enter === undefined) return `enter is no time in Unix seconds: ${shown(json['enter'])}`;
  if (last === undefined) return `last_seen is no time in Unix seconds: ${shown(json['last_seen'])}`;
  if (before === undefined) return `enter_prev is neither null nor a time in Unix seconds: ${shown(json['enter_prev'])}`;
  if (gone === undefined) return `gone_by is neither null nor a time in Unix seconds: ${shown(json['gone_by'])}`;
  if (typeof json['left_trunc'] !== 'boolean') return `left_trunc is neither true nor false: ${shown(json['left_trunc'])}`;
  if ((before ?? 0) > enter || enter > last || last > (gone ?? last)) return 'enter_prev, enter, last_seen and gone_by are not in order';
  const seen: Sighting[] = [];
  if (before !== null && !json['left_trunc']) seen.push(sighting(channel, before, 'absent'));
  seen.push(sighting(channel, enter, 'alive'));
  if (last !== enter) seen.push(sighting(channel, last, 'alive'));
  if (gone !== null) seen.push(sighting(channel, gone, 'absent'));
  return seen;
}

/** The host of an address, with its port; the same service is listed with and without https or a path. */
function channelOf(id: unknown, platform: string): ChannelRef | null {
  const host = typeof id === 'string' ? /^https?:\/\/([^/?#\s@]+)/i.exec(id)?.[1] : undefined;
  return host === undefined || !isPlatformName(platform) ? null : channelRef(platform, host);
}

function seconds(value: unknown): Ms | undefined {
  return typeof value === 'number' && value > 0 && value < 4_000_000_000 ? Math.round(value * 1000) : undefined;
}

function sighting(channel: ChannelRef, at: Ms, status: Status): Sighting {
  return {
    type: 'sighting',
    channel,
    nativeId: null,
    at,
    status,
    reason: 'list',
    movedTo: null,
    clockOffsetMs: null,
    observer: 'list',
    tool: null,
    round: null,
  };
}

function recognise(head: FileHead): number {
  const line =
    head.text
      .replace(/^\uFEFF/, '')
      .split('\n')
      .find((text) => text.trim() !== '') ?? '';
  const parsed = parseJson(line);
  if (!parsed.ok || !isObject(parsed.value)) return 0;
  const json = parsed.value;
  return ['id', 'enter', 'enter_prev', 'left_trunc', 'last_seen', 'gone_by'].every((key) => key in json) ? 1 : 0;
}

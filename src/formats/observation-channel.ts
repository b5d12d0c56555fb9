import type { When } from '../model/observation.ts';
import { type ChannelRef, channelRef, isPlatformName, parseChannelRef } from '../model/ref.ts';
import { zoneReader } from '../model/time.ts';
import { type Faults, fault, shown } from './checks.ts';

/** Which channel does a record of the neutral format speak of? What stands in for a platform or channel that it does not name. */

export interface RecordDefaults {
  platform: string | null;
  channel: ChannelRef | null;
  /** `--zone`: the zone of a `publishedAt` written without one. Null: unknown, and the post's time becomes an interval. */
  zone: string | null;
}

export type Json = Record<string, unknown>;

/** Many records share few channels: a reader keeps the references it has already checked. */
const KNOWN_REFS = 50_000;

/** What all records of one file share. */
export interface Context {
  defaults: RecordDefaults;
  local: (ms: number) => When;
  refs: Map<string, Map<string, ChannelRef>>;
}

export function newContext(defaults: RecordDefaults): Context {
  return { defaults, local: zoneReader(defaults.zone), refs: new Map() };
}

/** The record's channel: its own platform and name, or the defaults. A name that is a whole reference needs no platform. */
export function channelOf(json: Json, context: Context, faults: Faults): ChannelRef {
  const name = json['channel'] ?? null;
  const platform = json['platform'] ?? context.defaults.platform;
  if (name === null) {
    if (context.defaults.channel === null) fault(faults, 'channel is missing (name it in the record or give --channel)');
    return context.defaults.channel ?? '';
  }
  if (typeof name !== 'string') {
    fault(faults, `channel is no text: ${shown(name)}`);
    return '';
  }
  if (platform === null) {
    const whole = parseChannelRef(name);
    if (whole === null) fault(faults, 'platform is missing (name it in the record or give --platform)');
    return whole?.ref ?? '';
  }
  return namedChannel(platform, name, 'channel', context, faults) ?? '';
}

/** A checked reference, or null with the fault noted. */
export function namedChannel(platform: unknown, name: string, field: string, context: Context, faults: Faults): ChannelRef | null {
  if (typeof platform !== 'string' || !isPlatformName(platform)) {
    fault(faults, `platform is no lower-case word: ${shown(platform)}`);
    return null;
  }
  let known = context.refs.get(platform);
  if (known === undefined) {
    known = new Map();
    context.refs.set(platform, known);
  }
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  const ref = channelRef(platform, name);
  if (ref === null) fault(faults, `${field} is no handle, #ID or +TOKEN: ${shown(name)}`);
  else if (known.size < KNOWN_REFS) known.set(name, ref);
  return ref;
}

/** A whole reference, `platform:name`. */
export function refOf(value: unknown, field: string, faults: Faults): ChannelRef {
  const ref = typeof value === 'string' ? parseChannelRef(value) : null;
  if (ref === null)
    fault(
      faults,
      value === undefined || value === null ? `${field} is missing` : `${field} is no channel reference (platform:name): ${shown(value)}`,
    );
  return ref?.ref ?? '';
}

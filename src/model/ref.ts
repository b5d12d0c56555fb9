/**
 * Channel references, always strings in JSON:
 * `platform:handle` (lower case), `platform:#ID` by native id, `platform:+TOKEN` for an invite (case kept).
 * A handle may hold `:`, `@` and `/`, so a reference splits at its first colon and a post (`REF/ID`) at its last slash.
 */

export type ChannelRef = string;
export type PostRef = string;

const PLATFORM = /^[a-z][a-z0-9_-]{0,31}$/;
// A reference travels through tables, logs and command lines: no white space, no control or invisible characters.
const NAME = /^[^\s\p{C}]{1,512}$/u;

/** True for a lower-case word that may name a platform. */
export function isPlatformName(name: string): boolean {
  return PLATFORM.test(name);
}

/** The name as it stands in a reference: handles in lower case without a leading `@`, `#ID` and `+TOKEN` as they are. */
export function canonicalName(name: string): string {
  if (name.startsWith('#') || name.startsWith('+')) return name;
  return (name.startsWith('@') ? name.slice(1) : name).toLowerCase();
}

/** `channelRef('telegram', 'Sada_100')` → `telegram:sada_100`; null where either part cannot be one. */
export function channelRef(platform: string, name: string): ChannelRef | null {
  const canonical = canonicalName(name);
  if (!PLATFORM.test(platform) || !NAME.test(canonical) || canonical === '#' || canonical === '+') return null;
  return `${platform}:${canonical}`;
}

/** Reads `platform:name`; null for anything else. */
export function parseChannelRef(text: string): { platform: string; name: string; ref: ChannelRef } | null {
  const colon = text.indexOf(':');
  if (colon < 1) return null;
  const platform = text.slice(0, colon).toLowerCase();
  const ref = channelRef(platform, text.slice(colon + 1));
  return ref === null ? null : { platform, name: ref.slice(colon + 1), ref };
}

export function platformOf(ref: ChannelRef): string {
  return ref.slice(0, ref.indexOf(':'));
}

export function nameOf(ref: ChannelRef): string {
  return ref.slice(ref.indexOf(':') + 1);
}

/** The native id in `platform:#ID`, or null where the reference is a handle or an invite. */
export function nativeIdOf(ref: ChannelRef): string | null {
  const name = nameOf(ref);
  return name.startsWith('#') ? name.slice(1) : null;
}

export function postRef(channel: ChannelRef, id: string): PostRef {
  return `${channel}/${id}`;
}

/** Splits `REF/ID` at the last slash; null where there is no id or no reference. */
export function parsePostRef(text: string): { channel: ChannelRef; id: string } | null {
  const slash = text.lastIndexOf('/');
  if (slash < 0 || slash === text.length - 1) return null;
  const channel = parseChannelRef(text.slice(0, slash));
  return channel === null ? null : { channel: channel.ref, id: text.slice(slash + 1) };
}

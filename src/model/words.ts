/** The closed vocabularies of Trackway. One word for one thing, here and everywhere. */

/** What one look at a channel said. */
export const STATUSES = ['alive', 'absent', 'banned', 'private', 'restricted', 'deactivated', 'moved', 'reassigned', 'unknown'] as const;
export type Status = (typeof STATUSES)[number];

const SEEN: ReadonlySet<Status> = new Set(['alive', 'restricted']);
const AWAY: ReadonlySet<Status> = new Set(['absent', 'banned', 'deactivated', 'moved', 'reassigned', 'private']);

/** The status says that the channel can be seen, or that it exists at all. */
export function showsAlive(status: Status): boolean {
  return SEEN.has(status);
}

/** The status says explicitly: not here (any more), or not for us. */
export function saysAway(status: Status): boolean {
  return AWAY.has(status);
}

/** What the census says of a channel, derived from many looks. */
export const STATES = ['alive', 'silent', 'gone', 'private', 'unknown'] as const;
export type State = (typeof STATES)[number];

export const CHANNEL_KINDS = ['channel', 'group', 'account', 'room'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** How a sighting or record was obtained. */
export const TOOLS = ['app', 'web', 'api', 'export'] as const;
export type Tool = (typeof TOOLS)[number];

/** What a signpost says of the place it points to. */
export const STANCES = ['call', 'calm', 'endorse', 'warn', 'neutral'] as const;
export type Stance = (typeof STANCES)[number];

/** What a recognised link leads to. */
export const LINK_KINDS = ['channel', 'group', 'invite', 'post', 'folder', 'account', 'room', 'paste', 'file'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

export const DISPUTE_KINDS = ['fake', 'honeypot', 'hijacked', 'not_endorsed'] as const;
export type DisputeKind = (typeof DISPUTE_KINDS)[number];

/** What an analyst decided of a predecessor and a candidate. */
export const VERDICTS = ['confirmed', 'rejected', 'impersonator', 'unsure'] as const;
export type Verdict = (typeof VERDICTS)[number];

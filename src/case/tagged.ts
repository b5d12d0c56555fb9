import { UserError } from '../model/errors.ts';
import type { ChannelRef } from '../model/ref.ts';
import type { OpenCase } from './case.ts';

/** The roster's channels with a tag. `UserError` where nobody has it, with the tags that the roster knows. */
export function taggedWith(open: OpenCase, tag: string): ChannelRef[] {
  const entries = open.db.roster();
  const tagged = entries.filter((entry) => entry.tags.includes(tag));
  if (tagged.length > 0) return tagged.map((entry) => entry.channel);
  const known = [...new Set(entries.flatMap((entry) => entry.tags))].sort();
  const advice = known.length === 0 ? 'no channel of the roster has any' : `the roster knows ${known.join(', ')}`;
  throw new UserError(`no channel of the roster has the tag "${tag}"; ${advice}. Give one with \`trackway roster add REF… --tags ${tag}\``);
}
